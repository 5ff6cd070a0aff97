"""Learn to balance a pole on a cart, by the policy gradient of `policy.py`.

The cart is pushed left or right in each step, and an episode ends when the pole leans
by 12 degrees, the cart is 2.4 metres from its start, or 200 steps are done. Barto,
Sutton and Anderson (1983).
"""

from __future__ import annotations

import argparse

import numpy as np
from curves import save_curve
from derived.policy_grad import loss_grad
from policy import scores
from rich.progress import track

from srcgrad.optim import Adam, clip_by_norm

GRAVITY, CART, POLE, HALF_LENGTH, FORCE, SECONDS = 9.8, 1.0, 0.1, 0.5, 10.0, 0.02
LONGEST = 200


def moved(states: np.ndarray, actions: np.ndarray) -> np.ndarray:
    """Return the states one step later: position, speed, angle and turn of each cart."""
    _, speed, angle, turn = states.T
    force = np.where(actions == 1, FORCE, -FORCE)
    total = CART + POLE
    push = (force + POLE * HALF_LENGTH * turn**2 * np.sin(angle)) / total
    lever = HALF_LENGTH * (4.0 / 3.0 - POLE * np.cos(angle) ** 2 / total)
    swing = (GRAVITY * np.sin(angle) - np.cos(angle) * push) / lever
    slide = push - POLE * HALF_LENGTH * swing * np.cos(angle) / total
    change = np.stack([speed, slide, turn, swing], axis=1)
    return states + SECONDS * change


def episodes(
    params: tuple[np.ndarray, ...], count: int, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return states and actions of some episodes side by side, and how long each was."""
    states = random.uniform(-0.05, 0.05, (count, 4))
    lengths = np.zeros(count, int)
    seen, done = [], []
    for _ in range(LONGEST):
        logits = scores(*params, states)
        right = 1.0 / (1.0 + np.exp(logits[:, 0] - logits[:, 1]))
        actions = (random.random(count) < right).astype(int)
        seen.append(states)
        done.append(actions)
        upright = (np.abs(states[:, 2]) < np.radians(12.0)) & (
            np.abs(states[:, 0]) < 2.4
        )
        lengths += (lengths == len(seen) - 1) & upright
        states = moved(states, actions)
    return np.stack(seen, axis=1), np.stack(done, axis=1), lengths


def main(
    steps: int = 60, rate: float = 0.02, picture: str | None = "policy_steps.png"
) -> dict[str, float]:
    """Learn, print how long the pole stays up, and return the mean lengths."""
    random = np.random.default_rng(0)
    params = (
        random.normal(size=(4, 16)) / 2.0,
        np.zeros(16),
        np.zeros((16, 2)),
        np.zeros(2),
    )
    optimiser = Adam(rate)
    lengths = []
    for _ in track(range(steps), "balancing"):
        seen, done, length = episodes(params, 32, random)
        lengths.append(float(length.mean()))
        played = np.arange(LONGEST) < length[:, None]
        # what follows a step: the steps that are left, against what is usual then
        left = np.where(played, length[:, None] - np.arange(LONGEST), 0.0)
        usual = left.sum(axis=0) / np.maximum(played.sum(axis=0), 1)
        advantages = (left - usual)[played]
        advantages /= advantages.std() + 1e-8
        gradient = loss_grad(*params, seen[played], done[played], advantages)
        params = optimiser.step(params, clip_by_norm(gradient, 1.0))
    before, after = lengths[0], float(np.mean(lengths[-5:]))
    print(f"steps upright: {before:.0f} at first, {after:.0f} of {LONGEST} at the end")
    if picture is not None:
        save_curve(lengths, picture, "update", "steps upright", log=False)
    return {"before": before, "after": after}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=60, help="updates of the policy")
    parser.add_argument("--rate", type=float, default=0.02, help="length of a step")
    parser.add_argument("--picture", default="policy_steps.png")
    main(**vars(parser.parse_args()))
