"""Random programs of closures, functions handed over and recursion, against differences."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import srcgrad

HELPERS = """
import numpy as np


def twice(f, v):
    return f(f(v))


def compose(f, g):
    def both(v):
        return f(g(v))

    return both


def scaled(k):
    return lambda v: np.sin(k * v) + k


def repeat(f, v, n):
    if n <= 0:
        return v
    return 0.5 * repeat(f, f(v), n - 1) + v


def along(fs, v):
    for f in fs:
        v = f(v)
    return v
"""


class Writer:
    """Writes one function of `x` and `y` from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.names = ["x", "y"]
        self.functions = ["np.sin", "np.tanh"]
        self.count = 0

    def fresh(self, stem: str) -> str:
        self.count += 1
        return f"{stem}{self.count}"

    def value(self, depth: int = 2) -> str:
        choice = self.random.randrange(7 if depth else 2)
        if choice < 2:
            return self.random.choice([*self.names, "0.5", "1.5"])
        if choice < 4:
            operator = self.random.choice(["+", "-", "*"])
            return f"({self.value(depth - 1)} {operator} {self.value(depth - 1)})"
        if choice == 4:
            return f"np.tanh({self.value(depth - 1)})"
        return f"{self.function(depth - 1)}({self.value(depth - 1)})"

    def function(self, depth: int) -> str:
        """An expression that is a function of one number."""
        choice = self.random.randrange(6 if depth > 0 else 1)
        if choice == 0:
            return self.random.choice(self.functions)
        if choice == 1:
            return f"(lambda v: np.sin(v) * {self.value(0)})"
        if choice == 2:
            return f"scaled({self.value(0)})"
        if choice == 3:
            return f"compose({self.function(depth - 1)}, {self.function(depth - 1)})"
        return self.random.choice(self.functions)

    def statements(self, indent: str, count: int) -> list[str]:
        lines: list[str] = []
        for _ in range(count):
            lines += self.statement(indent)
        return lines

    def statement(self, indent: str) -> list[str]:
        match self.random.randrange(9):
            case 0:
                name = self.fresh("f")
                body = (
                    f"{indent}    return np.sin({self.value()}) * v + {self.value(1)}"
                )
                self.functions.append(name)
                return [f"{indent}def {name}(v):", body.replace("0.5", "v")]
            case 1:
                name, text = self.fresh("g"), f"lambda v: np.tanh(v + {self.value(1)})"
                self.functions.append(name)
                return [f"{indent}{name} = {text}"]
            case 2:
                text = f"twice({self.function(1)}, {self.value(1)})"
            case 3:
                text = f"repeat({self.function(1)}, {self.value(1)}, 2)"
            case 4:
                functions = f"{self.function(1)}, {self.function(1)}"
                text = f"along([{functions}], {self.value(1)})"
            case 5:
                # what functions have captured changes under them
                name = self.random.choice(self.names)
                return [f"{indent}{name} = np.tanh({self.value()})"]
            case 6 if indent == "    ":
                name = self.random.choice(self.names)
                step = f"{name} = np.tanh({name} + {self.value()})"
                return [f"{indent}for _ in range(2):", f"{indent}    {step}"]
            case 7:
                name = self.fresh("h")
                text = f"{name} = compose({self.function(1)}, {self.function(1)})"
                self.functions.append(name)
                return [f"{indent}{text}"]
            case _:
                text = self.value()
        name = self.fresh("a")
        self.names.append(name)
        return [f"{indent}{name} = np.tanh({text})"]

    def program(self) -> str:
        lines = ["", "", "def program(x, y):", *self.statements("    ", 7)]
        names = " + ".join(self.names)
        return HELPERS + "\n".join([*lines, f"    return {names}", ""])


def loaded(text: str, path: Path) -> Any:
    path.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def slopes(function: Any, point: tuple[float, ...]) -> list[float]:
    found = []
    for place in range(len(point)):
        steps = []
        for step in (1e-5, 2e-5):
            low, high = list(point), list(point)
            low[place] -= step
            high[place] += step
            steps.append((function(*high) - function(*low)) / (2.0 * step))
        found.append((4.0 * steps[0] - steps[1]) / 3.0)
    return found


@pytest.mark.parametrize("seed", range(60))
def test_program(seed: int, tmp_path: Path) -> None:
    text = Writer(seed).program()
    path = tmp_path / f"random_{seed}.py"
    source = loaded(text, path)
    point = (0.4, -0.7)
    expected = slopes(source.program, point)
    derivative = srcgrad.generate(path, "program", wrt=("x", "y")).load()
    value, found = derivative.program_value_and_grad(*point)
    assert np.allclose(value, source.program(*point), rtol=1e-12), text
    assert np.allclose(found, expected, rtol=1e-6, atol=1e-8), text
    forward = srcgrad.generate(path, "program", wrt=("x", "y"), mode="forward").load()
    _, along = forward.program_jvp(*point, x_dot=0.3, y_dot=-1.2)
    assert np.allclose(along, 0.3 * found[0] - 1.2 * found[1], rtol=1e-10), text
