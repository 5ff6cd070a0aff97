"""What committed derivatives do for a shape alone: nothing dear."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

DERIVED = sorted(
    (Path(__file__).resolve().parents[2] / "samples" / "derived").glob("*.py")
)
# helpers -> the position of an argument of which they ask for the shape and dtype only
ASKING = {"unbroadcast": 1, "expand": 1, "zero_cotangent": 0, "np.shape": 0}
DEAR = {"np.matmul", "np.dot", "np.pad", "np.exp", "np.log", "np.tanh", "np.sqrt"}


def calls(path: Path) -> list[ast.Call]:
    """Calls of the derivative itself, not of the helpers that stand below it."""
    tree = ast.parse(path.read_text())
    functions = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name not in ASKING
    ]
    nodes = (node for function in functions for node in ast.walk(function))
    return [node for node in nodes if isinstance(node, ast.Call)]


@pytest.mark.parametrize("path", DERIVED, ids=lambda path: path.stem)
def test_nothing_dear_is_worked_out_for_its_shape(path: Path) -> None:
    for call in calls(path):
        position = ASKING.get(ast.unparse(call.func))
        if position is None:
            continue
        for part in ast.walk(call.args[position]):
            dear = isinstance(part, ast.BinOp) and isinstance(part.op, ast.MatMult)
            dear = dear or (
                isinstance(part, ast.Call) and ast.unparse(part.func) in DEAR
            )
            assert not dear, ast.unparse(call)


# What no shape tells: whether a bias, or a factor, is spread over what it meets.
MOST = {
    "convolutional_grad": {"unbroadcast": 10, "expand": 0, "np.copy": 0},
    "transformer_grad": {"unbroadcast": 21, "expand": 0, "np.copy": 0},
    "lstm_grad": {"unbroadcast": 14, "expand": 0, "np.copy": 0},
    "multitask_grad": {"unbroadcast": 8, "expand": 0, "np.copy": 0},
}


@pytest.mark.parametrize("name", MOST)
def test_helpers_stand_where_shapes_are_not_known(name: str) -> None:
    (path,) = (path for path in DERIVED if path.stem == name)
    found = Counter(ast.unparse(call.func) for call in calls(path))
    assert all(found[call] <= most for call, most in MOST[name].items()), found
