"""A function's decorators -> whether it does what its text says, as if they were not there."""

from __future__ import annotations

from srcgrad.diagnostics import refuse
from srcgrad.ir import surface as s

# What compiles a function or keeps its values, and changes nothing that it computes.
TRANSPARENT = frozenset(
    (
        "numba.njit",
        "numba.jit",
        "numba.core.decorators.njit",
        "functools.cache",
        "functools.lru_cache",
    )
)


def check_decorators(module: s.SurfaceModule, function: s.SurfaceFunction) -> None:
    """Refuse a decorator of which it is not known that it can be looked through."""
    for decorator in function.decorators:
        if qualified_name(module, decorator) not in TRANSPARENT:
            raise refuse(
                "SG115",
                f"`{function.name}` is decorated, and what the decorator does is not "
                "known",
                function.span,
                hint="differentiate the undecorated function",
            )


def qualified_name(module: s.SurfaceModule, decorator: s.SurfaceExpression) -> str:
    """Full name of what a decorator calls, or is: `nb.njit(cache=True)` is `numba.njit`."""
    match decorator:
        case s.Call(function=function):
            return qualified_name(module, function)
        case s.Attribute(base=base, name=name):
            return f"{qualified_name(module, base)}.{name}"
        case s.NameRef(name=name):
            known = module.imports.get(name) or module.optional.get(name)
            return name if known is None else known.qualified
        case _:
            return ""
