"""SG3xx: stores, views and aliases."""

from __future__ import annotations

from srcgrad.catalogue.explanation import Explanation, program

MEMORY = {
    "SG301": Explanation(
        title="a store to memory that another name may share",
        meaning="Two names may stand for the same array, or for two: that depends on "
        "the arguments. A store through the one changes the other in the "
        "first case only, so no single derivative would be right. A copy, or "
        "types, decide it.",
        example=program("""
            def f(x):
                y = x
                y += 1.0
                return x * y
        """),
        rewrite=program("""
            def f(x):
                y = x.copy()
                y += 1.0
                return x * y
        """),
    ),
    "SG302": Explanation(
        title="a view that is read on the line that changes its array",
        meaning="The right-hand side is a view, and the first store on the line "
        "changes what the second one reads. NumPy gives a result that few "
        "people mean. Copies say what is meant.",
        example=program("""
            import numpy as np


            def f(a: np.ndarray):
                b = np.exp(a)
                b[0:2], b[2:4] = b[2:4], b[0:2]
                return b
        """),
        rewrite=program("""
            import numpy as np


            def f(a: np.ndarray):
                b = np.exp(a)
                b[0:2], b[2:4] = b[2:4].copy(), b[0:2].copy()
                return b
        """),
    ),
    "SG303": Explanation(
        title="a store into a copy",
        meaning="An array indexed by an array or a mask is a copy, so what is written "
        "through a second subscript is lost. NumPy does this in silence; it "
        "is hardly ever meant.",
        example=program("""
            import numpy as np


            def f(x: np.ndarray):
                y = np.exp(x)
                y[y > 1.0][0] = 2.0
                return y
        """),
        rewrite=program("""
            import numpy as np


            def f(x: np.ndarray):
                y = np.exp(x)
                y[0] = 2.0
                return y
        """),
    ),
    "SG304": Explanation(
        title="a store into something that has no name",
        meaning="What is written to must be a variable, or a part of one, so that it "
        "is known which memory changes.",
        example=program("""
            import numpy as np


            def f(x: np.ndarray):
                y = np.exp(x)
                (y + 1.0)[0] = 2.0
                return y
        """),
        rewrite=program("""
            import numpy as np


            def f(x: np.ndarray):
                y = np.exp(x) + 1.0
                y[0] = 2.0
                return y
        """),
    ),
    "SG305": Explanation(
        title="a store into a tuple, or into a list of the caller",
        meaning="A tuple has no items that could be written to: Python would raise "
        "TypeError here. A list that another function passes in is followed "
        "item by item, as a tuple is. Write to a list where it is made, or "
        "pass an array.",
        example=program("""
            def f(x):
                values = (x, x * x)
                values[0] = 2.0 * x
                return values[0] + values[1]
        """),
        rewrite=program("""
            def f(x):
                values = [x, x * x]
                values[0] = 2.0 * x
                return values[0] + values[1]
        """),
    ),
    "SG306": Explanation(
        title="`append` to something that is not a list with a name",
        meaning="A list that grows is followed by its name from where it is made "
        "empty, `values = []`.",
        example=program("""
            def f(x, values):
                values.append(x)
                return x * x
        """),
        rewrite=program("""
            def f(x):
                values = []
                values.append(x)
                return values[0] * x
        """),
    ),
    "SG307": Explanation(
        title="an operator on a tuple or list",
        meaning="`+=` extends a list in place and replaces a tuple; other operators "
        "mean less. Written out, it is clear which is meant.",
        example=program("""
            def f(x):
                pair = (x, x)
                pair *= 2
                return pair[0] + pair[3]
        """),
        rewrite=program("""
            def f(x):
                pair = (x, x)
                return pair[0] + pair[1]
        """),
    ),
    "SG308": Explanation(
        title="a loop that makes a tuple or record in another form",
        meaning="A tuple, dictionary or object that each iteration makes anew is carried "
        "part by part, so it must have the same parts in each. Use an array or a list "
        "for what grows.",
        example=program("""
            def f(x):
                pair = (x, 1.0)
                for i in range(3):
                    pair = (pair[0] * 2.0, pair[1], x)
                return pair[1]
        """),
        rewrite=program("""
            def f(x):
                pair = (x, 1.0)
                for i in range(3):
                    pair = (pair[0] * 2.0, pair[1] + x)
                return pair[1]
        """),
    ),
}
