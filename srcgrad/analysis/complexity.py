"""A function of a source -> whether complex numbers can occur in what it reaches.

Where they can, a value of unknown dtype is taken to be complex or real; elsewhere to be
real, and nothing in the emitted text asks.
"""

from __future__ import annotations

import re

from srcgrad.analysis.names import function_names
from srcgrad.ir import surface as s

MADE = re.compile(
    r"(?<![\w.])\d[\d_]*\.?\d*(?:[eE][+-]?\d+)?[jJ]\b"
    r"|\b\w*(?:complex|fft|conj|wofz|hankel[12]|csingle|cdouble)\w*\b"
    r"|\bimag\b|\beig(?:vals)?\b"
)


def has_complex(module: s.SurfaceModule, entry: str) -> bool:
    """Whether a function, or one that it reaches, names what makes complex numbers."""
    waiting, seen = [entry], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in module.functions:
            function = module.functions[name]
            if MADE.search(without_comments(function.source)):
                return True
            waiting.extend(function_names(function))
        elif name in module.constants:
            if MADE.search(without_comments(module.constants[name].origin.text)):
                return True
        elif name in module.imports and MADE.search(module.imports[name].qualified):
            return True
    return False


def without_comments(text: str) -> str:
    """Return source text without its comments."""
    return "\n".join(line.partition("#")[0] for line in text.split("\n"))
