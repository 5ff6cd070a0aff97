"""What the lowering of a function works with: where each value is, and how it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from srcgrad.ir.expressions import (
    Apply,
    Constant,
    Expression,
    Index,
    Name,
    Var,
)
from srcgrad.ir.program import HOLE, Function
from srcgrad.ir.surface import Origin
from srcgrad.ir.types import UNKNOWN, Numeric
from srcgrad.loops.nests.affine import Affine
from srcgrad.loops.nests.nest import (
    Assign,
    Branch,
    Comment,
    Put,
    Statement,
    loads,
    names,
)
from srcgrad.loops.nests.refusal import NotLowered
from srcgrad.loops.nests.tensors import (
    SMALL,
    Shape,
    Tensor,
    count,
    is_small,
    scalar,
    squeezed,
)
from srcgrad.loops.nests.writer import Place, Writer
from srcgrad.loops.operations.arguments import spread_to
from srcgrad.loops.operations.creations import converted
from srcgrad.loops.operations.tapes import Dense, Stack, Tapes
from srcgrad.loops.operations.values import Value, Values, constant
from srcgrad.loops.operations.views import is_newaxis
from srcgrad.loops.preparation.dimensions import Dimensions
from srcgrad.loops.preparation.locations import Locations
from srcgrad.loops.preparation.recording import Recording


@dataclass
class Lowering:
    """A function that is being lowered, forward first, then backward.

    places : the place of each primal variable, by its location. now : what stands for
    variables in the backward pass. dynamic : names that are subscripted by variables.
    """

    function: Function
    known: Dimensions
    locations: Locations
    recording: Recording
    writer: Writer
    dynamic: frozenset[str]
    places: dict[str, Place] = field(default_factory=dict)
    cotangents: dict[str, Place] = field(default_factory=dict)
    now: dict[Var, Value] = field(default_factory=dict)
    backward: bool = False
    tapes: dict[object, Dense | Stack | Tensor] = field(default_factory=dict)
    hole: Tensor | None = None
    trips: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.values = Values(
            self.writer, self.read, self.integer, lambda var: self.shape(var)[0]
        )
        self.writer.resolve = self.symbol
        homes = {v: h.loops for v, h in self.recording.homes.home.items()}
        self.taping = Tapes(self.writer, self.values, homes)
        self.constant = {
            v: h.value
            for v, h in self.recording.homes.home.items()
            if isinstance(h.value, Constant)
        }

    # ---- where things are

    def read(self, leaf: Var | Name) -> Value:
        """Return the elements of a variable or of a cotangent."""
        if isinstance(leaf, Name):
            if leaf.text in self.cotangents:
                return self.cotangents[leaf.text].tensor()
            return scalar(leaf, "float64", True)
        if leaf == HOLE:
            assert self.hole is not None
            return self.hole
        if leaf in self.now:
            return self.now[leaf]
        fixed = self.constant.get(leaf)
        if (
            fixed is not None
            and (self.backward or isinstance(fixed.value, bool))
            and isinstance(fixed.value, int | float)
        ):
            return constant(fixed.value)
        if self.backward and self.recording.how.get(leaf) == "taped":
            raise NotLowered(
                f"`{leaf.name}`, which is read outside of where it is made"
            )
        return self.place(leaf).tensor()

    def place(self, var: Var) -> Place:
        """Return where a variable is kept."""
        name = self.locations.of[var]
        if name not in self.places:
            shape, dtype = self.shape(var)
            self.places[name] = self.made(name, name, shape, dtype)
        return self.places[name]

    def made(self, key: str, stem: str, shape: Shape, dtype: str) -> Place:
        """Return a new place: a few elements are kept in scalars."""
        number = count(shape)
        if (
            shape
            and number is not None
            and 0 < number <= SMALL
            and key not in self.dynamic
        ):
            return self.writer.scattered(stem, shape, dtype)
        if not shape:
            return Place(stem, shape, dtype)
        from srcgrad.loops.nests.nest import Allocate

        extents = tuple(self.writer.extent(extent) for extent in shape)
        self.writer.add(Allocate(stem, extents, dtype))
        return Place(stem, shape, dtype)

    def shape(self, var: Var) -> tuple[Shape, str]:
        """Return the shape and the dtype of a variable."""
        kind = self.function.types.get(var, UNKNOWN)
        if not isinstance(kind, Numeric) or kind.dtype is None:
            raise NotLowered(
                f"`{var.name}`, which is not known to be an array or a number"
            )
        if kind.dtype.startswith("complex"):
            raise NotLowered(f"`{var.name}`, which is complex")
        if isinstance(kind.shape, frozenset) and not kind.shape:
            return (), kind.dtype
        if not isinstance(kind.shape, tuple) or None in kind.shape:
            raise NotLowered(f"`{var.name}`, whose extents are not known")
        extents = tuple(self.known.extent(e) for e in kind.shape if e is not None)
        if not all(self.is_fixed(s) for extent in extents for s in extent.symbols):
            raise NotLowered(f"`{var.name}`, whose extent is a number that changes")
        return extents, kind.dtype

    def is_fixed(self, symbol: str) -> bool:
        """Whether a number stays what it is: nothing else is kept in its place."""
        name, _, version = symbol.rpartition(".")
        if not version.isdigit():
            return True
        var = Var(name, int(version))
        place = self.locations.of.get(var)
        return place is not None and self.locations.alone[place]

    def integer(self, var: Var) -> Affine | None:
        """Return an integer variable as a sum of symbols."""
        kind = self.function.types.get(var, UNKNOWN)
        if not isinstance(kind, Numeric) or kind.shape or kind.dtype != "int64":
            return None
        found = self.known.integers.get(var)
        if found is not None and all(map(self.is_fixed, found.symbols)):
            return found
        return Affine(0, ((f"{var.name}.{var.version}", 1),))

    def symbol(self, symbol: str) -> str:
        """Return the name of the integer behind a symbol of the types."""
        name, _, version = symbol.rpartition(".")
        if not version.isdigit():
            raise NotLowered("an array whose extent is not known where it is made")
        found = self.read(Var(name, int(version)))
        assert isinstance(found, Tensor)
        value = found.scalar
        if isinstance(value, Name):
            return value.text
        named = self.writer.fresh(value, name)
        assert isinstance(named, Name)
        return named.text

    # ---- writing

    def comment(self, origin: Origin | None, code: bool = True) -> None:
        """Write the text of a statement above what is made of it."""
        if origin is None:
            return
        lines = list(origin.comments)
        if code and origin.text:
            lines.extend(f"# {line}".rstrip() for line in origin.text.split("\n"))
        lines = [line for line in lines if line]
        if lines:
            self.writer.add(Comment(tuple(lines)))

    def assign(self, places: list[Place], found: list[Tensor]) -> None:
        """Store values at places, all at once."""
        if len(found) > 1:
            targets = {p for place in places for p in (place.parts or (place.name,))}
            found = [
                self.writer_kept(value, place, targets)
                for value, place in zip(found, places, strict=True)
            ]
        for place, value in zip(places, found, strict=True):
            self.writer.store(place, value)

    def writer_kept(self, value: Tensor, place: Place, targets: set[str]) -> Tensor:
        """Write a value down apart, if it reads what is about to be replaced."""
        own = set(place.parts or (place.name,))
        if reads(self.writer, value) & (targets - own):
            if not value.shape:
                return scalar(self.writer.fresh(value.scalar, place.name), value.dtype)
            if place.parts:
                return self.writer.components(value, place.name)
            return self.writer.in_memory(
                Tensor(value.shape, value.dtype, value.at), place.name
            )
        return value

    def write(
        self,
        base: Tensor,
        place: Expression,
        value: Tensor,
        sign: str = "",
        repeats: bool = False,
    ) -> None:
        """Write into a part of an array. repeats : an element may be added to twice."""
        self.hole = base
        if self._is_masked(place):
            self._masked(base, place, value, sign)
            return
        region = self.values.tensor(place)
        self.hole = None

        if value.rank > region.rank:
            value = squeezed(value, set(range(value.rank - region.rank)))
        value = spread_to(self.values, value, region.shape)
        fancy = not repeats and self._is_fancy(place)
        self.elements(region, value, sign, fancy)

    def elements(self, region: Tensor, value: Tensor, sign: str, fancy: bool) -> None:
        """Write each element of a region."""
        writer = self.writer
        if region.literal and "int" in region.dtype and "float" in value.dtype:
            value = converted(value, region.dtype)
        if sign and fancy:
            # `a[places] += b` adds once where a place is repeated
            old, term = region, value
            operation = "add" if sign == "+" else "subtract"
            value = writer.in_memory(
                Tensor(
                    region.shape,
                    region.dtype,
                    lambda at: Apply(operation, (old.at(at), term.at(at))),
                ),
                "replaced",
            )
            sign = ""
        elif not self._is_safe(region, value):
            if not value.shape:
                value = scalar(writer.fresh(value.scalar, "term"), value.dtype)
            elif value.literal or region.literal:
                value = writer.components(value, "term")
            else:
                value = writer.in_memory(
                    Tensor(value.shape, value.dtype, value.at), "term"
                )
        if value.literal and not region.literal:
            if not is_small(region.shape):
                value = writer.in_memory(value, "term")

        def put(at: tuple[Expression, ...]) -> None:
            target, element = region.at(at), value.at(at)
            match target:
                case Index(Name(array), index):
                    writer.add(Put(array, index, element, sign))
                case Name(text):
                    if sign:
                        operation = "add" if sign == "+" else "subtract"
                        element = Apply(operation, (target, element))
                    if element != target:
                        writer.add(Assign(text, element))
                case _:
                    raise NotLowered(
                        "a store into a part of an array that is not a view"
                    )

        writer.nest(region.shape, put)

    def _is_safe(self, region: Tensor, value: Tensor) -> bool:
        """Whether no element is read after it is written in another iteration."""
        from srcgrad.loops.nests.aliasing import apart

        writer, facts = self.writer, self.writer.facts
        safe = True
        earlier: list[tuple[Expression, ...]] = []

        def look(at: tuple[Expression, ...]) -> None:
            nonlocal safe
            target, element = region.at(at), value.at(at)
            if isinstance(target, Index) and isinstance(target.base, Name):
                for array, index in loads(element):
                    if array == target.base.text and index != target.items:
                        counters = frozenset(writer.counters)
                        safe = safe and apart(index, target.items, counters, facts)
                        # where loops are written out, what an earlier one has written
                        safe = safe and all(
                            apart(index, other, counters, facts) for other in earlier
                        )
                earlier.append(target.items)
            elif isinstance(target, Name):
                parts = names(element) - {target.text}
                others = self._parts_of(target.text)
                safe = safe and not parts & others

        with writer.inside():
            writer.nest(region.shape, look)
        return safe

    def _parts_of(self, part: str) -> frozenset[str]:
        for place in (*self.places.values(), *self.cotangents.values()):
            if part in place.parts:
                return frozenset(place.parts)
        return frozenset()

    def _is_fancy(self, place: Expression) -> bool:
        """Whether a place is chosen by arrays of indices."""
        match place:
            case Index(base, items):
                return self._is_fancy(base) or any(
                    self._is_array(item) for item in items
                )
            case Apply(_, (base, *_)):
                return self._is_fancy(base)
            case _:
                return False

    def _is_array(self, item: Expression) -> bool:
        if not isinstance(item, Var | Name | Apply | Index):
            return False

        if is_newaxis(item):
            return False
        with self.trial():
            found = self.values.value(item)
        return isinstance(found, Tensor) and found.rank > 0

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Lower something for what it is alone: nothing of it is written."""
        done = dict(self.values.done)
        with self.writer.inside():
            yield
        self.values.done = done

    def _is_masked(self, place: Expression) -> bool:
        if not isinstance(place, Index) or len(place.items) != 1:
            return False
        item = place.items[0]
        if not isinstance(item, Var | Name | Apply):
            return False

        if is_newaxis(item):
            return False
        with self.trial():
            found = self.values.value(item)
        return isinstance(found, Tensor) and found.dtype == "bool" and found.rank > 0

    def _masked(
        self, base: Tensor, place: Expression, value: Tensor, sign: str
    ) -> None:
        assert isinstance(place, Index)
        region = self.values.tensor(place.base)
        mask = self.values.tensor(place.items[0])
        self.hole = None
        if value.shape:
            raise NotLowered("a store of an array where a mask holds")
        if mask.shape != region.shape:
            raise NotLowered("a mask of another shape")
        element = self.writer.named(value.scalar, "term")

        def put(at: tuple[Expression, ...]) -> None:
            target = region.at(at)
            statement: Statement
            if isinstance(target, Index) and isinstance(target.base, Name):
                statement = Put(target.base.text, target.items, element, sign)
            elif isinstance(target, Name):
                whole: Expression = element
                if sign:
                    operation = "add" if sign == "+" else "subtract"
                    whole = Apply(operation, (target, element))
                statement = Assign(target.text, whole)
            else:
                raise NotLowered("a store into a part of an array that is not a view")
            self.writer.add(Branch(mask.at(at), (statement,), ()))

        self.writer.nest(region.shape, put)


def reads(writer: Writer, value: Tensor) -> frozenset[str]:
    """Return the names that the elements of a value read."""
    found: set[str] = set()
    with writer.inside():
        writer.nest(value.shape, lambda at: found.update(names(value.at(at))))
    return frozenset(found)


def union(parts: Iterable[frozenset[str]]) -> frozenset[str]:
    """Return all names of several sets."""
    return frozenset().union(*parts)
