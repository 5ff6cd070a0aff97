"""A source function and a point -> an assertion that its derivative is right there.

`check` generates, loads and runs; what it compares with are differences of the source
itself (`differences.py`), never anything that the compiler computed.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import importlib.util
import inspect
import sys
import tempfile
import warnings
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from differences import (
    complex_step,
    directional,
    floats_of,
    inner,
    is_floating,
    map_floats,
    one_sided,
    widened,
)

FEW = 30  # up to so many numbers each gets a difference of its own
RANDOM_DIRECTIONS = 4


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Let a run divide by zero where the source would: only its numbers count."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


@functools.cache
def load(path: Path) -> ModuleType:
    """Return the source file as a module of its own."""
    name = f"source_{zlib.crc32(str(path).encode()):x}_{path.stem}"
    specification = importlib.util.spec_from_file_location(name, path)
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    specification.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Subject:
    """What is differentiated, and where.

    `of` names the argument whose final content is the output; otherwise it is what the
    function returns.
    """

    function: Callable[..., Any]
    names: tuple[str, ...]
    wrt: tuple[str, ...]
    of: str | None
    arguments: tuple[Any, ...]
    kink: bool = False

    @property
    def places(self) -> tuple[int, ...]:
        return tuple(self.names.index(name) for name in self.wrt)

    @property
    def generator(self) -> np.random.Generator:
        return np.random.default_rng(zlib.crc32(self.function.__name__.encode()))

    def run(self, *arguments: Any) -> tuple[Any, tuple[Any, ...]]:
        """Return the output, and the arguments as the source leaves them."""
        with quietly():
            value = self.function(*arguments)
        if self.of is not None:
            value = arguments[self.names.index(self.of)]
        return value, arguments

    def output(self) -> tuple[Any, tuple[Any, ...]]:
        value, left = self.run(*copy.deepcopy(self.arguments))
        return copy.deepcopy(value), left

    def seed(self, value: Any) -> Any:
        """Return a random cotangent of the value's structure; 1.0 for a float."""
        draw = self.generator
        if is_floating(value) and np.ndim(value) == 0:
            return 1.0
        return map_floats(
            lambda leaf: (
                float(draw.normal())
                if np.ndim(leaf) == 0
                else draw.normal(size=np.shape(leaf)).astype(leaf.dtype)
            ),
            value,
        )


def subject(
    path: str | Path,
    function: str,
    wrt: str | Sequence[str] | None,
    arguments: Sequence[Any],
    of: str | None = None,
    kink: bool = False,
) -> Subject:
    """Return the function of the file as it stands, at the given arguments."""
    found = getattr(load(Path(path)), function)
    names = tuple(inspect.signature(found).parameters)
    if wrt is None:
        wrt = names[:1]
    elif isinstance(wrt, str):
        wrt = tuple(part.strip() for part in wrt.split(","))
    return Subject(found, names, tuple(wrt), of, tuple(arguments), kink)


@dataclass(frozen=True)
class Slope:
    """A derivative along one direction, known to within `error`; bounds at a kink."""

    direction: tuple[Any, ...]
    low: float
    high: float
    error: float


def directions(target: Subject) -> Iterator[tuple[Any, ...]]:
    """Yield unit directions where they are few, random ones besides."""
    along = [target.arguments[place] for place in target.places]
    size = sum(part.size for part in floats_of(along))
    draw = target.generator

    def like(numbers: Iterator[float]) -> tuple[Any, ...]:
        def fill(leaf: Any) -> Any:
            taken = [next(numbers) for _ in range(np.size(leaf))]
            return np.reshape(taken, np.shape(leaf)) if np.ndim(leaf) else taken[0]

        return tuple(map_floats(fill, part) for part in along)

    chosen = range(size) if size <= FEW else draw.choice(size, 6, replace=False)
    for spot in chosen:
        yield like(1.0 if place == spot else 0.0 for place in range(size))
    if size > FEW:
        for _ in range(RANDOM_DIRECTIONS):
            yield like(iter(draw.normal(size=size)))


def reference(target: Subject) -> tuple[Any, list[Slope]]:
    """Return a seed, and the slopes of <seed, output> at the point."""
    value, _ = target.output()
    seed = target.seed(value)
    seeds = floats_of(seed)
    arguments = widened(target.arguments)

    def contracted(*moved: Any) -> float:
        return inner(seeds, floats_of(target.run(*moved)[0]))

    def complex_contracted(*moved: Any) -> Any:
        leaves: list[Any] = []
        gather = leaves.append
        value = target.run(*moved)[0]
        stack = [value]
        while stack:
            part = stack.pop(0)
            if isinstance(part, (tuple, list)):
                stack = [*part, *stack]
            elif is_floating(part) or np.iscomplexobj(part):
                gather(np.asarray(part))
        return sum(np.sum(a * b) for a, b in zip(seeds, leaves, strict=True))

    # A program that computes in single precision itself needs a longer step.
    rough = tolerance(target.run(*copy.deepcopy(arguments))[0]) > 1e-5
    start = 0.1 if rough else 2e-3
    slopes = []
    for direction in directions(target):
        if target.kink:
            ends = one_sided(contracted, arguments, target.places, direction)
            slopes.append(Slope(direction, min(ends), max(ends), 1e-5))
            continue
        slope, error = directional(
            contracted, arguments, target.places, direction, start
        )
        if rough:
            error = min(error, 1e-4 * max(1.0, abs(slope)))
        sharp = complex_step(complex_contracted, arguments, target.places, direction)
        if sharp is not None and abs(sharp - slope) <= 10 * error + 1e-9 * abs(slope):
            slope, error = sharp, 1e-12 * abs(sharp)
        slopes.append(Slope(direction, slope, slope, error))
    return seed, slopes


def check_point(target: Subject) -> tuple[Any, list[Slope]]:
    """Return `reference`, once it is seen to be finite and sharp enough to judge by."""
    seed, slopes = reference(target)
    value, _ = target.output()
    assert floats_of(value), f"no floating output: {value!r}"
    for leaf in floats_of(value):
        assert np.all(np.isfinite(leaf)), f"the value is not finite: {value!r}"
    for slope in slopes:
        assert np.isfinite(slope.low) and np.isfinite(slope.high), slope
        bound = 1e-6 * max(1.0, abs(slope.low))
        bound *= 100.0 if tolerance(value) > 1e-5 else 1.0
        assert target.kink or slope.error <= bound, f"not smooth here: {slope}"
    return seed, slopes


def tolerance(*structures: Any) -> float:
    """Return the relative tolerance that the narrowest float among them allows."""
    narrow: list[bool] = []
    map_floats(
        lambda leaf: narrow.append(getattr(leaf, "dtype", None) == np.float32),
        structures,
    )
    return 2e-4 if any(narrow) else 2e-7


def assert_same(found: Any, expected: Any, what: str, relative: float = 1e-12) -> None:
    """Assert equal structure, shape, dtype and numbers. NaN equals nothing."""
    if isinstance(expected, (tuple, list)):
        assert isinstance(found, type(expected)), f"{what}: {type(found)}"
        assert len(found) == len(expected), f"{what}: {len(found)} parts"
        for place, (a, b) in enumerate(zip(found, expected, strict=True)):
            assert_same(a, b, f"{what}[{place}]", relative)
        return
    if isinstance(expected, dict):
        assert list(found) == list(expected), f"{what}: {list(found)}"
        for key in expected:
            assert_same(found[key], expected[key], f"{what}[{key!r}]", relative)
        return
    if isinstance(expected, (np.ndarray, np.generic, float, int)):
        assert_like(found, expected, what)
        a, b = np.asarray(found), np.asarray(expected)
        scale = np.max(np.abs(b), initial=0.0, where=np.isfinite(b))
        assert np.allclose(a, b, rtol=relative, atol=relative * scale), (
            f"{what} is {found!r}, not {expected!r}"
        )
        return
    assert found == expected, f"{what} is {found!r}, not {expected!r}"


def assert_like(found: Any, model: Any, what: str) -> None:
    """Assert the shape and dtype of `model`; a Python float is like a NumPy one."""
    if isinstance(model, (tuple, list)):
        assert len(found) == len(model), f"{what}: {len(found)} parts"
        for place, (a, b) in enumerate(zip(found, model, strict=True)):
            assert_like(a, b, f"{what}[{place}]")
        return
    a, b = np.asarray(found), np.asarray(model)
    assert a.shape == b.shape, f"{what} has shape {a.shape}, not {b.shape}"
    assert a.dtype == b.dtype, f"{what} has dtype {a.dtype}, not {b.dtype}"
    if isinstance(model, np.ndarray) and model.ndim:
        assert isinstance(found, np.ndarray), f"{what} is a {type(found).__name__}"


def assert_slopes(
    target: Subject, gradient: tuple[Any, ...], slopes: list[Slope]
) -> None:
    """Assert that the gradient has the slopes that differences see."""
    leaves = floats_of(gradient)
    for leaf in leaves:
        assert np.all(np.isfinite(leaf)), f"gradient is not finite: {gradient!r}"
    relative = tolerance(target.arguments, target.output()[0])
    size = max(float(np.max(np.abs(part), initial=0.0)) for part in leaves)
    for slope in slopes:
        found = inner(leaves, floats_of(slope.direction))
        room = relative * max(abs(slope.low), 0.02 * size, 1e-3) + 10 * slope.error
        assert slope.low - room <= found <= slope.high + room, (
            f"gradient {gradient!r}\n  along {slope.direction!r} is {found!r}, "
            f"differences give {slope.low!r} (within {slope.error:.1e})"
        )


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
            _typed(part, model)
            for part, model in zip(slope.direction, along, strict=True)
        )
        given = copy.deepcopy(tangents)
        arguments = copy.deepcopy(target.arguments)
        with quietly():
            value, value_dot = jvp(*arguments, **dict(zip(dots, given, strict=True)))
        assert_same(value, expected, "value of jvp")
        assert_same(arguments, left, "arguments after jvp")
        assert_same(given, tangents, "tangents after jvp", 0.0)
        assert_like(value_dot, expected, "value_dot")
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


def _typed(part: Any, model: Any) -> Any:
    found: list[Any] = []  # None for a Python float
    map_floats(lambda leaf: found.append(getattr(leaf, "dtype", None)), model)
    kinds = iter(found)

    def cast(leaf: Any) -> Any:
        kind = next(kinds)
        if kind is None:
            return float(leaf)
        return (
            np.asarray(leaf, dtype=kind)[()]
            if np.ndim(leaf) == 0
            else np.array(leaf, dtype=kind)
        )

    return map_floats(cast, part)


def _norm(structure: Any) -> float:
    parts = floats_of(structure)
    return float(np.sqrt(sum(np.sum(part * part) for part in parts)))


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
                _typed(draw.normal(size=np.shape(model))[()], model),
                *arguments,
            )
            checked = subject(path, name, wrt, arguments, kink=target.kink)
            seed, slopes = check_point(checked)
            if types is not None:
                types = f"{direction}: {_type_of(model, {})}, {types}"
            derivative = srcgrad.generate(path, name, wrt=(wrt,), types=types)
            try:
                check_reverse(derivative.load(), checked, seed, slopes)
            except AssertionError as error:
                raise AssertionError(f"derivative {order}: {error}") from error
            text = derivative.text
            inner_name = f"{name}_grad"


def types_of(target: Subject) -> str | None:
    """Return the types of the live arguments as `--types` has them, where it can."""
    dimensions: dict[int, str] = {}
    parts = []
    for name, argument in zip(target.names, target.arguments, strict=False):
        kind = _type_of(argument, dimensions)
        if kind is None:
            return None
        parts.append(f"{name}: {kind}")
    return ", ".join(parts)


def _type_of(argument: Any, dimensions: dict[int, str]) -> str | None:
    if isinstance(argument, (bool, np.bool_)):
        return "bool"
    if isinstance(argument, int):
        return "int"
    if isinstance(argument, float):
        return "float"
    if not isinstance(argument, (np.ndarray, np.generic)):
        return None
    letters = {"f": "f", "i": "i", "b": "bool"}
    if argument.dtype.kind not in letters:
        return None
    kind = letters[argument.dtype.kind]
    if kind != "bool":
        kind += str(8 * argument.dtype.itemsize)
    if not argument.ndim:
        return kind
    axes = [
        str(size)
        if size <= 1
        else dimensions.setdefault(size, "nmdkpqrst"[len(dimensions)])
        for size in argument.shape
    ]
    return f"{kind}[{', '.join(axes)}]"


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
                check_higher(derivative.text, target, types)
        else:
            check_forward(module, target, seed, slopes, gradient)
    return text
