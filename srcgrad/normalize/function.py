"""One surface function -> Function in normal form."""

from __future__ import annotations

from typing import Any

from srcgrad.analysis.names import bound, grown
from srcgrad.diagnostics import CompileError, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Constant, Var
from srcgrad.ir.program import HOLE, Define, Function, Parameter, Result, Step
from srcgrad.ir.types import UNKNOWN, TupleOf, Type
from srcgrad.normalize.context import Context
from srcgrad.normalize.control import block
from srcgrad.normalize.prune import prune
from srcgrad.normalize.returns import close_returns
from srcgrad.normalize.scope import Ref, State, Structure
from srcgrad.primitives.formula import Formula


def normalize_function(
    context: Context,
    surface: s.SurfaceFunction,
    types: tuple[Type, ...],
    of: str | None,
    is_entry: bool,
) -> Function:
    """Walk a function. Raises CompileError with every problem found in it."""
    if surface.decorators:
        raise refuse(
            "SG115",
            f"`{surface.name}` is decorated, and what the decorator does is not known",
            surface.span,
            hint="differentiate the undecorated function",
        )
    body = close_returns(surface)
    parameters_names = tuple(p.name for p in surface.parameters)
    context.local = frozenset(bound(surface.body)) | frozenset(parameters_names)
    context.parameters = frozenset(parameters_names) if is_entry else frozenset()
    context.grown = grown(surface.body)
    context.taken = (
        set(context.local) | set(context.module.imports) | set(context.module.constants)
    )
    context.taken |= set(context.module.functions)
    context.result_name = context.unique("value")
    state = State({}, {}, types=context.types)
    parameters = tuple(
        _parameter(context, state, parameter, type_)
        for parameter, type_ in zip(surface.parameters, types, strict=True)
    )
    watched = parameters_names if not is_entry else (of,) if of else ()
    for name in watched:
        # the caller still holds the argument, whatever the name means later
        state.names[f"@{name}"] = state.names[name]
    after = frozenset(("@result", *(f"@{name}" for name in watched)))
    first = {leaf: leaf for p in parameters for leaf in p.leaves}
    nodes = block(context, state, body, after)
    if context.problems:
        raise CompileError(
            sorted(context.problems, key=lambda d: (d.span is None, d.span))
        )
    outputs = {}
    for leaf in first:
        now = state.current.get(context.buffer_of[leaf], leaf)
        if now != leaf:
            outputs[leaf] = now
    extra: list[Define] = []
    if of is not None:
        result = _leaf(context, state, state.names[f"@{of}"], extra)
    elif "@result" in state.names:
        result = _result(context, state, state.names["@result"], extra)
    else:
        result = Result()
    if extra:
        nodes += (Step(tuple(extra)),)
    final: dict[Var, str] = {}
    for name, binding in state.names.items():
        if (
            isinstance(binding, Ref)
            and binding.view == HOLE
            and not name.startswith("@")
        ):
            final.setdefault(state.current[binding.buffer], name)
    results = _result_leaves(result)
    for leaf in results:
        if leaf.name == context.result_name and leaf not in context.access:
            final.setdefault(leaf, leaf.name)
    _guard(context, nodes)
    return Function(
        key=surface.name,
        name=surface.name,
        parameters=parameters,
        body=prune(nodes, frozenset((*results, *outputs.values()))),
        result=result,
        result_name=context.result_name,
        types=dict(context.types),
        outputs=outputs,
        access=dict(context.access),
        final=final,
        buffers=dict(context.buffer_of),
        aliases=tuple(context.aliases),
        shares=_shares(context, results, first),
        docstring=surface.docstring,
        source=surface.source,
        span=surface.span,
        footer=surface.footer,
    )


def _parameter(
    context: Context, state: State, surface: s.SurfaceParameter, type_: Type
) -> Parameter:
    leaves: list[Var] = []

    def bring_in(name: str, text: str, kind: Type) -> Any:
        if isinstance(kind, TupleOf):
            return Structure(
                "tuple",
                tuple(
                    bring_in(f"{name}_{k}", f"{text}[{k}]", t)
                    for k, t in enumerate(kind.items)
                ),
            )
        var = context.fresh(name, kind)
        if name != text:
            context.access[var] = text
        state.current[context.buffer_of[var]] = var
        leaves.append(var)
        return Ref(context.buffer_of[var], kind)

    state.names[surface.name] = bring_in(surface.name, surface.name, type_)
    return Parameter(
        surface.name,
        tuple(leaves),
        type_,
        surface.default_text,
        surface.annotation_text,
        surface.keyword_only,
    )


def _result(
    context: Context, state: State, binding: Any, extra: list[Define]
) -> Result:
    if isinstance(binding, Structure):
        if binding.kind == "none":
            return Result()
        return Result(
            items=tuple(_result(context, state, item, extra) for item in binding.items)
        )
    return _leaf(context, state, binding, extra)


def _leaf(context: Context, state: State, binding: Any, extra: list[Define]) -> Result:
    """Variable of one leaf of the result; a literal or a view gets one."""
    if isinstance(binding, Ref) and binding.view == HOLE:
        return Result(leaf=state.current[binding.buffer])
    value = state.read(binding) if isinstance(binding, Ref) else binding
    if not isinstance(value, Formula) or value.expression == Constant(None):
        return Result(leaf=None)
    var = context.fresh(context.result_name, value.type)
    context.access[var] = ""
    extra.append(Define((var,), (value.expression,)))
    return Result(leaf=var)


def _result_leaves(result: Result) -> tuple[Var, ...]:
    if result.items is not None:
        return tuple(v for item in result.items for v in _result_leaves(item))
    return () if result.leaf is None else (result.leaf,)


def _shares(
    context: Context, results: tuple[Var, ...], parameters: dict[Var, Var]
) -> dict[Var, tuple[int, ...]]:
    """For each leaf of the result, the parameter leaves whose memory it may be."""
    found = {}
    for leaf in results:
        buffer = context.buffer_of[leaf]
        found[leaf] = tuple(
            position
            for position, parameter in enumerate(parameters)
            if context.buffer_of[parameter] == buffer
            or frozenset((context.buffer_of[parameter], buffer)) in context.aliases
        )
    return found


def _guard(context: Context, nodes: Any) -> None:
    """Callees whose arguments or values are written to later must save copies of them."""
    names_of = {buffer: var.name for var, buffer in context.buffer_of.items()}
    written = context.written
    for key, handed in context.handed.items():
        reach = set(handed)
        while True:
            wider = reach | {
                names_of[b]
                for pair in context.aliases
                if any(names_of.get(a) in reach for a in pair)
                for b in pair
                if b in names_of
            }
            if wider == reach:
                break
            reach = wider
        if reach & written or (context.moved and written):
            context.guarded.add(key)


__all__ = ["UNKNOWN", "normalize_function"]
