"""Adjoint code -> Plan: how each primal value that the backward pass reads gets there.

Decided in this order: buffers that are restored, tests of branches, values, then what is
there for its shape alone, which may be anything that is at hand by then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from srcgrad.analysis.homes import Home, homes_of
from srcgrad.analysis.required import required
from srcgrad.ir.code import Adjoint, Branch, Code, Loop
from srcgrad.ir.expressions import Expression, Var
from srcgrad.ir.program import For, Function, While
from srcgrad.transform.names import Names
from srcgrad.transform.storage.conditions import Conditions
from srcgrad.transform.storage.elements import Elements
from srcgrad.transform.storage.extents import extents
from srcgrad.transform.storage.inner import Inner
from srcgrad.transform.storage.plan import Plan
from srcgrad.transform.storage.recorder import Recorder
from srcgrad.transform.storage.restoration import restorations
from srcgrad.transform.storage.shapes import Shapes
from srcgrad.transform.storage.usage import counted, names_read
from srcgrad.transform.storage.values import Values


def storage(
    function: Function,
    adjoint: Adjoint,
    names: Names,
    text: Callable[[Expression], str],
    guarded: bool,
    saved: Mapping[int, Var],
    inner: Inner,
) -> Plan:
    """Decide for every value that the backward pass of a function reads."""
    homes = homes_of(function, saved)
    for node, made in inner.made.items():
        for var in made:
            homes.home[var] = Home(
                "after", node, homes.loops[node], homes.branches[node], 0
            )
    restored = restorations(function, adjoint.code, homes)
    recorder = Recorder(function, homes, names, text)
    values = Values(
        recorder,
        list(required(adjoint.code, adjoint.results)),
        extents(adjoint.code),
        frozenset(restored),
        guarded,
    )
    elements = Elements(values)
    for restoration in restored.values():
        elements.index_reads(restoration)
    Conditions(values).decide(adjoint.code)
    full = {r.var for r in values.reads if not r.blind}
    for restoration in restored.values():
        elements.restore(restoration)
    for var in values.ordered(full):
        values.resolve(var)
    shapes = Shapes(values)
    for var in values.ordered({r.var for r in values.reads if r.blind} - full):
        shapes.settle(var)
    plan = recorder.plan
    plan.named.update(inner.edits)
    plan.counted.update(counted(adjoint.code, plan))
    _count_trips(adjoint.code, recorder)
    _name_result(values)
    read = names_read(adjoint, plan)
    kept = [item for item in plan.saved.items() if item[0] in read]
    plan.saved = dict(sorted(kept, key=lambda item: _rank(item[0], values)))
    return plan


def _count_trips(code: Code, recorder: Recorder) -> None:
    """Count the iterations of a loop where nothing else tells how many it had."""
    for statement in code:
        match statement:
            case Loop(source, body):
                _count_trips(body, recorder)
                if isinstance(source, While):
                    if not recorder.plan.loads.get(id(source)):
                        loops = (*recorder.homes.loops[id(source)], id(source))
                        start = Home("start", id(source), loops, (), 0)
                        recorder.tape(recorder.unused("trip"), loops, "None", start)
                elif source.exits and recorder.plan.is_iterated(source):
                    _count(source, recorder)
            case Branch(_, then, otherwise):
                _count_trips(then, recorder)
                _count_trips(otherwise, recorder)


def _count(loop: For, recorder: Recorder) -> None:
    """Count the iterations of a loop that may be left early."""
    plan, homes = recorder.plan, recorder.homes
    counter = loop.counter.name.strip("_")
    name = recorder.unused(f"{counter}_trips" if plan.trips and counter else "trips")
    plan.trips[id(loop)] = name
    plan.start.setdefault(id(loop), []).insert(0, f"{name} += 1")
    plan.before.setdefault(id(loop), []).insert(0, f"{name} = 0")
    loops, inside = homes.loops[id(loop)], bool(homes.branches[id(loop)])
    if not loops:
        plan.saved[name] = name
        if inside:
            plan.entry.append(f"{name} = 0")
        return
    if inside:
        plan.start.setdefault(loops[-1], []).insert(0, f"{name} = 0")
    recorder.tape(name, loops, name, Home("end", loops[-1], loops, (), 0))


def _name_result(values: Values) -> None:
    """Give the value a name, where the source has none left for it at the end."""
    function, recorder = values.function, values.recorder
    leaf, name = function.result.leaf, function.result_name
    if leaf is None or leaf in function.final or leaf.name == name:
        return
    text = recorder.source_text(leaf) or leaf.name
    recorder.insert(values.home(leaf), f"{name} = {text}")


def _rank(name: str, values: Values) -> tuple[int, int]:
    """Parameters first, in their order, then values in the order in which they are made."""
    for k, parameter in enumerate(values.function.parameters):
        if name == parameter.name:
            return 0, k
    for decision in values.plan.decisions:
        if decision.name == name and not values.home(decision.var).loops:
            return 1, values.home(decision.var).order
    return 2, 0
