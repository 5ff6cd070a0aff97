"""What a callee returns -> variables of the caller, and the value that they make up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from srcgrad.ir.expressions import Constant, Var
from srcgrad.ir.program import HOLE, Function, Result
from srcgrad.ir.types import (
    NOTHING,
    UNKNOWN,
    FunctionOf,
    LibraryOf,
    LiteralOf,
    TupleOf,
    Type,
)
from srcgrad.normalize.calling.mutations import Mutations
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.extents import returned
from srcgrad.normalize.scopes.memory import may_be_array, roots
from srcgrad.normalize.scopes.records import Path, joined, read
from srcgrad.normalize.scopes.scope import (
    Binding,
    Qualified,
    Ref,
    State,
    Structure,
    UserFunction,
    Value,
)
from srcgrad.normalize.scopes.values import literal
from srcgrad.primitives.formula import Formula


class Receiver:
    """Takes the value of one call. targets : the variables of its leaves, in order."""

    def __init__(
        self,
        context: Context,
        state: State,
        function: Function,
        arguments: tuple[Formula, ...],
        mutations: Mutations,
        given: Callable[[Path], Value],
    ) -> None:
        self.context, self.state, self.function = context, state, function
        self.arguments, self.mutations = arguments, mutations
        self.targets: list[Var] = []
        self.received: list[tuple[Var, int]] = []
        self.given = given

    def receive(self, result: Result, name: str = "") -> tuple[Value, Result]:
        """Return the value of a result, and its structure over new variables."""
        if isinstance(result.function, LibraryOf):
            return Qualified(result.function.name, result.function.text), result
        if isinstance(result.function, FunctionOf):
            return self._function(result.function, result)
        if result.kind == "given":
            return self.given(result.keys), Result()
        if result.kind in ("dict", "object"):
            return self._record(result, name)
        if result.items is not None:
            return self._items(result, name)
        if result.leaf is None:
            return Formula(Constant(None), UNKNOWN), result
        own = name in self.context.taken
        stem = name or f"{self.function.key}_value"
        var = self._target(result.leaf, stem if own else self.context.unique(stem))
        self.targets.append(var)
        same = self.mutations.argument_of(result.leaf)
        # a callee may return the argument that it has written to: the caller's array
        known = var if same is None else same
        return Formula(known, self.context.types[known]), Result(leaf=var)

    def _items(self, result: Result, name: str) -> tuple[Value, Result]:
        """Receive a tuple item by item; a named one has a name of its own in the text."""
        holder = name
        if result.keys and not name:
            holder = self.context.unique(f"{self.function.key}_value")
        values, structures = [], []
        for position, item in enumerate(result.items or ()):
            if result.keys:
                inner = joined(holder, result.keys[position])
            else:
                inner = self.context.part_name(holder, position) if holder else ""
            value, structure = self.receive(item, inner)
            values.append(value)
            structures.append(structure)
        whole = Structure("tuple", tuple(values), result.keys, result.owner)
        if result.keys and not name:
            self._name_items(whole, holder)
            return whole, replace(result, items=tuple(structures), holder=holder)
        return whole, replace(result, items=tuple(structures))

    def _name_items(self, value: Value, text: str) -> None:
        """Note how the text reads the items of a named tuple that the call gives."""
        match value:
            case Structure(items=items, keys=keys):
                for position, item in enumerate(items):
                    key = keys[position] if keys else position
                    kind = "object" if keys else "tuple"
                    self._name_items(item, read(text, kind, key))
            case Formula(expression=Var() as var) if var in self.targets:
                self.context.access[var] = text

    def _record(self, result: Result, name: str) -> tuple[Value, Result]:
        """Receive a dictionary or an object that the callee has made."""
        context, state = self.context, self.state
        holder = name or context.unique(f"{self.function.key}_value")
        record = context.records.new(result.kind, result.owner, holder)
        structures: list[Result] = []
        for key, item in zip(result.keys, result.items or (), strict=True):
            value, structure = self.receive(item, joined(holder, key))
            state.names[context.records.part(record, key)] = self._binding(value)
            structures.append(structure)
        if not name:
            context.received.append((holder, record))
        return record, replace(result, items=tuple(structures), holder=holder)

    def _function(self, function: FunctionOf, result: Result) -> tuple[Value, Result]:
        """Receive what a function has captured; give each of it a name here."""
        context, state = self.context, self.state
        environment = function.environment or ()
        stem = self.function.key
        names = {key: context.unique(f"{stem}_{key}") for key, _ in environment}
        parts = iter(captured_parts(result, function))
        structures: list[Result] = []
        for key, type_ in environment:
            part = next(parts) if has_leaves(type_) else Result()
            value, structure = self._entry(type_, part, names[key], names)
            state.names[names[key]] = self._binding(value)
            if has_leaves(type_):
                structures.append(structure)
            if not isinstance(value, UserFunction) and structure.leaf is None:
                context.spelled[names[key]] = spelled_value(value)
        given = UserFunction(function.name, function.captured, preset=function.preset)
        return given.moved(names), captured_result(structures, function)

    def _entry(
        self, type_: Type, result: Result, name: str, names: Mapping[str, str]
    ) -> tuple[Value, Result]:
        """Return one captured value; its functions read what is captured beside it."""
        if result.leaf is not None:
            return self.receive(result, name)
        match type_:
            case FunctionOf(function, captured, _, preset):
                given = UserFunction(function, captured, preset=preset)
                return given.moved(names), result
            case LibraryOf(qualified, text):
                return Qualified(qualified, text), result
            case LiteralOf(known):
                return literal(known), result
            case TupleOf(items):
                parts = result.items or (Result(),) * len(items)
                found = [
                    self._entry(item, part, f"{name}_{k}", names)
                    for k, (item, part) in enumerate(zip(items, parts, strict=True))
                ]
                return (
                    Structure("tuple", tuple(value for value, _ in found)),
                    Result(items=tuple(structure for _, structure in found)),
                )
            case _:
                return Formula(Constant(None), NOTHING), result

    def _binding(self, value: Value) -> Binding:
        match value:
            case Formula(expression=Var() as var, type=type_):
                return Ref(self.context.buffer_of[var], type_, HOLE)
            case Structure(items=items):
                return replace(value, items=tuple(map(self._binding, items)))
            case _:
                return value

    def _target(self, leaf: Var, name: str) -> Var:
        """Make the variable that receives a leaf of the value."""
        context, function = self.context, self.function
        parameters = [function.types[v] for p in function.parameters for v in p.leaves]
        given = [argument.type for argument in self.arguments]
        type_ = returned(function.types[leaf], f"{function.key}:", parameters, given)
        var = context.hidden(name, type_)
        buffer = context.buffer_of[var]
        self.state.current[buffer] = var
        for position in function.shares.get(leaf, ()):
            for root in roots(context, self.arguments[position].expression):
                context.may_share(buffer, context.buffer_of[root.var])
        for other, held in self.received:
            if self._is_shared(leaf, other):
                context.may_share(buffer, held)
        if may_be_array(type_):
            self.received.append((leaf, buffer))
        return var

    def _is_shared(self, leaf: Var, other: Var) -> bool:
        """Whether two parts of what a callee gives may be in the same memory."""
        buffers = self.function.buffers
        one, two = buffers.get(leaf), buffers.get(other)
        if one is None or two is None:
            return leaf == other
        return one == two or frozenset((one, two)) in self.function.aliases


def captured_result(parts: Sequence[Result], function: FunctionOf) -> Result:
    """Return the structure of a function: what it has captured, one value as itself."""
    if len(parts) == 1:
        return replace(parts[0], function=function)
    if not parts:
        return Result(function=function)
    return Result(items=tuple(parts), function=function)


def captured_parts(result: Result, function: FunctionOf) -> tuple[Result, ...]:
    """Return the structure of each captured value that has any."""
    count = sum(has_leaves(type_) for _, type_ in function.environment or ())
    if count == 1:
        return (replace(result, function=None),)
    return result.items or ()


def has_leaves(type_: Type) -> bool:
    """Whether a value of this type is not all functions and None."""
    match type_:
        case FunctionOf() | LibraryOf() | LiteralOf():
            return False
        case TupleOf(items):
            return any(has_leaves(item) for item in items)
        case _:
            return type_ != NOTHING


def spelled_value(value: Value) -> str:
    """Text of a captured value that is put together from names."""
    match value:
        case Structure(items=items):
            inside = ", ".join(spelled_value(item) for item in items)
            return f"({inside},)" if len(items) == 1 else f"({inside})"
        case Formula(expression=Var(name=name)):
            return name
        case Qualified(text=text):
            return text
        case Formula(expression=Constant(value=known)):
            return repr(known)
        case _:
            return "None"
