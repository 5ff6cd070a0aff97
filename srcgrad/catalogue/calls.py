"""SG4xx: calls between the functions of a file."""

from __future__ import annotations

from srcgrad.catalogue.explanation import Explanation, program

CALLS = {
    "SG401": Explanation(
        title="a call that writes to memory that is not known",
        meaning="The function writes to its argument, so which memory the argument is "
        "must be plain where it is called: a variable, or a part of one, that "
        "is not passed a second time.",
        example=program("""
            import numpy as np


            def scale(a, b):
                a[0] = b[1] * 2.0


            def f(x: np.ndarray):
                y = np.exp(x)
                scale(y, y)
                return np.sum(y)
        """),
        rewrite=program("""
            import numpy as np


            def scale(a, b):
                a[0] = b[1] * 2.0


            def f(x: np.ndarray):
                y = np.exp(x)
                scale(y, y.copy())
                return np.sum(y)
        """),
    ),
    "SG402": Explanation(
        title="a call that is not always made",
        meaning="Inside a larger expression, a part of `a if c else b`, or of `and` "
        "and `or`, is evaluated on some runs only, and what the call saves for "
        "the way back would be there on some runs only. In an `if` statement "
        "it has a place of its own.",
        example=program("""
            def square(x):
                return x * x


            def f(x):
                return 2.0 * (square(x) if x > 0.0 else x)
        """),
        rewrite=program("""
            def square(x):
                return x * x


            def f(x):
                if x > 0.0:
                    y = square(x)
                else:
                    y = x
                return 2.0 * y
        """),
    ),
    "SG403": Explanation(
        title="a function that calls itself and never comes back",
        meaning="What a recursion gives is found from the paths on which it does not "
        "call itself. Without one it has no value.",
        example=program("""
            def f(x, n: int):
                return x * f(x, n - 1)
        """),
        rewrite=program("""
            def f(x, n: int):
                if n == 0:
                    return x
                return x * f(x, n - 1)
        """),
    ),
    "SG404": Explanation(
        title="a call that does not fit the function",
        meaning="An argument is missing, too many, or of a name that the function "
        "does not have. Python would raise TypeError here.",
        example=program("""
            def scale(x, k):
                return x * k


            def f(x):
                return scale(x)
        """),
        rewrite=program("""
            def scale(x, k):
                return x * k


            def f(x):
                return scale(x, 2.0)
        """),
    ),
    "SG405": Explanation(
        title="a call that is not always made, and writes",
        meaning="Behind `and`, in a conditional expression or in the test of a loop, "
        "whether a call is made depends on the data. There it can give one number or "
        "array, and do nothing else.",
        example=program("""
            import numpy as np


            def f(x):
                notes = np.zeros(2)

                def note(v):
                    notes[0] = v
                    return v

                if x > 0 and note(x) > 1:
                    return x * notes[0]
                return x
        """),
        rewrite=program("""
            import numpy as np


            def f(x):
                notes = np.zeros(2)

                def note(v):
                    notes[0] = v
                    return v

                noted = note(x)
                if x > 0 and noted > 1:
                    return x * notes[0]
                return x
        """),
    ),
    "SG406": Explanation(
        title="a function that is known only when the program runs",
        meaning="Each branch may call a function of its own, and what follows a branch "
        "is read for each of its functions. What a loop hands from one iteration to "
        "the next cannot be one function or another.",
        example=program("""
            def square(x):
                return x * x


            def cube(x):
                return x * x * x


            def f(x):
                g = square
                for _ in range(3):
                    x = g(x)
                    if x > 1.0:
                        g = cube
                return x
        """),
        rewrite=program("""
            def square(x):
                return x * x


            def cube(x):
                return x * x * x


            def f(x):
                is_cube = False
                for _ in range(3):
                    if is_cube:
                        x = cube(x)
                    else:
                        x = square(x)
                    if x > 1.0:
                        is_cube = True
                return x
        """),
    ),
}
