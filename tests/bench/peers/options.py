"""The Asian option for JAX as an expert would write it, and its adjoint by hand."""

import numpy as np


def jax_expert():
    import jax.numpy as jnp

    def loss(price, rate, volatility, noise, strike):
        dt = 1.0 / noise.shape[0]
        steps = (rate - 0.5 * volatility**2) * dt + volatility * dt**0.5 * noise
        mean = price * dt * jnp.sum(jnp.exp(jnp.cumsum(steps, axis=0)), axis=0)
        return jnp.exp(-rate) * jnp.mean(jnp.maximum(mean - strike, 0.0))

    return loss


def numpy_by_hand():
    def gradient(price, rate, volatility, noise, strike):
        steps, paths = noise.shape
        dt = 1.0 / steps
        drift = (rate - 0.5 * volatility * volatility) * dt
        paths_so_far, terms = np.zeros(paths), np.empty_like(noise)
        for t in range(steps):
            paths_so_far += drift + volatility * np.sqrt(dt) * noise[t]
            terms[t] = np.exp(paths_so_far)
        mean = price * dt * np.sum(terms, axis=0)
        discount = np.exp(-rate) / paths
        paid = mean > strike
        value = discount * np.sum(np.where(paid, mean - strike, 0.0))
        bar = discount * dt * paid
        price_bar = np.sum(bar * np.sum(terms, axis=0))
        drift_bar, volatility_bar, log_bar = 0.0, 0.0, np.zeros(paths)
        for t in range(steps - 1, -1, -1):
            log_bar += price * bar * terms[t]
            drift_bar += np.sum(log_bar)
            volatility_bar += np.sqrt(dt) * (log_bar @ noise[t])
        volatility_bar -= drift_bar * dt * volatility
        return value, (price_bar, drift_bar * dt - value, volatility_bar)

    return gradient
