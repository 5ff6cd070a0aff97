"""Assignments inside of expressions."""

import numpy as np


# example: normal(4)
# third
def in_a_value(x):
    y = (s := np.sum(x)) * x + s
    return np.sum(y * y) * s


# example: normal(4)
def in_a_test(x):
    if (total := np.sum(x * x)) > 0.5:
        return total * x[0]
    return total * x[1]


# example: normal(4)
def in_an_elif(x):
    if x[0] > 50.0:
        y = x[0]
    elif (y := x[1] * x[2]) > 0.0:
        y = y * 2.0
    else:
        y = y * x[3]
    return y * y


# example: 2.7
# third
def in_the_test_of_a_while(a):
    x = a
    while abs(step := (x * x - a) / (2.0 * x)) > 1e-8:
        x = x - step
    return x * step + x


# example: normal(5), 3
def in_a_while_with_continue(x, n):
    total = 0.5
    i = 0
    while (k := i + 1) < 5 and total < 10.0:
        i = k
        if k == n:
            continue
        total = total * x[k] + 1.0
    return total * k


# example: normal(4)
def behind_an_and(x):
    y = x[0]
    if x[0] < 50.0 and (z := np.sum(x)) < 50.0:
        y = y * z
    return y * x[1]


# example: normal(6)
def in_a_filter(x):
    return sum([y * y for v in x if (y := np.sin(v)) > -0.9]) * y


# example: normal(4)
def in_a_call(x):
    return np.sum(np.sin(y := x * x)) + np.sum(y)


# example: normal(4)
def in_a_for(x):
    total = 0.0
    for v in (y := x * x):
        total = total * v + np.sum(y)
    return total


# example: normal(4)
def two_of_them(x):
    return (a := x[0] * x[1]) * (b := a + x[2]) + b


# example: normal(4)
def in_a_loop(x):
    total = x[0]
    for i in range(4):
        if (y := total * x[i]) > 0.3:
            break
        total = total + y * y
    return total * y
