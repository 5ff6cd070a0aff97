"""NumPy calls on symbols -> IR: the value that a rule's lambda sees in the compiler.

A `Formula` is an expression with its type. Operators, ufuncs and NumPy functions that
are applied to it look the operation up in the table, and give its Formula.
"""

from __future__ import annotations

from typing import Any

from srcgrad.ir.expressions import Apply, Constant, Expression, Index, Sequence, Slice
from srcgrad.ir.types import Numeric, Type, is_complex
from srcgrad.primitives.entry import (
    REQUIRED,
    Elementwise,
    Primitive,
    Unsupported,
    positions_of,
)


class Formula:
    """An expression of the IR that answers to NumPy."""

    __slots__ = ("expression", "type")

    def __init__(self, expression: Expression, type: Type) -> None:
        self.expression = expression
        self.type = type

    def __repr__(self) -> str:
        return f"Formula({self.expression!r}: {self.type!r})"

    @property
    def rank(self) -> int | None:
        """Number of dimensions, None where unknown."""
        from srcgrad.ir.types import rank

        return rank(self.type)

    def call(self, operation: str, *arguments: Any) -> Formula:
        """Apply the operation of this key, with this value as its first argument."""
        return apply(operation, self, *arguments)

    def __array_ufunc__(
        self, ufunc: Any, method: str, *inputs: Any, **keywords: Any
    ) -> Any:
        assert method == "__call__", f"a rule uses {ufunc.__name__}.{method}"
        return apply(_key(ufunc), *inputs, **keywords)

    def __array_function__(
        self, function: Any, types: Any, inputs: Any, keywords: Any
    ) -> Any:
        return apply(_attribute(_key(function), inputs), *inputs, **keywords)

    def __getitem__(self, items: Any) -> Formula:
        from srcgrad.primitives.indexing import indexed

        parts = items if isinstance(items, tuple) else (items,)
        lifted = tuple(lift(part) for part in parts)
        return Formula(Index(self.expression, lifted), indexed(self.type, parts))

    __iter__ = None  # how many items there are is not known now

    def __neg__(self) -> Formula:
        match self.expression:
            case Apply("negative", (inner,)):
                return Formula(inner, self.type)
        return apply("negative", self)

    def __abs__(self) -> Formula:
        return apply("abs", self)

    shape = property(lambda self: apply(_attribute("np.shape", (self,)), self))
    size = property(lambda self: apply(_attribute("np.size", (self,)), self))
    ndim = property(lambda self: apply(_attribute("np.ndim", (self,)), self))
    dtype = property(lambda self: apply(_attribute("result_type", (self,)), self))
    T = property(lambda self: apply("transpose", self))


def _binary(key: str) -> tuple[Any, Any]:
    return (
        lambda self, other: apply(key, self, other),
        lambda self, other: apply(key, other, self),
    )


for _name, _operation in {
    "add": "add",
    "sub": "subtract",
    "mul": "multiply",
    "truediv": "divide",
    "pow": "power",
    "matmul": "matmul",
    "floordiv": "floor_divide",
    "mod": "mod",
    "and": "bitwise_and",
    "or": "bitwise_or",
}.items():
    _forward, _reflected = _binary(_operation)
    setattr(Formula, f"__{_name}__", _forward)
    setattr(Formula, f"__r{_name}__", _reflected)
for _name, _operation in {
    "lt": "less",
    "le": "less_equal",
    "gt": "greater",
    "ge": "greater_equal",
    "eq": "equal",
    "ne": "not_equal",
}.items():
    setattr(Formula, f"__{_name}__", _binary(_operation)[0])
Formula.__hash__ = object.__hash__  # type: ignore[method-assign]


def lift(value: Any) -> Expression:
    """Return the expression of a Formula, a literal, a tuple, a slice."""
    match value:
        case Formula():
            return value.expression
        case slice():
            parts = (value.start, value.stop, value.step)
            return Slice(*(None if part is None else lift(part) for part in parts))
        case tuple():
            return Sequence(tuple(lift(item) for item in value))
        case list():
            return Sequence(tuple(lift(item) for item in value), "list")
        case _:
            # a number that a rule has computed is printed as Python's
            return Constant(value.item() if hasattr(value, "item") else value)


def type_of(value: Any) -> Type:
    """Type of what a rule handles."""
    from srcgrad.ir.types import BOOLEAN, FLOAT, INTEGER, ListOf, Passive, TupleOf, join

    match value:
        case Formula():
            return value.type
        case bool():
            return BOOLEAN
        case int():
            return INTEGER
        case float():
            return FLOAT
        case complex():
            return Numeric("complex128", (), mutable=False, weak=True)
        case tuple():
            return TupleOf(tuple(type_of(item) for item in value))
        case list():
            items = [type_of(item) for item in value]
            result = items[0] if items else FLOAT
            for item in items[1:]:
                result = join(result, item)
            return ListOf(result)
        case _:
            return Passive()


def apply(operation: str, *arguments: Any, **keywords: Any) -> Formula:
    """Apply a primitive to Formulas and literals, put in signature order."""
    from srcgrad.primitives.table import TABLE

    if operation in ("builtins.max", "builtins.min") and len(arguments) > 2:
        # max(a, b, c) is max(max(a, b), c), ties included
        first = apply(operation, *arguments[:2])
        return apply(operation, first, *arguments[2:], **keywords)
    if operation == "einsum":
        from srcgrad.primitives.einsum import lettered

        arguments = lettered(arguments)
    operation = VARIANTS.get((operation, len(arguments)), operation)
    if operation == "dot" and any(map(_is_sparse, arguments)):
        operation = "matmul"  # np.dot does not know sparse matrices
    if operation in OF_COMPLEX and _is_complex(*arguments):
        operation = OF_COMPLEX[operation]
    entry = TABLE[operation]
    arguments, keywords = _cast_first(entry, arguments, keywords)
    wider = TABLE.get(f"{operation}.where")
    if wider is not None and not keywords.keys() <= {p.name for p in entry.parameters}:
        entry, operation = wider, wider.key
    values = bind(entry, arguments, keywords)
    if not entry.joins:
        values = _as_arrays(entry, values)
    expression = Apply(operation, tuple(lift(value) for value in values))
    found = entry.result(*values)
    if any(_is_sparse(value) for value in values):
        found = _of_sparse(entry, values, found)
    return Formula(expression, found)


def _is_sparse(value: Any) -> bool:
    if not isinstance(value, Formula):
        return False
    return isinstance(value.type, Numeric) and value.type.sparse


def _of_sparse(entry: Primitive, values: tuple[Any, ...], found: Type) -> Type:
    """Type of what is done with a sparse matrix; all but a few operations are refused."""
    if entry.key in FOR_SPARSE or entry.spelling.startswith("scipy.sparse."):
        return found
    others = [value for value in values if not _is_sparse(value)]
    scalars = all(_is_number(type_of(value)) for value in others)
    sums = entry.key in ("add", "subtract", "negative", "positive") and not others
    scaled = entry.key in ("multiply", "divide") and len(others) == 1 and scalars
    if entry.key == "transpose" or sums or scaled:
        return found
    raise Unsupported(
        f"`{entry.spelling}` of a sparse matrix is not supported: products by `@` are"
    )


def _is_number(type_: Type) -> bool:
    return isinstance(type_, Numeric) and type_.shape in ((), frozenset())


FOR_SPARSE = frozenset(
    "matmul dot shape np.shape ndim np.ndim dtype splu.solve helper.unbroadcast".split()
)


def _cast_first(
    entry: Primitive, arguments: tuple[Any, ...], keywords: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """`np.add(x, y, dtype=d)` adds what x and y are in that dtype."""
    if "dtype" not in keywords or any(p.name == "dtype" for p in entry.parameters):
        return arguments, keywords
    if isinstance(entry.derivative, Elementwise):
        count = len(arguments)
    elif entry.key in SCANS:
        count = 1
    else:
        return arguments, keywords
    dtype = keywords["dtype"]
    rest = {name: value for name, value in keywords.items() if name != "dtype"}
    if dtype is None:
        return arguments, rest
    cast = tuple(apply("asarray", value, dtype) for value in arguments[:count])
    return (*cast, *arguments[count:]), rest


def _as_arrays(entry: Primitive, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Make an array of a display of numbers, where an array is meant."""
    if not any(isinstance(value, (tuple, list)) for value in values):
        return values
    count = len(entry.parameters)
    whole = isinstance(entry.derivative, Elementwise)
    places = range(count) if whole else positions_of(entry.derivative, count)
    return tuple(
        apply("array", value)
        if place in places and isinstance(value, (tuple, list))
        else value
        for place, value in enumerate(values)
    )


def invoke(operation: str, *arguments: Any, **keywords: Any) -> Any:
    """Apply a primitive to Formulas, or run it where all arguments are arrays."""
    from srcgrad.primitives.table import TABLE

    if any(isinstance(argument, Formula) for argument in leaves_of_display(arguments)):
        return apply(operation, *arguments, **keywords)
    function = TABLE[operation].function
    assert function is not None
    return function(*arguments, **keywords)


def is_zero(change: Any) -> bool:
    """Whether a tangent is written as zeros."""
    return isinstance(change, float) or (
        isinstance(change, Formula)
        and isinstance(change.expression, Apply)
        and change.expression.operation == "zeros_like"
    )


def leaves_of_display(values: Any) -> list[Any]:
    """Return the leaves of nested displays."""
    if not isinstance(values, (tuple, list)):
        return [values]
    return [leaf for value in values for leaf in leaves_of_display(value)]


def bind(
    entry: Primitive, arguments: tuple[Any, ...], keywords: dict[str, Any]
) -> tuple[Any, ...]:
    """Put arguments in signature order, trailing defaults left out.

    Raises `TypeError`, with words for the user, if they do not fit.
    """
    arguments = _packed(entry, arguments)
    if len(arguments) > len(entry.parameters):
        raise TypeError(
            f"{entry.spelling} takes at most {len(entry.parameters)} arguments here"
        )
    for parameter, _ in zip(entry.parameters, arguments, strict=False):
        if parameter.keyword:
            raise TypeError(f"give `{parameter.name}=` of {entry.spelling} by keyword")
    given = dict(zip((p.name for p in entry.parameters), arguments, strict=False))
    for name, value in keywords.items():
        name = ALIASES.get((entry.key, name), name)
        if name not in {p.name for p in entry.parameters}:
            raise TypeError(f"`{name}=` of {entry.spelling} is not supported")
        if name in given:
            raise TypeError(f"{entry.spelling} got two values for `{name}`")
        given[name] = value
    values: list[Any] = []
    for parameter in entry.parameters:
        value = given.get(parameter.name, parameter.default)
        if value is REQUIRED:
            raise TypeError(f"{entry.spelling} needs `{parameter.name}`")
        values.append(value)
    while values and _is_default(values[-1], entry.parameters[len(values) - 1].default):
        values.pop()
    return tuple(values)


def _packed(entry: Primitive, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Make one tuple of the arguments that a starred parameter takes."""
    for place, parameter in enumerate(entry.parameters):
        if parameter.star:
            rest = arguments[place:]
            if rest and isinstance(rest[0], tuple):
                return arguments  # packed before
            return (*arguments[:place], rest)
    return arguments


def _is_default(value: Any, default: Any) -> bool:
    return (
        default is not REQUIRED
        and not isinstance(value, Formula)
        and type(value) is type(default)
        and value == default
    )


# other names of parameters
ALIASES = {
    ("clip", "min"): "a_min",
    ("clip", "max"): "a_max",
    ("reshape", "newshape"): "shape",
    ("asarray", "object"): "a",
}

# not elementwise, and computed in the dtype that `dtype=` says
SCANS = frozenset(
    (
        "cumsum",
        "cumprod",
        "trace",
        "nansum",
        "nanprod",
        "nanmean",
        "nancumsum",
        "nancumprod",
        "add.accumulate",
        "multiply.accumulate",
    )
)

# what one name means with another number of arguments
VARIANTS = {
    ("builtins.max", 1): "builtins.max_of",
    ("builtins.min", 1): "builtins.min_of",
    ("math.log", 2): "math.log_of",
}

# what has another derivative where an operand is complex
OF_COMPLEX = {
    "abs": "complex.abs",
    "builtins.abs": "complex.builtins.abs",
    "sign": "complex.sign",
}


def _is_complex(value: Any, *_: Any) -> bool:
    kind = type_of(value)
    return isinstance(kind, Numeric) and is_complex(kind.dtype)


ATTRIBUTES = {
    "np.shape": "shape",
    "np.size": "size",
    "np.ndim": "ndim",
    "result_type": "dtype",
}


def _attribute(key: str, arguments: tuple[Any, ...]) -> str:
    """Prefer `x.shape` to `np.shape(x)` where x is certainly an ndarray."""
    if key not in ATTRIBUTES or len(arguments) != 1:
        return key
    kind = type_of(arguments[0])
    certain = isinstance(kind, Numeric) and kind.mutable is True
    return ATTRIBUTES[key] if certain and isinstance(arguments[0], Formula) else key


def _key(function: Any) -> str:
    from srcgrad.primitives.table import KEY_OF

    assert function in KEY_OF, f"a rule uses {function}, which the table lacks"
    return KEY_OF[function]
