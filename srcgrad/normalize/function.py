"""One surface function -> Function in normal form."""

from __future__ import annotations

import builtins
from dataclasses import dataclass

from srcgrad.analysis.names import bound, captured, grown, names_in, statements_of
from srcgrad.diagnostics import CompileError, refuse
from srcgrad.frontend.definitions import LAMBDA
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Var
from srcgrad.ir.program import (
    HOLE,
    Define,
    Function,
    Parameter,
    Step,
    hands_out_functions,
    leaves,
)
from srcgrad.ir.types import FunctionOf, Type
from srcgrad.normalize.calling.annotations import show_annotations
from srcgrad.normalize.calling.changes import changes
from srcgrad.normalize.calling.entering import Entry
from srcgrad.normalize.calling.guards import guarded
from srcgrad.normalize.calling.makings import Makings
from srcgrad.normalize.calling.results import RESULT, result_leaf, result_of
from srcgrad.normalize.control.blocks import block
from srcgrad.normalize.evaluation.decorators import check_decorators
from srcgrad.normalize.evaluation.draws import name_draws
from srcgrad.normalize.prune import joined, prune
from srcgrad.normalize.rewriting.conditionals import lift_conditionals
from srcgrad.normalize.rewriting.directives import obeyed
from srcgrad.normalize.rewriting.exits import close_exits
from srcgrad.normalize.rewriting.returns import close_returns
from srcgrad.normalize.rewriting.stops import mark_stops
from srcgrad.normalize.rewriting.walrus import lift_walrus
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.scope import Ref, State, Structure


@dataclass(frozen=True)
class Frame:
    """What one function is walked for.

    key : its name in the program. types : of its parameters. environment, captured :
    what it has captured, and the names that it reads it by. stands : whether its source
    can be called as it stands.
    """

    key: str
    types: tuple[Type, ...]
    environment: tuple[tuple[str, Type], ...]
    captured: tuple[tuple[str, str], ...]
    is_entry: bool
    stands: bool


def normalize_function(
    context: Context, surface: s.SurfaceFunction, frame: Frame, of: str | None
) -> Function:
    """Walk a function. Raises CompileError with every problem found in it."""
    is_entry = frame.is_entry
    check_decorators(context.module, surface, is_entry)
    _take_names(context, surface, frame)
    functions = context.module.functions.keys() - context.local
    functions |= callable_names(surface, frame)
    body = mark_stops(obeyed(surface.body), context.module)
    body = show_annotations(body, context.module.imports)
    body = name_draws(body, context.module, context.unique)
    body = lift_walrus(body, context.unique)
    body = Makings(context.module, context.local, context.unique).lift(body)
    lifted = lift_conditionals(body, functions)
    statements = close_returns(close_exits(lifted, context.unique))
    state = State({}, {}, types=context.types)
    entry = Entry(context, state, _is_bare(context, surface))
    for parameter, type_ in zip(surface.parameters, frame.types, strict=True):
        entry.parameter(parameter, type_)
    entry.environment(frame.environment, frame.captured)
    parameters = entry.parameters
    context.is_entry = is_entry
    entered = dict(state.names)
    names = tuple(parameter.name for parameter in parameters)
    watched = names if not is_entry else (of,) if of else ()
    for name in watched:
        # the caller still holds the argument, whatever the name means later
        state.names[f"@{name}"] = state.names[name]
    after = frozenset((RESULT, *(f"@{name}" for name in watched)))
    nodes = block(context, state, statements, after)
    if context.problems:
        raise CompileError(
            sorted(context.problems, key=lambda d: (d.span is None, d.span))
        )
    if context.unreached and not state.live and RESULT not in state.names:
        raise refuse(
            "SG403",
            f"`{surface.name}` calls itself on every path, and never comes back",
            surface.span,
            hint="return from it before it calls itself, where there is nothing left "
            "to do",
        )
    first = [leaf for parameter in parameters for leaf in parameter.leaves]
    outputs = {
        leaf: now
        for leaf in first
        if (now := state.current.get(context.buffer_of[leaf], leaf)) != leaf
    }
    if is_entry:
        _check_defaults(surface, parameters, outputs)
    extra: list[Define] = []
    if of is not None:
        result = result_leaf(context, state, state.names[f"@{of}"], extra)
    else:
        returned = state.names.get(RESULT, Structure("none", ()))
        result = result_of(context, state, returned, extra)
    written = () if is_entry else changes(context, state, entered, first, extra)
    if extra:
        nodes += (Step(tuple(extra)),)
    context.guarded |= guarded(context)
    results = leaves(result)
    parts = [leaf for w in written if w.value is not None for leaf in leaves(w.value)]
    pruned = prune(nodes, frozenset((*results, *parts, *outputs.values())))
    final = _final(context, state, results)
    for var in joined(nodes).difference(joined(pruned)):
        final.pop(var, None)
    return Function(
        key=frame.key,
        name=frame.key if surface.name == LAMBDA else surface.name,
        parameters=parameters,
        body=pruned,
        result=result,
        result_name=context.result_name,
        types=dict(context.types),
        outputs=outputs,
        access=dict(context.access),
        final=final,
        buffers=dict(context.buffer_of),
        aliases=tuple(context.aliases.pairs()),
        shares=_shares(context, (*results, *parts), first),
        written=written,
        docstring=surface.docstring,
        source=surface.source,
        span=surface.span,
        footer=surface.footer,
        stands=frame.stands and not hands_out_functions(result),
    )


def _check_defaults(
    surface: s.SurfaceFunction,
    parameters: tuple[Parameter, ...],
    outputs: dict[Var, Var],
) -> None:
    """Refuse a function that writes to a default, which its next call finds changed."""
    leaves = {parameter.name: parameter.leaves for parameter in parameters}
    for declared in surface.parameters:
        made = declared.default is not None and not isinstance(
            declared.default, s.Literal
        )
        if made and any(leaf in outputs for leaf in leaves.get(declared.name, ())):
            raise refuse(
                "SG401",
                f"`{surface.name}` writes to the default of `{declared.name}`, which each "
                "later call finds changed",
                declared.span,
                hint=f"make `{declared.name}=None` the default, and the array in the "
                "function",
            )


def _take_names(context: Context, surface: s.SurfaceFunction, frame: Frame) -> None:
    """Note which names the function binds, and which a name of ours must not have."""
    names = frozenset(parameter.name for parameter in surface.parameters)
    context.local = frozenset(bound(surface.body)) | names
    context.around = frozenset(name for name, _ in frame.captured)
    context.shared = captured(surface.body)
    context.parameters = names if frame.is_entry else frozenset()
    context.grown = grown(surface.body)
    module = context.module
    context.taken = {
        *context.local,
        *context.around,
        *module.imports,
        *module.constants,
        *module.functions,
    }
    context.result_name = context.unique("value")


def _is_bare(context: Context, surface: s.SurfaceFunction) -> bool:
    """Whether defaults read what is no name of the module."""
    module = context.module
    known = {*module.functions, *module.constants, *module.imports, *module.rebound}
    defaults = (p.default for p in surface.parameters if p.default is not None)
    return any(n not in known and not hasattr(builtins, n) for n in names_in(*defaults))


def callable_names(surface: s.SurfaceFunction, frame: Frame) -> frozenset[str]:
    """Names of this frame that are functions wherever they are bound."""
    given = {
        parameter.name
        for parameter, type_ in zip(surface.parameters, frame.types, strict=True)
        if isinstance(type_, FunctionOf)
    }
    made = {
        name for statement in statements_of(surface.body) for name in _made(statement)
    }
    return frozenset(given | made | {name for name, _ in frame.captured})


def _made(statement: s.SurfaceStatement) -> tuple[str, ...]:
    match statement:
        case s.Definition(function=function):
            return (function.name,)
        case s.Assign(targets=targets, value=s.Lambda()):
            return tuple(t.name for t in targets if isinstance(t, s.NameRef))
        case _:
            return ()


def _final(context: Context, state: State, results: tuple[Var, ...]) -> dict[Var, str]:
    """For each variable that a name still holds at the end, the text that reads it."""
    found: dict[Var, str] = {}
    names = {n: b for n, b in state.names.items() if not n.startswith("@")}
    for name, binding in names.items():
        if isinstance(binding, Ref) and binding.view == HOLE:
            found.setdefault(state.current[binding.buffer], name)
    for text, ref in context.records.texts(state):
        if ref.view == HOLE:
            found.setdefault(state.current[ref.buffer], text)
    for leaf in results:
        if leaf.name == context.result_name and leaf not in context.access:
            found.setdefault(leaf, leaf.name)
    return found


def _shares(
    context: Context, results: tuple[Var, ...], parameters: list[Var]
) -> dict[Var, tuple[int, ...]]:
    """For each leaf of the result, the parameter leaves whose memory it may be."""
    buffers = context.buffer_of
    return {
        leaf: tuple(
            position
            for position, parameter in enumerate(parameters)
            if context.aliases.shared(buffers[parameter], buffers[leaf])
        )
        for leaf in results
    }
