# flags: loss --wrt x,x_bar --types "x: float, x_bar: float, saved: int"
# example: 0.8, -0.6, 3
# third
"""Names that the tool would have liked."""


def loss(x, x_bar, saved):
    value = x * x_bar
    loss_forward = value
    x_tape = x
    for step in range(saved):
        x_tape = x_tape * value + loss_forward
        value_bar = x_tape * 0.5
        loss_forward = loss_forward + value_bar
    return loss_forward
