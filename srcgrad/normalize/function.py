"""One surface function -> Function in normal form."""

from __future__ import annotations

from srcgrad.analysis.names import bound, grown
from srcgrad.diagnostics import CompileError
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Var
from srcgrad.ir.program import HOLE, Define, Function, Parameter, Step, leaves
from srcgrad.ir.types import TupleOf, Type
from srcgrad.normalize.annotations import show_annotations, shown
from srcgrad.normalize.blocks import block
from srcgrad.normalize.conditionals import lift_conditionals
from srcgrad.normalize.context import Context
from srcgrad.normalize.decorators import check_decorators
from srcgrad.normalize.exits import close_exits
from srcgrad.normalize.guards import guarded
from srcgrad.normalize.prune import joined, prune
from srcgrad.normalize.results import RESULT, result_leaf, result_of
from srcgrad.normalize.returns import close_returns
from srcgrad.normalize.scope import Binding, Ref, State, Structure
from srcgrad.normalize.walrus import lift_walrus


def normalize_function(
    context: Context,
    surface: s.SurfaceFunction,
    types: tuple[Type, ...],
    of: str | None,
    is_entry: bool,
) -> Function:
    """Walk a function. Raises CompileError with every problem found in it."""
    check_decorators(context.module, surface)
    _take_names(context, surface, is_entry)
    functions = context.module.functions.keys() - context.local
    body = show_annotations(surface.body, context.module.imports)
    lifted = lift_conditionals(lift_walrus(body, context.unique), functions)
    statements = close_returns(close_exits(lifted, context.unique))
    state = State({}, {}, types=context.types)
    parameters = tuple(
        _parameter(context, state, parameter, type_)
        for parameter, type_ in zip(surface.parameters, types, strict=True)
    )
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
    first = [leaf for parameter in parameters for leaf in parameter.leaves]
    outputs = {
        leaf: now
        for leaf in first
        if (now := state.current.get(context.buffer_of[leaf], leaf)) != leaf
    }
    extra: list[Define] = []
    if of is not None:
        result = result_leaf(context, state, state.names[f"@{of}"], extra)
    else:
        returned = state.names.get(RESULT, Structure("none", ()))
        result = result_of(context, state, returned, extra)
    if extra:
        nodes += (Step(tuple(extra)),)
    context.guarded |= guarded(context)
    results = leaves(result)
    pruned = prune(nodes, frozenset((*results, *outputs.values())))
    final = _final(context, state, results)
    for var in joined(nodes).difference(joined(pruned)):
        final.pop(var, None)
    return Function(
        key=surface.name,
        name=surface.name,
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
        shares=_shares(context, results, first),
        docstring=surface.docstring,
        source=surface.source,
        span=surface.span,
        footer=surface.footer,
    )


def _take_names(context: Context, surface: s.SurfaceFunction, is_entry: bool) -> None:
    """Note which names the function binds, and which a name of ours must not have."""
    names = frozenset(parameter.name for parameter in surface.parameters)
    context.local = frozenset(bound(surface.body)) | names
    context.parameters = names if is_entry else frozenset()
    context.grown = grown(surface.body)
    module = context.module
    context.taken = {
        *context.local,
        *module.imports,
        *module.constants,
        *module.functions,
    }
    context.result_name = context.unique("value")


def _parameter(
    context: Context, state: State, surface: s.SurfaceParameter, type_: Type
) -> Parameter:
    found: list[Var] = []

    def bring_in(name: str, text: str, kind: Type) -> Binding:
        if isinstance(kind, TupleOf):
            items = (
                bring_in(f"{name}_{k}", f"{text}[{k}]", item)
                for k, item in enumerate(kind.items)
            )
            return Structure("tuple", tuple(items))
        var = context.fresh(name, kind)
        if name != text:
            context.access[var] = text
        state.current[context.buffer_of[var]] = var
        found.append(var)
        return Ref(context.buffer_of[var], kind)

    state.names[surface.name] = bring_in(surface.name, surface.name, type_)
    return Parameter(
        surface.name,
        tuple(found),
        type_,
        surface.default_text,
        shown(surface.annotation_text, context.module.imports),
        surface.keyword_only,
    )


def _final(context: Context, state: State, results: tuple[Var, ...]) -> dict[Var, str]:
    """For each variable that a name still holds at the end, that name."""
    found: dict[Var, str] = {}
    for name, binding in state.names.items():
        if name.startswith("@") or not isinstance(binding, Ref):
            continue
        if binding.view == HOLE:
            found.setdefault(state.current[binding.buffer], name)
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
