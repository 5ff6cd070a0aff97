"""A function and its adjoint -> compiled code: forward, backward, and both in one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from srcgrad.analysis.activity import output_variables
from srcgrad.ir.code import Add as AddTo
from srcgrad.ir.code import Adjoint, Branch, Code, Loop, Put, Scatter, Set
from srcgrad.ir.expressions import (
    Apply,
    Constant,
    Expression,
    Index,
    Name,
    Slice,
    Var,
    walk,
)
from srcgrad.ir.program import (
    Block,
    Define,
    For,
    Function,
    If,
    Result,
    Step,
    Store,
    While,
    leaves,
)
from srcgrad.ir.types import UNKNOWN, Numeric, Passive, TupleOf, Type
from srcgrad.loops.backward import Backward
from srcgrad.loops.forward import Forward
from srcgrad.loops.kernels.text import KERNELS
from srcgrad.loops.lowering import Lowering
from srcgrad.loops.nests.affine import Affine
from srcgrad.loops.nests.nest import Assign, Call, Check
from srcgrad.loops.nests.nest import Block as Body
from srcgrad.loops.nests.refusal import NotLowered
from srcgrad.loops.nests.tensors import Tensor, memory
from srcgrad.loops.nests.writer import Place, Writer
from srcgrad.loops.preparation.dimensions import Dimensions
from srcgrad.loops.preparation.lifetimes import lifetimes
from srcgrad.loops.preparation.locations import Locations
from srcgrad.loops.preparation.recording import mutated, recorded
from srcgrad.loops.preparation.viewing import without_views


@dataclass(frozen=True)
class Compiled:
    """Compiled code of one function.

    forward, backward : blocks; the joint function is one after the other. value : what
    the forward part returns. gradients : what the backward part returns. seed : names
    of the cotangents that are given, none in the joint function.
    """

    function: Function
    forward: Body
    backward: Body
    value: Expression
    gradients: tuple[Expression, ...]
    seeds: tuple[str, ...]
    dtypes: Mapping[str, str]


def compiled(
    function: Function,
    adjoint: Adjoint,
    known: Dimensions,
    names: frozenset[str],
    seeded: bool,
    fast: bool = False,
) -> Compiled:
    """Lower a function. seeded : its cotangents are given, rather than 1."""
    function, adjoint = without_views(function, adjoint)
    for word in ("np", "numba", "math"):
        if any(v.name == word for v in function.types):
            raise NotLowered(f"a variable called `{word}`")
    taken = set(names) | {v.name for v in function.types} | set(_invented(adjoint))
    taken |= {f"_{kernel}" for kernel in KERNELS.values()} | {"saved", "grown"}
    taken |= {
        "np",
        "math",
        "numba",
        "range",
        "min",
        "max",
        "abs",
        "float",
        "int",
        "len",
    }
    writer = Writer(taken, fast=fast)
    recording = recorded(function, adjoint, known)
    kept = [v for v, how in recording.how.items() if how == "direct"]
    kept.extend(leaves(function.result))
    kept = [v for v in kept if function.buffers.get(v) not in recording.restored]
    outputs = function.outputs
    function = replace(function, outputs={**mutated(function), **outputs})
    found = lifetimes(function, kept)
    locations = Locations(function, found, writer.unused)
    dynamic = _dynamic(function, adjoint, locations)
    lowering = Lowering(function, known, locations, recording, writer, dynamic)
    _enter(lowering)
    forward = Forward(lowering)
    _own(lowering)
    forward.block(function.body)
    _hand_back(lowering)
    value = _value(lowering, function.result)
    first = tuple(writer.block)
    writer.block = []
    lowering.backward = True
    _seed(
        lowering, adjoint, seeded, output_variables(replace(function, outputs=outputs))
    )
    _spare(lowering)
    backward = Backward(lowering, forward)
    after = frozenset(
        part.text for r in adjoint.results for part in walk(r) if isinstance(part, Name)
    )
    backward.code(adjoint.code, after)
    gradients = tuple(_result(lowering, r, k) for k, r in enumerate(adjoint.results))
    return Compiled(
        function,
        first,
        tuple(writer.block),
        value,
        gradients,
        adjoint.seeds if seeded else (),
        {
            part: place.dtype
            for place in (*lowering.places.values(), *lowering.cotangents.values())
            for part in (place.parts or (place.name,))
        },
    )


def _invented(adjoint: Adjoint) -> Iterator[str]:
    """Names that the backward pass uses."""

    def visit(code: Code) -> Iterator[str]:
        for statement in code:
            match statement:
                case Set(targets, _):
                    yield from targets
                case Loop(_, body):
                    yield from visit(body)
                case Branch(_, then, otherwise):
                    yield from visit(then)
                    yield from visit(otherwise)

    yield from adjoint.seeds
    yield from visit(adjoint.code)


def _enter(lowering: Lowering) -> None:
    """Give parameters their places, and extents their names."""
    function = lowering.function
    for parameter in function.parameters:
        if parameter.keyword_only:
            raise NotLowered("a parameter that is given by keyword alone")
        _unpack(lowering, parameter.type, Name(parameter.name), list(parameter.leaves))
    for parameter in function.parameters:
        for leaf in parameter.leaves:
            kind = function.types.get(leaf, UNKNOWN)
            if not isinstance(kind, Numeric) or not isinstance(kind.shape, tuple):
                continue
            name = lowering.locations.of[leaf]
            for axis, extent in enumerate(kind.shape):
                here = Index(Apply("shape", (Name(name),)), (Constant(axis),))
                _extent(lowering, extent, here, name, axis, len(kind.shape))


def _extent(
    lowering: Lowering,
    extent: int | str | None,
    here: Expression,
    name: str,
    axis: int,
    rank: int,
) -> None:
    writer, function = lowering.writer, lowering.function
    message = (
        f"an argument of `{function.name}` has another shape than it was compiled for"
    )
    if extent is None:
        return
    whole = lowering.known.extent(extent)
    if isinstance(extent, int):
        writer.add(Check(Apply("equal", (here, Constant(extent))), message))
        return
    if not all(s in writer.symbols for s in whole.symbols):
        if whole != Affine(0, ((extent, 1),)):
            return
        text = extent if extent.isidentifier() else ""
        if not text or text in writer.taken:
            text = f"{name}_size" if rank == 1 else f"{name}_size_{axis}"
        text = writer.unused(text)
        writer.symbols[extent] = text
        writer.facts.extents.add(extent)
        writer.add(Assign(text, here))
        return
    spelled = writer.extent(whole).expression()
    writer.add(Check(Apply("equal", (here, spelled)), message))


def _unpack(
    lowering: Lowering, kind: Type, text: Expression, waiting: list[Var]
) -> None:
    """Take a parameter apart into its leaves."""
    if isinstance(kind, TupleOf):
        for k, item in enumerate(kind.items):
            _unpack(lowering, item, Index(text, (Constant(k),)), waiting)
        return
    leaf = waiting.pop(0)
    found = lowering.function.types.get(leaf, UNKNOWN)
    if not isinstance(found, Numeric):
        if isinstance(found, Passive):
            return
        raise NotLowered(f"`{leaf.name}`, which is no array and no number")
    shape, dtype = lowering.shape(leaf)
    name = lowering.locations.of[leaf]
    if text != Name(name):
        if shape:
            lowering.writer.add(Call((name,), text, frozenset(), frozenset((name,))))
        else:
            lowering.writer.add(Assign(name, text))
    lowering.places[name] = Place(name, shape, dtype)


def _own(lowering: Lowering) -> None:
    """Work on a copy of an argument, where what is written to it is made elsewhere."""
    locations = lowering.locations
    for leaf, final in lowering.function.outputs.items():
        name = locations.of[leaf]
        if not locations.is_array(leaf) or locations.of[final] == name:
            continue
        given = lowering.places[name]
        own = lowering.made(
            name, lowering.writer.unused(name), given.shape, given.dtype
        )
        lowering.writer.store(own, given.tensor())
        for var in locations.members[leaf]:
            locations.of[var] = own.name
        lowering.places[own.name] = own


def _hand_back(lowering: Lowering) -> None:
    """Leave in an argument what the source leaves there."""
    locations = lowering.locations
    for parameter in lowering.function.parameters:
        for leaf in parameter.leaves:
            final = lowering.function.outputs.get(leaf)
            if final is None or not locations.is_array(leaf):
                continue
            found = lowering.read(final)
            assert isinstance(found, Tensor)
            if leaf.name != locations.of[final]:
                given = Place(leaf.name, found.shape, found.dtype)
                lowering.writer.store(given, found)


def _value(lowering: Lowering, result: Result) -> Expression:
    """Spell what the function returns."""
    from srcgrad.ir.expressions import Sequence

    if result.items is not None:
        return Sequence(tuple(_value(lowering, item) for item in result.items))
    if result.leaf is None:
        return Constant(None)
    found = lowering.read(result.leaf)
    assert isinstance(found, Tensor)
    if not found.shape:
        return found.scalar
    return _array(lowering, found, "value")


def _array(lowering: Lowering, found: Tensor, stem: str) -> Expression:
    kept = lowering.writer.in_memory(found, stem)
    assert kept.array is not None
    return Name(kept.array)


def _result(lowering: Lowering, expression: Expression, position: int) -> Expression:
    """Spell a cotangent that the backward pass returns: an array of its own each."""
    found = lowering.values.tensor(expression)
    if not found.shape:
        return found.scalar
    owned = {p.name for p in lowering.cotangents.values()}
    if found.array is not None and found.array in owned:
        return Name(found.array)
    fresh = Tensor(found.shape, found.dtype, found.at, literal=found.literal)
    return _array(lowering, fresh, f"gradient_{position}")


def _seed(
    lowering: Lowering, adjoint: Adjoint, seeded: bool, outputs: tuple[Var, ...]
) -> None:
    """Give the cotangents of the value their places."""
    function = lowering.function
    active = [v for v in outputs if v in adjoint.active]
    for k, seed in enumerate(adjoint.seeds):
        var = active[k] if k < len(active) else outputs[0]
        if function.result.items is not None and k == 0:
            raise NotLowered("a value that is a tuple")
        shape, dtype = lowering.shape(var)
        lowering.cotangents[seed] = Place(seed, shape, dtype)
        if not seeded:
            if shape:
                raise NotLowered("a value that is an array")
            lowering.writer.add(Assign(seed, Constant(1.0)))
        elif shape:
            # the caller's own is never written to
            own = lowering.made(seed, lowering.writer.unused(seed), shape, dtype)
            lowering.writer.store(own, memory(seed, shape, dtype))
            lowering.cotangents[seed] = own


def _spare(lowering: Lowering) -> None:
    """Undo stores on a copy of what the caller sees."""
    function, recording = lowering.function, lowering.recording
    seen = {
        lowering.locations.of[v] for v in (*function.outputs, *leaves(function.result))
    }
    for buffer, restoration in recording.restored.items():
        name = lowering.locations.of[restoration.final]
        if not restoration.writes or name not in seen:
            continue
        place = lowering.place(restoration.final)
        own = lowering.made(
            name, lowering.writer.unused(name), place.shape, place.dtype
        )
        lowering.writer.store(own, place.tensor())
        for var, other in function.buffers.items():
            if other == buffer and var in lowering.locations.of:
                lowering.locations.of[var] = own.name
        lowering.places[own.name] = own


def _dynamic(
    function: Function, adjoint: Adjoint, locations: Locations
) -> frozenset[str]:
    """Return names of arrays that are subscripted by variables, so need memory."""
    found: set[str] = set()

    def look(expression: Expression) -> None:
        for part in walk(expression):
            if isinstance(part, Index) and not all(map(_is_fixed, part.items)):
                for leaf in walk(part.base):
                    if isinstance(leaf, Var):
                        found.add(locations.of.get(leaf, leaf.name))
                    elif isinstance(leaf, Name):
                        found.add(leaf.text)

    def code(statements: Code) -> None:
        for statement in statements:
            match statement:
                case Set(_, value):
                    look(value)
                case Put(place, value) | AddTo(place, value, _):
                    look(place)
                    look(value)
                case Scatter(base, items, value):
                    look(Index(base, items))
                    look(value)
                case Loop(_, body):
                    code(body)
                case Branch(_, then, otherwise):
                    code(then)
                    code(otherwise)

    def block(nodes: Block) -> None:
        for node in nodes:
            match node:
                case Step(statements):
                    for statement in statements:
                        match statement:
                            case Define(_, values):
                                for value in values:
                                    look(value)
                            case Store(target, _, place, value):
                                look(value)
                                if isinstance(place, Index) and not all(
                                    map(_is_fixed, place.items)
                                ):
                                    found.add(locations.of[target])
                                look(place)
                case If(condition, then, otherwise):
                    look(condition)
                    block(then)
                    block(otherwise)
                case For(body=body) | While(body=body):
                    block(body)

    code(adjoint.code)
    block(function.body)
    return frozenset(found)


def _is_fixed(item: Expression) -> bool:
    match item:
        case Constant() | Name():
            return True
        case Apply("negative", (Constant(),)):
            return True
        case Slice(start, stop, step):
            return all(p is None or _is_fixed(p) for p in (start, stop, step))
        case _:
            return False
