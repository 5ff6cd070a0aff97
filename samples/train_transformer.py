"""Train the transformer of `transformer.py` to sort.

A sequence holds some digits, a sign, and the same digits in order; from the sign on,
each next digit is to be foretold from what stands before it.
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
from curves import save_curve
from derived.transformer_grad import loss_value_and_grad
from rich.progress import track
from transformer import scores

from srcgrad.nn import glorot_uniform
from srcgrad.optim import Adam, clip_by_norm, cosine, warmup

SIZE, HEADS, DIGITS, COUNT = 32, 4, 10, 6
SIGN = DIGITS
LENGTH = 2 * COUNT
MASK = np.tril(np.ones((LENGTH, LENGTH), bool))


def block(random: np.random.Generator) -> dict[str, np.ndarray]:
    """Return the parameters of one block."""
    return {
        "scale1": np.ones(SIZE),
        "shift1": np.zeros(SIZE),
        "attend": glorot_uniform(random, (3 * SIZE, SIZE)),
        "attend_bias": np.zeros(3 * SIZE),
        "mix": glorot_uniform(random, (SIZE, SIZE)),
        "mix_bias": np.zeros(SIZE),
        "scale2": np.ones(SIZE),
        "shift2": np.zeros(SIZE),
        "up": glorot_uniform(random, (2 * SIZE, SIZE)),
        "up_bias": np.zeros(2 * SIZE),
        "down": glorot_uniform(random, (SIZE, 2 * SIZE)),
        "down_bias": np.zeros(SIZE),
    }


def first_parameters(random: np.random.Generator) -> dict[str, Any]:
    """Return the parameters of a transformer that has learnt nothing."""
    return {
        "tokens": 0.3 * random.normal(size=(DIGITS + 1, SIZE)),
        "places": 0.3 * random.normal(size=(LENGTH, SIZE)),
        "first": block(random),
        "second": block(random),
        "scale": np.ones(SIZE),
        "shift": np.zeros(SIZE),
        "output": glorot_uniform(random, (DIGITS, SIZE)),
        "output_bias": np.zeros(DIGITS),
    }


def problem(random: np.random.Generator, batch: int) -> tuple[np.ndarray, np.ndarray]:
    """Return sequences without their last digit, and the digits in order."""
    digits = random.integers(0, DIGITS, (batch, COUNT))
    ordered = np.sort(digits, axis=1)
    sign = np.full((batch, 1), SIGN)
    return np.concatenate([digits, sign, ordered[:, :-1]], axis=1), ordered


def main(
    steps: int = 1200, picture: str | None = "transformer_loss.png"
) -> dict[str, float]:
    """Train, print the share of digits that are in order, and return it."""
    random = np.random.default_rng(0)
    params = first_parameters(random)
    optimiser = Adam(warmup(cosine(0.004, steps - 50), 50))
    losses = []
    for _ in track(range(steps), "learning to sort"):
        tokens, ordered = problem(random, 64)
        value, gradient = loss_value_and_grad(params, tokens, ordered, HEADS, MASK)
        losses.append(float(value))
        params = optimiser.step(params, clip_by_norm(gradient, 1.0))
    tokens, ordered = problem(random, 1000)
    answers = scores(params, tokens, HEADS, MASK)[:, COUNT:].argmax(axis=2)
    right = float(np.mean(answers == ordered))
    print(f"loss {np.mean(losses[-20:]):.4f}; {right:.2%} of the digits are in order")
    if picture is not None:
        save_curve(losses, picture)
    return {"loss": float(np.mean(losses[-20:])), "accuracy": right}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=1200, help="of Adam")
    parser.add_argument("--picture", default="transformer_loss.png")
    main(**vars(parser.parse_args()))
