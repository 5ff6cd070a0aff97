"""Differentiate `curvature.py` twice, the second time from the first derivative's file."""

from __future__ import annotations

import argparse

import numpy as np
from curvature import wave
from derived.curvature_grad import wave_grad
from derived.curvature_grad_grad import wave_grad_grad


def main(steps: int = 9) -> dict[str, float]:
    """Print the wave and its derivatives over one period, and return the largest error."""
    worst = 0.0
    print("     x     f(x)    f'(x)   f''(x)")
    for x in np.linspace(0.0, 2.0 * np.pi, steps):
        second = float(wave_grad_grad(x))
        worst = max(worst, abs(second + float(wave(x))))
        print(f"{x:6.3f}  {wave(x):7.4f}  {wave_grad(x):7.4f}  {second:7.4f}")
    print(f"f'' differs from -f by {worst:.1e} at most")
    return {"error": worst}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=9, help="points of the table")
    main(**vars(parser.parse_args()))
