"""SG2xx: functions of NumPy, types and shapes."""

from __future__ import annotations

from srcgrad.catalogue.explanation import Explanation, program

VALUES = {
    "SG201": Explanation(
        title="a function or attribute without a rule",
        meaning="The value depends on what is differentiated, and srcgrad has no rule "
        "for this function. `srcgrad rules` lists those it has. A function of "
        "your own file needs no rule, so that the mathematics can be written out. "
        "A rule is one entry in a family of `srcgrad/primitives/`, such as "
        "`elementwise(np.tanh, lambda x, out: 1 - out * out)`: the partial of each "
        'operand as plain NumPy; `defined(np.trapezoid, lambda y: ..., "y")` says '
        "it in functions that have rules. Its tests are generated.",
        example=program("""
            import numpy as np


            def f(x):
                return np.i0(x)
        """),
        rewrite=program("""
            import numpy as np


            def f(x):
                return np.exp(x)
        """),
    ),
    "SG202": Explanation(
        title="a function called in a way that its rule does not cover",
        meaning="The function has a rule, but not with these arguments: too many, one "
        "that is missing, or an option that changes what the call does. "
        "`srcgrad rules NAME` shows the arguments that are covered. `out=` is "
        "covered where the call stands alone, is assigned or returned, not within "
        "another expression.",
        example=program("""
            import numpy as np


            def f(x):
                return np.exp(x, order='C')
        """),
        rewrite=program("""
            import numpy as np


            def f(x):
                return np.exp(x)
        """),
    ),
    "SG203": Explanation(
        title="a store into a number",
        meaning="A number has no elements that could be written to. If the argument "
        "is an array, say so by its annotation or with `--types`.",
        example=program("""
            def f(x: float):
                x[0] = 1.0
                return x
        """),
        rewrite=program("""
            import numpy as np


            def f(x: np.ndarray):
                y = x.copy()
                y[0] = 1.0
                return y
        """),
    ),
    "SG204": Explanation(
        title="more or fewer items than there are",
        meaning="The tuple or list is known item by item, and the index or the number "
        "of names does not fit it. Python would raise here as well.",
        example=program("""
            def f(x):
                pair = (x, x * x)
                return pair[2]
        """),
        rewrite=program("""
            def f(x):
                pair = (x, x * x)
                return pair[1]
        """),
    ),
    "SG205": Explanation(
        title="unpacking of something unknown",
        meaning="Whether the value is an array, a tuple or a list decides what its "
        "items are, and whether they share its memory.",
    ),
    "SG206": Explanation(
        title="a value that has no rule where it takes part",
        meaning="What is computed here takes part in what is differentiated, and has no "
        "rule there: a clock that is read within an expression would be read again.",
        example=program("""
            import time


            def f(x):
                return x * time.time()
        """),
        rewrite=program("""
            import time


            def f(x):
                now = time.time()
                return x * now
        """),
    ),
    "SG207": Explanation(
        title="an argument without derivative",
        meaning="The function has a rule for some of its arguments only, and this one "
        "depends on what is differentiated. `srcgrad rules NAME` shows the "
        "rule.",
    ),
    "SG208": Explanation(
        title="a derivative that needs to know more of its arguments",
        meaning="The function has a rule, but its derivative cannot be written from "
        "what is known here: an axis that is no literal, an array of unknown "
        "rank, or a form that the rule does not cover. The message says which. "
        "A literal, or the types of the arguments with `--types`, often "
        "helps.",
        example=program("""
            import numpy as np


            def f(x, axis: int):
                return np.sum(np.sort(x, axis=axis)[0])
        """),
        rewrite=program("""
            import numpy as np


            def f(x):
                return np.sum(np.sort(x, axis=0)[0])
        """),
    ),
}
