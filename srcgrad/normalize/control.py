"""Surface blocks -> blocks: branches merge what they changed, loops carry it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from srcgrad.analysis.names import bound, live_before, loop_live, names_in, target_names
from srcgrad.diagnostics import CompileError, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Expression, Var
from srcgrad.ir.program import (
    HOLE,
    Block,
    Carry,
    Define,
    For,
    If,
    Merge,
    Node,
    Step,
    While,
)
from srcgrad.ir.types import UNKNOWN, Type, join
from srcgrad.normalize.context import Context, named_shape
from srcgrad.normalize.evaluate import as_formula, formula
from srcgrad.normalize.iteration import items_of
from srcgrad.normalize.scope import Binding, Ref, State, Structure, refs
from srcgrad.normalize.statements import new_version, step

Names = frozenset[str]


def block(
    context: Context, state: State, statements: tuple[Any, ...], after: Names
) -> Block:
    """Walk statements in order; problems are gathered, a statement each."""
    nodes: list[Node] = []
    for position, statement in enumerate(statements):
        live = live_before(statements[position + 1 :], after)
        try:
            nodes.extend(_node(context, state, statement, live))
        except CompileError as error:
            context.problems.extend(
                d for d in error.diagnostics if d not in context.problems
            )
            for name in bound((statement,)):
                if name not in state.names:
                    context.bind(state, name, context.fresh(name, UNKNOWN))
    return tuple(nodes)


def _node(
    context: Context, state: State, statement: Any, live: Names
) -> tuple[Node, ...]:
    match statement:
        case s.If():
            return _if(context, state, statement, live)
        case s.For():
            return _for(context, state, statement, live)
        case s.While():
            return _while(context, state, statement, live)
        case s.Jump(kind=kind, origin=origin):
            raise refuse(
                "SG107",
                f"`{kind}` is not supported",
                origin.span,
                hint="put the rest of the loop body under an `if`, or the test into a `while`",
            )
        case s.Effect(kind="raise"):
            found = (step(context, state, statement, live),)
            state.live = False
            return found
        case _:
            return (step(context, state, statement, live),)


def condition(context: Context, state: State, expression: Any) -> Expression:
    """Evaluate a test; calls in it stay where they are."""
    context.lazy += 1
    found = formula(context, state, expression).expression
    context.lazy -= 1
    return found


# ---- branches


def _if(
    context: Context, state: State, statement: s.If, live: Names
) -> tuple[Node, ...]:
    test = condition(context, state, statement.condition)
    then_state, other_state = state.copy(), state.copy()
    then = block(context, then_state, statement.then, live)
    otherwise = block(context, other_state, statement.otherwise, live)
    if not then_state.live or not other_state.live:
        survivor = other_state if not then_state.live else then_state
        state.names, state.current = survivor.names, survivor.current
        state.live = then_state.live or other_state.live
        merges: tuple[Merge, ...] = ()
    else:
        merger = _Merger(context, then_state, other_state)
        merged = merger.merge(
            state, live | frozenset(n for n in state.names if n[0] == "@") | {"@result"}
        )
        state.names, state.current = merged.names, merged.current
        then += merger.steps(0)
        otherwise += merger.steps(1)
        merges = tuple(merger.merges)
    node = If(
        test,
        then,
        otherwise,
        merges,
        statement.origin,
        statement.otherwise_origin,
        statement.is_elif,
    )
    return (node,)


@dataclass
class _Merger:
    """Joins the states at the end of two branches."""

    context: Context
    left: State
    right: State

    def __post_init__(self) -> None:
        self.merges: list[Merge] = []
        self.extra: tuple[list[Define], list[Define]] = ([], [])

    def steps(self, side: int) -> Block:
        return (Step(tuple(self.extra[side])),) if self.extra[side] else ()

    def merge(self, before: State, live: Names) -> State:
        after = State({}, {}, types=self.context.types)
        for buffer, left in self.left.current.items():
            right = self.right.current.get(buffer)
            if right is None or left == right:
                after.current[buffer] = left
                continue
            after.current[buffer] = self._join(left, right, buffer)
        for buffer, right in self.right.current.items():
            after.current.setdefault(buffer, right)
        for name in dict.fromkeys((*self.left.names, *self.right.names)):
            one, two = self.left.names.get(name), self.right.names.get(name)
            if one == two and one is not None:
                after.names[name] = one
            elif name in live:
                found = self._binding(name, one, two, after)
                if found is not None:
                    after.names[name] = found
        return after

    def _join(self, left: Var | None, right: Var | None, buffer: int | None) -> Var:
        context = self.context
        present = [context.types[v] for v in (left, right) if v is not None]
        type_ = join(*present) if len(present) == 2 else present[0]
        name = (left or right).name  # type: ignore[union-attr]
        target = context.fresh(name, type_, buffer)
        for var in (left, right):
            if var is not None and buffer is None:
                known = context.buffer_of[var]
                context.alias(context.buffer_of[target], known, (), False)
            if var is not None and var in context.access and context.access[var]:
                context.access[target] = context.access[var]
        self.merges.append(Merge(target, left, right))
        return target

    def _binding(self, name: str, one: Any, two: Any, after: State) -> Binding | None:
        if isinstance(one, Structure) or isinstance(two, Structure):
            if (
                isinstance(one, Structure)
                and isinstance(two, Structure)
                and len(one.items) == len(two.items)
            ):
                items = [
                    a if a == b else self._binding(f"{name}_{k}", a, b, after)
                    for k, (a, b) in enumerate(zip(one.items, two.items, strict=True))
                ]
                return Structure(one.kind, tuple(items))  # type: ignore[arg-type]
            return None
        left = None if one is None else self._var(name, one, self.left, 0)
        right = None if two is None else self._var(name, two, self.right, 1)
        if left is None and right is None:
            return None
        target = self._join(left, right, None)
        if not name.startswith("@") and target.name != name:
            self.context.access[target] = name
        buffer = self.context.buffer_of[target]
        after.current[buffer] = target
        return Ref(buffer, self.context.types[target])

    def _var(self, name: str, binding: Any, state: State, side: int) -> Var:
        if isinstance(binding, Ref) and binding.view == HOLE:
            var = state.current[binding.buffer]
            if name.startswith("@result"):
                if var.name == self.context.result_name:
                    return var
            elif var.name == name or name.startswith("@"):
                return var
        value = (
            state.read(binding)
            if isinstance(binding, Ref)
            else as_formula(binding, None)
        )  # type: ignore[arg-type]
        plain = name.replace("@result", self.context.result_name)
        var = self.context.fresh(plain, value.type)
        if name.startswith("@result_"):
            self.context.access[var] = ""
        if isinstance(binding, Ref):
            self.context.alias(self.context.buffer_of[var], binding.buffer, (), False)
        self.extra[side].append(Define((var,), (value.expression,)))
        return var


# ---- loops


def _for(
    context: Context, state: State, statement: s.For, live: Names
) -> tuple[Node, ...]:
    outside = set(state.names)
    iteration = items_of(context, state, statement)
    targets = target_names(statement.target)
    head_live = loop_live(statement.body, live, targets)

    def enter(inner: State) -> tuple[Var, Block]:
        return iteration.enter(context, inner, statement, head_live)

    counter, body, carried = _loop(
        context, state, statement, targets, head_live, live, enter
    )
    for name in [
        n for n in state.names if n.startswith("@iterated") and n not in outside
    ]:
        del state.names[name]
    node = For(
        counter,  # type: ignore[arg-type]
        iteration.iterable,
        body,
        carried,
        statement.origin,
        iteration.plain,
    )
    return (*_entry(context), node)


def _entry(context: Context) -> tuple[Step, ...]:
    """Values that the source does not name, made before a loop that carries them."""
    defines, context.entry_defines = context.entry_defines, []
    return (Step(tuple(defines)),) if defines else ()


def _while(
    context: Context, state: State, statement: s.While, live: Names
) -> tuple[Node, ...]:
    reads = names_in(statement.condition)
    head_live = loop_live(statement.body, live | reads, frozenset())
    tests: list[Expression] = []

    def enter(inner: State) -> tuple[None, Block]:
        tests[:] = [condition(context, inner, statement.condition)]
        return None, ()

    _, body, carried = _loop(
        context, state, statement, frozenset(), head_live, live | reads, enter
    )
    return (*_entry(context), While(tests[0], body, carried, statement.origin))


def _loop(
    context: Context,
    state: State,
    statement: Any,
    targets: Names,
    head_live: Names,
    live: Names,
    enter: Any,
) -> tuple[Var | None, Block, tuple[Carry, ...]]:
    """Walk a loop body until what it carries is known, then once more for good."""
    wanted = head_live | live
    rebound = [
        n
        for n in bound((statement,))
        if n in wanted and not isinstance(state.names.get(n), Structure)
    ]
    for name in bound((statement,)):
        if name in head_live and isinstance(state.names.get(name), Structure):
            raise refuse(
                "SG308",
                f"the loop rebinds `{name}`, which is a tuple or list known item by item",
                statement.origin.span,
                hint="carry its items under names of their own",
            )
    touched: set[int] = set()
    types: dict[str | int, Type] = {}
    pairs: set[frozenset[str]] = set()
    while True:
        mark = (
            dict(context.versions),
            len(context.problems),
            set(context.taken),
            context.buffers,
        )
        trial = _Trial(
            context, state, statement, rebound, sorted(touched), types, pairs
        )
        trial.run(enter, targets, head_live | live)
        if not trial.changed(touched, types, pairs):
            return trial.finish(state, live)
        context.versions, context.buffers = mark[0], context.buffers
        del context.problems[mark[1] :]
        context.taken = mark[2]


class _Trial:
    """One walk over a loop body, from assumptions that it then confirms or widens."""

    def __init__(
        self,
        context: Context,
        before: State,
        statement: Any,
        rebound: list[str],
        touched: list[int],
        types: dict[str | int, Type],
        pairs: set[frozenset[str]],
    ) -> None:
        self.context, self.before, self.statement = context, before, statement
        self.rebound, self.touched, self.types, self.pairs = (
            rebound,
            touched,
            types,
            pairs,
        )
        self.heads: dict[str | int, Var] = {}

    def run(self, enter: Any, targets: Names, live: Names) -> None:
        context, before = self.context, self.before
        state = before.copy()
        for buffer in self.touched:
            old = before.current[buffer]
            head = context.fresh(
                old.name, self.types.get(buffer, context.types[old]), buffer
            )
            if old in context.access:
                context.access[head] = context.access[old]
            state.current[buffer] = head
            self.heads[buffer] = head
        for name in self.rebound:
            first = before.names.get(name)
            if first is None and name in targets:
                continue
            known = self._type(first, state) if first is not None else UNKNOWN
            head = new_version(context, state, name, self.types.get(name, known))
            if isinstance(first, Ref):
                self._relate(head, first.buffer)
            # where the name is unbound before the loop, the first read fails in the source too
            context.bind(state, name, head)
            self.heads[name] = head
        for name in bound((self.statement,)):
            # not carried: what it held before the loop is not read again
            if name not in self.heads and not name.startswith("@"):
                state.names.pop(name, None)
        for pair in self.pairs:
            one, two = (self.heads[n] for n in pair)
            context.alias(context.buffer_of[one], context.buffer_of[two], (), False)
        self.start = state.copy()
        self.counter, prelude = enter(state)
        self.body = prelude + block(context, state, self.statement.body, live)
        self.end = state

    def _relate(self, head: Var, buffer: int) -> None:
        """The head may be the memory that the name had before: other names may still hold that."""
        for name, binding in self.before.names.items():
            if name in self.rebound:
                continue
            for ref in refs(binding):
                known = self.context.aliases.get(frozenset((ref.buffer, buffer)))
                if ref.buffer == buffer or known:
                    self.context.alias(
                        self.context.buffer_of[head], ref.buffer, (), False
                    )

    def _type(self, binding: Any, state: State) -> Type:
        if isinstance(binding, Ref):
            return (
                binding.type
                if binding.view != HOLE
                else self.context.types[state.current[binding.buffer]]
            )
        return as_formula(binding, self.statement.origin.span).type

    def changed(
        self,
        touched: set[int],
        types: dict[str | int, Type],
        pairs: set[frozenset[str]],
    ) -> bool:
        """Widen the assumptions that the walk has shown to be too narrow."""
        grown = False
        for buffer, var in self.before.current.items():
            if (
                self.end.current.get(buffer) not in (var, self.heads.get(buffer))
                and buffer not in touched
            ):
                touched.add(buffer)
                grown = True
        for key, head in self.heads.items():
            back = self._back(key)
            if back is None:
                continue
            known = self.context.types[head]
            wide = back if self._initial(key) is None else join(known, back)
            if (
                named_shape(wide, f"{self.context.scope}{head.name}.{head.version}")
                != known
            ):
                types[key] = wide
                grown = True
        ends = {
            n: b for n in self.rebound if isinstance(b := self.end.names.get(n), Ref)
        }
        for one, left in ends.items():
            for two, right in ends.items():
                pair = frozenset((one, two))
                shares = left.buffer == right.buffer or (
                    frozenset((left.buffer, right.buffer)) in self.context.aliases
                )
                known_pair = (
                    pair in pairs or one not in self.heads or two not in self.heads
                )
                if one < two and shares and not known_pair and self._arrays(one, two):
                    pairs.add(pair)
                    grown = True
        return grown

    def _arrays(self, *names: str) -> bool:
        return all(
            getattr(self.context.types[self.heads[n]], "mutable", True) is not False
            for n in names
        )

    def _initial(self, key: str | int) -> Any:
        return (
            self.before.names.get(key)
            if isinstance(key, str)
            else self.before.current[key]
        )

    def _back(self, key: str | int) -> Type | None:
        if isinstance(key, int):
            return self.context.types[self.end.current[key]]
        binding = self.end.names.get(key)
        return None if binding is None else self._type(binding, self.end)

    def finish(
        self, state: State, live: Names
    ) -> tuple[Var | None, Block, tuple[Carry, ...]]:
        """Close the loop: what goes in, what comes back, what is left after it."""
        context = self.context
        if not self.end.live:
            state.names, state.current = self.start.names, self.start.current
            return self.counter, self.body, ()
        carried: list[Carry] = []
        extra: list[Define] = []
        entry: list[Define] = []
        after = self.start.copy()
        for key, head in self.heads.items():
            if isinstance(key, int):
                exit_ = context.fresh(head.name, context.types[head], key)
                after.current[key] = exit_
                initial: Var | None = self.before.current[key]
                back = self.end.current[key]
            else:
                binding = self.end.names.get(key)
                if binding is None or isinstance(binding, Structure):
                    continue
                back = self._held(key, binding, self.end, extra)
                first = self.before.names.get(key)
                initial = (
                    None
                    if first is None
                    else self._held(key, first, self.before, entry)
                )
                kind = context.types[back] if initial is None else context.types[head]
                exit_ = context.fresh(head.name, kind)
                if head.name != key:
                    context.access[exit_] = key
                context.alias(
                    context.buffer_of[exit_], context.buffer_of[back], (), False
                )
                context.bind(after, key, exit_)
                context.moved |= (
                    {context.buffer_of[exit_]} if head.name != key else set()
                )
            if head in context.access:
                context.access[exit_] = context.access[head]
            carried.append(Carry(head, initial, back, exit_))
        for name in bound((self.statement,)):
            # bound in the body, read after the loop only
            if name not in self.heads and name in live and name in self.end.names:
                binding = self.end.names[name]
                if isinstance(binding, Structure):
                    continue
                back = self._held(name, binding, self.end, extra)
                exit_ = context.fresh(name, context.types[back])
                context.bind(after, name, exit_)
                head = context.fresh(name, context.types[back])
                carried.append(Carry(head, None, back, exit_))
        for name, var in ((n, b) for n, b in self.end.names.items() if n == "@result"):
            after.names[name] = var
        body = self.body + ((Step(tuple(extra)),) if extra else ())
        for buffer, var in self.end.current.items():
            after.current.setdefault(buffer, var)
        state.names, state.current = after.names, after.current
        context.entry_defines.extend(entry)
        return self.counter, body, tuple(carried)

    def _held(self, name: str, binding: Any, state: State, extra: list[Define]) -> Var:
        """Variable that holds a name's value, made where the name means a literal or a view."""
        if isinstance(binding, Ref) and binding.view == HOLE:
            return state.current[binding.buffer]
        value = state.read(binding) if isinstance(binding, Ref) else binding
        var = self.context.fresh(name, value.type)
        if isinstance(binding, Ref):
            self.context.alias(self.context.buffer_of[var], binding.buffer, (), False)
        extra.append(Define((var,), (value.expression,)))
        return var
