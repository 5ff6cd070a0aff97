"""A network with a shared trunk and two heads: what a digit is, and how much ink it has."""

from srcgrad.nn import cross_entropy, linear, mse, relu


def trunk(params, images):
    """Return what both heads look at."""
    x = relu(linear(images, params["trunk1"], params["trunk1_bias"]))
    return relu(linear(x, params["trunk2"], params["trunk2_bias"]))


def answers(params, images):
    """Return ten scores for each image, and a guess of its ink."""
    shared = trunk(params, images)
    digit = linear(shared, params["digit"], params["digit_bias"])
    ink = linear(shared, params["ink"], params["ink_bias"])
    return digit, ink[:, 0]


def loss(params, images, labels, inks, weight):
    """Return the sum of both losses, the second times `weight`."""
    digit, ink = answers(params, images)
    return cross_entropy(digit, labels) + weight * mse(ink, inks)
