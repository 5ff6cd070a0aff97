# flags: prey_at_end --wrt prey,growth --types "prey: float, hunters: float, growth: float, dt: float, steps: int"
# example: 1.2, 0.8, 0.7, 0.1, 5
# third
"""Hunters and hunted, with types."""


def prey_at_end(prey, hunters, growth, dt, steps):
    for _ in range(steps):
        born = growth * prey * dt
        eaten = prey * hunters * dt
        prey = prey + born - eaten
        hunters = hunters + eaten - hunters * dt
        if prey < 1e-9:
            prey = 0.0
    return prey
