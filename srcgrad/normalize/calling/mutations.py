"""Arguments that a callee writes to -> new versions of the caller's buffers."""

from __future__ import annotations

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir.expressions import Expression, Var
from srcgrad.ir.program import HOLE, Define, Function, Store
from srcgrad.ir.types import is_scalar
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.memory import roots
from srcgrad.normalize.scopes.scope import State
from srcgrad.primitives.formula import Formula


class Mutations:
    """What one call does to its arguments.

    expressions : what is passed, a variable of its own where the argument is a view.
    mutated : (position, version after the call). after : stores of changed views back
    into their buffers.
    """

    def __init__(
        self,
        context: Context,
        state: State,
        function: Function,
        arguments: tuple[Formula, ...],
        span: Span,
    ) -> None:
        self.context, self.state, self.function = context, state, function
        self.arguments, self.span = arguments, span
        self.leaves = [v for p in function.parameters for v in p.leaves]
        self.expressions: list[Expression] = [a.expression for a in arguments]
        self.mutated: list[tuple[int, Var]] = []
        self.after: list[Store] = []
        self.parts: set[str] = set()

    def write(self, position: int) -> None:
        """Record that the callee writes to the argument at `position`."""
        context, state = self.context, self.state
        found = roots(context, self.arguments[position].expression)
        if not found:
            return
        if len(found) > 1 or not found[0].certain:
            raise refuse(
                "SG401",
                f"`{self.function.name}` writes to this argument, and whose memory it "
                "is cannot be told",
                self.span,
                hint="assign the array to a name first",
            )
        (root,) = found
        buffer = context.buffer_of[root.var]
        self._check_given_once(position, buffer)
        name = root.var.name
        context.check_store(state, buffer, context.live, self.span, name, True)
        base = state.current[buffer]
        context.written.add(base.name)
        part = None if root.view == HOLE else self._part(position)
        target = context.fresh(base.name, context.types[base], buffer)
        if base in context.access:
            context.access[target] = context.access[base]
        state.current[buffer] = target
        self.mutated.append((position, target if part is None else part))
        if part is not None:
            self.after.append(Store(target, base, root.view, part))

    def _part(self, position: int) -> Var:
        """Pass a view under a name of its own; return its version after the call."""
        context, argument = self.context, self.arguments[position]
        name = f"{self.function.name}_part"
        if name in self.parts:
            # two of one call have cotangents at once
            name = f"{name}_{self.leaves[position].name}"
        self.parts.add(name)
        part = context.hidden(name, argument.type)
        buffer = context.buffer_of[part]
        changed = context.hidden(name, context.types[part], buffer)
        context.pending.append(Define((part,), (argument.expression,)))
        self.expressions[position] = part
        return changed

    def _check_given_once(self, position: int, buffer: int) -> None:
        context = self.context
        for other, argument in enumerate(self.arguments):
            if other == position or is_scalar(argument.type):
                continue
            for root in roots(context, argument.expression):
                if context.aliases.shared(context.buffer_of[root.var], buffer):
                    raise refuse(
                        "SG401",
                        f"`{self.function.name}` writes to an argument that is passed "
                        "to it twice",
                        self.span,
                        hint="pass a copy",
                    )

    def argument_of(self, leaf: Var) -> Var | None:
        """Return the version of the caller's array that a leaf of the value is."""
        after = dict(self.mutated)
        for parameter, output in self.function.outputs.items():
            if output == leaf:
                return after.get(self.leaves.index(parameter))
        return None
