"""The price of an Asian option by simulated paths."""

import numpy as np

WRT = ("price", "rate", "volatility")
FIXED = ("strike",)
SIZES = {"tiny": (5, 3), "full": (50, 2000)}
STEP = 1e-6  # the payoff has a kink, which few paths may cross


def arguments(steps, paths):
    noise = np.random.default_rng(22).normal(size=(steps, paths))
    return 100.0, 0.03, 0.2, noise, 95.0


def loss(price, rate, volatility, noise, strike):
    dt = 1.0 / noise.shape[0]
    logarithm = 0.0 * noise[0]
    total = 0.0 * noise[0]
    for t in range(noise.shape[0]):
        drift = (rate - 0.5 * volatility * volatility) * dt
        logarithm = logarithm + drift + volatility * np.sqrt(dt) * noise[t]
        total = total + price * np.exp(logarithm)
    payoff = np.maximum(total * dt - strike, 0.0)
    return np.exp(-rate) * np.sum(payoff) * (1.0 / noise.shape[1])
