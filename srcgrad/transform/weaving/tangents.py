"""Program -> its functions in forward mode: tangents woven into the source's text.

    y = np.sin(x) * w        y = np.sin(x) * w
                             y_dot = np.cos(x) * x_dot * w
    u[1:-1] *= x             u_dot[1:-1] = u_dot[1:-1] * x + u[1:-1] * x_dot
                             u[1:-1] *= x

A tangent statement follows the statement that it belongs to, whose value it may use; it
goes before it where it reads what that overwrites.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from srcgrad.analysis.activity import active_variables, output_variables
from srcgrad.ir.expressions import Apply, Constant, Expression, Name, Sequence, Var
from srcgrad.ir.program import Function, Program, Result, handed, leaves, place_text
from srcgrad.ir.types import is_discrete, is_scalar
from srcgrad.transform.names import Names
from srcgrad.transform.pairs import Request, invokes
from srcgrad.transform.weaving.seeds import seeds_of
from srcgrad.transform.weaving.weaver import Assumed, Weaver
from srcgrad.transform.weaving.woven import Woven
from srcgrad.transform.weaving.woven_blocks import weave
from srcgrad.transform.weaving.zeros import zero_tangent


def tangents(
    program: Program,
    inputs: tuple[int, ...],
    outputs: tuple[int, ...],
    taken: frozenset[str],
    known: Mapping[str, frozenset[Var]],
) -> dict[str, Woven]:
    """Weave the entry, and all functions that it calls on active values.

    known : what is active, by the key of a request, where that has been worked out.
    """
    first = Request(program.entry, inputs, outputs)
    found: dict[str, Woven] = {}
    waiting = [first]
    while waiting:
        request = waiting.pop(0)
        if request.key in found:
            continue
        woven = _woven(program, request, taken, request == first, known)
        found[request.key] = woven
        waiting.extend(c.request for c in woven.calls.values() if c.request is not None)
    return found


def _woven(
    program: Program,
    request: Request,
    taken: frozenset[str],
    is_entry: bool,
    known: Mapping[str, frozenset[Var]],
) -> Woven:
    function = program.functions[request.function]
    function = replace(function, final={**_values_of_calls(function), **function.final})
    parameters = [v for p in function.parameters for v in p.leaves]
    inputs = tuple(parameters[k] for k in request.inputs)
    outputs = tuple(output_variables(function)[k] for k in request.outputs)
    active = known.get(request.key)
    if active is None:
        active = active_variables(function, program.functions, inputs, outputs)
    guarded = request.function in program.guarded and not is_entry
    assumed = Assumed()
    while True:
        names = Names(taken)
        seeds = seeds_of(function, inputs, is_entry, names)
        weaver = Weaver(function, program, active, names, taken, assumed, guarded)
        _enter(weaver, function, inputs, seeds)
        weave(weaver, function.body)
        results = _results(weaver, outputs, is_entry)
        value = _value(weaver, function)
        if weaver.assumed == assumed:
            break
        assumed = weaver.assumed
    given = tuple(dict.fromkeys(name for name, _ in seeds.values()))
    return Woven(request, function, inputs, given, weaver.places, value, results)


def _values_of_calls(function: Function) -> dict[Var, str]:
    """Values of calls within expressions: each has a name that nothing rebinds."""
    return {
        target: target.name
        for _, invoke in invokes(function.body)
        for target in invoke.targets
        if function.access.get(target) == ""
    }


def _enter(
    weaver: Weaver,
    function: Function,
    inputs: tuple[Var, ...],
    seeds: dict[Var, tuple[str, str]],
) -> None:
    """Tangents at the start: seeds, which are never written to, and zeros."""
    lines = weaver.places.entry
    for parameter in function.parameters:
        for leaf in parameter.leaves:
            weaver.scope.make(leaf)
            slot = weaver.slot(leaf)
            if leaf in inputs and leaf in weaver.active:
                text = seeds[leaf][1]
                value: Expression = Name(text, function.types[leaf])
                if slot in weaver.stored:
                    lines.append(
                        weaver.assigned(
                            slot, weaver.copied(value, function.types[leaf])
                        )
                    )
                elif slot != text:
                    lines.append(weaver.assigned(slot, value))
                weaver.scope.slots[slot] = leaf
            elif leaf in weaver.zeros:
                zero = zero_tangent(leaf, function.types[leaf])
                lines.append(weaver.assigned(slot, weaver.read(zero)))
                weaver.scope.slots[slot] = leaf
            weaver.keep(leaf, lines)


# ---- results


def _results(
    weaver: Weaver, outputs: tuple[Var, ...], is_entry: bool
) -> tuple[Expression, ...]:
    """Return the tangent of the value, then those of arguments that are outputs."""
    function = weaver.function
    values = leaves(function.result)
    found: list[Expression] = []
    if is_entry or any(v in outputs for v in values):
        wanted = values if is_entry else outputs
        leaf = function.result.leaf
        text = (
            function.result_name
            if leaf is None
            else function.final.get(leaf, function.result_name)
        )
        nested = _structure(weaver, function.result, wanted, text)
        found.append(nested if is_entry else _plain(nested))
    for output in handed(function)[len(values) :]:
        if not is_entry and output in outputs:
            found.append(weaver.tangent(output))
    for output in function.outputs.values():
        if output in outputs and output not in values:
            found.append(weaver.tangent(output))
    return tuple(found)


def _value(weaver: Weaver, function: Function) -> str | None:
    """Text of the value, where it is an argument whose name is another's at the end."""
    leaf = function.result.leaf
    if leaf is None or leaf in function.final or leaf in weaver.results:
        return None
    if leaf.name == function.result_name:
        return None
    read = weaver.read(leaf)
    return read.text if isinstance(read, Name) else None


def _structure(
    weaver: Weaver, result: Result, wanted: tuple[Var, ...], text: str
) -> Expression:
    """Tangent of a value that `text` reads, in its structure; None if not wanted."""
    if result.items is not None:
        items = tuple(
            _structure(weaver, item, wanted, place_text(result, text, k))
            for k, item in enumerate(result.items)
        )
        if result.kind in ("dict", "object"):
            return Sequence(items, result.kind, result.keys)
        return Sequence(items)
    if result.leaf is None:
        return Constant(0.0)
    if result.leaf not in wanted:
        return Constant(None)
    kind = weaver.function.types[result.leaf]
    if result.leaf in weaver.active or result.leaf in weaver.zeros:
        return weaver.tangent(result.leaf)
    if is_discrete(kind) or is_scalar(kind):
        return Constant(0 if is_discrete(kind) else 0.0)
    return Apply("zeros_like", (Name(text, kind),))


def _plain(nested: Expression) -> Expression:
    """Tangent of a value as tuples: the caller takes it apart."""
    if isinstance(nested, Sequence):
        return Sequence(tuple(map(_plain, nested.items)))
    return nested
