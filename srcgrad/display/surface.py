"""Surface function -> a line for each statement: its number, kind and text in brackets.

6  assign   y = (np.sin(x) * k)
"""

from __future__ import annotations

from collections.abc import Iterator

from srcgrad.ir import surface as s


def surface_text(function: s.SurfaceFunction) -> str:
    """Return the statements of a function as the frontend has read them."""
    names = ", ".join(_parameter(parameter) for parameter in function.parameters)
    lines = [f"function {function.name}({names})"]
    width = len(str(max((number for number, _, _ in _lines(function.body)), default=0)))
    for number, kind, text in _lines(function.body):
        lines.append(f"{number:>{width}}  {kind:<8} {text}".rstrip())
    return "\n".join(lines)


def module_text(module: s.SurfaceModule) -> str:
    """Return what the names of a file mean at its top level."""
    imports = ", ".join(
        name if name == found.qualified else f"{name} = {found.qualified}"
        for name, found in module.imports.items()
    )
    facts = {
        "imports": imports,
        "constants": ", ".join(module.constants),
        "functions": ", ".join(module.functions),
        "not followed": ", ".join(module.rebound),
    }
    return "\n".join(f"{name}: {text}" for name, text in facts.items() if text)


def _parameter(parameter: s.SurfaceParameter) -> str:
    annotation = f": {parameter.annotation_text}" if parameter.annotation_text else ""
    default = f"={parameter.default_text}" if parameter.default_text else ""
    return f"{parameter.name}{annotation}{default}"


def _lines(
    statements: tuple[s.SurfaceStatement, ...], indent: str = ""
) -> Iterator[tuple[int, str, str]]:
    for statement in statements:
        number = statement.origin.span.line
        inner = indent + "    "
        match statement:
            case s.Assign(targets, value):
                left = " = ".join(map(_shown, targets))
                yield number, "assign", f"{indent}{left} = {_shown(value)}"
            case s.Augment(target, operator, value):
                text = f"{_shown(target)} {operator}= {_shown(value)}"
                yield number, "augment", indent + text
            case s.Evaluate(value):
                yield number, "evaluate", indent + _shown(value)
            case s.Effect(kind, reads):
                reading = ", ".join(map(_shown, reads))
                yield number, "effect", f"{indent}{kind} {reading}".rstrip()
            case s.Return(value):
                text = "" if value is None else _shown(value)
                yield number, "return", f"{indent}{text}"
            case s.Jump(kind):
                yield number, "jump", indent + kind
            case s.Definition(function):
                yield number, "def", indent + function.name
                yield from _lines(function.body, inner)
            case s.If(condition, then):
                yield number, "if", indent + _shown(condition)
                yield from _lines(then, inner)
                yield from _otherwise(statement, indent)
            case s.For(target, iterable, body):
                text = f"{_shown(target)} in {_shown(iterable)}"
                yield number, "for", indent + text
                yield from _lines(body, inner)
                yield from _otherwise(statement, indent)
            case s.While(condition, body):
                yield number, "while", indent + _shown(condition)
                yield from _lines(body, inner)
                yield from _otherwise(statement, indent)
            case s.With(items, body):
                yield number, "with", indent + ", ".join(map(_shown, items))
                yield from _lines(body, inner)


def _otherwise(
    statement: s.If | s.For | s.While, indent: str
) -> Iterator[tuple[int, str, str]]:
    if statement.otherwise:
        at = statement.otherwise_origin or statement.otherwise[0].origin
        yield at.span.line, "else", indent
        yield from _lines(statement.otherwise, indent + "    ")


def _shown(expression: s.SurfaceExpression) -> str:
    """Return one expression, each operation in brackets."""
    match expression:
        case s.Literal(value):
            return "..." if value is Ellipsis else repr(value)
        case s.NameRef(name):
            return name
        case s.Attribute(base, name):
            return f"{_shown(base)}.{name}"
        case s.Call(function, arguments):
            return f"{_shown(function)}({', '.join(map(_argument, arguments))})"
        case s.Subscript(base, items):
            return f"{_shown(base)}[{', '.join(map(_shown, items))}]"
        case s.SliceOf(start, stop, step):
            bounds = ["" if p is None else _shown(p) for p in (start, stop)]
            return ":".join(bounds if step is None else [*bounds, _shown(step)])
        case s.Dictionary(items):
            entries = (
                f"**{_shown(value)}"
                if key is None
                else f"{_shown(key)}: {_shown(value)}"
                for key, value in items
            )
            return f"{{{', '.join(entries)}}}"
        case s.Display(kind, items):
            inside = ", ".join(map(_shown, items))
            return f"[{inside}]" if kind == "list" else f"({inside})"
        case s.Lambda(function):
            return function.source
        case s.Starred(value):
            return f"*{_shown(value)}"
        case s.Unary(operator, operand):
            space = " " if operator.isalpha() else ""
            return f"({operator}{space}{_shown(operand)})"
        case s.Binary(operator, left, right):
            return f"({_shown(left)} {operator} {_shown(right)})"
        case s.Comparison(first, operators, others):
            pairs = zip(operators, others, strict=True)
            rest = " ".join(f"{operator} {_shown(other)}" for operator, other in pairs)
            return f"({_shown(first)} {rest})"
        case s.Boolean(operator, operands):
            return f"({f' {operator} '.join(map(_shown, operands))})"
        case s.Conditional(condition, then, otherwise):
            parts = (_shown(then), _shown(condition), _shown(otherwise))
            return "({} if {} else {})".format(*parts)
        case s.Comprehension(kind, element, clauses):
            inside = " ".join([_shown(element), *map(_clause, clauses)])
            return f"[{inside}]" if kind == "list" else f"({inside})"
        case s.Walrus(target, value):
            return f"({target.name} := {_shown(value)})"
        case s.Stopped(value):
            return f"constant({_shown(value)})"
        case s.FormattedText(values):
            return f"text({', '.join(map(_shown, values))})"


def _clause(clause: s.Clause) -> str:
    tests = (f" if {_shown(condition)}" for condition in clause.conditions)
    return f"for {_shown(clause.target)} in {_shown(clause.iterable)}{''.join(tests)}"


def _argument(argument: s.Argument) -> str:
    name = f"{argument.keyword}=" if argument.keyword else ""
    return f"{name}{argument.star}{_shown(argument.value)}"
