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
        "functools.wraps",
        "typing.no_type_check",
        "typing.final",
        "typing.overload",
    )
)


def own_decorators(
    module: s.SurfaceModule, function: s.SurfaceFunction
) -> tuple[s.SurfaceExpression, ...]:
    """Return the decorators that are functions of the source, the innermost last."""
    return tuple(
        decorator
        for decorator in function.decorators
        if isinstance(decorator, s.NameRef) and decorator.name in module.functions
    )


def check_decorators(
    module: s.SurfaceModule, function: s.SurfaceFunction, is_entry: bool
) -> None:
    """Refuse a decorator of which it is not known that it can be looked through.

    Where a function is called by its name, its own decorators have been called.
    """
    named = module.functions.get(function.name) if not function.owner else None
    called = named is not None and named.span == function.span and not is_entry
    own = own_decorators(module, function) if called else ()
    for decorator in function.decorators:
        known = qualified_name(module, decorator) in TRANSPARENT
        if not known and decorator not in own:
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
