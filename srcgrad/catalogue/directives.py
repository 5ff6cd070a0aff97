"""SG16x: comments that say something to srcgrad."""

from __future__ import annotations

from srcgrad.catalogue.explanation import Explanation, program

DIRECTIVES = {
    "SG160": Explanation(
        title="a directive that is not known",
        meaning="A comment that begins with `# srcgrad:` speaks to srcgrad, and one "
        "that is not understood is not passed over. There are `constant`, behind an "
        "assignment, and `backward:` with a statement for the adjoint block.",
        example=program("""
            def f(x):
                scale = x.max()  # srcgrad: konstant
                return x / scale
        """),
        rewrite=program("""
            def f(x):
                scale = x.max()  # srcgrad: constant
                return x / scale
        """),
    ),
    "SG161": Explanation(
        title="a directive where it says nothing",
        meaning="`constant` belongs to an assignment, whose values are then taken to "
        "be constant. `backward: ...` belongs to an assignment or a call, and holds "
        "one statement.",
        example=program("""
            def f(x):
                return x * x.max()  # srcgrad: constant
        """),
        rewrite=program("""
            def f(x):
                scale = x.max()  # srcgrad: constant
                return x * scale
        """),
    ),
    "SG162": Explanation(
        title="a statement for the backward pass that cannot be placed",
        meaning="In an adjoint block the cotangents of what its statement assigns are "
        "there, and those that later statements have left, each as `name_bar`. What "
        "the forward pass computes is not, nor the cotangent of what no derivative "
        "flows through.",
        example=program("""
            def f(x):
                y = x * x  # srcgrad: backward: z_bar = z_bar.clip(-1, 1)
                return y.sum()
        """),
        rewrite=program("""
            def f(x):
                y = x * x  # srcgrad: backward: y_bar = y_bar.clip(-1, 1)
                return y.sum()
        """),
    ),
}
