"""The text of kernels that an emitted file gets."""

from __future__ import annotations

import ast
import importlib

import pytest

from srcgrad.loops.kernels.text import KERNELS, SINGLE, catalogue, kernels_text, reached


def test_every_function_has_a_kernel_for_both_dtypes() -> None:
    for name in KERNELS.values():
        assert {name, name + SINGLE} <= catalogue().keys()


def test_only_what_is_used_is_copied() -> None:
    assert [kernel.name for kernel in reached(["log"])] == [
        "parts",
        "log_series",
        "log_ends",
        "log",
    ]


@pytest.mark.parametrize("name", catalogue())
def test_the_text_is_complete(name: str) -> None:
    tree = ast.parse(kernels_text([name], prefix="_"))
    defined = []
    for function in tree.body:
        assert isinstance(function, ast.FunctionDef)
        arguments = {argument.arg for argument in function.args.args}
        nodes = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
        stored = {node.id for node in nodes if isinstance(node.ctx, ast.Store)}
        builtins = {"numba", "np", "abs", "float", "int", "tuple"}
        read = {node.id for node in nodes} - arguments - stored - builtins
        assert read <= set(defined), "read before it is defined"
        defined.append(function.name)
    assert defined[-1] == f"_{name}"
    assert len(defined) == len(set(defined))


def test_a_kernel_is_a_function_that_can_be_called() -> None:
    module = importlib.import_module("srcgrad.loops.kernels.exponentials")
    assert module.exp(0.0) == 1.0
    assert abs(module.tanh(0.5) - 0.46211715726000975) < 1e-16
