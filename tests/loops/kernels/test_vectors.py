"""Loops that call kernels -> vector code, in LLVM's own words."""

from __future__ import annotations

import re

import numpy as np
import pytest

from srcgrad.loops.kernels.text import KERNELS
from tests.loops.kernels.compiled import TWO, loop

pytest.importorskip("numba")
pytestmark = pytest.mark.numba

LIBRARY = r"call [^\n]*@(llvm\.)?(exp|log|sin|cos|tanh|pow|erf|atan)"
BRANCHED = ("sin", "cos")
STRAIGHT = sorted(set(KERNELS.values()) - {*BRANCHED} | {"sin_near", "cos_near"})


def code(name: str, dtype: type) -> str:
    """The optimised code of a loop over arrays."""
    compiled = loop(name)
    binary = name.removesuffix("_single") in TWO
    arguments = [np.linspace(0.5, 1.5, 64).astype(dtype) for _ in range(2 + binary)]
    compiled(*arguments)
    return compiled.inspect_llvm(compiled.signatures[0])


@pytest.mark.parametrize("name", STRAIGHT)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_the_loop_is_vector_code(name: str, dtype: type) -> None:
    text = code(name if dtype is np.float64 else f"{name}_single", dtype)
    assert re.search(r"f(mul|add) contract <\d+ x double>", text)
    assert not re.search(LIBRARY, text)


@pytest.mark.parametrize("name", BRANCHED)
def test_what_asks_the_library_says_so(name: str) -> None:
    assert re.search(LIBRARY, code(name, np.float64))
