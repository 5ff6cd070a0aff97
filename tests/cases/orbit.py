# flags: prey_at_end --wrt prey,growth
# example: 1.2, 0.8, 0.7, 0.1, 5
# third
"""Hunters and hunted, stepped by explicit Euler."""


def prey_at_end(prey, hunters, growth, dt, steps):
    for _ in range(steps):
        born = growth * prey * dt
        eaten = prey * hunters * dt
        prey = prey + born - eaten
        hunters = hunters + eaten - hunters * dt
        if prey < 1e-9:
            prey = 0.0
    return prey
