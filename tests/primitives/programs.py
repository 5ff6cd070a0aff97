"""An entry and a point of its domain -> a program that calls the function, as text.

def call(a, q, weights_0):
    out = np.quantile(a, q, axis=0)
    return np.sum(weights_0 * out)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from srcgrad.primitives import Primitive
from srcgrad.primitives.domains import Case
from srcgrad.primitives.foreign import Foreign
from tests.primitives.reference import active, run


@dataclass(frozen=True)
class Call:
    """A program, the names to differentiate with respect to, and arguments for it."""

    text: str
    wrt: tuple[str, ...]
    arguments: tuple[Any, ...]


def program(entry: Primitive, values: tuple[Any, ...]) -> Call:
    """Write the call of a function at a point, and weigh what comes of it."""
    names: dict[str, Any] = {}
    free = _free(entry)
    given: list[str] = []
    for at, (parameter, value) in enumerate(
        zip(entry.parameters, values, strict=False)
    ):
        if value is parameter.default:
            continue
        text = _written(value, parameter.name, names, at in free, _literal(entry))
        # by position as far as that goes, by keyword after what is left out
        if parameter.star:
            text = text.removeprefix("(").removesuffix(")").removesuffix(",")
        plain = len(given) == at and not parameter.keyword
        given.append(text if plain else f"{parameter.name}={text}")
    wrt = tuple(name for name, value in names.items() if name[:1] != "_")
    names = {name.lstrip("_"): value for name, value in names.items()}
    lines = [f"    out = {_spelled(entry, given)}"]
    draw = np.random.default_rng(5)
    parts = run(entry, values)
    several = isinstance(parts, (tuple, list))
    terms = []
    for k, part in enumerate(parts if several else [parts]):
        if np.result_type(part).kind not in "fc":
            continue
        names[f"weights_{k}"] = draw.normal(size=np.shape(part))[()]
        item = f"out[{k}]" if several else "out"
        if np.iscomplexobj(part):
            terms.append(f"np.sum(weights_{k} * np.imag({item}) ** 2)")
            item = f"np.real({item})"
        terms.append(f"np.sum(weights_{k} * {item})")
    lines.append(f"    return {' + '.join(terms)}")
    library = ""
    if entry.spelling.startswith("scipy."):
        foreign = isinstance(entry.function, Foreign)
        module = entry.function.module if foreign else entry.spelling.rpartition(".")[0]
        library = f"import {module}\n"
    imports = f"import math\n\nimport numpy as np\n{library}"
    head = f"{imports}\n\ndef call({', '.join(names)}):"
    return Call("\n".join((head, *lines, "")), wrt, tuple(names.values()))


def _free(entry: Primitive) -> tuple[int, ...]:
    from tests.primitives.reference import positions

    return positions(entry)


def _literal(entry: Primitive) -> bool:
    """Whether a Python number of a point is a setting, rather than an operand."""
    return isinstance(entry.domain[0], Case)


def _written(
    value: Any, name: str, names: dict[str, Any], free: bool, literal: bool
) -> str:
    """Write an argument: a name for what varies, anything else as it stands."""
    if isinstance(value, (tuple, list)):
        parts = [
            _written(item, f"{name}_{i}", names, free, literal)
            for i, item in enumerate(value)
        ]
        inside = ", ".join(parts)
        if isinstance(value, list):
            return f"[{inside}]"
        return f"({inside},)" if len(parts) == 1 else f"({inside})"
    if isinstance(value, (np.ndarray, np.generic)) or (
        isinstance(value, float) and not literal
    ):
        moves = free and active(value) and not np.iscomplexobj(value)
        if moves and np.any(np.isnan(value)):
            # the harness takes no NaN for an argument: the program makes them
            names[f"_{name}_gaps"] = np.isnan(value)
            names[name] = np.nan_to_num(value)
            return f"np.where({name}_gaps, np.nan, {name})"
        names[name if moves else f"_{name}"] = (
            float(value) if np.ndim(value) == 0 and moves else value
        )
        return name
    return repr(value).replace("inf", "np.inf")


def _spelled(entry: Primitive, given: list[str]) -> str:
    """Write the call itself as a source does."""
    spelling = entry.spelling
    if spelling.endswith("()"):
        return f"{given[0]}{spelling[:-1]}{', '.join(given[1:])})"
    if spelling.startswith("."):
        return f"{given[0]}{spelling}"
    if spelling[0].isalpha():
        return f"{spelling}({', '.join(given)})"
    if len(given) == 1:
        return f"{spelling}({given[0]})"
    return f"({given[0]}) {spelling} ({given[1]})"
