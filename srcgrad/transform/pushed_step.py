"""The tangent of one source statement: of all that it does, before or after its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from srcgrad.analysis.activity import active_variables, differentiable, output_variables
from srcgrad.analysis.typing import type_of_tree
from srcgrad.ir.code import Add, Put, Scatter, Set
from srcgrad.ir.expressions import (
    Apply,
    Constant,
    Dot,
    Expression,
    Name,
    Var,
    rebuild,
    substitute,
    walk,
)
from srcgrad.ir.program import (
    HOLE,
    Append,
    Define,
    Invoke,
    Result,
    Simple,
    Step,
    Store,
    leaves,
)
from srcgrad.ir.types import Numeric, Type, is_scalar, same_shape
from srcgrad.transform.algebra import add
from srcgrad.transform.linearize import Linearizer, shape_of
from srcgrad.transform.memory import memory
from srcgrad.transform.pairs import Request
from srcgrad.transform.scope import Scope
from srcgrad.transform.tidy import simplified
from srcgrad.transform.woven import Grow, Line, PushedCall
from srcgrad.transform.zeros import zero_tangent

if TYPE_CHECKING:
    from srcgrad.transform.weaver import Weaver


def push_step(weaver: Weaver, step: Step) -> None:
    """Weave the tangent of a statement around it."""
    after = weaver.places.after.setdefault(id(step), [])
    parts = _parts(step)
    for statement in step.statements:
        if isinstance(statement, Invoke):
            arguments = tuple(substitute(a, parts) for a in statement.arguments)
            _invoke(weaver, statement, arguments, step, after)
    rest = tuple(
        s
        for s in step.statements
        if not isinstance(s, Invoke)
        and not (isinstance(s, Define) and s.targets[0] in parts)
    )
    before = weaver.scope.copy()
    for statement in rest:
        weaver.scope.carry_out(statement)
    weaver.scope.move(step.moves)
    slots = dict(weaver.scope.slots)
    writer = Writer(weaver, step, weaver.scope, True)
    writer.write(rest)
    if writer.missing and step.origin is not None:
        retry = dict(weaver.scope.slots)
        weaver.scope.slots = slots
        ahead = Writer(weaver, step, before, False)
        ahead.write(rest)
        if not ahead.missing or step.statements:
            for var in ahead.missing:
                weaver.ask(var, before)
            weaver.places.ahead[id(step)] = ahead.lines
            writer = ahead
        else:
            weaver.scope.slots = retry
    else:
        for var in writer.missing:
            weaver.ask(var, before)
    if writer.is_after:
        after.extend(writer.lines)
    for statement in step.statements:
        for var in _made(statement):
            weaver.keep(var, after)


def _parts(step: Step) -> dict[Var, Expression]:
    """Parts of arrays that a callee writes to: views, which the text passes as they stand."""
    given = {a for s in step.statements if isinstance(s, Invoke) for a in s.arguments}
    return {
        s.targets[0]: s.values[0]
        for s in step.statements
        if isinstance(s, Define) and len(s.targets) == 1 and s.targets[0] in given
    }


def _made(statement: Simple) -> tuple[Var, ...]:
    match statement:
        case Define(targets, _):
            return targets
        case Store(target=target) | Append(target=target):
            return (target,)
        case Invoke(targets, _, _, mutated):
            return (*targets, *(v for _, v in mutated))
        case _:
            return ()


class Writer:
    """Writes the tangents of a statement in the names of one scope: that before it, or after it."""

    def __init__(
        self, weaver: Weaver, step: Step, scope: Scope, is_after: bool
    ) -> None:
        self.weaver, self.step, self.scope, self.is_after = (
            weaver,
            step,
            scope,
            is_after,
        )
        self.lines: list[Line] = []
        self.missing: list[Var] = []
        self.late: list[Line] = []

    @property
    def types(self) -> dict[Var, Type]:
        return self.weaver.types  # type: ignore[return-value]

    def write(self, statements: tuple[Simple, ...]) -> None:
        """Write the tangents of all that a statement does, in order."""
        tangents = [self._tangents(s) for s in statements]
        for position, statement in enumerate(statements):
            later = [
                e for group in tangents[position + 1 :] for e in group if e is not None
            ]
            match statement:
                case Define():
                    self._define(statement, tangents[position], later)
                case Store():
                    self._store(statement, tangents[position][0])
                case Append():
                    self._append(statement, tangents[position][0])
        self.lines.extend(self.late)
        self.weaver.held.clear()

    def _tangents(self, statement: Simple) -> list[Expression | None]:
        match statement:
            case Define(targets, values):
                return [self._of(v, t) for t, v in zip(targets, values, strict=True)]
            case Store(target, base, place, value, accumulate):
                named = target if place == HOLE and not accumulate else None
                return [
                    self._of(value, named) if target in self.weaver.active else None
                ]
            case Append(target=target, value=value):
                return [self._of(value, None) if target in self.weaver.active else None]
            case _:
                return [None]

    def _of(self, value: Expression, target: Var | None) -> Expression | None:
        """Tangent of a value, that of `target` where it is wanted."""
        if target is not None and target not in self.weaver.active:
            return None
        named = {value: target} if self.is_after and target is not None else {}
        span = self.step.origin.span if self.step.origin else None
        pushed = Linearizer(self.weaver.active, self.types, span, named, True).push(
            value
        )
        return None if pushed is None else self._tidy(pushed)

    def _tidy(self, expression: Expression) -> Expression:
        expression = simplified(expression, self.types)
        match expression:
            case Apply(
                "broadcast_to", (inner, Apply("shape" | "np.shape", (Var() as like,)))
            ):
                kind = self.types[like]
                known = isinstance(kind, Numeric) and (kind.dtype or "").startswith(
                    "float"
                )
                if known and is_scalar(type_of_tree(inner, self.types)):
                    return Apply("full_like", (like, inner))
        return expression

    def _read(self, expression: Expression) -> Expression:
        found, missing = self.weaver.reading(expression, self.scope)
        self.missing.extend(missing)
        return found

    # ---- assignment

    def _define(
        self,
        statement: Define,
        tangents: list[Expression | None],
        later: list[Expression],
    ) -> None:
        weaver = self.weaver
        values: list[tuple[str, Expression]] = []
        made: list[Var] = []
        for target, value, tangent in zip(
            statement.targets, statement.values, tangents, strict=True
        ):
            if not weaver.has(target):
                continue
            slot, kind = weaver.slot(target), self.types[target]
            if tangent is None:
                if not self.is_after and weaver.scope.text(target):
                    self.late_zero(target, value)
                    continue
                found: Expression = zero_tangent(target, kind, value)
            else:
                found = weaver.owned(slot, tangent, kind, value)
            values.append((slot, self._read(found)))
            made.append(target)
        held = self._delayed(values, made, later)
        values = [v for v in values if v[0] not in held]
        from srcgrad.transform.weaver import together

        lines = together(values)
        self.lines.extend(self._augmented(line) for line in lines)
        for target in made:
            weaver.scope.slots[weaver.slot(target)] = target

    def late_zero(self, target: Var, value: Expression) -> None:
        """Zeros of the shape of a value that is not there yet."""
        weaver = self.weaver
        slot = weaver.slot(target)
        zero = zero_tangent(target, self.types[target], value)
        found, missing = weaver.reading(zero, weaver.scope)
        self.missing.extend(missing)
        weaver.places.after.setdefault(id(self.step), []).append(Set((slot,), found))
        weaver.scope.slots[slot] = target

    def _augmented(self, line: Line) -> Line:
        """`total_dot = total_dot + v_dot` as the source has it: `total_dot += v_dot`."""
        origin = self.step.origin
        if origin is None or not isinstance(line, Set) or len(line.targets) != 1:
            return line
        name = line.targets[0]
        match line.value:
            case Apply(
                "add" | "subtract" as operation, (Name(text=first, type=kind), rest)
            ):
                written = origin.text.partition("=")[0].rstrip()[-1:] in ("+", "-")
                if first == name and written and is_scalar(kind):
                    return Add(Name(name), rest, operation == "subtract")
        return line

    def _delayed(
        self,
        values: list[tuple[str, Expression]],
        made: list[Var],
        later: list[Expression],
    ) -> set[str]:
        """Tangents that overwrite what a later part of the statement reads wait till its end."""
        weaver = self.weaver
        held: set[str] = set()
        for (slot, value), target in zip(values, made, strict=True):
            older = any(
                isinstance(e, Dot) and e.var != target and weaver.slot(e.var) == slot
                for expression in later
                for e in walk(expression)
            )
            if older:
                waiting = weaver.names.derived(target.name, "next_dot")
                self.lines.append(Set((waiting,), value))
                self.late.append(Set((slot,), Name(waiting)))
                weaver.held[target] = waiting
                held.add(slot)
        return held

    # ---- stores

    def _store(self, statement: Store, tangent: Expression | None) -> None:
        weaver, target = self.weaver, statement.target
        if not weaver.has(target):
            return
        slot = weaver.slot(target)
        if statement.place == HOLE:
            self._whole(statement, slot, tangent)
        else:
            self._part(statement, slot, tangent)
        weaver.scope.slots[slot] = target

    def _whole(self, statement: Store, slot: str, tangent: Expression | None) -> None:
        """`y += v`, `y *= v`: of all of a buffer."""
        weaver, target, base = self.weaver, statement.target, statement.base
        kind, old = self.types[target], self.types[base]
        if statement.accumulate and tangent is None:
            if weaver.has(base) and not same_shape(old, kind) and not _is_array(old):
                self._set(slot, self._spread(Dot(base), statement), kind)
        elif statement.accumulate and tangent is not None:
            if not weaver.has(base):
                self._set(slot, self._spread(tangent, statement), kind)
            elif _is_array(old):
                self._grow(Name(slot), self._read_own(base, tangent))
            else:
                self._set(slot, add(Dot(base), tangent), kind)
        else:
            self._set(
                slot, zero_tangent(target, kind) if tangent is None else tangent, kind
            )

    def _set(self, slot: str, tangent: Expression, kind: Type) -> None:
        self.lines.append(
            Set((slot,), self._read(self.weaver.owned(slot, tangent, kind, None)))
        )

    def _read_own(self, base: Var, tangent: Expression) -> Expression:
        self.weaver.tangent(base)
        return self._read(_unspread(tangent))

    def _spread(self, tangent: Expression, statement: Store) -> Expression:
        """Give a tangent the shape that `y += v` leaves y in."""
        kind = self.types[statement.target]
        if same_shape(type_of_tree(tangent, self.types), kind) or is_scalar(kind):
            return tangent
        like: Expression = statement.base
        if not _is_array(self.types[statement.base]):
            total = Apply("add", (statement.base, statement.value))
            like = statement.target if self.is_after else total
        return self._tidy(Apply("broadcast_to", (_unspread(tangent), shape_of(like))))

    def _grow(self, place: Expression, value: Expression) -> None:
        if isinstance(value, Apply) and value.operation == "negative":
            self.lines.append(Add(place, value.arguments[0], True))
        else:
            self.lines.append(Add(place, value))

    def _part(self, statement: Store, slot: str, tangent: Expression | None) -> None:
        """`a[i] = v`, `a[i] += v`: of a part of a buffer, or of a view of it."""
        weaver = self.weaver
        if statement.target not in weaver.active:
            return
        if tangent is None and (
            statement.accumulate or statement.base not in weaver.active
        ):
            return
        weaver.tangent(statement.base)
        hole = Name(slot, self.types[statement.base])
        value = Constant(0.0) if tangent is None else self._read(_unspread(tangent))
        match statement.place:
            case Apply("at", (view, *items)):
                base = self._place(view, hole)
                self.lines.append(
                    Scatter(base, tuple(self._read(i) for i in items), value)
                )
            case place if statement.accumulate:
                self._grow(self._place(place, hole), value)
            case place:
                self.lines.append(Put(self._place(place, hole), value))

    def _place(self, place: Expression, hole: Name) -> Expression:
        """A place in the tangent: the subscripts are read, the hole is filled."""

        def visit(part: Expression) -> Expression:
            if part == HOLE:
                return hole
            return rebuild(part, visit) if HOLE in walk(part) else self._read(part)

        return visit(place)

    def _append(self, statement: Append, tangent: Expression | None) -> None:
        weaver = self.weaver
        if not weaver.has(statement.target):
            return
        slot = weaver.slot(statement.target)
        weaver.tangent(statement.base)
        value = tangent
        if value is None:
            value = zero_tangent(
                statement.value,
                type_of_tree(statement.value, self.types),
                statement.value,
            )
        else:
            shared = {weaver.slot(v) for v in memory(value, self.types)}
            if shared & weaver.stored and not memory(statement.value, self.types):
                value = weaver.copied(value, type_of_tree(statement.value, self.types))
        self.lines.append(Grow(Name(slot), self._read(value)))
        weaver.scope.slots[slot] = statement.target


def _is_array(kind: Type) -> bool:
    return isinstance(kind, Numeric) and kind.mutable is True


def _unspread(value: Expression) -> Expression:
    """Leave out a spread over a shape that the place has anyway."""
    match value:
        case Apply("broadcast_to", (inner, _)):
            return inner
        case Apply("full_like", (_, inner)):
            return inner
        case _:
            return value


# ---- calls


def _invoke(
    weaver: Weaver,
    invoke: Invoke,
    arguments: tuple[Expression, ...],
    step: Step,
    after: list[Line],
) -> None:
    """Call the callee in forward mode, where what it is given and what it gives are active."""
    callee = weaver.program.functions[invoke.function]
    inputs = [v for p in callee.parameters for v in p.leaves]
    outputs = output_variables(callee)
    mutated = dict(invoke.mutated)
    values: list[Var | None] = list(invoke.targets)
    values += [mutated.get(inputs.index(leaf)) for leaf in callee.outputs]
    pairs = tuple(zip(outputs, values, strict=True))
    wanted = tuple(
        dict.fromkeys(o for o, v in pairs if v is not None and v in weaver.active)
    )
    sources = tuple(
        k
        for k, a in enumerate(arguments)
        if differentiable(a, weaver.types) & weaver.active
    )
    if wanted and sources:
        _pushed(weaver, invoke, arguments, step, sources, wanted, after)
    else:
        _plain(weaver, invoke)
    weaver.scope.carry_out(invoke)
    for var in _made(invoke):
        if (
            weaver.has(var)
            and var not in weaver.active
            and weaver.scope.slots.get(weaver.slot(var)) != var
        ):
            zero = zero_tangent(var, weaver.types[var])
            after.append(Set((weaver.slot(var),), weaver.read(zero)))
            weaver.scope.slots[weaver.slot(var)] = var


def _plain(weaver: Weaver, invoke: Invoke) -> None:
    """A passive call: on a line of its own where a tangent reads its value."""
    if any(t in weaver.assumed.named for t in invoke.targets):
        weaver.places.calls[id(invoke)] = PushedCall(None)
    for position, var in invoke.mutated:
        argument = invoke.arguments[position]
        if isinstance(argument, Var) and weaver.has(argument) and weaver.has(var):
            weaver.scope.slots[weaver.slot(var)] = var


def _pushed(
    weaver: Weaver,
    invoke: Invoke,
    arguments: tuple[Expression, ...],
    step: Step,
    sources: tuple[int, ...],
    wanted: tuple[Var, ...],
    after: list[Line],
) -> None:
    from srcgrad.transform.tangents import seed_names

    callee = weaver.program.functions[invoke.function]
    inputs = [v for p in callee.parameters for v in p.leaves]
    active = active_variables(
        callee, weaver.program.functions, [inputs[k] for k in sources], wanted
    )
    given = tuple(k for k in sources if inputs[k] in active)
    positions = output_variables(callee)
    request = Request(invoke.function, given, tuple(positions.index(v) for v in wanted))
    names = seed_names(callee, tuple(inputs[k] for k in given), weaver.taken)
    keywords = tuple(
        (names[inputs[k]], _argument(weaver, arguments[k], step)) for k in given
    )
    of_value = dict(zip(leaves(callee.result), invoke.targets, strict=True))
    mutated = dict(invoke.mutated)
    for leaf, output in callee.outputs.items():
        version = mutated.get(inputs.index(leaf))
        if (
            output in of_value
            and version is not None
            and of_value[output] not in weaver.active
        ):
            # the callee returns the argument that it has written to
            of_value[output] = version
    results: list[str] = []
    taken: list[Var] = []
    if any(o in wanted for o in of_value):
        results.append(_structure(weaver, callee.result, of_value, taken))
    for leaf, output in callee.outputs.items():
        version = mutated.get(inputs.index(leaf))
        if output not in wanted or version is None:
            continue
        if output in of_value:
            held = of_value[output]
            if held != version and version in weaver.active:
                after.append(Set((weaver.slot(version),), Name(weaver.slot(held))))
                taken.append(version)
            continue
        results.append(
            weaver.slot(version) if version in weaver.active else weaver.ignored()
        )
        taken.append(version)
    for var in taken:
        weaver.scope.slots[weaver.slot(var)] = var
    weaver.printed.update(invoke.targets)
    weaver.places.calls[id(invoke)] = PushedCall(request, keywords, ", ".join(results))


def _argument(weaver: Weaver, argument: Expression, step: Step) -> Expression:
    span = step.origin.span if step.origin else None
    tangent = Linearizer(weaver.active, weaver.types, span, {}, True).push(argument)
    if tangent is None:
        tangent = zero_tangent(argument, type_of_tree(argument, weaver.types), argument)
    return weaver.read(simplified(tangent, weaver.types))


def _structure(
    weaver: Weaver, result: Result, of_value: dict[Var, Var], taken: list[Var]
) -> str:
    """Names that take the tangent of a callee's value."""
    if result.items is not None:
        items = [_structure(weaver, item, of_value, taken) for item in result.items]
        return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"
    if result.leaf is None or of_value[result.leaf] not in weaver.active:
        return weaver.ignored()
    taken.append(of_value[result.leaf])
    return weaver.slot(of_value[result.leaf])
