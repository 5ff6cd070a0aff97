"""While loops: the number of trips depends on what is computed."""

import numpy as np


# example: 20.0
# third
def halve(x):
    y = x
    while y > 1.0:
        y = y / 2.0
    return y * x


# example: 0.5
def no_trip(x):
    y = x
    while y > 1.0:
        y = y / 2.0
    return y * x


# example: 2.7
# third
def newton(a):
    x = a
    change = 1.0
    while abs(change) > 1e-6:
        change = (x * x - a) / (2.0 * x)
        x = x - change
    return x


# example: 3.7, 0
def counted(x, i):
    y = 1.0
    while i < 4:
        y = y * x + i
        i += 1
    return y


# example: normal(3)
def two_conditions(x):
    total = 0.0
    count = 0
    while count < 10 and total < 2.0:
        total = total + np.sum(x * x) * 0.3
        count += 1
    return total * count


# example: normal(4)
def on_an_array(x):
    y = x * 10.0
    while np.sum(y * y) > 1.0:
        y = y * 0.5
        y[0] = y[0] + 0.01 * x[1]
    return np.sum(y * x)


# example: 5.0
def nested_while(x):
    total = 0.0
    outer = x
    while outer > 1.0:
        part = outer
        while part > 0.7:
            part = part * 0.6
            total = total + part * part
        outer = outer - 1.3
    return total


# example: 5.0, 3
def while_in_for(x, n):
    total = 0.0
    for i in range(n):
        y = x + i
        while y > 2.0:
            y = y * 0.5
        total = total + y * y
    return total


# example: 5.0
def for_in_while(x):
    y = x
    while y > 1.0:
        for i in range(3):
            y = y * 0.9 - 0.01 * i
    return y


# example: 9.0
def branch_in_while(x):
    y = x
    odd = True
    while y > 1.0:
        if odd:
            y = y / 2.0
        else:
            y = y - 0.6
        odd = not odd
    return y * x


# example: 0.3
def condition_of_not(x):
    y = x
    while not y > 2.0:
        y = y * 1.9 + 0.1
    return y


# example: normal(5)
def index_walks(x):
    i = 0
    total = 1.0
    while i < len(x):
        total = total * x[i] + 0.2
        i += 2
    return total


# example: normal(4), 10
def iterate_until_small(x, limit):
    y = x
    k = 0
    while np.max(np.abs(y)) > 0.1 and k < limit:
        y = np.sin(y) * 0.7
        k = k + 1
    return np.sum(y * y)
