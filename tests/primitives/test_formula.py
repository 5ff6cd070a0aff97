"""What a rule sees: calls bound, displays made arrays, literals kept, shapes."""

from __future__ import annotations

import numpy as np
import pytest

from srcgrad.ir.expressions import Apply, Constant, Sequence, Var
from srcgrad.ir.types import FLOAT, ListOf, Numeric, ShapeOf, TupleOf, same_shape
from srcgrad.primitives.formula import Formula, apply
from srcgrad.primitives.results import reduction_between
from srcgrad.primitives.wording import words

X = Formula(Var("x", 0), Numeric("float64", ("n", "d"), True))
V = Formula(Var("v", 0), Numeric("float64", ("n",), True))
U = Formula(Var("u", 0), Numeric("float64", frozenset({"u"})))
A = Formula(Var("a", 0), FLOAT)
B = Formula(Var("b", 0), FLOAT)


def test_equal_calls_are_equal_trees():
    assert apply("sum", X).expression == apply("sum", X, axis=None).expression
    assert apply("sum", X, keepdims=True).expression == Apply(
        "sum", (Var("x", 0), Constant(None), Constant(True))
    )


@pytest.mark.parametrize(
    ("arguments", "keywords", "message"),
    [
        ((X, 0, None), {}, "by keyword"),
        ((X,), {"casting": "no"}, "not supported"),
        ((), {}, "needs `a`"),
        ((X, 0), {"axis": 0}, "two values"),
        ((X, 0, None, 1, 2), {}, "at most"),
    ],
)
def test_what_does_not_fit_is_refused(arguments, keywords, message):
    with pytest.raises(TypeError, match=message):
        apply("sum", *arguments, **keywords)


def test_a_display_of_numbers_becomes_an_array():
    found = apply("linalg.norm", [A, B])
    assert words(found) == "np.linalg.norm(np.array([a, b]))"
    assert words(apply("stack", [V, V], axis=1)) == "np.stack([v, v], axis=1)"


def test_max_takes_any_number_of_values():
    assert words(apply("builtins.max", A, B, 0.0)) == "max(max(a, b), 0.0)"
    assert words(apply("builtins.max", V)) == "max(v)"


def test_math_log_takes_a_base():
    assert words(apply("math.log", A, 2)) == "math.log(a, 2)"
    assert words(apply("math.log", A)) == "math.log(a)"


def test_other_names_of_parameters():
    assert words(apply("clip", X, min=0.0)) == "np.clip(x, 0.0)"


def test_computed_numbers_are_printed_as_pythons():
    assert apply("add", A, np.float64(0.5)).expression == Apply(
        "add", (Var("a", 0), Constant(0.5))
    )


def test_shape_is_an_attribute_of_what_is_an_array_for_certain():
    assert words(X.shape) == "x.shape"
    assert words(U.shape) == "np.shape(u)"
    assert X.shape.type == ShapeOf(("n", "d"))


@pytest.mark.parametrize(
    ("base", "parts", "shape"),
    [
        (X, (0,), ("d",)),
        (X, (slice(None), 0), ("n",)),
        (X, (slice(1, -1),), ("n-2", "d")),
        (X, (slice(2, None), slice(None, -1)), ("n-2", "d-1")),
        (X, (None, Ellipsis), (1, "n", "d")),
        (X, (Ellipsis, None), ("n", "d", 1)),
        (X, (slice(None, None, -1),), ("n", "d")),
        (X, (slice(None, 3),), ("(n|3)", "d")),
        (U, (slice(1, -1),), frozenset({"u[:-2]"})),
        (U, (slice(2, None),), frozenset({"u[:-2]"})),
        (U, (slice(None),), frozenset({"u"})),
        (U, (0,), frozenset({"u[i]"})),
        (U, (slice(0, 6, 2),), None),
    ],
)
def test_shapes_of_basic_indexing(base, parts, shape):
    assert base[parts].type.shape == shape


@pytest.mark.parametrize(
    "parts",
    [
        (np.array([0, 2, 2]),),
        (np.array([[0, 1], [2, 0]]),),
        (slice(None), np.array([0, 2])),
        (np.array([0, 1]), np.array([1, 1])),
        (0, slice(None), np.array([1, 0])),
        (np.array([0, 1]), 0, slice(1, None)),
        (np.array([0, 1]), slice(None), np.array([1, 1])),
        (np.ones((3, 4), bool),),
        (slice(None), np.array([True, False, True, True])),
        (None, np.array([1, 2]), None),
        (Ellipsis, np.array([0, 1])),
        (slice(0, 3, 2), -1),
        ([0, 2],),
    ],
)
def test_shapes_of_advanced_indexing(parts):
    array = np.zeros((3, 4, 5))
    base = Formula(Var("x", 0), Numeric("float64", array.shape, True))
    symbols = tuple(
        Formula(Var(f"i{k}", 0), Numeric(str(part.dtype), part.shape, True))
        if isinstance(part, np.ndarray)
        else part
        for k, part in enumerate(parts)
    )
    found = base[symbols].type
    actual = array[parts].shape
    assert isinstance(found.shape, tuple)
    assert len(found.shape) == len(actual)
    assert all(n in (None, m) for n, m in zip(found.shape, actual, strict=True))


def test_sequences_are_indexed():
    pair = Formula(Var("p", 0), TupleOf((V.type, FLOAT)))
    assert pair[1].type == FLOAT
    assert pair[-2].type == V.type
    many = Formula(Var("q", 0), ListOf(V.type))
    assert many[0].type == V.type
    assert many[1:].type == many.type


def test_a_scalar_in_a_display_of_an_array_is_taken_out_by_position():
    from srcgrad.primitives import TABLE

    found = TABLE["array"].derivative.transpose(X, ((A, 0.0), (1.0, B)))
    assert [words(part) for row in found for part in row] == [
        "x[0, 0]",
        "x[0, 1]",
        "x[1, 0]",
        "x[1, 1]",
    ]
    assert apply("array", [A, 1.0]).expression == Apply(
        "array", (Sequence((Var("a", 0), Constant(1.0)), "list"),)
    )


W = Formula(Var("w", 0), Numeric("float64", frozenset({"w"})))


def test_what_was_summed_of_a_value_fits_into_it():
    total = np.sum(np.exp(U + W), axis=1, keepdims=True)
    assert total.type.shape == frozenset({"(u*w)~1"})
    assert (U + W - total).type.shape == frozenset({"u", "w"})
    assert (np.mean(U, axis=0) * 2.0).type.shape == frozenset({"u/0"})
    assert (np.expand_dims(np.mean(U, axis=0), 0) * U).type.shape == frozenset({"u"})


def test_shapes_that_follow_from_the_same_shapes_are_equal():
    assert same_shape((U @ W).type, np.exp(U @ W).type)
    assert same_shape(np.diff(U).type, np.diff(2.0 * U).type)
    assert not same_shape(np.diff(U).type, np.diff(U, 2).type)
    assert not same_shape((U @ W).type, (W @ U).type)


def test_the_sum_that_undoes_a_broadcast_is_known():
    whole = (U * W).type.shape
    for axis, keepdims in ((1, True), ((0, 2), True), (None, True), (0, False)):
        part = np.sum(U * W, axis=axis, keepdims=keepdims).type.shape
        assert reduction_between(whole, part) == (axis, keepdims)
    assert reduction_between(whole, np.sum(U * W, axis=1).type.shape) is None
    assert reduction_between(whole, U.type.shape) is None
