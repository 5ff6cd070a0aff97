"""`for` and `while` -> For and While, which say what an iteration hands to the next."""

from __future__ import annotations

from dataclasses import replace

from srcgrad.analysis.names import bound, live_before, loop_live, names_in, target_names
from srcgrad.ir import surface as s
from srcgrad.ir.cut import edited
from srcgrad.ir.expressions import Expression, Var
from srcgrad.ir.program import (
    Block,
    Carry,
    Edit,
    For,
    Invoke,
    Named,
    Node,
    Restated,
    Step,
    While,
    spelled,
)
from srcgrad.normalize.control.assumptions import Assumed, Enter
from srcgrad.normalize.control.carries import Trial
from srcgrad.normalize.control.itemwise import itemwise
from srcgrad.normalize.control.iteration import COUNTED, items_of
from srcgrad.normalize.evaluation.evaluate import sometimes
from srcgrad.normalize.rewriting.exits import breaks
from srcgrad.normalize.scopes.context import Context, Names, Walk
from srcgrad.normalize.scopes.scope import Record, State, Structure


def for_loop(
    context: Context, state: State, statement: s.For, live: Names, walk: Walk
) -> tuple[Node, ...]:
    """Walk a counted loop; what its carried variables need before it comes first."""
    bodies = itemwise(context, state, statement)
    if bodies is not None:
        nodes: list[Node] = []
        for place, once in enumerate(bodies):
            rest = tuple(step for later in bodies[place + 1 :] for step in later)
            nodes.extend(walk(context, state, once, live_before(rest, live)))
        return tuple(nodes)
    outside = set(state.names)
    context.edits, context.pending = [], []
    iteration = items_of(context, state, statement)
    ahead = calls_ahead(context, statement.origin)
    origin = edited(statement.origin, context.edits)
    if ahead:
        # they stand above what is made ahead
        origin = replace(origin, comments=())
    targets = target_names(statement.target)
    head_live = loop_live(statement.body, live, targets)
    head_live |= context.shared - targets

    def enter(inner: State) -> tuple[Var, Block]:
        return iteration.enter(context, inner, statement, head_live)

    loop = _Loop(context, statement, targets, head_live, live, walk)
    counter, body, carried = loop.close(state, enter)
    for name in set(state.names) - outside:
        if name.startswith(COUNTED):
            del state.names[name]
    assert counter is not None
    plain = iteration.plain
    exits = breaks(statement.body)
    node = For(counter, iteration.iterable, body, carried, origin, plain, exits)
    return (*ahead, *_entry(context), node)


def calls_ahead(context: Context, origin: s.Origin) -> tuple[Step, ...]:
    """Calls in the header of a loop are made ahead of it, and their values named there."""
    if not context.pending:
        return ()
    for call in context.pending:
        if isinstance(call, Invoke) and call.span is not None:
            context.edits.append(Restated(call.span, spelled(call.structure)))
    edits = tuple(e for e in context.edits if isinstance(e, Edit | Named))
    return (Step(tuple(context.pending), origin, edits=edits, ahead=True),)


def while_loop(
    context: Context, state: State, statement: s.While, live: Names, walk: Walk
) -> tuple[Node, ...]:
    """Walk a `while`; what its carried variables need before it comes first."""
    live |= names_in(statement.condition)
    head_live = loop_live(statement.body, live, frozenset()) | context.shared
    tests: list[Expression] = []
    origins: list[s.Origin] = []

    def enter(inner: State) -> tuple[None, Block]:
        context.edits = []
        tests[:] = [sometimes(context, inner, statement.condition).expression]
        origins[:] = [edited(statement.origin, context.edits)]
        return None, ()

    loop = _Loop(context, statement, frozenset(), head_live, live, walk)
    _, body, carried = loop.close(state, enter)
    return (
        *_entry(context),
        While(tests[0], body, carried, origins[0]),
    )


def _entry(context: Context) -> tuple[Step, ...]:
    """Values that the source does not name, made before a loop that carries them."""
    defines, context.entry_defines = context.entry_defines, []
    return (Step(tuple(defines)),) if defines else ()


class _Loop:
    """A loop of the source, walked until what it carries is known."""

    def __init__(
        self,
        context: Context,
        statement: s.For | s.While,
        targets: Names,
        head_live: Names,
        live: Names,
        walk: Walk,
    ) -> None:
        self.context, self.statement, self.walk = context, statement, walk
        self.targets, self.head_live, self.live = targets, head_live, live

    def close(
        self, state: State, enter: Enter
    ) -> tuple[Var | None, Block, tuple[Carry, ...]]:
        """Walk the body with ever wider assumptions, until they hold."""
        context = self.context
        arms, context.arms = context.arms, []
        try:
            return self._closed(state, enter)
        finally:
            context.arms = arms

    def _closed(
        self, state: State, enter: Enter
    ) -> tuple[Var | None, Block, tuple[Carry, ...]]:
        context = self.context
        assumed = Assumed(self._rebound(state), nested=self._nested(state))
        while True:
            versions, taken = dict(context.versions), set(context.taken)
            problems = len(context.problems)
            trial = Trial(context, state, self.statement, assumed)
            trial.run(enter, self.targets, self.head_live | self.live, self.walk)
            if not trial.widened():
                return trial.finish(state, self.live)
            context.versions, context.taken = versions, taken
            del context.problems[problems:]

    def _rebound(self, state: State) -> tuple[str, ...]:
        """Names that the loop binds, and that are read in a later trip or after."""
        names = bound((self.statement,))
        wanted = self.head_live | self.live
        return tuple(n for n in names if n in wanted and not _is_nest(state, n))

    def _nested(self, state: State) -> tuple[str, ...]:
        """Tuples and records that the loop makes anew, and reads in a later trip or after."""
        names = bound((self.statement,))
        wanted = self.head_live | self.live
        return tuple(n for n in names if n in wanted and _is_nest(state, n))


def _is_nest(state: State, name: str) -> bool:
    return isinstance(state.names.get(name), Structure | Record)
