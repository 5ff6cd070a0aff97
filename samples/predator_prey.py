"""Hares and lynxes: the equations of Lotka and Volterra, and how well they fit."""

import numpy as np


def rates(
    prey: float,
    predators: float,
    birth: float,
    hunting: float,
    growth: float,
    death: float,
):
    """Return the change per year of both populations."""
    encounters = prey * predators
    prey_rate = birth * prey - hunting * encounters
    predator_rate = growth * encounters - death * predators
    return prey_rate, predator_rate


def misfit(
    prey: float,
    predators: float,
    birth: float,
    hunting: float,
    growth: float,
    death: float,
    hares: np.ndarray,
    lynxes: np.ndarray,
    substeps: int = 4,
):
    """Return the mean squared error, in logarithms, of yearly counts."""
    h = 1.0 / substeps
    error = 0.0
    for hare_count, lynx_count in zip(hares, lynxes, strict=True):
        error += np.log(prey / hare_count) ** 2
        error += np.log(predators / lynx_count) ** 2
        # on to the next year, by the classical method of Runge and Kutta
        for _ in range(substeps):
            k1, l1 = rates(prey, predators, birth, hunting, growth, death)
            x = prey + 0.5 * h * k1
            y = predators + 0.5 * h * l1
            k2, l2 = rates(x, y, birth, hunting, growth, death)
            x = prey + 0.5 * h * k2
            y = predators + 0.5 * h * l2
            k3, l3 = rates(x, y, birth, hunting, growth, death)
            x = prey + h * k3
            y = predators + h * l3
            k4, l4 = rates(x, y, birth, hunting, growth, death)
            prey += h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
            predators += h / 6.0 * (l1 + 2.0 * l2 + 2.0 * l3 + l4)
    return error / (2.0 * hares.size)
