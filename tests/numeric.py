"""A source function and a point -> an assertion that its derivative is right there.

`check` generates, loads and runs; what it compares with are differences of the source
itself, never anything that the compiler computed. A second or third derivative comes
from feeding the emitted text back in.
"""

from __future__ import annotations

import copy
import inspect
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from closeness import assert_like, assert_same, assert_slopes, retyped
from differences import floats_of, inner, is_floating, map_floats
from reference import Slope, Subject, check_point, quietly, subject, tolerance


def check_reverse(
    module: ModuleType, target: Subject, seed: Any, slopes: list[Slope]
) -> tuple[Any, ...]:
    """Hold the reverse pair against the source; return the gradient."""
    name = target.function.__name__
    forward = getattr(module, f"{name}_forward")
    backward = getattr(module, f"{name}_backward")
    expected, left = target.output()
    arguments = copy.deepcopy(target.arguments)
    with quietly():
        value, saved = forward(*arguments)
    assert_same(value, expected, "value")
    assert_same(arguments, left, "arguments after forward")

    given = copy.deepcopy(seed)
    with quietly():
        first = backward(saved, given)
    kept = copy.deepcopy(first)
    assert_same(given, seed, "the seed after backward", 0.0)
    assert_same(arguments, left, "arguments after backward")
    with quietly():
        again = backward(saved, copy.deepcopy(seed))
    assert_same(again, kept, "gradient of a second backward", 0.0)
    assert_same(first, kept, "gradient held from the first backward", 0.0)

    gradient = first if len(target.wrt) > 1 else (first,)
    assert len(gradient) == len(target.wrt), gradient
    for wrt, place, part in zip(target.wrt, target.places, gradient, strict=True):
        assert_like(part, target.arguments[place], f"{wrt}_bar")
    assert_slopes(target, gradient, slopes)

    scalar = is_floating(expected) and np.ndim(expected) == 0
    both = getattr(module, f"{name}_value_and_grad", None)
    alone = getattr(module, f"{name}_grad", None)
    if not scalar:
        return gradient
    # Whether a value is a scalar may be unknown without types; a known one has these.
    assert (both is None) == (alone is None)
    if both is not None and alone is not None:
        with quietly():
            value, joint = both(*copy.deepcopy(target.arguments))
            single = alone(*copy.deepcopy(target.arguments))
            short = backward(forward(*copy.deepcopy(target.arguments))[1])
        assert_same(value, expected, "value of value_and_grad")
        for other in (joint, single, short):
            assert_same(other, kept, "gradient run again", 0.0)
    return gradient


def check_forward(
    module: ModuleType,
    target: Subject,
    seed: Any,
    slopes: list[Slope],
    gradient: tuple[Any, ...] | None,
) -> None:
    """Hold the tangent against differences, and against the reverse pair."""
    jvp = getattr(module, f"{target.function.__name__}_jvp")
    expected, left = target.output()
    dots = [
        parameter.name
        for parameter in inspect.signature(jvp).parameters.values()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    ]
    dots = dots[-len(target.wrt) :]
    relative = tolerance(target.arguments, expected)
    along = [target.arguments[place] for place in target.places]
    draw = np.random.default_rng(7)
    mixed = tuple(
        map_floats(lambda leaf: draw.normal(size=np.shape(leaf))[()], part)
        for part in along
    )
    sharp = [] if target.kink else slopes[:3]
    for slope in [*sharp, Slope(mixed, np.nan, np.nan, 0.0)]:
        tangents = tuple(
            retyped(part, model)
            for part, model in zip(slope.direction, along, strict=True)
        )
        given = copy.deepcopy(tangents)
        arguments = copy.deepcopy(target.arguments)
        with quietly():
            value, value_dot = jvp(*arguments, **dict(zip(dots, given, strict=True)))
        assert_same(value, expected, "value of jvp")
        assert_same(arguments, left, "arguments after jvp")
        assert_same(given, tangents, "tangents after jvp", 0.0)
        assert_like(value_dot, expected, "value_dot", tangent=True)
        pushed = inner(floats_of(seed), floats_of(value_dot))
        if np.isfinite(slope.low):
            room = relative * max(1.0, abs(slope.low)) + 10 * slope.error
            assert abs(pushed - slope.low) <= room, (
                f"tangent gives {pushed!r} along {slope.direction!r}, "
                f"differences {slope.low!r}"
            )
        if gradient is not None:
            pulled = inner(floats_of(gradient), floats_of(tangents))
            tight = 1e-3 if relative > 1e-6 else 1e-9
            scale = max(1e-3, abs(pulled), _norm(gradient) * _norm(tangents))
            assert abs(pushed - pulled) <= tight * scale, (
                f"forward gives {pushed!r}, reverse {pulled!r}"
            )


def _norm(structure: Any) -> float:
    parts = floats_of(structure)
    return float(np.sqrt(sum(np.sum(part * part) for part in parts)))


def _first_alone(
    path: str | Path, derivative: Any, target: Subject, types: str | None
) -> str:
    """Return the text that differentiates with respect to the first name only."""
    import srcgrad

    if len(target.wrt) > 1:
        derivative = srcgrad.generate(
            path, target.function.__name__, wrt=target.wrt[:1], types=types
        )
    return str(derivative.text)


def check_higher(text: str, target: Subject, types: str | None) -> None:
    """Differentiate the emitted text again, twice, by a directional contraction.

    `second = sum(direction * f_grad)` is a scalar function written under the emitted
    text, as a person would; its own gradient is contracted and differentiated once
    more. Each is held against differences of the text it was made from.
    """
    import srcgrad

    wrt = target.wrt[0]
    place = target.names.index(wrt)
    model = target.arguments[place]
    given = target.names[: len(target.arguments)]
    inner_name = f"{target.function.__name__}_grad"
    arguments = tuple(target.arguments)
    names = list(given)
    with tempfile.TemporaryDirectory() as folder:
        for order in (2, 3):
            if f"def {inner_name}(" not in text:
                return
            name = f"contracted_{order}"
            direction = f"direction_{order}"
            product = f"{direction} * {inner_name}({', '.join(names)})"
            if np.ndim(model):
                product = f"({product}).sum()"
            names = [direction, *names]
            text = f"{text}\n\ndef {name}({', '.join(names)}):\n    return {product}\n"
            path = Path(folder) / f"order_{order}.py"
            path.write_text(text)
            draw = np.random.default_rng(order)
            arguments = (
                retyped(draw.normal(size=np.shape(model))[()], model),
                *arguments,
            )
            checked = subject(path, name, wrt, arguments, kink=target.kink)
            seed, slopes = check_point(checked)
            if types is not None:
                same = re.search(rf"\b{wrt}: *(\w+(?:\[[^]]*\])?)", types)
                assert same is not None, types
                types = f"{direction}: {same[1]}, {types}"
            derivative = srcgrad.generate(path, name, wrt=(wrt,), types=types)
            try:
                check_reverse(derivative.load(), checked, seed, slopes)
            except AssertionError as error:
                raise AssertionError(f"derivative {order}: {error}") from error
            text = derivative.text
            inner_name = f"{name}_grad"


def check(
    path: str | Path,
    function: str,
    wrt: str | Sequence[str] | None,
    arguments: Sequence[Any],
    *,
    of: str | None = None,
    types: str | None = None,
    third: bool = False,
    modes: Sequence[str] = ("reverse", "forward"),
    kink: bool = False,
) -> str:
    """Generate, run and compare every promise that a derivative makes at one point.

    Parameters
    ----------
    path, function, wrt, of, types
        What `srcgrad.generate` takes.
    arguments
        The point. Never written to: the source and the derivative get deep copies.
    third
        Also differentiate the emitted text, and that again.
    modes
        The modes to generate; both together are also held against each other.
    kink
        The point has no derivative: the gradient must lie between the one-sided
        slopes.

    Returns
    -------
    str
        The emitted text of the first mode.

    Raises
    ------
    srcgrad.CompileError
        The function is refused.
    AssertionError
        The derivative is wrong, and how.
    """
    import srcgrad

    target = subject(path, function, wrt, arguments, of, kink)
    seed, slopes = check_point(target)
    gradient = None
    text = ""
    for mode in modes:
        derivative = srcgrad.generate(
            path, function, wrt=target.wrt, of=of, mode=mode, types=types
        )
        module = derivative.load()
        text = text or derivative.text
        if mode == "reverse":
            gradient = check_reverse(module, target, seed, slopes)
            if third:
                check_higher(
                    _first_alone(path, derivative, target, types), target, types
                )
        else:
            check_forward(module, target, seed, slopes, gradient)
    return text
