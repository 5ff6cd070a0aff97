"""Every rule of the table, at points of its domain."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from srcgrad.ir.expressions import Apply, Constant, Var, children, walk
from srcgrad.ir.types import Numeric, Passive, ShapeOf, TupleOf, Type
from srcgrad.primitives import TABLE
from srcgrad.primitives.entry import (
    Bilinear,
    Elementwise,
    Linear,
    Tangent,
    Unsupported,
)
from srcgrad.primitives.formula import Formula, lift
from tests.primitives import reference
from tests.primitives.points import KNOWLEDGE, lifted, point, stand_in, tried
from tests.primitives.reference import (
    active,
    cotangent,
    dual,
    evaluate,
    inner,
    positions,
    run,
    same_structure,
    shifted,
    tangent,
)

TRIED = tried()
SMOOTH = [(k, n) for k, n in TRIED if reference.positions(TABLE[k])]
TRANSPOSED = [
    (k, n)
    for k, n in TRIED
    if isinstance(TABLE[k].derivative, (Linear, Bilinear, Elementwise))
    and reference.positions(TABLE[k])
]
STEP = 1e-6
SLOW = pytest.mark.slow


def at_every_point(tried_: list[tuple[str, int]], *ways: str) -> Any:
    """Run a test of (key, at) once for each key, at all of its points.

    ways : what else the test is given, each in turn.
    """
    numbers: dict[str, list[int]] = {}
    for key, number_ in tried_:
        numbers.setdefault(key, []).append(number_)

    def decorate(test: Any) -> Any:
        rests = [(way,) for way in ways] or [()]

        def run_all(key: str) -> None:
            for at, rest in itertools.product(numbers[key], rests):
                try:
                    test(key, at, *rest)
                except Exception as error:
                    error.add_note(f"{key} at point {at} {' '.join(rest)}")
                    raise

        run_all.__name__ = test.__name__
        alone = test.__name__ == "test_tangents_agree_with_differences"
        keys = [
            key if alone or not composed(key) else pytest.param(key, marks=SLOW)
            for key in numbers
        ]
        return pytest.mark.parametrize("key", keys)(run_all)

    return decorate


def composed(key: str) -> bool:
    """Whether an entry says a function again in others, which have the same tests."""
    return key.startswith("scipy.stats.")


def moved(entry: Any, values: Any) -> list[int]:
    """Return the positions to move, those with a derivative and a number in them."""
    smooth = [i for i in positions(entry) if i < len(values) and active(values[i])]
    if isinstance(entry.derivative, Elementwise):
        found = reference.partials(entry, values, run(entry, values))
        smooth = [i for i in smooth if found[i] is not None]
    return smooth


def number(result: Any) -> Any:
    """Return a result as arrays, a structure of several joined to one."""
    if isinstance(result, (tuple, list)):
        return np.concatenate([np.ravel(part) for part in result])
    return result


def test_every_entry_has_a_domain():
    # what takes lists alone is tried by the probes of lists
    bare = {entry.key for entry in TABLE.values() if not entry.domain}
    assert bare == {"list.join", "list.repeat", "helper.folded", "helper.unfolded"}


@at_every_point(SMOOTH)
def test_tangents_agree_with_differences(key, at):
    entry, values = point(key, at)
    if key == "float32":  # too coarse for differences
        return
    random = np.random.default_rng(7)
    assert moved(entry, values)
    for position in moved(entry, values):
        change = same_structure(values[position], lambda s: random.normal(size=s))
        found = tangent(entry, values, position, change)
        sides = []
        for sign in (1, -1):
            there = list(values)
            there[position] = shifted(values[position], change, sign * STEP)
            sides.append(number(run(entry, tuple(there))))
        expected = (sides[0] - sides[1]) / (2 * STEP)
        np.testing.assert_allclose(number(found), expected, rtol=1e-5, atol=1e-7)


@at_every_point(TRANSPOSED)
def test_transposes_satisfy_the_dot_product_identity(key, at):
    entry, values = point(key, at)
    random = np.random.default_rng(8)
    seed = same_structure(run(entry, values), lambda s: random.normal(size=s))
    for position in moved(entry, values):
        change = same_structure(values[position], lambda s: random.normal(size=s))
        forward = inner(seed, tangent(entry, values, position, change))
        reverse = inner(cotangent(entry, values, position, seed), change)
        assert forward == pytest.approx(reverse, rel=1e-9, abs=1e-11)


def rule_results(entry: Any, values: Any, out: Any, extra: Any) -> Any:
    """Return all that a rule gives: partials, cotangents or tangents."""
    match entry.derivative:
        case Elementwise():
            return reference.partials(entry, values, out)
        case Linear(_, transpose, _):
            return transpose(extra["seed"], *values)
        case Bilinear(_, left, right):
            return left(extra["seed"], *values), right(extra["seed"], *values)
        case Tangent(_, where):
            return tuple(
                reference.formula(entry, values, out, i, extra[i])
                for i in where
                if i in extra
            )


def both_paths(key: str, at: int, knowledge: str) -> Any:
    """Return what the rule gives on arrays and as IR, and the IR's variables."""
    entry, values = point(key, at)
    random = np.random.default_rng(9)
    out = run(entry, values)
    arrays: dict[Any, Any] = {
        "seed": same_structure(out, lambda s: np.float64(random.normal(size=s))[()])
    }
    for position in moved(entry, values):
        arrays[position] = same_structure(
            values[position], lambda s: np.float64(random.normal(size=s))[()]
        )
    kind = KNOWLEDGE[knowledge]
    memory: dict[Var, Any] = {}
    symbols = lifted(entry, values, kind, memory)
    seeds: dict[Any, Any] = {}
    for position, value in arrays.items():
        model = out if position == "seed" else values[position]
        seeds[position] = like(value, model, kind, f"c_{position}", memory)
    # the tangent of an entry with a stated reverse has the result as a parameter
    name = "result" if key.startswith("pull.") else "out"
    result = stand_in(out, kind, name, memory)
    on_arrays = rule_results(entry, values, out, arrays)
    on_ir = rule_results(entry, symbols, result, seeds)
    return entry, values, on_arrays, on_ir, memory


def like(value: Any, model: Any, kind: Any, name: str, memory: Any) -> Any:
    """Stand a Formula for a tangent or a cotangent, typed like its primal."""
    if isinstance(value, tuple):
        return tuple(
            like(v, m, kind, f"{name}_{i}", memory)
            for i, (v, m) in enumerate(zip(value, model, strict=True))
        )
    variable = Var(name, 0)
    memory[variable] = value
    return Formula(variable, kind(np.asarray(value)[()], name))


def literals_are_plain(expression: Any) -> None:
    """Demand that every constant can be printed as it stands."""
    if isinstance(expression, Constant):
        plain = (int, float, complex, str, bool, type(None), type(Ellipsis))
        assert type(expression.value) in plain, expression
    for child in children(expression):
        literals_are_plain(child)


def compare(found: Any, expected: Any, memory: Any) -> None:
    """Demand that IR evaluates to what the arrays gave."""
    if isinstance(expected, (tuple, list)):
        for f, e in zip(found, expected, strict=True):
            compare(f, e, memory)
    elif expected is None:
        assert found is None
    else:
        literals_are_plain(lift(found))
        value = evaluate(lift(found), memory)
        if isinstance(found, Formula):
            check_type(found.type, value)
        np.testing.assert_allclose(*np.broadcast_arrays(value, expected), rtol=1e-9)


@at_every_point(SMOOTH, *KNOWLEDGE)
def test_rules_give_the_same_on_arrays_and_as_ir(key, at, knowledge):
    try:
        _, _, on_arrays, on_ir, memory = both_paths(key, at, knowledge)
    except Unsupported:
        assert knowledge in ("dtype", "nothing"), "refused with known ranks"
        return
    compare(on_ir, on_arrays, memory)


@at_every_point(SMOOTH, "exact", "dtype")
def test_rules_can_be_differentiated_again(key, at, knowledge):
    try:
        entry, values, _, on_ir, memory = both_paths(key, at, knowledge)
    except Unsupported:
        assert knowledge == "dtype"
        return
    random = np.random.default_rng(10)
    for variable, value in list(memory.items()):
        if not active(value) or variable.name.startswith(("out", "c_", "result")):
            continue
        if variable.name in held_names(entry):
            continue
        change = random.normal(size=np.shape(value))
        for found in flat(on_ir):
            if not isinstance(found, Formula) or has_procedure(found.expression):
                continue
            changes = {variable: change}
            if Var("out", 0) in memory:
                moves = total(entry, values, variable.name, change)
                changes[Var("out", 0)] = moves
            elif Var("out_0", 0) in memory and not key.startswith("pull."):
                moves = total(entry, values, variable.name, change)
                parts = {Var(f"out_{k}", 0): part for k, part in enumerate(moves)}
                changes |= {var: part for var, part in parts.items() if var in memory}
            _, second = dual(found.expression, memory, changes)
            sides = []
            for sign in (1, -1):
                there = dict(memory)
                for name, delta in changes.items():
                    there[name] = memory[name] + sign * STEP * delta
                sides.append(evaluate(found.expression, there))
            if np.result_type(sides[0]).kind == "b":
                continue
            expected = (sides[0] - sides[1]) / (2 * STEP)
            second = np.zeros(np.shape(expected)) if second is None else second
            np.testing.assert_allclose(second, expected, rtol=1e-4, atol=1e-6)


def held_names(entry: Any) -> set[str]:
    """Return the parameters with respect to which an elementwise rule has no partial."""
    held = getattr(entry.derivative, "held", ())
    return {entry.parameters[place].name for place in held}


def total(entry: Any, values: Any, name: str, change: Any) -> Any:
    """Tangent of the result where the named parameter changes."""
    for at, parameter in enumerate(entry.parameters):
        if parameter.name == name and at in positions(entry):
            return tangent(entry, values, at, change)
    return reference.zeros(run(entry, values))


def has_procedure(expression: Any) -> bool:
    """Whether a rule calls what is not differentiated by a rule of the table."""
    return any(
        isinstance(part, Apply)
        and part.operation.startswith(("procedure.", "scipy.linalg.expm_frechet"))
        for part in walk(expression)
    )


def flat(value: Any) -> list[Any]:
    if isinstance(value, (tuple, list)):
        return [leaf for item in value for leaf in flat(item)]
    return [value]


def check_type(found: Type, value: Any) -> None:
    """Demand that a type is true of a value, as far as it says anything."""
    match found:
        case Numeric(sparse=True):
            assert hasattr(value, "nnz")
        case Numeric(dtype, shape, mutable, weak):
            if dtype == "complex":
                dtype = None  # it may be
            if dtype == "float":
                assert np.result_type(value).kind == "f"
            elif dtype is not None:
                assert str(np.result_type(value)) == dtype
            if isinstance(shape, tuple):
                assert len(shape) == np.ndim(value), (shape, np.shape(value))
                for extent, actual in zip(shape, np.shape(value), strict=True):
                    assert not isinstance(extent, int) or extent == actual
            elif shape == frozenset():
                assert np.ndim(value) == 0
            if mutable is not None:
                assert isinstance(value, np.ndarray) == mutable
            if weak:
                assert not isinstance(value, (np.ndarray, np.generic))
        case ShapeOf(shape):
            assert isinstance(value, tuple)
            if isinstance(shape, tuple):
                assert len(shape) == len(value)
        case TupleOf(items):
            for item, part in zip(items, value, strict=True):
                check_type(item, part)
        case Passive():
            assert not isinstance(value, np.ndarray)


@at_every_point(TRIED, *KNOWLEDGE)
def test_types_are_true(key, at, knowledge):
    entry, values = point(key, at)
    symbols = lifted(entry, values, KNOWLEDGE[knowledge], {})
    try:
        found = entry.result(*symbols)
    except Unsupported:
        assert knowledge in ("dtype", "nothing"), "refused with known ranks"
        return
    check_type(found, run(entry, values))
    if isinstance(found, Numeric) and isinstance(found.shape, frozenset):
        operands = {
            symbol.expression.name: np.shape(value)
            for symbol, value in zip(symbols, values, strict=True)
            if isinstance(symbol, Formula)
        }
        if found.shape <= operands.keys():
            expected = np.broadcast_shapes(*(operands[name] for name in found.shape))
            assert np.shape(run(entry, values)) == expected
    if knowledge == "exact" and isinstance(found, Numeric):
        assert found.dtype is not None
        assert found.shape is not None


def narrow(value: Any, dtype: str) -> Any:
    """Return the same in another precision."""
    if isinstance(value, (tuple, list)):
        return tuple(narrow(item, dtype) for item in value)
    if isinstance(value, (np.ndarray, np.float64)) and value.dtype == np.float64:
        return value.astype(dtype)
    return value


@at_every_point(SMOOTH, "float32", "float16")
def test_the_dtype_is_kept(key, at, dtype):
    entry, values = point(key, at)
    values = narrow(values, dtype)
    if any(str(v) in ("float64",) for v in values):
        return
    wide = ("linalg", "scipy.signal", "polyfit", "roots")
    if dtype == "float16" and (key.startswith("nan") or any(w in key for w in wide)):
        return  # linear algebra, signals and quantiles with NaN do not take it
    out = run(entry, values)
    if str(np.result_type(number(out))) != dtype or "expm" in key:
        return  # SciPy's derivative of an exponential is in double precision
    random = np.random.default_rng(11)
    for position in moved(entry, values):
        if type(values[position]) is float:
            continue
        draw = lambda shape: np.dtype(dtype).type(random.normal(size=shape))  # noqa: E731
        change = same_structure(values[position], draw)
        for moves in flat(tangent(entry, values, position, change)):
            assert type(moves) in (float, bool) or np.result_type(moves) == dtype
        if isinstance(entry.derivative, (Linear, Bilinear)):
            seed = same_structure(out, draw)
            for back in flat(cotangent(entry, values, position, seed)):
                kind = np.result_type(back)
                assert kind.kind in "bi" or kind == dtype
