"""The value that a stage of the compiler made -> text of it, by the name of the stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from srcgrad.display.code import adjoint_text, woven_text
from srcgrad.display.notation import notation
from srcgrad.display.surface import module_text, surface_text
from srcgrad.display.tables import (
    activity_text,
    storage_text,
    tangents_text,
    types_text,
)
from srcgrad.emit.compiled import joint_text
from srcgrad.ir.printer import program_text
from srcgrad.products import Inferred, Lowered, Normalized, Parsed, Parts
from srcgrad.transform.pairs import Linear
from srcgrad.transform.weaving.woven import Woven


def _parsed(parsed: Parsed) -> str:
    return module_text(parsed.module)


def _lowered(lowered: Lowered) -> str:
    return surface_text(lowered.function)


def _inferred(inferred: Inferred) -> str:
    types = {**inferred.types, **inferred.assumed}
    return types_text(inferred.function, types, inferred.wrt, inferred.of)


def _normalized(normalized: Normalized) -> str:
    return program_text(normalized.program, notation)


def _linear(linear: Parts[Linear] | Parts[Woven]) -> str:
    return "\n\n".join(
        woven_text(part) if isinstance(part, Woven) else tangents_text(part)
        for part in linear.parts.values()
    )


def _each(text: Callable[[Any], str]) -> Callable[[Parts[Any]], str]:
    return lambda parts: "\n\n".join(map(text, parts.parts.values()))


TEXTS: Mapping[str, Callable[[Any], str]] = MappingProxyType(
    {
        "parse": _parsed,
        "lower": _lowered,
        "infer": _inferred,
        "normalize": _normalized,
        "inline": _normalized,
        "activity": _each(activity_text),
        "linearize": _linear,
        "transpose": _each(adjoint_text),
        "simplify": _each(adjoint_text),
        "store": _each(storage_text),
        "loops": _each(joint_text),
        "emit": str,
    }
)
