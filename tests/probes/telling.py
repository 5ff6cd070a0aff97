"""Clocks, logs and progress bars beside the numbers."""

import logging
import sys
import time
import warnings
from time import perf_counter

import numpy as np
from rich.progress import track

try:
    from numba import njit, prange
except ImportError:
    njit = lambda **options: lambda function: function
    prange = range

try:
    from tqdm import tqdm
except ImportError:
    tqdm = lambda items, **options: items

logger = logging.getLogger(__name__)
VERBOSE = False


# example: normal(3)
def timing(x):
    t0 = time.time()
    start = perf_counter()
    y = x * x
    print("took", time.time() - t0, perf_counter() - start)
    elapsed = time.time() - t0
    if VERBOSE:
        print(elapsed)
    return np.sum(y)


# example: normal(3)
def logged(x):
    logger.info("x is %s", x)
    y = np.sum(x * x)
    logging.debug("y %f", y)
    logger.warning(f"y {y:.3f}")
    warnings.simplefilter("ignore")
    return y


# example: normal(3)
def stdout(x):
    sys.stdout.write("hello\n")
    sys.stdout.flush()
    return np.sum(x * x)


# example: normal(3)
# third
def progress(x):
    s = 0.0
    for i in track(range(3), description="sum", disable=True):
        s += x[i] * x[i] * s
        for j, v in enumerate(track(x, disable=True)):
            s += v * v * j
    return s


# example: normal(3)
def progress_that_may_be_missing(x):
    s = 0.0
    for i in tqdm(range(3), disable=True):  # one by one
        s += x[i] * x[i] * s + x[0]
    return s


# example: normal(3)
def a_clock_that_stops_a_loop(x):
    start = time.monotonic()
    s = 1.0
    for i in range(3):
        if time.monotonic() - start > 100.0:
            break
        s = s * x[i] + x[i]
    return s


@njit(parallel=True)
def blurred(x):
    out = np.zeros_like(x)
    for i in prange(1, len(x) - 1):
        for j in prange(3):
            out[i] += x[i + j - 1] * x[i]
    return out


# example: normal(5)
def a_parallel_loop(x):
    return np.sum(blurred(x) ** 2)


# example: normal(3), "a", 1
def a_formatted_text_decides(x, kind, n):
    name = f"{kind}{n}"
    if name == "a1":
        return np.sum(x**2)
    return np.sum(np.sin(x))


# example: normal(3)
def a_formatted_text_of_constants_decides(x):
    if f"a{1}" == "a1":
        return np.sum(x**2)
    return np.sum(np.sin(x))


# example: normal(3), 3
def a_formatted_text_decides_in_a_loop(x, n):
    y = x * 1.0
    for i in range(n):
        name = f"step {i}"
        if name == "step 1":
            y = y * y
        elif f"{i}" == "0":
            y = np.sin(y)
        print(f"{name}: {np.sum(y):.3f}")
    if y[0] > 9.0:
        raise ValueError(f"too large: {y[0]}")
    return np.sum(y)
