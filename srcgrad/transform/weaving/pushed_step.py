"""The tangent of a source statement: of all that it does, before or after its text."""

from __future__ import annotations

from srcgrad.ir.expressions import Expression, Var, substitute
from srcgrad.ir.program import Append, Define, Invoke, Simple, Step, Store
from srcgrad.transform.sharing import shared
from srcgrad.transform.weaving.pushed_call import push_call
from srcgrad.transform.weaving.pushed_define import push_define
from srcgrad.transform.weaving.pushed_store import push_append, push_store
from srcgrad.transform.weaving.scope import made_by
from srcgrad.transform.weaving.weaver import Weaver
from srcgrad.transform.weaving.writer import Writer


def push_step(weaver: Weaver, step: Step) -> None:
    """Weave the tangent of a statement around it."""
    after = weaver.places.after.setdefault(id(step), [])
    parts = _parts(step)
    start = dict(weaver.scope.names)
    for statement in step.statements:
        if isinstance(statement, Invoke):
            arguments = tuple(substitute(a, parts) for a in statement.arguments)
            push_call(weaver, statement, arguments, step, after)
    rest = tuple(
        s
        for s in step.statements
        if not isinstance(s, Invoke)
        and not (isinstance(s, Define) and s.targets[0] in parts)
    )
    before = weaver.scope.copy()
    weaver.scope.lose(step.gone, start)
    for statement in rest:
        weaver.scope.carry_out(statement)
    weaver.scope.move(step.moves)
    slots = dict(weaver.scope.slots)
    writer = Writer(weaver, step, weaver.scope, True)
    _write(writer, rest)
    if writer.missing and step.origin is not None:
        # it reads what the statement overwrites
        weaver.scope.slots = slots
        writer = Writer(weaver, step, before, False)
        _write(writer, rest)
        weaver.places.ahead[id(step)] = writer.lines
    else:
        after.extend(writer.lines)
    for var in writer.missing:
        weaver.ask(var, before)
    for statement in step.statements:
        for var in made_by(statement):
            weaver.keep(var, after)


def _write(writer: Writer, statements: tuple[Simple, ...]) -> None:
    """Write the tangents of all that a statement does, in order."""
    tangents = [writer.tangents(s) for s in statements]
    for position, statement in enumerate(statements):
        later = [
            e for group in tangents[position + 1 :] for e in group if e is not None
        ]
        match statement:
            case Define():
                push_define(writer, statement, tangents[position], later)
            case Store():
                push_store(writer, statement, tangents[position][0])
            case Append():
                push_append(writer, statement, tangents[position][0])
    writer.lines = shared(writer.lines, writer.weaver.names.shared)
    writer.lines.extend(writer.late)
    writer.weaver.held.clear()


def _parts(step: Step) -> dict[Var, Expression]:
    """Return the views that a callee writes to: the text passes them as they stand."""
    given = {a for s in step.statements if isinstance(s, Invoke) for a in s.arguments}
    return {
        s.targets[0]: s.values[0]
        for s in step.statements
        if isinstance(s, Define) and len(s.targets) == 1 and s.targets[0] in given
    }
