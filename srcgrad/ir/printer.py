"""IR -> text, for people who read the stages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from srcgrad.ir.expressions import (
    Apply,
    Choice,
    Constant,
    Dot,
    Expression,
    Index,
    Name,
    Sequence,
    Slice,
    Var,
    substitute,
)
from srcgrad.ir.program import (
    HOLE,
    Append,
    Block,
    Define,
    Effect,
    For,
    Function,
    If,
    Invoke,
    Program,
    Result,
    Simple,
    Step,
    Store,
    While,
)

Text: TypeAlias = Callable[[Expression | None], str]


def expression_text(expression: Expression | None) -> str:
    """Return an expression in the notation of the IR: `multiply(x.0, 2.0)`."""
    match expression:
        case None:
            return ""
        case Constant(value):
            return repr(value) if value is not Ellipsis else "..."
        case Var(name, version):
            return name if name == "@" else f"{name}.{version}"
        case Dot(var):
            return f"d({expression_text(var)})"
        case Name(text):
            return text
        case Apply(operation, arguments):
            return f"{operation}({', '.join(map(expression_text, arguments))})"
        case Index(base, items):
            return f"{expression_text(base)}[{', '.join(map(expression_text, items))}]"
        case Slice(start, stop, step):
            text = f"{expression_text(start)}:{expression_text(stop)}"
            return text if step is None else f"{text}:{expression_text(step)}"
        case Sequence(items, kind):
            inner = ", ".join(map(expression_text, items))
            return f"({inner})" if kind == "tuple" else f"[{inner}]"
        case Choice(condition, then, otherwise):
            parts = map(expression_text, (then, condition, otherwise))
            return "({} if {} else {})".format(*parts)


def program_text(program: Program, text: Text = expression_text) -> str:
    """Return a whole program, a statement a line, its expressions by `text`."""
    functions = ("\n".join(_function(f, text)) for f in program.functions.values())
    return "\n\n".join(functions) + "\n"


def _function(function: Function, text: Text) -> Iterator[str]:
    leaves = ", ".join(text(v) for p in function.parameters for v in p.leaves)
    yield f"function {function.name}({leaves})"
    yield from _block(function.body, "    ", text)
    yield f"    result {_structure(function.result, text)}"
    for leaf, output in function.outputs.items():
        yield f"    output {text(leaf)} -> {text(output)}"


def _block(block: Block, indent: str, text: Text) -> Iterator[str]:
    for node in block:
        match node:
            case Step(statements):
                for statement in statements:
                    yield indent + _simple(statement, text)
            case If():
                yield f"{indent}if {text(node.condition)}"
                yield from _block(node.then, indent + "    ", text)
                yield f"{indent}else"
                yield from _block(node.otherwise, indent + "    ", text)
                for merge in node.merges:
                    sides = f"{text(merge.then)} | {text(merge.otherwise)}"
                    yield f"{indent}merge {text(merge.target)} := {sides}"
            case For() | While():
                if isinstance(node, For):
                    head = f"for {text(node.counter)} in {text(node.iterable)}"
                else:
                    head = f"while {text(node.condition)}"
                yield indent + head
                for carry in node.carried:
                    yield (
                        f"{indent}carry {text(carry.head)} := "
                        f"{text(carry.initial)} | {text(carry.back)}"
                        f" -> {text(carry.exit)}"
                    )
                yield from _block(node.body, indent + "    ", text)


def _simple(statement: Simple, text: Text) -> str:
    match statement:
        case Define(targets, values):
            left = ", ".join(map(text, targets))
            return f"{left} := {', '.join(map(text, values))}"
        case Store(target, base, place, value, accumulate):
            sign = "+=" if accumulate else ":="
            written = text(substitute(place, {HOLE: base}))
            return f"{text(target)} <- {written} {sign} {text(value)}"
        case Append(target, base, value):
            return f"{text(target)} <- {text(base)}.append({text(value)})"
        case Invoke(targets, function, arguments, mutated):
            left = ", ".join(map(text, targets))
            call = f"{function}({', '.join(map(text, arguments))})"
            also = "".join(f", argument {p} -> {text(v)}" for p, v in mutated)
            return f"{left} := call {call}{also}"
        case Effect(expressions):
            return f"effect {', '.join(map(text, expressions))}"


def _structure(result: Result, text: Text) -> str:
    if result.items is not None:
        return f"({', '.join(_structure(item, text) for item in result.items)})"
    return text(result.leaf) if result.leaf is not None else "None"
