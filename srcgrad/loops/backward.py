"""Adjoint code -> compiled code: what was recorded read back, cotangents in places of their own."""

from __future__ import annotations

from srcgrad.ir.code import (
    Add,
    Branch,
    Code,
    Given,
    Loop,
    Put,
    Remark,
    Restore,
    Scatter,
    Set,
    Statement,
)
from srcgrad.ir.expressions import (
    Apply,
    Constant,
    Expression,
    Index,
    Name,
    Var,
    walk,
)
from srcgrad.ir.program import For
from srcgrad.loops.forward import Forward
from srcgrad.loops.lowering import Lowering
from srcgrad.loops.nests import nest
from srcgrad.loops.nests.refusal import NotLowered
from srcgrad.loops.nests.tensors import Tensor, scalar
from srcgrad.loops.nests.writer import Place
from srcgrad.loops.operations.tapes import Dense, Range, last_of, range_of
from srcgrad.loops.operations.values import Value, Values
from srcgrad.loops.preparation.liveness import live_names, written_names
from srcgrad.loops.preparation.recording import asked


class Backward:
    """Lowers adjoint code; `loops` are those around it, as the forward pass had them."""

    def __init__(self, lowering: Lowering, forward: Forward) -> None:
        self.lowering = lowering
        self.forward = forward
        self.writer = lowering.writer
        self.values = lowering.values
        self.recording = lowering.recording
        self.depth = 0
        self.made: dict[tuple[str, object], Place] = {}

    def code(self, code: Code, after: frozenset[str]) -> None:
        """Write statements in order. after : names that are read later."""
        live = live_names(code, after)
        for statement, later in zip(code, live, strict=True):
            self.statement(statement, later)

    def statement(self, statement: Statement, later: frozenset[str]) -> None:
        """Write one statement; `later` are the names that are read after it."""
        lowering, writer = self.lowering, self.writer
        match statement:
            case Set(targets, value):
                self.set(targets, value, later)
            case Put(place, value):
                base = self.base(place)
                found = self.values.tensor(value)
                lowering.write(
                    self.array(base).tensor(), _over_hole(place, base), found
                )
                self.values.forget(frozenset((base,)))
            case Add(place, value, negative):
                base = self.base(place)
                found = self.values.tensor(value)
                sign = "-" if negative else "+"
                target = self.array(base)
                if place == Name(base) and not target.shape:
                    operation = "subtract" if negative else "add"
                    whole = Apply(operation, (Name(target.name), found.scalar))
                    writer.add(nest.Assign(target.name, whole))
                else:
                    shown = _over_hole(place, base)
                    lowering.write(target.tensor(), shown, found, sign)
                self.values.forget(frozenset((base,)))
            case Scatter(base_, items, value):
                base = self.base(base_)
                found = self.values.tensor(value)
                place = Index(_over_hole(base_, base), items)
                lowering.write(self.array(base).tensor(), place, found, "+", True)
                self.values.forget(frozenset((base,)))
            case Remark(origin):
                lowering.comment(origin)
            case Restore(target):
                self.restore(target)
            case Loop():
                self.loop(statement, later)
            case Branch():
                self.branch(statement, later)
            case Given():
                raise NotLowered("a statement that is carried over as its text")

    def base(self, place: Expression) -> str:
        """Return the name of the cotangent that a place is in."""
        for part in walk(place):
            if isinstance(part, Name) and part.text in self.lowering.cotangents:
                return part.text
            if isinstance(part, Var):
                break
        raise NotLowered("a place in something else than a cotangent")

    def array(self, name: str) -> Place:
        """Return where a cotangent is."""
        return self.lowering.cotangents[name]

    def set(
        self, targets: tuple[str, ...], value: Expression, later: frozenset[str]
    ) -> None:
        """Write an assignment of cotangents."""
        if all(t not in later for t in targets):
            return
        found: Value = self.values.value(value)
        if len(targets) == 1:
            tensors = [found]
        else:
            if isinstance(found, Tensor) or len(found) != len(targets):
                raise NotLowered("several cotangents of one value")
            tensors = list(found)
        flat: list[Tensor] = []
        for one in tensors:
            if not isinstance(one, Tensor):
                raise NotLowered("a cotangent that is a tuple")
            flat.append(one)
        places = [
            self.placed(name, tensor)
            for name, tensor in zip(targets, flat, strict=True)
        ]
        self.lowering.assign(places, flat)
        for name, place in zip(targets, places, strict=True):
            self.lowering.cotangents[name] = place
        self.values.forget(frozenset(targets))

    def placed(self, name: str, tensor: Tensor) -> Place:
        """Return the place of a cotangent: the one that it has, if that fits."""
        lowering = self.lowering
        dtype = (
            "float64" if tensor.dtype in ("int64", "bool", "int32") else tensor.dtype
        )
        known = lowering.cotangents.get(name)
        if known is not None and known.shape == tensor.shape:
            return known
        key = (name, tensor.shape)
        if key not in self.made:
            stem = name if not self.named(name) else self.writer.unused(name)
            self.made[key] = lowering.made(name, stem, tensor.shape, dtype)
        return self.made[key]

    def named(self, name: str) -> bool:
        """Whether a place of this name is there already."""
        return any(key[0] == name for key in self.made)

    # ---- what was recorded

    def restore(self, target: Var) -> None:
        """Put back what a store has overwritten."""
        key = ("old", target)
        tape = self.lowering.tapes.get(key)
        if tape is None:
            return
        store = self.forward.undone[target].store
        place = self.lowering.place(target)
        if isinstance(tape, Tensor):
            value = tape
        elif isinstance(tape, Dense):
            value = tape.item(self.iterations(tape.loops))
        else:
            self.lowering.hole = place.tensor()
            shape = self.values.tensor(store.place).shape
            self.lowering.hole = None
            old = self.lowering.made(
                str(key), self.writer.unused(f"{target.name}_old"), shape, place.dtype
            )
            self.lowering.taping.pop(tape, old)
            value = old.tensor()
        self.lowering.write(place.tensor(), store.place, value)

    def iterations(self, loops: tuple[int, ...]) -> tuple[Expression, ...]:
        """Return the numbers of the current iterations of loops."""
        return self.forward.iterations(loops)

    def enter(self, block: tuple[int, str]) -> None:
        """Bring back the values of a block that its adjoint reads."""
        lowering, recording = self.lowering, self.recording
        for var, how in recording.how.items():
            place = recording.places.get(var, ())
            if how == "taped" and place and place[-1] == block:
                self.load(var)
        for var in recording.redone.get(block, ()):
            value = recording.homes.home[var].value
            assert value is not None
            found = self.values.tensor(value)
            if not found.shape:
                lowering.now[var] = self.named_scalar(var, found)
            elif found.array is not None and not found.transposed:
                lowering.now[var] = found
            else:
                own = lowering.made(
                    lowering.locations.of[var],
                    self.writer.unused(var.name),
                    found.shape,
                    found.dtype,
                )
                self.writer.store(own, found)
                lowering.now[var] = own.tensor()

    def named_scalar(self, var: Var, found: Tensor) -> Tensor:
        """Give a scalar a name in the backward pass."""
        if isinstance(found.scalar, Constant):
            return found
        return scalar(self.writer.fresh(found.scalar, var.name), found.dtype)

    def load(self, var: Var) -> None:
        """Read one item of a tape."""
        lowering = self.lowering
        tape = lowering.tapes[var]
        shape, dtype = lowering.shape(var)
        stem = self.writer.unused(var.name)
        if isinstance(tape, Dense):
            item = tape.item(self.iterations(tape.loops))
            if not shape:
                self.writer.add(nest.Assign(stem, item.scalar))
                lowering.now[var] = scalar(Name(stem), dtype)
                return
            place = lowering.place(var)
            if place.parts:
                own = lowering.made(lowering.locations.of[var], stem, shape, dtype)
                self.writer.store(own, item)
                lowering.now[var] = own.tensor()
            else:
                lowering.now[var] = item
            return
        assert not isinstance(tape, Tensor)
        own = lowering.made(lowering.locations.of[var], stem, shape, dtype)
        lowering.taping.pop(tape, own)
        lowering.now[var] = own.tensor()

    # ---- control flow

    def branch(self, node: Branch, later: frozenset[str]) -> None:
        """Write the adjoint of an `if`."""
        lowering = self.lowering
        condition = self.test(node)
        before = dict(lowering.cotangents)
        parts, found = [], []
        for side, code in (("then", node.then), ("otherwise", node.otherwise)):
            with self.writer.inside() as block:
                done = dict(self.values.done)
                lowering.cotangents = dict(before)
                self.enter((id(node.source), side))
                self.code(code, later)
                found.append(lowering.cotangents)
                self.values.done = done
            parts.append(tuple(block))
        one, two = found
        for name in set(one) | set(two):
            if name in later and one.get(name) != two.get(name):
                if one.get(name) is not None and two.get(name) is not None:
                    raise NotLowered(f"`{name}`, which two branches give other shapes")
        lowering.cotangents = {**two, **one}
        self.values.forget(written_names((node,)))
        self.writer.add(nest.Branch(condition, parts[0], parts[1]))

    def test(self, node: Branch) -> Expression:
        """Ask the test of a branch again, or read how it came out."""
        tape = self.lowering.tapes.get(("test", id(node.source)))
        if tape is None:
            return self.values.scalar(asked(node.source))
        if isinstance(tape, Tensor):
            return tape.scalar
        if isinstance(tape, Dense):
            return tape.item(self.iterations(tape.loops)).scalar
        name = self.writer.unused("test")
        self.writer.add(nest.Pop(name, tape.name, tape.top))
        return Name(name)

    def loop(self, loop: Loop, later: frozenset[str]) -> None:
        """Write the adjoint of a loop: its iterations last to first."""
        lowering, writer, source = self.lowering, self.writer, loop.source
        written = written_names((loop,))
        self.values.forget(written)
        before = dict(lowering.cotangents)
        live = later
        while True:
            again = later | set(_live_in(loop.body, live))
            if again == live:
                break
            live = again
        if id(source) in lowering.trips and self.depth:
            raise NotLowered("a loop in a loop that ends when it will")
        done = dict(self.values.done)
        self.forward.loops.append(source)
        self.depth += 1
        with writer.inside() as block:
            self.enter((id(source), "body"))
            self.code(loop.body, frozenset(live))
        self.depth -= 1
        self.forward.loops.pop()
        self.values.done = done
        for name, place in lowering.cotangents.items():
            old = before.get(name)
            if old is not None and old != place and name in live:
                raise NotLowered(f"`{name}`, which changes its shape in a loop")
        if isinstance(source, For):
            found = range_of(source.iterable)
            assert found is not None
            counter = lowering.place(source.counter).name
            if id(source) in lowering.trips:
                first, end = _ended(
                    self.values, found, Name(lowering.trips[id(source)])
                )
                step = found.step if found.reversed else -found.step
            elif found.reversed:
                first = self.forward.bound_text(found.start)
                end = self.forward.bound_text(found.stop)
                step = found.step
            else:
                first, end = last_of(self.values, found)
                step = -found.step
            writer.add(nest.Loop(counter, first, end, Constant(step), tuple(block)))
        else:
            trips = lowering.trips[id(source)]
            counter = writer.unused("trip")
            writer.add(
                nest.Loop(counter, Constant(0), Name(trips), Constant(1), tuple(block))
            )


def _live_in(code: Code, after: frozenset[str] | set[str]) -> frozenset[str]:
    from srcgrad.loops.preparation.liveness import live_in

    return live_in(code, frozenset(after))


def _ended(values: Values, found: Range, trips: Name) -> tuple[Expression, Expression]:
    """Return the last value that a counter had, and one step before the first."""
    writer = values.writer
    if found.reversed:
        raise NotLowered("a loop over a reversed range that may be left early")
    start = writer.extent(values.extent(found.start)).expression()
    passed: Expression = Apply("subtract", (trips, Constant(1)))
    if found.step != 1:
        passed = Apply("multiply", (passed, Constant(found.step)))
    first = passed if start == Constant(0) else Apply("add", (start, passed))
    end = writer.extent(values.extent(found.start) - found.step).expression()
    return first, end


def _over_hole(place: Expression, base: str) -> Expression:
    """Return a place with the cotangent in it replaced by a hole."""
    from srcgrad.ir.expressions import rebuild
    from srcgrad.ir.program import HOLE

    if place == Name(base):
        return HOLE
    match place:
        case Index(inner, items):
            return Index(_over_hole(inner, base), items)
        case Apply(operation, (inner, *rest)):
            return Apply(operation, (_over_hole(inner, base), *rest))
        case _:
            return rebuild(place, lambda part: _over_hole(part, base))
