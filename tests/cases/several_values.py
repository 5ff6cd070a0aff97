# flags: moments --types "x: f64[n]"
# example: normal(5)
"""A value that is a tuple."""

import numpy as np


def moments(x):
    mean = np.mean(x)
    centred = x - mean  # kept: both parts read it
    return mean, np.mean(centred**2), centred
