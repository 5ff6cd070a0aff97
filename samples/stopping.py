"""Two bodies around the Sun: Kepler's equation, solved until it is solved."""

import numpy as np

# Gauss's constant: the Earth's mean motion, in radians per day
GAUSS = 0.01720209895


def eccentric_anomaly(mean: float, eccentricity: float):
    """Solve Kepler's equation `mean = anomaly - eccentricity * sin(anomaly)`."""
    # Newton's method converges from here, for a mean between -pi and pi
    if eccentricity < 0.5:
        anomaly = mean
    elif mean > 0.0:
        anomaly = np.pi
    else:
        anomaly = -np.pi
    change = 1.0
    while abs(change) > 1e-12:
        error = anomaly - eccentricity * np.sin(anomaly) - mean
        change = error / (1.0 - eccentricity * np.cos(anomaly))
        anomaly -= change
    return anomaly


def position(day: float, orbit: np.ndarray, axes: np.ndarray):
    """Return where a body is on its ellipse on `day`, in astronomical units.

    `orbit` holds the day of the perihelion, its distance from the Sun and the
    eccentricity; `axes[0]` points from the Sun to the perihelion, `axes[1]` the way
    that the body moves there.
    """
    eccentricity = orbit[2]
    axis = orbit[1] / (1.0 - eccentricity)
    mean = GAUSS / axis**1.5 * (day - orbit[0])
    anomaly = eccentric_anomaly(mean, eccentricity)
    x = axis * (np.cos(anomaly) - eccentricity)
    y = axis * np.sqrt(1.0 - eccentricity**2) * np.sin(anomaly)
    return x * axes[0] + y * axes[1]


def separation(
    day: float,
    comet: np.ndarray,
    comet_axes: np.ndarray,
    earth: np.ndarray,
    earth_axes: np.ndarray,
):
    """Return how far apart two bodies are on `day`."""
    gap = position(day, comet, comet_axes) - position(day, earth, earth_axes)
    return np.sqrt(np.sum(gap**2))
