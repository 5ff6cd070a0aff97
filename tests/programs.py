"""A source file with `# example:` comments -> the probes that it holds.

Above a function, comments say how to test it:

    # wrt: x, r                      the first parameter where it is left out
    # example: normal(4), 0.5, 3     the arguments; the words are those of `Draw`
    # of: a                          the argument that is the output
    # third                          the emitted text is differentiated twice more
    # kink                           only one-sided slopes exist here
    # expected: np.ones(3)           the gradient, where differences cannot see it
    # untyped: why                   not run with types of the live arguments
    # may refuse: why                a diagnostic is as right as the derivative
    # may refuse untyped: why        the same, but only where no types are given

A function without an example is there to be called by others.
"""

from __future__ import annotations

import ast
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

WORD = re.compile(
    r"#\s*(wrt|example|of|third|kink|expected|untyped|may refuse(?: untyped)?)\b"
    r"(?::\s*(.*))?$"
)


class Draw:
    """The words of an example: random numbers that depend on the probe's name only."""

    def __init__(self, name: str) -> None:
        self._generator = np.random.default_rng(zlib.crc32(name.encode()))

    def words(self) -> dict[str, Any]:
        return {
            "np": np,
            "normal": self.normal,
            "positive": self.positive,
            "uniform": self.uniform,
            "single": single,
        }

    def normal(self, *shape: int) -> Any:
        """Standard normal numbers, none within 0.05 of zero."""
        drawn = self._generator.normal(size=shape)
        drawn = drawn + np.where(drawn < 0.0, -0.05, 0.05)
        return drawn if shape else float(drawn)

    def positive(self, *shape: int) -> Any:
        """Numbers from 0.5 to 2."""
        return self.uniform(0.5, 2.0, *shape)

    def uniform(self, low: float, high: float, *shape: int) -> Any:
        drawn = self._generator.uniform(low, high, size=shape)
        return drawn if shape else float(drawn)


def single(values: Any) -> Any:
    """The same numbers in single precision."""
    return np.float32(values)


@dataclass(frozen=True)
class Probe:
    """One function of a program, and how it is tested."""

    path: Path
    function: str
    wrt: tuple[str, ...]
    example: str
    of: str | None
    third: bool
    kink: bool
    expected: str | None
    untyped: str | None
    may_refuse: str | None
    may_refuse_untyped: str | None

    def __str__(self) -> str:
        return f"{self.path.stem}-{self.function}"

    def arguments(self) -> tuple[Any, ...]:
        return evaluate(f"({self.example},)", self.function)

    def expected_gradient(self) -> Any:
        assert self.expected is not None
        return evaluate(self.expected, self.function)


def evaluate(expression: str, name: str) -> Any:
    """Evaluate an example's expression in the words of `Draw`."""
    return eval(expression, Draw(name).words())


def probes(path: Path) -> Iterator[Probe]:
    """Yield the probes of a file, in its order."""
    text = path.read_text()
    lines = text.splitlines()
    for node in ast.parse(text).body:
        if not isinstance(node, ast.FunctionDef):
            continue
        said: dict[str, str] = {}
        first = min([node.lineno, *(item.lineno for item in node.decorator_list)])
        for line in reversed(lines[: first - 1]):
            if not line.startswith("#"):
                break
            if match := WORD.match(line):
                said[match[1]] = (match[2] or "").strip()
        if "example" not in said:
            assert not said, f"{path}: {node.name} says {said}, but no example"
            continue
        parameters = [*node.args.posonlyargs, *node.args.args]
        names = said.get("wrt", parameters[0].arg if parameters else "")
        yield Probe(
            path,
            node.name,
            tuple(name.strip() for name in names.split(",")),
            said["example"],
            said.get("of"),
            "third" in said,
            "kink" in said,
            said.get("expected"),
            said.get("untyped"),
            said.get("may refuse"),
            said.get("may refuse untyped"),
        )
