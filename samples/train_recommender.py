"""Factor the ratings of `recommender.py`: most are unknown, and to be predicted.

The ratings are made of three hidden tastes and some noise. A tenth is held out.
"""

from __future__ import annotations

import argparse

import numpy as np
from curves import save_curve
from derived.recommender_grad import loss_value_and_grad
from rich.progress import track

from srcgrad.optim import Adam

PERSONS, FILMS, TASTES, NOISE = 120, 80, 3, 0.2


def ratings() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return who has rated which film with how many stars."""
    random = np.random.default_rng(0)
    tastes = random.normal(size=(PERSONS, TASTES))
    traits = random.normal(size=(FILMS, TASTES))
    known = np.flatnonzero(random.random(PERSONS * FILMS) < 0.3)
    random.shuffle(known)
    who, which = np.divmod(known, FILMS)
    stars = 3.0 + np.sum(tastes[who] * traits[which], axis=1)
    return who, which, stars + NOISE * random.normal(size=known.size)


def main(
    steps: int = 400, picture: str | None = "recommender_loss.png"
) -> dict[str, float]:
    """Fit, print the error of held-out ratings, and return it beside a plain mean's."""
    random = np.random.default_rng(1)
    who, which, stars = ratings()
    held_out = stars.size // 10
    mean = stars[held_out:].mean()
    params = (
        0.1 * random.normal(size=(PERSONS, TASTES)),
        0.1 * random.normal(size=(FILMS, TASTES)),
        np.full(PERSONS, mean),
        np.zeros(FILMS),
    )
    seen = (who[held_out:], which[held_out:], stars[held_out:])
    optimiser = Adam(0.05)
    losses = []
    for _ in track(range(steps), "factoring"):
        value, gradient = loss_value_and_grad(*params, *seen, 0.02)
        losses.append(float(value))
        params = optimiser.step(params, gradient)
    new = (who[:held_out], which[:held_out], stars[:held_out])
    value, _ = loss_value_and_grad(*params, *new, 0.0)
    error, unread = float(np.sqrt(value)), float(np.std(new[2] - mean))
    print(f"error of held-out ratings: {error:.3f} stars, of which noise {NOISE}")
    print(f"error of the mean of all:  {unread:.3f} stars")
    if picture is not None:
        save_curve(losses, picture)
    return {"error": error, "mean": unread}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=400, help="of Adam")
    parser.add_argument("--picture", default="recommender_loss.png")
    main(**vars(parser.parse_args()))
