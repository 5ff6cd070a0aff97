"""A surface function -> a short text of it, for tests to compare."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator

from srcgrad.ir import surface as s


def dump(statements: tuple[s.SurfaceStatement, ...], indent: str = "") -> list[str]:
    """One line for each statement, in a notation of Lisp."""
    lines: list[str] = []
    for statement in statements:
        inner = indent + "  "
        match statement:
            case s.Assign(targets, value):
                head = " ".join(["set", *map(show, targets), show(value)])
            case s.Augment(target, operator, value):
                head = f"{operator}= {show(target)} {show(value)}"
            case s.Evaluate(value):
                head = f"do {show(value)}"
            case s.Effect(kind, reads):
                head = " ".join([kind, *map(show, reads)])
            case s.Return(value):
                head = "return" if value is None else f"return {show(value)}"
            case s.Jump(kind):
                head = kind
            case s.If(condition):
                head = f"{'elif' if statement.is_elif else 'if'} {show(condition)}"
            case s.For(target, iterable):
                head = f"for {show(target)} {show(iterable)}"
            case s.While(condition):
                head = f"while {show(condition)}"
        lines.append(indent + head)
        match statement:
            case s.If():
                lines += dump(statement.then, inner)
                if statement.otherwise_origin is not None:
                    lines.append(f"{indent}else")
                    lines += dump(statement.otherwise, inner)
                else:
                    lines += dump(statement.otherwise, indent)
            case s.For() | s.While():
                lines += dump(statement.body, inner)
            case _:
                pass
    return lines


def show(expression: s.SurfaceExpression) -> str:
    """One expression, fully bracketed."""
    match expression:
        case s.Literal(value):
            return repr(value)
        case s.NameRef(name):
            return name
        case s.Attribute(base, name):
            return f"(. {show(base)} {name})"
        case s.Call(function, arguments):
            parts = [f"{a.keyword}={show(a.value)}" if a.keyword else show(a.value)
                     for a in arguments]  # fmt: skip
            return f"(call {' '.join([show(function), *parts])})"
        case s.Subscript(base, items):
            return f"(at {' '.join(map(show, (base, *items)))})"
        case s.SliceOf(start, stop, step):
            parts = ["_" if p is None else show(p) for p in (start, stop, step)]
            return ":".join(parts)
        case s.Display(kind, items):
            return f"({' '.join([kind, *map(show, items)])})"
        case s.Unary(operator, operand):
            return f"({operator} {show(operand)})"
        case s.Binary(operator, left, right):
            return f"({operator} {show(left)} {show(right)})"
        case s.Comparison(first, operators, others):
            pairs = zip(operators, others, strict=True)
            rest = " ".join(f"{operator} {show(other)}" for operator, other in pairs)
            return f"(compare {show(first)} {rest})"
        case s.Boolean(operator, operands):
            return f"({operator} {' '.join(map(show, operands))})"
        case s.Conditional(condition, then, otherwise):
            return f"(if {show(condition)} {show(then)} {show(otherwise)})"
        case s.FormattedText(values):
            return f"(text {' '.join(map(show, values))})"


def walk(statements: tuple[s.SurfaceStatement, ...]) -> Iterator[s.SurfaceStatement]:
    """Every statement, those within others included, from top to bottom."""
    for statement in statements:
        yield statement
        for name in ("then", "otherwise", "body"):
            yield from walk(getattr(statement, name, ()))


def origins(function: s.SurfaceFunction) -> Iterator[s.Origin]:
    """Every origin in a function."""
    for statement in walk(function.body):
        yield statement.origin
        if isinstance(statement, s.If) and statement.otherwise_origin is not None:
            yield statement.otherwise_origin


def comments_in(text: str) -> list[str]:
    """The comments in a text, as Python's own tokenizer sees them."""
    # in brackets, a header or a continuation line is a text of its own
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    found: list[str] = []
    try:
        found.extend(t.string for t in tokens if t.type == tokenize.COMMENT)
    except (tokenize.TokenError, IndentationError):
        pass
    return found
