"""Ten steps of training, in srcgrad and in PyTorch, from the same parameters and data."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from srcgrad.optim import Adam

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
STEPS = 10
Torch = Any


def drawn(random: np.random.Generator, shapes: Any) -> Any:
    """Return parameters of these shapes, in the same nest of dictionaries."""
    if isinstance(shapes, tuple):
        return 0.4 * random.normal(size=shapes)
    return {name: drawn(random, shape) for name, shape in shapes.items()}


def as_tensors(torch: Torch, params: Any) -> Any:
    if isinstance(params, dict):
        return {name: as_tensors(torch, part) for name, part in params.items()}
    return torch.tensor(params.copy(), requires_grad=True)


def flat(nest: Any) -> list[Any]:
    """Return what a nest of dictionaries holds, in the order of its keys."""
    if not isinstance(nest, dict):
        return [nest]
    return [leaf for key in sorted(nest) for leaf in flat(nest[key])]


def regression_network(torch: Torch, p: Any, x: Any, y: Any, decay: float) -> Any:
    hidden = torch.tanh(x @ p["w1"] + p["b1"])
    out = (hidden @ p["w2"] + p["b2"])[:, 0]
    penalty = (p["w1"] ** 2).sum() + (p["w2"] ** 2).sum()
    return torch.nn.functional.mse_loss(out, y) + decay * penalty


def multitask(
    torch: Torch, p: Any, images: Any, labels: Any, inks: Any, weight: float
) -> Any:
    f = torch.nn.functional
    shared = f.relu(f.linear(images, p["trunk1"], p["trunk1_bias"]))
    shared = f.relu(f.linear(shared, p["trunk2"], p["trunk2_bias"]))
    digit = f.linear(shared, p["digit"], p["digit_bias"])
    ink = f.linear(shared, p["ink"], p["ink_bias"])[:, 0]
    return f.cross_entropy(digit, labels) + weight * f.mse_loss(ink, inks)


def autoencoder(torch: Torch, p: Any, images: Any, noise: Any) -> Any:
    f = torch.nn.functional
    hidden = torch.tanh(f.linear(images, p["encode"], p["encode_bias"]))
    mean = f.linear(hidden, p["mean"], p["mean_bias"])
    spread = f.linear(hidden, p["spread"], p["spread_bias"])
    codes = mean + torch.exp(0.5 * spread) * noise
    hidden = torch.tanh(f.linear(codes, p["decode"], p["decode_bias"]))
    logits = f.linear(hidden, p["pixels"], p["pixels_bias"])
    missed = f.binary_cross_entropy_with_logits(logits, images, reduction="sum")
    surprise = 0.5 * (torch.exp(spread) + mean**2 - 1.0 - spread).sum()
    return (missed + surprise) / images.shape[0]


CELL = ("weight_input", "weight_hidden", "bias_input", "bias_hidden")


def lstm(torch: Torch, p: Any, sequence: Any, answers: Any) -> Any:
    size = p["weight_hidden"].shape[1]
    hidden = cell = torch.zeros((sequence.shape[1], size), dtype=torch.float64)
    for x in sequence:
        hidden, cell = torch.lstm_cell(x, (hidden, cell), *(p[n] for n in CELL))
    f = torch.nn.functional
    out = f.linear(hidden, p["weight_output"], p["bias_output"])[:, 0]
    return f.mse_loss(out, answers)


def recurrent(torch: Torch, p: Any, sequence: Any, answers: Any) -> Any:
    size = p["weight_hidden"].shape[1]
    hidden = torch.zeros((sequence.shape[1], size), dtype=torch.float64)
    for x in sequence:
        hidden = torch.rnn_tanh_cell(x, hidden, *(p[n] for n in CELL))
    f = torch.nn.functional
    out = f.linear(hidden, p["weight_output"], p["bias_output"])[:, 0]
    return f.mse_loss(out, answers)


def characters(torch: Torch, p: Any, text: Any) -> Any:
    size = p["weight_hidden"].shape[1]
    hidden = torch.zeros((text.shape[0], size), dtype=torch.float64)
    f, total = torch.nn.functional, 0.0
    for t in range(text.shape[1] - 1):
        letters = f.embedding(text[:, t], p["letters"])
        hidden = torch.gru_cell(letters, hidden, *(p[n] for n in CELL))
        scores = f.linear(hidden, p["weight_output"], p["bias_output"])
        total = total + f.cross_entropy(scores, text[:, t + 1])
    return total / (text.shape[1] - 1)


def convolutional(
    torch: Torch, p: Any, images: Any, labels: Any, generator: np.random.Generator
) -> Any:
    f = torch.nn.functional

    def dropout(x: Any, rate: float) -> Any:
        kept = generator.random(tuple(x.shape)) >= rate
        return x * torch.tensor(kept / (1.0 - rate))

    x = f.relu(f.conv2d(images, p["kernel1"], p["bias1"], padding=1))
    x = f.relu(f.conv2d(x, p["kernel2"], p["bias2"], padding=1))
    x = dropout(f.max_pool2d(x, 2), 0.25).flatten(1)
    x = dropout(f.relu(f.linear(x, p["dense1"], p["bias3"])), 0.5)
    return f.cross_entropy(f.linear(x, p["dense2"], p["bias4"]), labels)


def transformer(
    torch: Torch, p: Any, tokens: Any, targets: Any, heads: int, mask: Any
) -> Any:
    f = torch.nn.functional
    (size,) = p["scale"].shape

    def attended(q: Any, x: Any) -> Any:
        found, _ = f.multi_head_attention_forward(
            *(x.transpose(0, 1),) * 3,
            embed_dim_to_check=size,
            num_heads=heads,
            in_proj_weight=q["attend"],
            in_proj_bias=q["attend_bias"],
            bias_k=None,
            bias_v=None,
            add_zero_attn=False,
            dropout_p=0.0,
            out_proj_weight=q["mix"],
            out_proj_bias=q["mix_bias"],
            attn_mask=~mask,  # True where PyTorch must not look
            need_weights=False,
        )
        return found.transpose(0, 1)

    x = p["tokens"][tokens] + p["places"][: tokens.shape[1]]
    for q in (p["first"], p["second"]):
        x = x + attended(q, f.layer_norm(x, (size,), q["scale1"], q["shift1"]))
        seen = f.layer_norm(x, (size,), q["scale2"], q["shift2"])
        thought = f.gelu(f.linear(seen, q["up"], q["up_bias"]), approximate="tanh")
        x = x + f.linear(thought, q["down"], q["down_bias"])
    x = f.layer_norm(x, (size,), p["scale"], p["shift"])
    found = f.linear(x, p["output"], p["output_bias"])[:, -targets.shape[1] :]
    return f.cross_entropy(found.flatten(0, 1), targets.flatten())


def cell_shapes(gates: int) -> dict[str, tuple[int, ...]]:
    return {
        "weight_input": (5 * gates, 2),
        "weight_hidden": (5 * gates, 5),
        "bias_input": (5 * gates,),
        "bias_hidden": (5 * gates,),
        "weight_output": (1, 5),
        "bias_output": (1,),
    }


NETWORK = {"w1": (3, 4), "b1": (4,), "w2": (4, 1), "b2": (1,)}
HEADS = {
    "trunk1": (6, 5),
    "trunk1_bias": (6,),
    "trunk2": (4, 6),
    "trunk2_bias": (4,),
    "digit": (10, 4),
    "digit_bias": (10,),
    "ink": (1, 4),
    "ink_bias": (1,),
}
CODER = {
    "encode": (6, 5),
    "encode_bias": (6,),
    "mean": (2, 6),
    "mean_bias": (2,),
    "spread": (2, 6),
    "spread_bias": (2,),
    "decode": (6, 2),
    "decode_bias": (6,),
    "pixels": (5, 6),
    "pixels_bias": (5,),
}
LETTERS = {
    **cell_shapes(3),
    "letters": (7, 2),
    "weight_output": (7, 5),
    "bias_output": (7,),
}

READER = {
    "kernel1": (3, 1, 3, 3),
    "bias1": (3,),
    "kernel2": (4, 3, 3, 3),
    "bias2": (4,),
    "dense1": (6, 36),
    "bias3": (6,),
    "dense2": (5, 6),
    "bias4": (5,),
}
BLOCK = {
    "scale1": (6,),
    "shift1": (6,),
    "attend": (18, 6),
    "attend_bias": (18,),
    "mix": (6, 6),
    "mix_bias": (6,),
    "scale2": (6,),
    "shift2": (6,),
    "up": (8, 6),
    "up_bias": (8,),
    "down": (6, 8),
    "down_bias": (6,),
}
SORTER = {
    "tokens": (7, 6),
    "places": (9, 6),
    "first": BLOCK,
    "second": BLOCK,
    "scale": (6,),
    "shift": (6,),
    "output": (5, 6),
    "output_bias": (5,),
}

Case = tuple[str, str, Callable[..., Any], Any, Callable[..., Any]]
CASES: list[Case] = [
    (
        "regression_network",
        "loss",
        regression_network,
        NETWORK,
        lambda r: (r.normal(size=(8, 3)), r.normal(size=8), 0.01),
    ),
    (
        "multitask",
        "loss",
        multitask,
        HEADS,
        lambda r: (
            r.normal(size=(8, 5)),
            r.integers(0, 10, 8),
            r.normal(size=8),
            0.5,
        ),
    ),
    (
        "autoencoder",
        "loss",
        autoencoder,
        CODER,
        lambda r: (r.random((8, 5)), r.normal(size=(8, 2))),
    ),
    (
        "lstm",
        "lstm_loss",
        lstm,
        cell_shapes(4),
        lambda r: (r.normal(size=(6, 8, 2)), r.normal(size=8)),
    ),
    (
        "recurrent",
        "recurrent_loss",
        recurrent,
        cell_shapes(1),
        lambda r: (r.normal(size=(6, 8, 2)), r.normal(size=8)),
    ),
    (
        "characters",
        "loss",
        characters,
        LETTERS,
        lambda r: (r.integers(0, 7, (4, 6)),),
    ),
    (
        "convolutional",
        "loss",
        convolutional,
        READER,
        lambda r: (r.normal(size=(4, 1, 6, 6)), r.integers(0, 5, 4), r.spawn(1)[0]),
    ),
    (
        "transformer",
        "loss",
        transformer,
        SORTER,
        lambda r: (
            r.integers(0, 7, (3, 8)),
            r.integers(0, 5, (3, 4)),
            2,
            np.tril(np.ones((8, 8), bool)),
        ),
    ),
]


@pytest.mark.frameworks
@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_ten_steps(case: Case, samples: None) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is the other opinion")
    name, function, theirs, shapes, data = case
    random = np.random.default_rng(3)
    params = drawn(random, shapes)
    derived = importlib.import_module(f"derived.{name}_grad")
    value_and_grad = getattr(derived, f"{function}_value_and_grad")
    tensors = as_tensors(torch, params)
    ours, other = Adam(0.02), torch.optim.Adam(flat(tensors), lr=0.02)
    for _ in range(STEPS):
        batch = data(random)
        given = [
            torch.tensor(v) if isinstance(v, np.ndarray) else deepcopy(v) for v in batch
        ]
        value, gradient = value_and_grad(params, *batch)
        other.zero_grad()
        expected = theirs(torch, tensors, *given)
        expected.backward()
        assert np.isclose(value, expected.item(), rtol=1e-9, atol=0.0)
        for slope, tensor in zip(flat(gradient), flat(tensors), strict=True):
            np.testing.assert_allclose(slope, tensor.grad.numpy(), rtol=1e-9, atol=1e-9)
        params = ours.step(params, gradient)
        other.step()
    for param, tensor in zip(flat(params), flat(tensors), strict=True):
        np.testing.assert_allclose(param, tensor.detach().numpy(), atol=1e-9)
