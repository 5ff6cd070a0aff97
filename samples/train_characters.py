"""Train the network of `characters.py` on the poem that comes with Python.

It then writes a text of its own, which begins as the poem does.
"""

from __future__ import annotations

import argparse
import codecs
import contextlib
import io

import numpy as np
from characters import step
from curves import save_curve
from derived.characters_grad import loss_value_and_grad
from rich.progress import track

from srcgrad.nn import glorot_uniform, orthogonal
from srcgrad.optim import Adam, clip_by_norm

HIDDEN, CODE, LENGTH, BATCH = 64, 16, 32, 16


def poem() -> str:
    """Return the poem, without printing it."""
    with contextlib.redirect_stdout(io.StringIO()):
        import this
    return codecs.decode(this.s, "rot13")


def first_parameters(
    random: np.random.Generator, letters: int
) -> dict[str, np.ndarray]:
    """Return the parameters of a network that has read nothing."""
    return {
        "letters": 0.3 * random.normal(size=(letters, CODE)),
        "weight_input": glorot_uniform(random, (3 * HIDDEN, CODE)),
        "weight_hidden": np.concatenate(
            [orthogonal(random, (HIDDEN, HIDDEN)) for _ in range(3)]
        ),
        "bias_input": np.zeros(3 * HIDDEN),
        "bias_hidden": np.zeros(3 * HIDDEN),
        "weight_output": glorot_uniform(random, (letters, HIDDEN)),
        "bias_output": np.zeros(letters),
    }


def written(
    params: dict[str, np.ndarray], alphabet: str, start: str, count: int
) -> str:
    """Return a text that begins with `start`: the likeliest letter, again and again."""
    hidden, text = np.zeros((1, HIDDEN)), start
    for position in range(count):
        letter = np.array([alphabet.index(text[position])])
        hidden, scores = step(params, letter, hidden)
        if position + 1 == len(text):
            text += alphabet[int(scores.argmax())]
    return text


def main(
    steps: int = 500, picture: str | None = "characters_loss.png"
) -> dict[str, float]:
    """Train, print what the network writes, and return its loss in bits per letter."""
    random = np.random.default_rng(0)
    text = poem()
    alphabet = "".join(sorted(set(text)))
    codes = np.array([alphabet.index(letter) for letter in text])
    params = first_parameters(random, len(alphabet))
    optimiser = Adam(0.01)
    losses = []
    for _ in track(range(steps), "reading"):
        starts = random.integers(0, codes.size - LENGTH, BATCH)
        value, gradient = loss_value_and_grad(
            params, codes[starts[:, None] + np.arange(LENGTH + 1)]
        )
        losses.append(float(value) / np.log(2.0))
        params = optimiser.step(params, clip_by_norm(gradient, 1.0))
    bits = float(np.mean(losses[-20:]))
    print(written(params, alphabet, "Beautiful", 120))
    print(f"{bits:.2f} bits per letter, of {np.log2(len(alphabet)):.2f} at first")
    if picture is not None:
        save_curve(losses, picture)
    return {"bits": bits}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=500, help="of Adam")
    parser.add_argument("--picture", default="characters_loss.png")
    main(**vars(parser.parse_args()))
