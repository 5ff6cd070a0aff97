"""Plain Python, without any import."""


# wrt: prey, growth
# example: 1.2, 0.8, 0.7, 0.1, 5
# third
def orbit(prey, predators, growth, dt, steps):
    for _ in range(steps):
        born = growth * prey * dt
        eaten = prey * predators * dt
        prey = prey + born - eaten
        predators = predators + eaten - predators * dt
        if prey < 1e-9:
            prey = 0.0
    return prey


# wrt: a, x
# example: normal(3, 3), normal(3)
def arrays_without_numpy(a, x):
    y = a @ x
    y[0] *= x[1]
    return (y * y).sum()


# example: normal(4)
def sum_of_elements(x):
    total = 0.0
    for value in x:
        total += value * value
    return total / len(x)
