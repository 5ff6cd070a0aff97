"""An `__init__` -> whether each value that it is given, or makes, gets one name alone.

Then the object is a display of its attributes. Otherwise two attributes may be one
array, or the values depend on what happens in it: it is called, as any method is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set

from srcgrad.analysis.names import names_in, parts
from srcgrad.ir import surface as s

Pair = tuple[s.SurfaceExpression, s.SurfaceExpression]


def is_simple(module: s.SurfaceModule, initial: s.SurfaceFunction) -> bool:
    """Whether an `__init__` assigns alone, and no value twice."""
    own = initial.parameters[0].name if initial.parameters else ""
    names = {p.name for p in initial.parameters[1:]}
    reads: Counter[str] = Counter()
    for statement in initial.body:
        if isinstance(statement, s.Effect) and statement.kind in ("pass", "assert"):
            continue
        pairs = assigned(statement)
        if pairs is None:
            return False
        for target, value in pairs:
            match target:
                case s.NameRef(name=name):
                    names.add(name)
                case s.Attribute(base=s.NameRef(name=base)) if base == own:
                    pass
                case _:
                    return False
            if any(isinstance(p, s.Comprehension | s.Lambda) for p in parts(value)):
                return False
            if calls_source(module, value, frozenset(names)) or own in names_in(value):
                return False
            reads.update(p.name for p in parts(value) if isinstance(p, s.NameRef))
    return all(reads[name] <= 1 for name in names)


def assigned(statement: s.SurfaceStatement) -> list[Pair] | None:
    """Return each target of an assignment and its value; None for what is none."""
    match statement:
        case s.Assign(
            targets=(s.Display(items=targets),), value=s.Display(items=values)
        ) if len(targets) == len(values):
            return list(zip(targets, values, strict=True))
        case s.Assign(targets=(target,), value=value):
            return [(target, value)]
        case _:
            return None


def calls_source(
    module: s.SurfaceModule, expression: s.SurfaceExpression, local: Set[str]
) -> bool:
    """Whether an expression may call something of the source."""
    return any(not _is_library(module, f, local) for f in _called(expression))


def _called(expression: s.SurfaceExpression) -> Iterator[s.SurfaceExpression]:
    for part in parts(expression):
        if isinstance(part, s.Call):
            yield part.function


def _is_library(
    module: s.SurfaceModule, function: s.SurfaceExpression, local: Set[str]
) -> bool:
    """Whether what is called is of a library, or a builtin, or a method of arrays."""
    if isinstance(function, s.Attribute):
        ending = f".{function.name}"
        if not any(name.endswith(ending) for name in module.functions):
            return True
    while isinstance(function, s.Attribute):
        function = function.base
    if not isinstance(function, s.NameRef) or function.name in local:
        return False
    return function.name not in module.functions and function.name not in module.classes


def follows_call(module: s.SurfaceModule, call: s.Call, records: Set[str]) -> bool:
    """Whether a method is called of what a call of the source gives: `c.add(x).add(y)`.

    records : names of objects. What is called must not be evaluated twice then.
    """
    found, place = False, call.function
    while not isinstance(place, s.NameRef):
        match place:
            case s.Attribute(base=base):
                place = base
            case s.Call(function=function):
                found, place = True, function
            case _:
                return False
    name = place.name
    source = name in records or name in module.functions or name in module.classes
    return found and source
