"""IR -> text, for people who read the stages."""

from __future__ import annotations

from collections.abc import Iterator

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
)
from srcgrad.ir.program import (
    Append,
    Block,
    Define,
    Effect,
    For,
    Function,
    If,
    Invoke,
    Program,
    Simple,
    Step,
    Store,
    While,
)


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


def program_text(program: Program) -> str:
    """Return a whole program, a statement a line."""
    return (
        "\n\n".join("\n".join(_function(f)) for f in program.functions.values()) + "\n"
    )


def _function(function: Function) -> Iterator[str]:
    leaves = ", ".join(
        expression_text(v) for p in function.parameters for v in p.leaves
    )
    yield f"function {function.name}({leaves})"
    yield from _block(function.body, "    ")
    yield f"    result {function.result}"
    for leaf, output in function.outputs.items():
        yield f"    output {expression_text(leaf)} -> {expression_text(output)}"


def _block(block: Block, indent: str) -> Iterator[str]:
    for node in block:
        match node:
            case Step(statements):
                for statement in statements:
                    yield indent + _simple(statement)
            case If():
                yield f"{indent}if {expression_text(node.condition)}"
                yield from _block(node.then, indent + "    ")
                yield f"{indent}else"
                yield from _block(node.otherwise, indent + "    ")
                for merge in node.merges:
                    sides = f"{expression_text(merge.then)} | {expression_text(merge.otherwise)}"
                    yield f"{indent}merge {expression_text(merge.target)} := {sides}"
            case For() | While():
                if isinstance(node, For):
                    head = f"for {expression_text(node.counter)} in {expression_text(node.iterable)}"
                else:
                    head = f"while {expression_text(node.condition)}"
                yield indent + head
                for carry in node.carried:
                    yield (
                        f"{indent}carry {expression_text(carry.head)} := "
                        f"{expression_text(carry.initial)} | {expression_text(carry.back)}"
                        f" -> {expression_text(carry.exit)}"
                    )
                yield from _block(node.body, indent + "    ")


def _simple(statement: Simple) -> str:
    match statement:
        case Define(targets, values):
            left = ", ".join(map(expression_text, targets))
            return f"{left} := {', '.join(map(expression_text, values))}"
        case Store(target, base, place, value, accumulate):
            sign = "+=" if accumulate else ":="
            written = expression_text(place).replace("@", expression_text(base))
            return f"{expression_text(target)} <- {written} {sign} {expression_text(value)}"
        case Append(target, base, value):
            return f"{expression_text(target)} <- {expression_text(base)}.append({expression_text(value)})"
        case Invoke(targets, function, arguments, mutated):
            left = ", ".join(map(expression_text, targets))
            call = f"{function}({', '.join(map(expression_text, arguments))})"
            also = "".join(
                f", argument {p} -> {expression_text(v)}" for p, v in mutated
            )
            return f"{left} := call {call}{also}"
        case Effect(expressions):
            return f"effect {', '.join(map(expression_text, expressions))}"
