"""Statements of a function -> compiled code, with what the backward pass needs recorded."""

from __future__ import annotations

from srcgrad.ir.expressions import Apply, Constant, Expression, Index, Name, Var
from srcgrad.ir.program import (
    HOLE,
    Append,
    Block,
    Define,
    Effect,
    For,
    If,
    Invoke,
    Merge,
    Simple,
    Step,
    Store,
    While,
)
from srcgrad.loops.lowering import Lowering, reads
from srcgrad.loops.nests.affine import Affine
from srcgrad.loops.nests.nest import Assign, Branch, Leave, Loop, Put, Repeat
from srcgrad.loops.nests.refusal import NotLowered
from srcgrad.loops.nests.tensors import Tensor, memory, scalar
from srcgrad.loops.nests.writer import Place
from srcgrad.loops.operations.arguments import spread_to
from srcgrad.loops.operations.tapes import (
    Dense,
    Range,
    Stack,
    iteration,
    last_of,
    range_of,
)


class Forward:
    """Lowers blocks of a function; `loops` are those around the current one."""

    def __init__(self, lowering: Lowering) -> None:
        self.lowering = lowering
        self.writer = lowering.writer
        self.values = lowering.values
        self.recording = lowering.recording
        self.loops: list[For | While] = []
        # names of what says whether an iteration of each is the last
        self.leaving: list[str] = []
        self.undone = {
            write.store.target: write
            for restoration in self.recording.restored.values()
            for write in restoration.writes
        }

    def block(self, block: Block) -> None:
        """Write the statements of a block."""
        done = dict(self.values.done)
        for node in block:
            match node:
                case Step():
                    self.step(node)
                case If():
                    self.branch(node)
                case For() | While():
                    self.loop(node)
        if self.loops:
            self.values.done = done

    def step(self, step: Step) -> None:
        """Write what one source statement does."""
        lowering = self.lowering
        lowering.comment(step.origin)
        if not step.statements and step.origin is not None:
            text = step.origin.text.strip()
            if text == "break":
                self.writer.add(Assign(self.leaving[-1], Constant(True)))
                return
        for statement in step.statements:
            self.simple(statement)

    def simple(self, statement: Simple) -> None:
        """Write one thing that a source statement does."""
        lowering = self.lowering
        match statement:
            case Define(targets, values):
                found = [self.values.value(value) for value in values]
                tensors: list[Tensor] = []
                for one in found:
                    if not isinstance(one, Tensor):
                        raise NotLowered("a tuple kept in a variable")
                    tensors.append(one)
                places = [lowering.place(target) for target in targets]
                for target, tensor in zip(targets, tensors, strict=True):
                    self.fits(target, tensor)
                lowering.assign(places, tensors)
                for target in targets:
                    self.made(target)
            case Store():
                self.store(statement)
            case Append():
                raise NotLowered("a list that grows")
            case Invoke(function=function):
                raise NotLowered(f"the call of `{function}`")
            case Effect():
                raise NotLowered(
                    "a statement without a value: `print`, `assert`, `raise`"
                )

    def fits(self, target: Var, tensor: Tensor) -> None:
        """Test that a value has the shape that its variable is taken to have."""
        shape, _ = self.lowering.shape(target)
        if len(shape) != tensor.rank:
            raise NotLowered(f"`{target.name}`, the rank of which is not certain")
        for own, other in zip(shape, tensor.shape, strict=True):
            if own != other:
                self.writer.equal(own, other, f"`{target.name}`")

    def store(self, store: Store) -> None:
        """Write a store; what it overwrites is recorded where that is undone."""
        lowering, writer = self.lowering, self.writer
        value = self.values.tensor(store.value)
        base, target = lowering.place(store.base), lowering.place(store.target)
        if base.name != target.name:
            if base.name in reads(writer, value) or not value.array:
                value = self._held(value, target)
            writer.store(target, base.tensor())
        if store.target in self.undone:
            self.record_old(store, target)
        if store.place == HOLE and not store.accumulate:
            writer.store(target, spread_to(self.values, value, target.shape))
        else:
            sign = "+" if store.accumulate else ""
            value = self._from_tape(store, value, target)
            lowering.write(target.tensor(), store.place, value, sign)
        self.made(store.target)

    def _held(self, value: Tensor, target: Place) -> Tensor:
        if target.parts or not value.shape:
            return self.writer.kept(value, "term")
        return self.writer.in_memory(
            Tensor(value.shape, value.dtype, value.at, literal=value.literal), "term"
        )

    def _from_tape(self, store: Store, value: Tensor, target: Place) -> Tensor:
        """Read the array before the store from the copy that the tape holds of it."""
        tape = self.lowering.tapes.get(store.base)
        if not isinstance(tape, Dense) or target.parts or not target.shape:
            return value
        taken = tape.item(self.iterations(tape.loops))
        array = target.name

        def at(index: tuple[Expression, ...]) -> Expression:
            return _replaced(value.at(index), array, taken)

        return Tensor(value.shape, value.dtype, at, value.weak, value.literal)

    def record_old(self, store: Store, target: Place) -> None:
        """Write down what a store is about to overwrite."""
        lowering = self.lowering
        lowering.hole = target.tensor()
        region = self.values.tensor(store.place)
        lowering.hole = None
        key = ("old", store.target)
        if self.loops:
            self.record(key, region)
        elif region.shape and not target.parts:
            fresh = Tensor(region.shape, region.dtype, region.at)
            lowering.tapes[key] = self.writer.in_memory(fresh, f"{target.name}_old")
        else:
            copied = (
                self.writer.components(region, f"{target.name}_old")
                if region.shape
                else scalar(
                    self.writer.fresh(region.scalar, f"{target.name}_old"), region.dtype
                )
            )
            lowering.tapes[key] = copied

    # ---- recording

    def made(self, var: Var) -> None:
        """Record a variable that has just been made, if it is to be."""
        if self.recording.how.get(var) == "taped":
            self.record(var, self.lowering.place(var).tensor())

    def record(self, key: object, value: Tensor) -> None:
        """Write the next item of a tape."""
        tape = self.lowering.tapes[key]
        if isinstance(tape, Dense):
            at = self.iterations(tape.loops)
            self.writer.nest(
                value.shape,
                lambda i: self.writer.add(Put(tape.name, (*at, *i), value.at(i))),
            )
        else:
            assert isinstance(tape, Stack)
            self.lowering.taping.push(tape, value)

    def iterations(self, loops: tuple[int, ...]) -> tuple[Expression, ...]:
        """Return the numbers of the current iterations of loops."""
        found = []
        for loop in self.loops:
            if id(loop) in loops:
                assert isinstance(loop, For)
                whole = range_of(loop.iterable)
                assert whole is not None
                counter = self.lowering.place(loop.counter).tensor().scalar
                found.append(iteration(self.writer, self.values, whole, counter))
        return tuple(found)

    def open_tapes(self, loop: For | While) -> None:
        """Make the tapes of all that is recorded within an outermost loop."""
        lowering, homes = self.lowering, self.recording.homes
        nodes = {id(node): node for node in _loops((loop,))}
        wanted: list[tuple[int, object, Var, tuple[int, ...]]] = []
        for var, how in self.recording.how.items():
            home = homes.home.get(var)
            if how == "taped" and home is not None and home.loops[0] == id(loop):
                wanted.append((home.order, var, var, home.loops))
        for target in self.undone:
            home = homes.home[target]
            if home.loops and home.loops[0] == id(loop):
                wanted.append((home.order, ("old", target), target, home.loops))
        for test in _branches((loop,)):
            if id(test) in self.recording.tests:
                around = tuple(nodes[k] for k in homes.loops[id(test)])
                tape = lowering.taping.make("test", around, (), "bool")
                lowering.tapes[("test", id(test))] = tape
        for _, key, var, path in sorted(wanted, key=lambda w: (w[0], str(w[1]))):
            shape, dtype = lowering.shape(var)
            if isinstance(key, tuple):
                shape = self.region_shape(self.undone[var].store)
            around = tuple(nodes[k] for k in path)
            lowering.tapes[key] = lowering.taping.make(var.name, around, shape, dtype)

    def region_shape(self, store: Store) -> tuple[Affine, ...]:
        """Return the shape of the part that a store replaces."""
        lowering = self.lowering
        shape, dtype = lowering.shape(store.target)
        with lowering.trial():
            lowering.hole = memory("@", shape, dtype)
            found = self.values.tensor(store.place).shape
            lowering.hole = None
        return found

    # ---- control flow

    def branch(self, node: If) -> None:
        """Write an `if`."""
        if node.attempt or (node.always and not node.mirrored):
            raise NotLowered("`try`" if node.attempt or node.tail else "`with`")
        self.lowering.comment(node.origin, code=False)
        condition = self.values.scalar(node.condition)
        if id(node) in self.recording.tests:
            test = scalar(self.writer.fresh(condition, "test"), "bool")
            condition = test.scalar
            if self.loops:
                self.record(("test", id(node)), test)
            else:
                self.lowering.tapes[("test", id(node))] = test
        parts = []
        for side, block in (("then", node.then), ("otherwise", node.otherwise)):
            with self.writer.inside() as inner:
                done = dict(self.values.done)
                self.block(block)
                self.merge(node.merges, side)
                self.values.done = done
            parts.append(tuple(inner))
        self.writer.add(Branch(condition, parts[0], parts[1]))
        for merge in node.merges:
            self.made(merge.target)

    def merge(self, merges: tuple[Merge, ...], side: str) -> None:
        """Put what a branch has made where it is looked for afterwards."""
        moves: list[tuple[Var, Var]] = []
        for merge in merges:
            source = getattr(merge, side)
            if source is not None:
                moves.append((merge.target, source))
        self.move(moves)

    def move(self, moves: list[tuple[Var, Var]]) -> None:
        """Copy variables to others, all at once, where they are not in one place."""
        lowering = self.lowering
        places, values = [], []
        for target, source in moves:
            place = lowering.place(target)
            fixed = lowering.constant.get(source)
            if place.name != lowering.locations.of[source] or (
                fixed is not None
                and lowering.locations.of[source] not in lowering.places
            ):
                found = lowering.read(source)
                assert isinstance(found, Tensor)
                places.append(place)
                values.append(found)
        if places:
            lowering.assign(places, values)

    def loop(self, node: For | While) -> None:
        """Write a loop."""
        lowering, writer = self.lowering, self.writer
        lowering.comment(node.origin, code=False)
        for carry in node.carried:
            if carry.initial is not None:
                for var in (carry.head, carry.back, carry.exit):
                    self._place_before(var)
        self.move([(c.head, c.initial) for c in node.carried if c.initial is not None])
        if not self.loops:
            self.open_tapes(node)
        if isinstance(node, While) or node.exits:
            trips = lowering.trips.get(id(node)) or writer.unused("trips")
            lowering.trips[id(node)] = trips
            writer.add(Assign(trips, Constant(0)))
        if isinstance(node, For):
            self.counted(node)
        else:
            self.repeated(node)
        self.move([(c.exit, c.head) for c in node.carried])
        for carry in node.carried:
            self.made(carry.exit)

    def _place_before(self, var: Var) -> None:
        """Make room outside of the loop for what it carries."""
        if var in self.lowering.locations.of:
            self.lowering.place(var)

    def body(self, node: For | While) -> None:
        """Write the statements of an iteration."""
        lowering, writer = self.lowering, self.writer
        self.loops.append(node)
        done = dict(self.values.done)
        if id(node) in lowering.trips:
            trips = lowering.trips[id(node)]
            writer.add(Assign(trips, Apply("add", (Name(trips), Constant(1)))))
        leaves = _leaves(node.body)
        self.leaving.append(writer.unused("left") if leaves else "")
        if leaves:
            writer.add(Assign(self.leaving[-1], Constant(False)))
        for carry in node.carried:
            self.made(carry.head)
        self.block(node.body)
        self.move([(c.head, c.back) for c in node.carried])
        left = self.leaving.pop()
        if leaves:
            writer.add(Branch(Name(left), (Leave(),), ()))
        self.values.done = done
        self.loops.pop()

    def counted(self, node: For) -> None:
        """Write a loop over a range."""
        writer, lowering = self.writer, self.lowering
        found = range_of(node.iterable)
        if found is None:
            raise NotLowered("a loop over a range whose step is not a literal")
        counter = lowering.place(node.counter).name
        self.bound(node.counter, found)
        start, stop = (self.bound_text(e) for e in (found.start, found.stop))
        with writer.inside() as block:
            self.body(node)
        if found.reversed:
            first, end = last_of(self.values, found)
            writer.add(Loop(counter, first, end, Constant(-found.step), tuple(block)))
        else:
            writer.add(Loop(counter, start, stop, Constant(found.step), tuple(block)))

    def bound_text(self, expression: Expression) -> Expression:
        """Return a bound of a range, spelled."""
        whole = self.values.integer(expression)
        if whole is not None:
            return self.writer.extent(whole).expression()
        return self.writer.named(self.values.scalar(expression), "bound")

    def bound(self, counter: Var, found: Range) -> None:
        """Note between which numbers a counter stays."""
        facts, symbol = self.writer.facts, f"{counter.name}.{counter.version}"
        start = self.values.integer(found.start)
        stop = self.values.integer(found.stop)
        if abs(found.step) > 1:
            facts.strided.add(symbol)
        if found.step > 0:
            if start is not None:
                facts.low[symbol] = start
            if stop is not None:
                facts.high[symbol] = stop - 1
        else:
            if start is not None:
                facts.high[symbol] = start
            if stop is not None:
                facts.low[symbol] = stop + 1

    def repeated(self, node: While) -> None:
        """Write a `while`."""
        writer = self.writer
        with writer.inside() as before:
            condition = self.values.scalar(node.condition)
        with writer.inside() as block:
            if before:
                for statement in before:
                    writer.add(statement)
                writer.add(Branch(Apply("not", (condition,)), (Leave(),), ()))
            self.body(node)
        test = Constant(True) if before else condition
        writer.add(Repeat(test, tuple(block)))


def _replaced(expression: Expression, array: str, taken: Tensor) -> Expression:
    from srcgrad.ir.expressions import rebuild

    if isinstance(expression, Index) and expression.base == Name(array):
        return taken.at(expression.items)
    return rebuild(expression, lambda part: _replaced(part, array, taken))


def _leaves(block: Block) -> bool:
    """Whether a block leaves the loop that it is the body of."""
    for node in block:
        match node:
            case Step(statements, origin):
                if not statements and origin and origin.text.strip() == "break":
                    return True
            case If(then=then, otherwise=otherwise):
                if _leaves(then) or _leaves(otherwise):
                    return True
    return False


def _branches(block: Block) -> list[If]:
    found: list[If] = []
    for node in block:
        match node:
            case For(body=body) | While(body=body):
                found.extend(_branches(body))
            case If(then=then, otherwise=otherwise):
                found.append(node)
                found.extend(_branches(then))
                found.extend(_branches(otherwise))
    return found


def _loops(block: Block) -> list[For | While]:
    found: list[For | While] = []
    for node in block:
        match node:
            case For(body=body) | While(body=body):
                found.append(node)
                found.extend(_loops(body))
            case If(then=then, otherwise=otherwise):
                found.extend(_loops(then))
                found.extend(_loops(otherwise))
    return found
