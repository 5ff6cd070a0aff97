"""IR -> facts: the active variables, which depend on an input and influence an output.

Griewank & Walther, Evaluating Derivatives, chapter 6: varied and useful, both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from srcgrad.ir.expressions import Apply, Choice, Expression, Index, Sequence, Var
from srcgrad.ir.program import (
    Append,
    Block,
    Define,
    For,
    Function,
    If,
    Invoke,
    Simple,
    Step,
    Store,
    While,
    handed,
)
from srcgrad.ir.types import Type, is_discrete
from srcgrad.primitives.entry import Zero
from srcgrad.primitives.table import TABLE

Edge = tuple[Var, Var]
Influence = Mapping[str, frozenset[tuple[int, int]]]


def differentiable(expression: Expression, types: Mapping[Var, Type]) -> frozenset[Var]:
    """Variables through which a derivative can flow into the value of an expression."""
    match expression:
        case Var():
            return (
                frozenset()
                if is_discrete(types[expression])
                else frozenset((expression,))
            )
        case Apply("call", arguments):
            return frozenset().union(*(differentiable(a, types) for a in arguments))
        case Apply("and" | "or", arguments):
            return frozenset().union(*(differentiable(a, types) for a in arguments))
        case Apply(operation, arguments):
            if operation not in TABLE:
                return frozenset()
            entry = TABLE[operation]
            if isinstance(entry.derivative, Zero):
                return frozenset()
            # what has no derivative and is not blind is active too, and then refused
            flows = (
                differentiable(argument, types)
                for position, argument in enumerate(arguments)
                if position not in entry.blind
            )
            return frozenset().union(*flows)
        case Index(base, _):
            return differentiable(base, types)
        case Choice(_, then, otherwise):
            return differentiable(then, types) | differentiable(otherwise, types)
        case Sequence(items, _):
            return frozenset().union(*(differentiable(i, types) for i in items))
        case _:
            return frozenset()


def edges(
    block: Block,
    types: Mapping[Var, Type],
    influence: Callable[[Invoke], Iterable[Edge]],
) -> Iterator[Edge]:
    """Yield (source, target) where a derivative can flow from one to the other."""
    for node in block:
        match node:
            case Step(statements):
                for statement in statements:
                    yield from _simple(statement, types, influence)
            case If(then=then, otherwise=otherwise, merges=merges):
                yield from edges(then, types, influence)
                yield from edges(otherwise, types, influence)
                for merge in merges:
                    for source in (merge.then, merge.otherwise):
                        if source is not None:
                            yield source, merge.target
            case For(body=body, carried=carried) | While(body=body, carried=carried):
                yield from edges(body, types, influence)
                for carry in carried:
                    for source in (carry.initial, carry.back):
                        if source is not None:
                            yield source, carry.head
                            yield source, carry.exit


def _simple(
    statement: Simple,
    types: Mapping[Var, Type],
    influence: Callable[[Invoke], Iterable[Edge]],
) -> Iterator[Edge]:
    match statement:
        case Define(targets, values):
            for target, value in zip(targets, values, strict=True):
                for source in differentiable(value, types):
                    yield source, target
        case Store(target, base, place, value, accumulate):
            if accumulate or not isinstance(place, Var):
                yield base, target
            for source in differentiable(value, types):
                yield source, target
        case Append(target, base, value):
            yield base, target
            for source in differentiable(value, types):
                yield source, target
        case Invoke():
            yield from influence(statement)


def reach(
    edges_: Iterable[Edge], starts: Iterable[Var], types: Mapping[Var, Type]
) -> frozenset[Var]:
    """Return what `starts` reach along edges, through what can carry a derivative."""
    forward: dict[Var, list[Var]] = {}
    for source, target in edges_:
        forward.setdefault(source, []).append(target)
    seen: set[Var] = set()
    todo = [v for v in starts if not is_discrete(types[v])]
    while todo:
        var = todo.pop()
        if var in seen:
            continue
        seen.add(var)
        todo.extend(t for t in forward.get(var, ()) if not is_discrete(types[t]))
    return frozenset(seen)


def all_edges(
    function: Function, functions: Mapping[str, Function]
) -> tuple[Edge, ...]:
    """Edges of a function, those through its calls included."""
    reaches: dict[str, frozenset[tuple[int, Var]]] = {}
    callees = _callees(function, functions)
    while True:
        # more than twice only where functions call each other in a circle
        before = dict(reaches)
        for callee in callees:
            reaches[callee.key] = _reaches(callee, functions, reaches)
        if reaches == before:
            return _edges(function, functions, reaches)


def _callees(
    function: Function, functions: Mapping[str, Function]
) -> tuple[Function, ...]:
    """Functions that a function may call, each after those that it calls itself."""
    found: dict[str, Function] = {}
    seen: set[str] = set()

    def visit(block: Block) -> None:
        for key in called(block):
            if key not in seen:
                seen.add(key)
                visit(functions[key].body)
                found[key] = functions[key]

    visit(function.body)
    return tuple(found.values())


def called(block: Block) -> Iterator[str]:
    """Yield the key of every function that a block calls."""
    for node in block:
        match node:
            case Step(statements):
                for statement in statements:
                    if isinstance(statement, Invoke):
                        yield statement.function
            case If(then=then, otherwise=otherwise):
                yield from called((*then, *otherwise))
            case For(body=body) | While(body=body):
                yield from called(body)


def _reaches(
    function: Function,
    functions: Mapping[str, Function],
    reaches: Mapping[str, frozenset[tuple[int, Var]]],
) -> frozenset[tuple[int, Var]]:
    """Pairs of a parameter leaf's position and an output that it may influence."""
    known = _edges(function, functions, reaches)
    inputs = [v for p in function.parameters for v in p.leaves]
    outputs = output_variables(function)
    found: set[tuple[int, Var]] = set()
    for position, source in enumerate(inputs):
        reached = reach(known, [source], function.types)
        found.update((position, output) for output in outputs if output in reached)
    return frozenset(found)


def _edges(
    function: Function,
    functions: Mapping[str, Function],
    reaches: Mapping[str, frozenset[tuple[int, Var]]],
) -> tuple[Edge, ...]:
    """Edges of a function, its calls leading where `reaches` says."""

    def influence(invoke: Invoke) -> Iterator[Edge]:
        callee = functions[invoke.function]
        inputs = [v for p in callee.parameters for v in p.leaves]
        outputs = output_variables(callee)
        values = [
            *invoke.targets,
            *(None for _ in range(len(outputs) - len(invoke.targets))),
        ]
        mutated = dict(invoke.mutated)
        for k, leaf in enumerate(callee.outputs):
            values[len(invoke.targets) + k] = mutated.get(inputs.index(leaf))
        through = reaches.get(callee.key, frozenset())
        for position in range(len(inputs)):
            given = differentiable(invoke.arguments[position], function.types)
            for output, value in zip(outputs, values, strict=True):
                if value is not None and (position, output) in through:
                    for var in given:
                        yield var, value

    return tuple(edges(function.body, function.types, influence))


def output_variables(function: Function) -> tuple[Var, ...]:
    """Return the leaves of all that a call gives, then the arguments written to."""
    return (*handed(function), *function.outputs.values())


def active_variables(
    function: Function,
    functions: Mapping[str, Function],
    inputs: Iterable[Var],
    outputs: Iterable[Var],
) -> frozenset[Var]:
    """Variables that depend on `inputs` and influence `outputs`."""
    flow = all_edges(function, functions)
    varied = reach(flow, inputs, function.types)
    useful = reach(((b, a) for a, b in flow), outputs, function.types)
    return varied & useful
