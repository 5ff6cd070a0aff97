"""Adjoint code + function -> how each primal value gets to the backward pass.

direct      it is still where it was made
counter     the backward loop has it
recomputed  its statement is done again: little arithmetic on what is there
taped       one item for each iteration: of an array where the trip count is known, of a
            stack where it is not
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from srcgrad.analysis.homes import Homes, homes_of
from srcgrad.analysis.required import expressions_of, reads_of
from srcgrad.ir.code import Adjoint, Branch, Code, Loop
from srcgrad.ir.expressions import (
    Apply,
    Choice,
    Constant,
    Expression,
    Index,
    Sequence,
    Slice,
    Var,
    children,
    variables,
)
from srcgrad.ir.program import (
    Append,
    Block,
    Define,
    For,
    Function,
    If,
    Invoke,
    Step,
    Store,
    While,
)
from srcgrad.ir.types import UNKNOWN, Numeric, is_scalar
from srcgrad.loops.nests.refusal import NotLowered
from srcgrad.loops.preparation.dimensions import ELEMENTWISE, Dimensions
from srcgrad.transform.storage.restoration import Restoration, restorations

# Operations that take longer than to write their value down and to read it again.
DEAR = frozenset(
    "exp exp2 expm1 log log2 log10 log1p cbrt sin cos tan arcsin arccos arctan sinh "
    "cosh tanh arcsinh arccosh arctanh arctan2 hypot logaddexp logaddexp2 float_power "
    "sinc mod floor_divide fmod".split()
)
Place = tuple[tuple[int, str], ...]


@dataclass
class Recording:
    """`how` : what is done for each variable. `redone` : for each block, what is recomputed.

    restored : buffers of which old elements are put back, and the stores to undo.
    """

    function: Function
    homes: Homes
    restored: Mapping[int, Restoration]
    how: dict[Var, str] = field(default_factory=dict)
    redone: dict[tuple[int, str], list[Var]] = field(default_factory=dict)
    places: dict[Var, Place] = field(default_factory=dict)
    tests: set[int] = field(default_factory=set)

    def decide(self, var: Var) -> str:
        """Decide for a variable that the backward pass reads."""
        if var not in self.how:
            self.how[var] = self._decision(var)
            if self.how[var] == "recomputed":
                self.redone.setdefault(self.places[var][-1], []).append(var)
        return self.how[var]

    def _decision(self, var: Var) -> str:
        home = self.homes.home.get(var)
        if home is None:
            return "direct"
        if self.function.buffers.get(var) in self.restored:
            return "direct"
        if home.kind == "counter":
            return "counter"
        if isinstance(home.value, Constant):
            return "constant"
        if not home.loops:
            return "direct"
        if self._is_redone(var, var):
            assert home.value is not None
            for inner in variables(home.value):
                self.decide(inner)
            return "recomputed"
        return "taped"

    def _is_redone(self, var: Var, first: Var) -> bool:
        """Whether a value is cheap to work out again from what is there in any case."""
        home = self.homes.home[var]
        if home.value is None or not self.is_cheap(var, home.value):
            return False
        return all(self._is_at_hand(v, var, first) for v in variables(home.value))

    def _is_at_hand(self, var: Var, reader: Var, first: Var) -> bool:
        """Whether a value can be read where the iteration of `reader` begins to be undone."""
        if self.function.buffers.get(var) in self.restored:
            return False
        home = self.homes.home.get(var)
        if home is None or not home.loops or home.kind == "counter":
            return True
        place, other = self.places.get(var, ()), self.places[reader]
        if other[: len(place)] != place:
            # what a branch has made is at hand in that branch alone
            return False
        if var in self.how or isinstance(home.value, Constant):
            return True
        if home.kind == "start" or home.value is None:
            return self._size(var) <= self._size(first)
        return self._is_redone(var, first)

    def _size(self, var: Var) -> int:
        """Return a rank, and for arrays that are stored to more: to copy them is dear."""
        kind = self.function.types.get(var, UNKNOWN)
        rank = len(kind.shape) if isinstance(kind, Numeric) and kind.shape else 0
        return rank

    def is_cheap(self, var: Var, value: Expression) -> bool:
        """Whether a value is little arithmetic on others."""
        scalar = is_scalar(self.function.types.get(var, UNKNOWN))
        return all(self._is_plain(part, scalar) for part in _parts(value))

    def _is_plain(self, part: Expression, scalar: bool) -> bool:
        match part:
            case Constant() | Var() | Slice() | Choice():
                return True
            case Index(base, items):
                return isinstance(base, Var | Index | Apply) and all(
                    isinstance(i, Constant | Var | Slice | Apply | Index) for i in items
                )
            case Sequence():
                return True
            case Apply("power", (_, exponent)):
                return isinstance(exponent, Constant) and exponent.value in (
                    2,
                    3,
                    2.0,
                    3.0,
                )
            case Apply(operation, _):
                name = operation.removeprefix("math.")
                if name in DEAR or (
                    operation.startswith("math.")
                    and name
                    not in (
                        "sqrt",
                        "fabs",
                    )
                ):
                    return False
                return (
                    operation in ELEMENTWISE
                    or operation in VIEWS
                    or operation in ("array", "float", "int", "copy")
                )
            case _:
                return False


VIEWS = frozenset(
    "shape np.shape len size np.size transpose expand_dims broadcast_to swapaxes "
    "moveaxis flip zeros_like ones_like zeros ones".split()
)


def recorded(function: Function, adjoint: Adjoint, known: Dimensions) -> Recording:
    """Decide for all that a backward pass reads."""
    homes = homes_of(function)
    last = replace(function, final=_last_versions(function))
    found = Recording(function, homes, restorations(last, adjoint.code, homes))
    found.tests.update(recorded_tests(adjoint.code, function, found.restored))
    found.places.update(_places(function.body, ()))
    for parameter in function.parameters:
        for leaf in parameter.leaves:
            found.places[leaf] = ()
    wanted = sorted(
        set(required(function, adjoint, known, found.tests)),
        key=lambda v: (
            homes.home[v].order if v in homes.home else 0,
            v.name,
            v.version,
        ),
    )
    for var in wanted:
        # what is dear is recorded in any case, and others may be made of it
        home = homes.home.get(var)
        if home and home.value and home.loops and not found.is_cheap(var, home.value):
            found.decide(var)
    for var in wanted:
        found.decide(var)
    for restoration in found.restored.values():
        for write in restoration.writes:
            for var in variables(write.store.place):
                if var in homes.home:
                    found.decide(var)
    for block, several in found.redone.items():
        found.redone[block] = sorted(several, key=lambda v: homes.home[v].order)
    return found


def recorded_tests(
    code: Code, function: Function, restored: Mapping[int, Restoration]
) -> Iterator[int]:
    """Yield the branches whose test cannot be asked again: it reads what is undone."""
    for statement in code:
        match statement:
            case Loop(_, body):
                yield from recorded_tests(body, function, restored)
            case Branch(source, then, otherwise):
                read = variables(asked(source))
                if isinstance(source, If) and any(
                    function.buffers.get(v) in restored for v in read
                ):
                    yield id(source)
                yield from recorded_tests(then, function, restored)
                yield from recorded_tests(otherwise, function, restored)


def required(
    function: Function,
    adjoint: Adjoint,
    known: Dimensions,
    tests: frozenset[int] | set[int] = frozenset(),
) -> Iterator[Var]:
    """Yield the variables that a backward pass reads, for their extents too."""
    named = {f"{v.name}.{v.version}": v for v in function.types}

    def reads(expression: Expression) -> Iterator[Var]:
        for var, blind in reads_of(expression):
            if not blind:
                yield var
            kind = function.types.get(var, UNKNOWN)
            if isinstance(kind, Numeric) and isinstance(kind.shape, tuple):
                for extent in kind.shape:
                    if isinstance(extent, str):
                        for symbol in known.extent(extent).symbols:
                            if symbol in named:
                                yield named[symbol]

    def visit(code: Code) -> Iterator[Var]:
        for statement in code:
            match statement:
                case Loop(source, body):
                    if isinstance(source, For):
                        yield from reads(source.iterable)
                    yield from visit(body)
                case Branch(source, then, otherwise):
                    if id(source) not in tests:
                        yield from reads(asked(source))
                    yield from visit(then)
                    yield from visit(otherwise)
                case _:
                    for expression in expressions_of(statement):
                        yield from reads(expression)

    yield from visit(adjoint.code)
    for expression in adjoint.results:
        yield from reads(expression)


def asked(source: If | Expression) -> Expression:
    """Return the test of a branch of the backward pass."""
    return source.condition if isinstance(source, If) else source


def _parts(expression: Expression) -> Iterator[Expression]:
    yield expression
    for child in children(expression):
        yield from _parts(child)


def _last_versions(function: Function) -> dict[Var, str]:
    """Versions of arrays that the function ends with, at its top level."""
    last: dict[int, Var] = {}
    for parameter in function.parameters:
        for leaf in parameter.leaves:
            last[function.buffers[leaf]] = leaf
    for node in function.body:
        made: list[Var] = []
        match node:
            case Step(statements):
                for statement in statements:
                    match statement:
                        case Define(targets) | Invoke(targets):
                            made.extend(targets)
                        case Store(target=target) | Append(target=target):
                            made.append(target)
            case If(merges=merges):
                made.extend(m.target for m in merges)
            case For(carried=carried) | While(carried=carried):
                made.extend(c.exit for c in carried)
        for var in made:
            last[function.buffers[var]] = var
    return {var: var.name for var in last.values()}


def mutated(function: Function) -> dict[Var, Var]:
    """Return the last version of each array argument that the function writes to."""
    found: dict[Var, Var] = {}
    for parameter in function.parameters:
        for leaf in parameter.leaves:
            if is_scalar(function.types.get(leaf, UNKNOWN)):
                continue
            memory = _Memory({leaf})
            last = memory.block(function.body, leaf)
            if memory.written:
                if not memory.certain:
                    raise NotLowered(
                        f"`{leaf.name}`, which is written to as long as it is the argument"
                    )
                found[leaf] = last
    return found


class _Memory:
    """Follows the memory of an argument through the versions that live in it."""

    def __init__(self, versions: set[Var]) -> None:
        self.versions = versions
        self.written = False
        self.certain = True

    def block(self, block: Block, last: Var) -> Var:
        """Return the version that a block leaves in the memory."""
        for node in block:
            match node:
                case Step(statements):
                    for statement in statements:
                        match statement:
                            case Store(target, base) if base in self.versions:
                                self.written = True
                                self.versions.add(target)
                                last = target
                            case Define(targets, values):
                                for target, value in zip(targets, values, strict=True):
                                    if value in self.versions:
                                        self.versions.add(target)
                case If(then=then, otherwise=otherwise, merges=merges):
                    one = self.block(then, last)
                    two = self.block(otherwise, last)
                    for merge in merges:
                        if merge.then == one and merge.otherwise == two:
                            self.versions.add(merge.target)
                            if one != two:
                                last = merge.target
                        elif {merge.then, merge.otherwise} & self.versions:
                            self.certain = False
                    if one != two and last not in {m.target for m in merges}:
                        self.certain = False
                case (
                    For(body=body, carried=carried) | While(body=body, carried=carried)
                ):
                    heads = [c for c in carried if c.initial in self.versions]
                    for carry in heads:
                        self.versions.add(carry.head)
                    inner = next((c.head for c in heads if c.initial == last), last)
                    end = self.block(body, inner)
                    for carry in heads:
                        if carry.back in self.versions:
                            self.versions.add(carry.exit)
                            if carry.back == end and end != inner:
                                last = carry.exit
                        else:
                            self.certain = False
                    if end != inner and last not in {c.exit for c in heads}:
                        self.certain = False
        return last


def _places(block: Block, place: Place) -> Iterator[tuple[Var, Place]]:
    """Yield each variable with the blocks that it is made in."""
    for node in block:
        match node:
            case Step(statements):
                for statement in statements:
                    match statement:
                        case Define(targets) | Invoke(targets):
                            for target in targets:
                                yield target, place
                        case Store(target=target) | Append(target=target):
                            yield target, place
            case If(then=then, otherwise=otherwise, merges=merges):
                yield from _places(then, (*place, (id(node), "then")))
                yield from _places(otherwise, (*place, (id(node), "otherwise")))
                for merge in merges:
                    yield merge.target, place
            case For() | While():
                inside = (*place, (id(node), "body"))
                if isinstance(node, For):
                    yield node.counter, inside
                for carry in node.carried:
                    yield carry.head, inside
                    yield carry.exit, place
                yield from _places(node.body, inside)
