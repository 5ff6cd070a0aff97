"""Adjoint code + homes -> Plan: how each primal value that the backward pass reads gets there.

named, and still so at the end      handed over
named, overwritten later            kept under a name of its own
made in a loop                      taped: a list, one item for each iteration
made in a loop, and cheap           recomputed
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from srcgrad.analysis.homes import Home, Homes, destroyed, homes_of
from srcgrad.analysis.required import Read, reads_of, required
from srcgrad.analysis.typing import type_of_tree
from srcgrad.ir.code import Adjoint, Branch, Code, Loop, Set
from srcgrad.ir.expressions import (
    Apply,
    Choice,
    Constant,
    Expression,
    Index,
    Name,
    Sequence,
    Slice,
    Var,
    substitute,
    walk,
)
from srcgrad.ir.program import HOLE, Block, For, Function, If, Step, While
from srcgrad.ir.types import ListOf, Numeric, is_scalar, same_shape
from srcgrad.primitives.table import TABLE
from srcgrad.transform.names import Names
from srcgrad.transform.storage.plan import Decision, Plan
from srcgrad.transform.storage.restoration import Restoration, Write, restorations

CHEAP = 3
RESERVED = frozenset(("reversed", "zip", "range", "list", "len", "np", "saved"))
HELPERS = frozenset(e.spelling for e in TABLE.values() if e.key.startswith("helper."))


@dataclass
class Storage:
    """Works out the plan of one function."""

    function: Function
    adjoint: Adjoint
    names: Names
    text: Callable[[Expression], str]
    guarded: bool
    plan: Plan = field(default_factory=Plan)
    restored: dict[int, Restoration] = field(default_factory=dict)
    tapes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.homes: Homes = homes_of(self.function)
        self.nodes = dict(_nodes(self.function.body))
        self.reads: list[Read] = list(required(self.adjoint.code, self.adjoint.results))
        self.resolving: dict[Var, Expression] = self.plan.values
        self.intervals: dict[str, list[tuple[int, int]]] = {}

    # ---- the whole

    def run(self) -> Plan:
        """Decide for every value."""
        self.restored = restorations(self.function, self.adjoint.code, self.homes)
        for restoration in self.restored.values():
            self._index_reads(restoration)
        self._conditions(self.adjoint.code, ())
        full = {r.var for r in self.reads if not r.blind}
        for restoration in self.restored.values():
            self._restore(restoration)
        for var in self._ordered(full):
            self.resolve(var)
        for var in self._ordered({r.var for r in self.reads if r.blind} - full):
            self._blind(var)
        self._count(self.adjoint.code)
        self._result()
        self.plan.saved = dict(sorted(self.plan.saved.items(), key=self._rank))
        return self.plan

    # ---- buffers whose old elements are put back

    def _index_reads(self, restoration: Restoration) -> None:
        """The backward pass reads the subscripts of the stores that it undoes."""
        for write in restoration.writes:
            loops = tuple(id(loop) for loop in write.loops)
            for var, _ in reads_of(write.store.place):
                if var != HOLE:
                    self.reads.append(Read(var, loops, False, 0))

    def _restore(self, restoration: Restoration) -> None:
        """Let every version of a buffer be the one array, in the state that the stores undone give it."""
        final = restoration.final
        buffer = self.function.buffers[final]
        found = self._handed(final, self.home(final), blind=True)
        assert isinstance(found, Name)
        for var, own in self.function.buffers.items():
            if own == buffer:
                self.plan.values[var] = found
        if restoration.writes:
            self.plan.copied.append(f"{found.text} = {found.text}.copy()")
        for write in restoration.writes:
            self._record(write, found)

    def _record(self, write: Write, buffer: Name) -> None:
        """Record what a store is about to overwrite."""
        store, node = write.store, id(write.step)
        loops = tuple(id(loop) for loop in write.loops)
        base = self._text(store.base) or store.base.name
        text = self.text(substitute(store.place, {HOLE: Name(base)}))
        kind = type_of_tree(
            substitute(store.place, {HOLE: store.base}), self.function.types
        )
        old = text if is_scalar(kind) else f"{self.text(Name('np'))}.copy({text})"
        name = self._unused(f"{store.base.name}_old")
        branches = self.branches_around(node, loops)
        if not loops:
            self.plan.before.setdefault(node, []).append(f"{name} = {old}")
            if branches:
                self.plan.entry.append(f"{name} = None")
            self.plan.saved[name] = name
        elif branches:
            kept = self._unused(f"{name}_kept")
            self.plan.start.setdefault(loops[-1], []).insert(0, f"{kept} = None")
            self.plan.before.setdefault(node, []).append(f"{kept} = {old}")
            self.tape(name, loops, kept, Home("end", loops[-1], loops, (), 0))
        else:
            self.tape(name, loops, old, Home("before", node, loops, (), 0))
        place = substitute(store.place, {HOLE: buffer})
        if place == buffer:
            # into the array: what was saved must not become the one that is written to
            place = Index(buffer, (Constant(Ellipsis),))
        self.plan.restores[store.target] = (place, name)
        self.plan.decisions.append(Decision(store.target, "restored", name))

    def _is_restored(self, var: Var) -> bool:
        return self.function.buffers.get(var) in self.restored

    def _result(self) -> None:
        """Give the value a name, where the source has none left for it at the end."""
        leaf = self.function.result.leaf
        if (
            leaf is None
            or leaf in self.function.final
            or leaf.name == self.function.result_name
        ):
            return
        name = self.function.result_name
        self._insert(self.home(leaf), f"{name} = {self._text(leaf) or leaf.name}")

    def _rank(self, item: tuple[str, str]) -> tuple[int, int]:
        """Parameters first, in their order, then values in the order in which they are made."""
        name, _ = item
        for k, parameter in enumerate(p for p in self.function.parameters):
            if name == parameter.name:
                return 0, k
        for decision in self.plan.decisions:
            if decision.name == name and not self.home(decision.var).loops:
                return 1, self.home(decision.var).order
        return 2, 0

    def _ordered(self, variables: set[Var]) -> list[Var]:
        return sorted(variables, key=lambda v: (self.home(v).order, v.name, v.version))

    def home(self, var: Var) -> Home:
        """Where a variable is made."""
        return self.homes.home[var]

    # ---- one value

    def resolve(self, var: Var) -> Expression:
        """What the backward pass reads for a variable."""
        if var in self.resolving:
            return self.resolving[var]
        merged = self._merged(var)
        if merged is not None:
            found = self.resolve(merged)
            self.plan.values[var] = found
            return found
        home = self.home(var)
        if home.kind == "counter":
            found = Name(self._counter(var))
        elif isinstance(home.value, Constant):
            found = home.value
        elif not home.loops:
            found = self._handed(var, home)
        else:
            found = self._taped(var, home)
        self.plan.values[var] = found
        return found

    def _merged(self, var: Var) -> Var | None:
        """The merge of branches that holds `var` where its own branch was taken."""
        if destroyed(var, self.homes, self.function.buffers):
            return None
        for merged, branch in self.homes.merged.get(var, ()):
            inside = self.home(var).branches[-1:] == (branch,)
            if (
                inside
                and merged not in self.homes.partial
                and self._text(merged) == self._text(var)
            ):
                return merged
        return None

    def _text(self, var: Var) -> str:
        return self.function.access.get(var, var.name)

    def _counter(self, var: Var) -> str:
        return var.name

    def _handed(self, var: Var, home: Home, blind: bool = False) -> Expression:
        """A value made outside of loops: part of what forward returns."""
        self.plan.needed.add(var)
        at_end = self.function.final.get(var)
        text = self._text(var)
        gone = not blind and destroyed(var, self.homes, self.function.buffers)
        if at_end is None and not text and home.value is not None:
            return self._rebuilt(var, home)
        if at_end is not None and not gone and not home.branches:
            self._bound(var, at_end)
            shown = self._guarded(var, at_end)
            name = self._name(var, None)
            self.plan.saved[name] = shown
            self.plan.decisions.append(Decision(var, "handed over", name))
            return Name(name)
        readable = text or var.name
        self._bound(var, readable)
        name = self._unused(f"{var.name}_{var.version}")
        shown = self._copied(var, readable) if gone else readable
        self._insert(home, f"{name} = {shown}")
        if home.branches:
            self.plan.entry.append(f"{name} = {self._placeholder(var)}")
        self.plan.saved[name] = name
        self.plan.decisions.append(Decision(var, "kept", name))
        return Name(name)

    def _bound(self, var: Var, name: str) -> None:
        """Bind a name that the source may leave unbound: it is saved on every path."""
        line = f"{name} = None"
        if var in self.homes.partial and line not in self.plan.entry:
            if name not in {p.name for p in self.function.parameters}:
                self.plan.entry.insert(0, line)

    def _rebuilt(self, var: Var, home: Home) -> Expression:
        """A value that the forward text does not name: worked out again from what it came from."""
        assert home.value is not None
        for inner, _ in list(reads_of(home.value)):
            self.resolve(inner)
        return self._inline(home.value)

    def _inline(self, expression: Expression) -> Expression:
        from srcgrad.ir.expressions import substitute

        return substitute(expression, self.plan.values)

    def _guarded(self, var: Var, text: str) -> str:
        """Copy what the caller may write to before the backward pass runs."""
        kind = self.function.types[var]
        if (
            self.guarded
            and not is_scalar(kind)
            and not (isinstance(kind, Numeric) and kind.mutable is False)
        ):
            return self._copied(var, text)
        return text

    def _copied(self, var: Var, text: str) -> str:
        kind = self.function.types[var]
        if is_scalar(kind):
            return text
        if isinstance(kind, Numeric) and (kind.mutable or self._is_stored(var)):
            return f"{text}.copy()"
        if isinstance(kind, Numeric):
            return f"{self.text(Name('np'))}.copy({text})"
        if isinstance(kind, ListOf):
            return f"list({text})"
        return text

    def _is_stored(self, var: Var) -> bool:
        """Whether a store to its buffer shows that a variable is an array."""
        buffer = self.function.buffers[var]
        return any(
            self.function.buffers[other] == buffer
            and isinstance(kind, Numeric)
            and kind.mutable
            for other, kind in self.function.types.items()
            if other in self.function.buffers
        )

    def _placeholder(self, var: Var) -> str:
        return "0.0" if is_scalar(self.function.types[var]) else "None"

    def _insert(self, home: Home, line: str) -> None:
        """Put a line where a variable has just been made."""
        match home.kind:
            case "entry":
                self.plan.entry.append(line)
            case "start":
                self.plan.start.setdefault(home.node, []).append(line)
            case _:
                self.plan.after.setdefault(home.node, []).append(line)

    # ---- loops

    def _taped(self, var: Var, home: Home) -> Expression:
        """A value made in a loop: recomputed if that is cheap, else taped."""
        loop = home.loops[-1]
        if self._is_cheap(var, home):
            return self._recomputed(var, home, loop)
        self.plan.needed.add(var)
        gone = destroyed(var, self.homes, self.function.buffers)
        if not self._text(var) and home.value is not None:
            return self._rebuilt(var, home)
        text = self._text(var) or var.name
        self._bound(var, text)
        shown = self._copied(var, text) if gone else text
        name = self._name(var, loop)
        if home.branches:
            # made in some iterations only: recorded at the end of each, under a name of its own
            kept = self._unused(f"{var.name}_{var.version}")
            self._insert(home, f"{kept} = {shown}")
            self.plan.start.setdefault(loop, []).insert(
                0, f"{kept} = {self._placeholder(var)}"
            )
            self.tape(name, home.loops, kept, Home("end", loop, home.loops, (), 0))
        else:
            self.tape(name, home.loops, shown, home)
        self.plan.decisions.append(Decision(var, "taped", name))
        return Name(name)

    def tape(self, name: str, loops: tuple[int, ...], text: str, home: Home) -> None:
        """Record `text` in every iteration: a list in the innermost loop, lists of lists outside."""
        tape = self._tape_name(name, loops[-1])
        line = f"{tape}.append({text})"
        if home.kind == "end":
            self.plan.end.setdefault(home.node, []).append(line)
        elif home.kind == "before":
            self.plan.before.setdefault(home.node, []).append(line)
        else:
            self._insert(home, line)
        loaded = name
        for depth in range(len(loops) - 1, -1, -1):
            loop = loops[depth]
            self.plan.before.setdefault(loop, []).append(f"{tape} = []")
            self.plan.loads.setdefault(loop, []).append((loaded, tape))
            if depth:
                outer = self._tape_name(tape, loops[depth - 1])
                self.plan.after.setdefault(loop, []).append(f"{outer}.append({tape})")
                if _in_branch(self.function.body, loop, loops[depth - 1]):
                    # the inner loop runs in some iterations only
                    self.plan.after[loop].pop()
                    self.plan.before[loop].pop()
                    self.plan.start.setdefault(loops[depth - 1], []).append(
                        f"{tape} = []"
                    )
                    self.plan.end.setdefault(loops[depth - 1], []).append(
                        f"{outer}.append({tape})"
                    )
                loaded, tape = tape, outer
            else:
                self.plan.saved.setdefault(tape, tape)
                if _in_branch(self.function.body, loop, None):
                    self.plan.before[loop].pop()
                    self.plan.entry.append(f"{tape} = []")

    def _tape_name(self, name: str, loop: int) -> str:
        """Name of the tape of `name` in a loop: another one in another loop."""
        tape = f"{name}_tape"
        owner = self.tapes.get(tape)
        if owner is None and tape not in self.names.taken:
            self.tapes[tape] = loop
            self.names.given[(tape, "storage")] = tape
        elif owner != loop:
            tape = self._unused(f"{tape}_2")
            self.tapes[tape] = loop
        return tape

    def _is_cheap(self, var: Var, home: Home) -> bool:
        """Whether a value is better worked out again: little arithmetic on what is at hand."""
        if home.value is None or home.branches:
            return False
        if any(
            isinstance(part, Apply) and part.operation == "call"
            for part in walk(home.value)
        ):
            return False
        if any(not self._at_hand(inner, home) for inner, _ in reads_of(home.value)):
            return False
        limit = CHEAP if is_scalar(self.function.types[var]) else 0
        return cost(home.value) <= limit

    def _at_hand(self, var: Var, home: Home) -> bool:
        """Whether the backward pass has a variable in any case."""
        if self._is_restored(var):
            return False
        if var in self.resolving:
            return True
        own = self.home(var)
        if own.kind == "counter":
            return True
        if not own.loops and not own.branches:
            return var in self.function.final and not destroyed(
                var, self.homes, self.function.buffers
            )
        return any(r.var == var and not r.blind for r in self.reads)

    def _recomputed(self, var: Var, home: Home, loop: int) -> Expression:
        assert home.value is not None
        for inner, _ in list(reads_of(home.value)):
            self.resolve(inner)
        name = self._name(var, loop)
        self.plan.recomputed.setdefault(loop, []).append(Set((name,), home.value))
        self.plan.decisions.append(Decision(var, "recomputed", name))
        return Name(name)

    # ---- shapes

    def _blind(self, var: Var) -> None:
        """Find something with the shape of `var` that is at hand."""
        kind = self.function.types[var]
        home = self.home(var)
        if var in self.resolving:
            return
        buffer = self.function.buffers[var]
        for other, value in list(self.resolving.items()):
            if self._reaches(other, home) and isinstance(value, Name):
                same = self.function.buffers[other] == buffer and _array_like(kind)
                alike = self.function.types[other]
                equal = same_shape(alike, kind) and _same_dtype(alike, kind)
                if same or equal:
                    self.plan.values[var] = value
                    return
        for other in self._candidates(var):
            self.plan.values[var] = self._handed(other, self.home(other), blind=True)
            self.plan.values.setdefault(other, self.plan.values[var])
            return
        for other, own in self.homes.home.items():
            if (
                self.function.buffers.get(other) == buffer
                and not self._text(other)
                and own.value is not None
            ):
                self.plan.values[var] = self._rebuilt(other, own)
                return
        self.resolve(var)

    def _candidates(self, var: Var) -> Iterator[Var]:
        """Variables with the shape of `var` that last to the end, parameters first."""
        kind = self.function.types[var]
        buffer = self.function.buffers[var]
        for other in sorted(
            self.function.final, key=lambda v: (self.home(v).order, v.name)
        ):
            own = self.home(other)
            if own.loops or own.branches:
                continue
            alike = self.function.types[other]
            if (self.function.buffers[other] == buffer and _array_like(kind)) or (
                same_shape(alike, kind) and _same_dtype(alike, kind) and other == var
            ):
                yield other
        for other in sorted(
            self.function.final, key=lambda v: (self.home(v).order, v.name)
        ):
            own = self.home(other)
            alike = self.function.types[other]
            if (
                not own.loops
                and not own.branches
                and same_shape(alike, kind)
                and _same_dtype(alike, kind)
            ):
                yield other

    def _reaches(self, var: Var, home: Home) -> bool:
        """Whether what stands for `var` can be read where `home` is."""
        loops = self.home(var).loops
        return home.loops[: len(loops)] == loops and not self.home(var).branches

    # ---- tests of branches

    def _conditions(self, code: Code, loops: tuple[int, ...]) -> None:
        for statement in code:
            match statement:
                case Loop(source, body):
                    self._conditions(body, (*loops, id(source)))
                case Branch(source, then, otherwise):
                    self._condition(source, loops)
                    self._conditions(then, loops)
                    self._conditions(otherwise, loops)

    def _condition(self, node: If, loops: tuple[int, ...]) -> None:
        """Ask the test again where what it reads is at hand, else record how it came out."""
        home = self._home_of(node, loops)
        simple = cost(node.condition) <= CHEAP and not any(
            isinstance(part, Apply) and part.operation in ("call",)
            for part in walk(node.condition)
        )
        if simple and all(self._at_hand(v, home) for v, _ in reads_of(node.condition)):
            self.plan.conditions[id(node)] = node.condition
            for var, blind in reads_of(node.condition):
                self.reads.append(Read(var, loops, blind, 0))
            return
        name = self._unused(self._branch_name(node))
        text = self.text(node.condition) if not _has_call(node.condition) else ""
        source_text = _test_text(node)
        self.plan.conditions[id(node)] = Name(name)
        repeated = bool(text) and cost(node.condition) <= 2 * CHEAP
        if not loops and not home.branches:
            self.plan.before.setdefault(id(node), []).append(f"{name} = {source_text}")
            self.plan.saved[name] = name
            self.plan.tests[id(node)] = source_text if repeated else name
            return
        if not loops:
            self.plan.entry.append(f"{name} = False")
            self.plan.before.setdefault(id(node), []).append(f"{name} = {source_text}")
            self.plan.saved[name] = name
            self.plan.tests[id(node)] = name
            return
        if home.branches:
            self.plan.start.setdefault(loops[-1], []).insert(0, f"{name} = False")
            self.plan.before.setdefault(id(node), []).append(f"{name} = {source_text}")
            self.tape(name, loops, name, Home("end", loops[-1], loops, (), 0))
            self.plan.tests[id(node)] = name
            return
        if repeated:
            self.tape(name, loops, source_text, Home("before", id(node), loops, (), 0))
            return
        self.plan.before.setdefault(id(node), []).append(f"{name} = {source_text}")
        self.plan.tests[id(node)] = name
        self.tape(name, loops, name, Home("before", id(node), loops, (), 0))

    def _home_of(self, node: If, loops: tuple[int, ...]) -> Home:
        branches = tuple(
            _enclosing(self.function.body, id(node), loops[-1] if loops else None)
        )
        return Home("before", id(node), loops, branches, 0)

    def _branch_name(self, node: If) -> str:
        read = [v.name for v, _ in reads_of(node.condition)]
        ifs = sum(isinstance(n, If) for n in self.nodes.values())
        return "branch" if ifs == 1 or not read else f"{read[0]}_branch"

    # ---- trip counts

    def _count(self, code: Code) -> None:
        """Count the iterations of a while that tapes nothing else."""
        for statement in code:
            match statement:
                case Loop(source, body):
                    if isinstance(source, While) and not self.plan.loads.get(
                        id(source)
                    ):
                        loops = self._loops_of(source)
                        name = self._unused("trip")
                        self.tape(
                            name, loops, "None", Home("start", id(source), loops, (), 0)
                        )
                    self._count(body)
                case Branch(_, then, otherwise):
                    self._count(then)
                    self._count(otherwise)

    def _loops_of(self, node: While) -> tuple[int, ...]:
        return (*_loops_around(self.function.body, id(node)), id(node))

    def loops_around(self, node: int) -> tuple[int, ...]:
        """Loops that a node stands in, outermost first."""
        return _loops_around(self.function.body, node)

    def branches_around(self, node: int, loops: tuple[int, ...]) -> tuple[int, ...]:
        """Ifs that a node stands in, within its innermost loop."""
        return tuple(_enclosing(self.function.body, node, loops[-1] if loops else None))

    # ---- names in the backward pass

    def _unused(self, name: str) -> str:
        """A name for the emitted text that is not used for anything else."""
        found = self.names.unused(name)
        self.names.given[(found, "storage")] = found
        return found

    def _name(self, var: Var, loop: int | None) -> str:
        """Name of a value in the backward pass: the user's, unless two versions live at once."""
        interval = self._interval(var, loop)
        name = var.name
        if name in RESERVED or name in HELPERS:
            return self._unused(f"{name}_")
        taken = self.intervals.setdefault(name, [])
        if any(start < interval[1] and interval[0] < end for start, end in taken):
            return self._unused(f"{name}_{var.version}")
        taken.append(interval)
        return name

    def _interval(self, var: Var, loop: int | None) -> tuple[int, int]:
        """Stretch of the backward pass in which a value must be at hand."""
        extents = _extents(self.adjoint.code)
        if loop is not None:
            return extents[loop]
        last = 0
        for read in self.reads:
            if read.var == var or any(
                m == var for m, _ in self.homes.merged.get(read.var, ())
            ):
                end = extents[read.loops[0]][1] if read.loops else read.position
                last = max(last, end, 1)
        return (
            (0, last + 1)
            if last
            else (0, max((e for _, e in extents.values()), default=1) + 2)
        )


def cost(expression: Expression) -> int:
    """Price of evaluating an expression once, in the unit of the table."""
    match expression:
        case Apply("range" | "reversed", arguments):
            return sum(map(cost, arguments))
        case Apply(operation, arguments):
            own = (
                TABLE[operation].cost
                if operation in TABLE
                else 1
                if operation in _TESTS
                else 100
            )
            return own + sum(map(cost, arguments))
        case Index(base, items):
            return cost(base) + sum(map(cost, items))
        case Slice(start, stop, step):
            return sum(cost(p) for p in (start, stop, step) if p is not None)
        case Sequence(items, _):
            return sum(map(cost, items))
        case Choice(condition, then, otherwise):
            return 1 + cost(condition) + cost(then) + cost(otherwise)
        case _:
            return 0


_TESTS = frozenset(("and", "or", "not", "is", "is not", "in", "not in"))


def _has_call(expression: Expression) -> bool:
    return any(
        isinstance(part, Apply) and part.operation == "call"
        for part in walk(expression)
    )


def _test_text(node: If) -> str:
    """The test of an if as the source has it."""
    text = node.origin.text.strip()
    text = text.removeprefix("elif").removeprefix("if").strip()
    return text.removesuffix(":").strip()


def _array_like(kind: object) -> bool:
    return not (isinstance(kind, Numeric) and kind.mutable is False)


def _same_dtype(one: object, two: object) -> bool:
    if not isinstance(one, Numeric) or not isinstance(two, Numeric):
        return False
    if one.dtype != two.dtype:
        return False
    return one.dtype is not None or (
        isinstance(one.shape, frozenset) and one.shape == two.shape
    )


def _nodes(block: Block) -> Iterator[tuple[int, object]]:
    for node in block:
        yield id(node), node
        match node:
            case If(then=then, otherwise=otherwise):
                yield from _nodes(then)
                yield from _nodes(otherwise)
            case For(body=body) | While(body=body):
                yield from _nodes(body)
            case Step():
                pass


def _trail(block: Block, wanted: int) -> tuple[object, ...] | None:
    """Nodes from the outermost down to the one wanted."""
    for node in block:
        if id(node) == wanted:
            return (node,)
        inner: tuple[Block, ...] = ()
        match node:
            case If(then=then, otherwise=otherwise):
                inner = (then, otherwise)
            case For(body=body) | While(body=body):
                inner = (body,)
            case Step():
                pass
        for part in inner:
            found = _trail(part, wanted)
            if found is not None:
                return (node, *found)
    return None


def _enclosing(block: Block, wanted: int, loop: int | None) -> Iterator[int]:
    """Ifs around a node, within its innermost loop."""
    trail = _trail(block, wanted) or ()
    start = next((k for k, n in enumerate(trail) if id(n) == loop), -1) + 1
    for node in trail[start:-1]:
        if isinstance(node, If):
            yield id(node)


def _in_branch(block: Block, wanted: int, loop: int | None) -> bool:
    return any(True for _ in _enclosing(block, wanted, loop))


def _loops_around(block: Block, wanted: int) -> tuple[int, ...]:
    return tuple(
        id(n) for n in (_trail(block, wanted) or ())[:-1] if isinstance(n, For | While)
    )


def _extents(code: Code) -> Mapping[int, tuple[int, int]]:
    """For each loop of the backward pass, its first and last position."""
    found: dict[int, tuple[int, int]] = {}
    position = [0]

    def visit(statements: Code) -> None:
        for statement in statements:
            position[0] += 1
            match statement:
                case Loop(source, body):
                    first = position[0]
                    visit(body)
                    position[0] += 1
                    found[id(source)] = (first, position[0])
                case Branch(_, then, otherwise):
                    visit(then)
                    visit(otherwise)

    visit(code)
    return found
