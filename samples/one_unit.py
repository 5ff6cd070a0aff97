"""A linear layer of one unit: the smallest thing that can be trained."""


def loss(w: float, b: float, x: float, y: float) -> float:
    """Return the squared error of `w * x + b`."""
    error = w * x + b - y
    return error * error
