"""Prey and predators, stepped by explicit Euler."""


def prey_left(prey, predators, growth, dt, steps):
    for _ in range(steps):
        born = growth * prey * dt
        eaten = prey * predators * dt
        prey = prey + born - eaten
        predators = predators + eaten - predators * dt
        if prey < 1e-9:
            prey = 0.0
    return prey
