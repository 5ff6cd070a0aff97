"""`if` -> If, which says what its two branches merge."""

from __future__ import annotations

from typing import TypeAlias

from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Var
from srcgrad.ir.program import HOLE, Block, Define, If, Merge, Step
from srcgrad.ir.types import join
from srcgrad.normalize.bindings import new_version
from srcgrad.normalize.context import Context, Names, Walk
from srcgrad.normalize.evaluate import sometimes
from srcgrad.normalize.results import RESULT
from srcgrad.normalize.scope import Binding, Ref, State, Structure
from srcgrad.normalize.values import as_formula

Sides: TypeAlias = tuple[Binding | None, Binding | None]


def branch(
    context: Context, state: State, statement: s.If, live: Names, walk: Walk
) -> If:
    """Walk both branches, from the same state, and join what they leave."""
    # calls in the test stay where they are: an `elif` is not always evaluated
    test = sometimes(context, state, statement.condition).expression
    left, right = state.copy(), state.copy()
    then = walk(context, left, statement.then, live)
    otherwise = walk(context, right, statement.otherwise, live)
    merges: tuple[Merge, ...] = ()
    if left.live and right.live:
        merger = _Merger(context, statement, left, right)
        held = frozenset(name for name in state.names if name.startswith("@"))
        merged = merger.merge(live | held | {RESULT})
        state.names, state.current = merged.names, merged.current
        then += merger.block(0)
        otherwise += merger.block(1)
        merges = tuple(merger.merges)
    else:
        survivor = left if left.live else right
        state.names, state.current = survivor.names, survivor.current
        state.live = survivor.live
    return If(
        test,
        then,
        otherwise,
        merges,
        statement.origin,
        statement.otherwise_origin,
        statement.is_elif,
        statement.flat,
    )


class _Merger:
    """Joins the states at the end of two branches.

    merges : what the If merges. extra : what has to be made at the end of each branch.
    """

    def __init__(
        self, context: Context, statement: s.If, left: State, right: State
    ) -> None:
        self.context, self.span = context, statement.origin.span
        self.states = (left, right)
        self.merges: list[Merge] = []
        self.extra: tuple[list[Define], list[Define]] = ([], [])

    def block(self, side: int) -> Block:
        """Return what has to be made at the end of a branch."""
        return (Step(tuple(self.extra[side])),) if self.extra[side] else ()

    def merge(self, live: Names) -> State:
        """Return the state after the branch, in which `live` names are known."""
        left, right = self.states
        after = State({}, {}, types=self.context.types)
        for buffer, var in left.current.items():
            other = right.current.get(buffer)
            joined = other is not None and other != var
            after.current[buffer] = self._join(var, other, buffer) if joined else var
        for buffer, var in right.current.items():
            after.current.setdefault(buffer, var)
        for name in dict.fromkeys((*left.names, *right.names)):
            one, two = left.names.get(name), right.names.get(name)
            if one == two and one is not None:
                after.names[name] = one
            elif name in live:
                found = self._binding(name, (one, two), after)
                if found is not None:
                    after.names[name] = found
        return after

    def _join(self, left: Var | None, right: Var | None, buffer: int | None) -> Var:
        context = self.context
        present = [var for var in (left, right) if var is not None]
        type_ = context.types[present[0]]
        for var in present[1:]:
            type_ = join(type_, context.types[var])
        target = context.fresh(present[0].name, type_, buffer)
        for var in present:
            if buffer is None:
                known = context.buffer_of[var]
                context.may_share(context.buffer_of[target], known)
            if context.access.get(var):
                context.access[target] = context.access[var]
        self.merges.append(Merge(target, left, right))
        return target

    def _binding(self, name: str, sides: Sides, after: State) -> Binding | None:
        match sides:
            case Structure(kind, items), Structure(_, others) if len(items) == len(
                others
            ):
                joined = [
                    a if a == b else self._binding(f"{name}_{k}", (a, b), after)
                    for k, (a, b) in enumerate(zip(items, others, strict=True))
                ]
                known = tuple(item for item in joined if item is not None)
                return Structure(kind, known) if len(known) == len(joined) else None
            case (Structure(kind, items), None) | (None, Structure(kind, items)):
                # bound on one side only
                is_left = sides[0] is not None
                halves = [
                    self._binding(
                        f"{name}_{k}", (item, None) if is_left else (None, item), after
                    )
                    for k, item in enumerate(items)
                ]
                present = tuple(item for item in halves if item is not None)
                return Structure(kind, present) if len(present) == len(items) else None
            case (Structure(), _) | (_, Structure()):
                return None
        left, right = (self._variable(name, sides[k], k) for k in (0, 1))
        if left is None and right is None:
            return None
        target = self._join(left, right, None)
        if not name.startswith("@") and target.name != name:
            self.context.access[target] = name
        buffer = self.context.buffer_of[target]
        if target.name != name:
            self.context.moved.add(buffer)
        after.current[buffer] = target
        return Ref(buffer, self.context.types[target])

    def _variable(self, name: str, binding: Binding | None, side: int) -> Var | None:
        """Return the variable that holds a name's value at the end of a branch."""
        if binding is None:
            return None
        context, state = self.context, self.states[side]
        is_result = name.startswith(RESULT)
        if isinstance(binding, Ref) and binding.view == HOLE:
            var = state.current[binding.buffer]
            if is_result:
                fits = var.name == context.result_name
            else:
                fits = var.name == name or name.startswith("@")
            if fits:
                return var
        held = state.read(binding) if isinstance(binding, Ref) else binding
        value = as_formula(held, self.span)
        plain = name.replace(RESULT, context.result_name)
        var = new_version(context, state, plain, value.type)
        if name.startswith(f"{RESULT}_"):
            context.access[var] = ""
        if isinstance(binding, Ref):
            context.may_share(context.buffer_of[var], binding.buffer)
        self.extra[side].append(Define((var,), (value.expression,)))
        return var
