"""Types from annotations and from the option."""

import pytest

from srcgrad.diagnostics import CompileError
from srcgrad.frontend.annotations import annotated_type, types_of
from srcgrad.frontend.lower import lower
from srcgrad.frontend.type_text import format_type, parse_types
from srcgrad.ir.types import (
    BOOLEAN,
    FLOAT,
    INTEGER,
    UNKNOWN,
    ListOf,
    Numeric,
    Passive,
    ShapeOf,
    TupleOf,
)


def array(dtype, *shape):
    return Numeric(dtype, shape, mutable=True)


TYPES = {
    "f64": FLOAT,
    "float": FLOAT,
    "i64": INTEGER,
    "int": INTEGER,
    "bool": BOOLEAN,
    "f32": Numeric("float32", (), mutable=False),
    "i32": Numeric("int32", (), mutable=False),
    "c128": Numeric("complex128", (), mutable=False, weak=True),
    "str": Passive("text"),
    "f64[]": array("float64"),
    "f64[...]": Numeric("float64", None, mutable=True),
    "f64[n, d]": array("float64", "n", "d"),
    " f32 [ 3 ,n,_ ] ": array("float32", 3, "n", None),
    "bool[n]": array("bool", "n"),
    "float[n]": array("float64", "n"),
    "tuple[f64[n], int]": TupleOf((array("float64", "n"), INTEGER)),
    "list[f32[...]]": ListOf(Numeric("float32", None, mutable=True)),
}


@pytest.mark.parametrize("text", TYPES)
def test_option(text):
    (entry,) = parse_types(f"x: {text}")
    assert (entry.name, entry.type) == ("x", TYPES[text])


@pytest.mark.parametrize("text", TYPES)
def test_format_is_the_reverse(text):
    (entry,) = parse_types(f"x: {format_type(TYPES[text])}")
    assert entry.type == TYPES[text]


@pytest.mark.parametrize(
    "type_, text",
    [
        (array("float64", "n", "d"), "f64[n, d]"),
        (FLOAT, "float"),
        (INTEGER, "int"),
        (BOOLEAN, "bool"),
        (UNKNOWN, "?"),
        (Numeric(), "?[...]"),
        (Numeric("float64", frozenset({"y", "x"})), "f64[x * y]"),
        (Numeric("float64", frozenset(), mutable=False, weak=True), "float"),
        (Numeric("float64", None, mutable=False), "f64"),
        (array("float16", 2), "float16[2]"),
        (Passive("range"), "range"),
        (ShapeOf(()), "shape"),
    ],
)
def test_format(type_, text):
    assert format_type(type_) == text


def test_several_entries():
    entries = parse_types("x: f64[n, d], w: f64[d], steps: int,\n flag: bool")
    assert [entry.name for entry in entries] == ["x", "w", "steps", "flag"]
    assert (entries[1].span.column, entries[1].span.end_column) == (14, 15)
    assert parse_types("") == parse_types("  ") == ()


@pytest.mark.parametrize(
    "text, column, end",
    [
        ("x", 1, 2),
        ("x:", 2, 3),
        ("x: f46", 3, 6),
        ("x: f64[n", 8, 9),
        ("x: f64[n+1]", 8, 9),
        ("x: f64[n d]", 9, 10),
        ("x: f64[..., n]", 10, 11),
        ("x: str[n]", 6, 7),
        ("x: int y: int", 7, 8),
        ("3: int", 0, 1),
        (", x: int", 0, 1),
        ("x: tuple", 8, 9),
        ("x: list[f64, f64]", 11, 12),
        ("x: f64]", 6, 7),
        ("x: f64[-1]", 7, 8),
        ("x = f64", 2, 3),
    ],
)
def test_malformed(text, column, end):
    with pytest.raises(CompileError) as caught:
        parse_types(text)
    (diagnostic,) = caught.value.diagnostics
    span = diagnostic.span
    assert diagnostic.code == "SG015"
    assert (span.path, span.line, span.column) == ("--types", 1, column)
    assert span.end_column == end
    assert diagnostic.hint


def test_a_type_misspelt_gets_a_hint():
    with pytest.raises(CompileError) as caught:
        parse_types("x: flaot")
    assert "`float`" in caught.value.diagnostics[0].hint


ANNOTATIONS = {
    "": UNKNOWN,
    "float": FLOAT,
    "int": INTEGER,
    "bool": BOOLEAN,
    "complex": Numeric("complex128", (), mutable=False, weak=True),
    "str": Passive("text"),
    "None": Passive("None"),
    "np.ndarray": Numeric(None, None, mutable=True),
    "ndarray": Numeric(None, None, mutable=True),
    "'np.ndarray'": Numeric(None, None, mutable=True),
    "np.float32": Numeric("float32", (), mutable=False),
    "np.float": UNKNOWN,
    "NDArray": Numeric(None, None, mutable=True),
    "NDArray[np.float64]": Numeric("float64", None, mutable=True),
    "npt.NDArray[np.float32]": Numeric("float32", None, mutable=True),
    "npt.NDArray[np.bool_]": Numeric("bool", None, mutable=True),
    "NDArray[np.floating]": Numeric(None, None, mutable=True),
    "NDArray[np.floating[Any]]": Numeric(None, None, mutable=True),
    "NDArray[Any]": Numeric(None, None, mutable=True),
    "NDArray['np.float64']": Numeric("float64", None, mutable=True),
    "np.ndarray[Any, np.dtype[np.float64]]": Numeric("float64", None, mutable=True),
    "np.ndarray[\n    Any,\n    np.dtype[np.int32],\n]": Numeric(
        "int32", None, mutable=True
    ),
    'Float[np.ndarray, "n d"]': array(None, "n", "d"),
    'Float64[np.ndarray, "n 3 _"]': array("float64", "n", 3, None),
    'jt.Float32[np.ndarray, ""]': array("float32"),
    'Int[np.ndarray, "n"]': array("int64", "n"),
    'Int32[np.ndarray, "n"]': array("int32", "n"),
    'Bool[np.ndarray, "n"]': array("bool", "n"),
    'Float[np.ndarray, "... n"]': Numeric(None, None, mutable=True),
    'Float[np.ndarray, "*batch n"]': Numeric(None, None, mutable=True),
    'Float[np.ndarray, "#n n+1 rows=4 ?m"]': array(None, None, None, 4, None),
    'Float[jax.Array, "n"]': UNKNOWN,
    'Float[np.ndarray | list, "n"]': UNKNOWN,
    "Optional[float]": UNKNOWN,
    "float | None": UNKNOWN,
    "float | np.ndarray": UNKNOWN,
    "'float | np.ndarray'": UNKNOWN,
    "Union[float, int]": UNKNOWN,
    "ArrayLike": UNKNOWN,
    "list[float]": ListOf(FLOAT),
    "tuple[float, np.ndarray]": TupleOf((FLOAT, Numeric(None, None, mutable=True))),
    "tuple[float, ...]": UNKNOWN,
    "Annotated[float, 'metres']": FLOAT,
    "Callable[[float], float]": UNKNOWN,
    "'not an annotation'": UNKNOWN,
    "NDArray['a b']": UNKNOWN,
    "f(x)": UNKNOWN,
}


@pytest.mark.parametrize("text", ANNOTATIONS)
def test_annotation(text):
    assert annotated_type(text) == ANNOTATIONS[text]


@pytest.fixture
def function():
    text = "def loss(weights, x: float, steps: int = 3): pass\n"
    return lower(text, "m.py").functions["loss"]


def test_the_option_goes_before_annotations(function):
    assert types_of(function, None) == {
        "weights": UNKNOWN,
        "x": FLOAT,
        "steps": INTEGER,
    }
    assert types_of(function, "x: f64[n]") == {
        "weights": UNKNOWN,
        "x": array("float64", "n"),
        "steps": INTEGER,
    }


def test_what_is_no_parameter_and_what_is_there_twice(function):
    with pytest.raises(CompileError) as caught:
        types_of(function, "weihgts: f64, q: int, x: f64, x: f64")
    found = [
        (d.code, d.span.column, d.span.end_column) for d in caught.value.diagnostics
    ]
    assert found == [("SG016", 0, 7), ("SG016", 14, 15), ("SG017", 30, 31)]
    near, far, _ = caught.value.diagnostics
    assert near.hint == "did you mean `weights`?"
    assert far.hint == "its parameters are `weights`, `x`, `steps`"
