"""Find when Halley's comet came closest to the Earth in 1986, by `stopping.py`.

The derivative of the distance by the day is the speed at which both drift apart: it is
zero at the closest approach. The derivatives by the comet's orbit then say, without
another search, how much nearer it would have come had it been a day late.
"""

from __future__ import annotations

import argparse
import datetime

import numpy as np
from derived.stopping_grad import separation_value_and_grad

KILOMETRES = 149_597_870.7  # in an astronomical unit

# day of the perihelion (1.0 is the first midnight of 1986), distance, eccentricity
COMET = np.array([40.459, 0.58710, 0.96728])
EARTH = np.array([3.37, 0.98329, 0.01671])


def axes(node: float, inclination: float, argument: float) -> np.ndarray:
    """Return the unit vectors to the perihelion and a quarter turn ahead of it.

    The angles are in degrees: the ascending node, the inclination to the ecliptic, and
    the perihelion's angle from the node.
    """
    o, i, w = np.radians([node, inclination, argument])
    to_node = np.array([np.cos(o), np.sin(o), 0.0])
    over = np.array([-np.sin(o) * np.cos(i), np.cos(o) * np.cos(i), np.sin(i)])
    toward = np.cos(w) * to_node + np.sin(w) * over
    return np.array([toward, np.cos(w) * over - np.sin(w) * to_node])


COMET_AXES = axes(58.86, 162.24, 111.87)
EARTH_AXES = axes(0.0, 0.0, 102.9)


def main(steps: int = 40, begin: float = 60.0, end: float = 160.0) -> dict[str, float]:
    """Halve the days from `begin` to `end` by the sign of the slope; return figures."""
    distance, slope, late = np.inf, 0.0, 0.0
    for _ in range(steps):
        day = 0.5 * (begin + end)
        distance, (slope, orbit_bar) = separation_value_and_grad(
            day, COMET, COMET_AXES, EARTH, EARTH_AXES
        )
        late = float(orbit_bar[0])
        if slope > 0.0:
            end = day
        else:
            begin = day

    day = 0.5 * (begin + end)
    date = datetime.datetime(1985, 12, 31) + datetime.timedelta(days=day)
    print(f"closest on {date:%d %B %Y, %H:%M}: {distance:.4f} astronomical units away")
    print(f"a comet one day late: {late * KILOMETRES:+,.0f} km")
    return {
        "day": day,
        "distance": float(distance),
        "slope": float(slope),
        "late": late,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--steps", type=int, default=40, help="halvings of the interval"
    )
    parser.add_argument("--begin", type=float, default=60.0, help="day of 1986")
    parser.add_argument("--end", type=float, default=160.0, help="day of 1986")
    main(**vars(parser.parse_args()))
