"""A wave, to be differentiated twice: its second derivative is the wave itself, negative."""

import numpy as np


def wave(x):
    """Return sin(x) + cos(x)."""
    return np.sin(x) + np.cos(x)
