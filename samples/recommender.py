"""Ratings as products of what people like and what films have: factors of a matrix."""

import numpy as np


def loss(people, films, person_bias, film_bias, who, which, stars, penalty):
    """Return the mean squared error of the ratings, with a penalty on the factors.

    people : (persons, factors). films : (films, factors). who, which : for each rating,
    whose it is and of which film.
    """
    predicted = np.sum(people[who] * films[which], axis=1)
    predicted += person_bias[who] + film_bias[which]
    error = np.mean((predicted - stars) ** 2)
    return error + penalty * (np.mean(people**2) + np.mean(films**2))
