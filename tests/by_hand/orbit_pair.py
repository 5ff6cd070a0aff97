"""The pair of `orbit.prey_left`, written by hand."""


def prey_left_forward(prey, predators, growth, dt, steps):
    """Keep both numbers, and whether the prey died out, for each step."""
    prey_tape = []
    predators_tape = []
    extinct_tape = []
    for _ in range(steps):
        prey_tape.append(prey)
        predators_tape.append(predators)
        born = growth * prey * dt
        eaten = prey * predators * dt
        prey = prey + born - eaten
        predators = predators + eaten - predators * dt
        extinct_tape.append(prey < 1e-9)
        if prey < 1e-9:
            prey = 0.0
    return prey, (growth, dt, prey_tape, predators_tape, extinct_tape)


def prey_left_backward(saved, value_bar=1.0):
    """Go back step by step."""
    growth, dt, prey_tape, predators_tape, extinct_tape = saved
    prey_bar = value_bar
    predators_bar = 0.0
    growth_bar = 0.0
    for prey, predators, extinct in zip(
        reversed(prey_tape), reversed(predators_tape), reversed(extinct_tape)
    ):
        if extinct:
            prey_bar = 0.0
        eaten_bar = predators_bar - prey_bar
        predators_bar = predators_bar - predators_bar * dt
        born_bar = prey_bar
        prey_bar = prey_bar + eaten_bar * predators * dt
        predators_bar = predators_bar + eaten_bar * prey * dt
        growth_bar = growth_bar + born_bar * prey * dt
        prey_bar = prey_bar + born_bar * growth * dt
    return prey_bar, growth_bar
