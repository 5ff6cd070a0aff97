"""NumPy's names -> PyTorch's functions, for programs that store into no array."""

from __future__ import annotations

import math
from typing import Any

import torch

newaxis = None
pi = math.pi


def __getattr__(name: str) -> Any:
    """Most functions are named alike, and take `axis` and `keepdims`."""
    return getattr(torch, name)


def _scalar(name: str) -> Any:
    own, plain = getattr(torch, name), getattr(math, name)
    return lambda x: own(x) if torch.is_tensor(x) else plain(x)


sqrt, exp, log, sin, cos = map(_scalar, ("sqrt", "exp", "log", "sin", "cos"))


def max(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    return torch.max(x) if axis is None else torch.amax(x, dim=axis, keepdim=keepdims)


def maximum(x: Any, y: Any) -> Any:
    return torch.maximum(x, y) if torch.is_tensor(y) else torch.clamp(x, min=y)


def concatenate(parts: Any, axis: int = 0) -> Any:
    return torch.cat(tuple(parts), dim=axis)


def transpose(x: Any, axes: Any) -> Any:
    return x.permute(*axes)


def array(items: Any) -> Any:
    return torch.stack([torch.as_tensor(one, dtype=torch.float64) for one in items])
