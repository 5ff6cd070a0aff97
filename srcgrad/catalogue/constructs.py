"""SG13x to SG15x: parts of Python that srcgrad does not read."""

from __future__ import annotations

from srcgrad.catalogue.explanation import Explanation, program

CONSTRUCTS = {
    "SG130": Explanation(
        title="`async` and `await`",
        meaning="A derivative is of numbers, and waiting has none. Keep the waiting "
        "outside, and hand its results over as arguments.",
        example=program("""
            async def f(x):
                return x * x
        """),
        rewrite=program("""
            def f(x):
                return x * x
        """),
    ),
    "SG131": Explanation(
        title="`yield`",
        meaning="A generator hands out values one at a time, and runs only as far as "
        "it is asked. There is no one value of which a derivative could be "
        "taken.",
        example=program("""
            def f(x):
                for i in range(3):
                    yield x * i
        """),
        rewrite=program("""
            import numpy as np


            def f(x):
                values = np.zeros(3)
                for i in range(3):
                    values[i] = x * i
                return values
        """),
    ),
    "SG134": Explanation(
        title="a class inside a function",
        meaning="Instances hold values under names that are decided while the program "
        "runs. Numbers that are to be differentiated are passed as arguments.",
        example=program("""
            def f(x):
                class Point:
                    pass

                return x * x
        """),
        rewrite=program("""
            def f(x):
                return x * x
        """),
    ),
    "SG135": Explanation(
        title="a comprehension that cannot be a loop",
        meaning="A comprehension becomes a loop above its statement, and the adjoint "
        "goes through that loop. This takes a place that is always evaluated, and for "
        "a generator a reader that is known to take each item once: `sum`, `max`, "
        "`list` and such. Sets and dictionaries are not made this way.",
        example=program("""
            def f(x, n):
                return x if n == 0 else sum([x * i for i in range(n)])
        """),
        rewrite=program("""
            def f(x, n):
                total = sum([x * i for i in range(n)])
                return x if n == 0 else total
        """),
    ),
    "SG136": Explanation(
        title="sets",
        meaning="The order of its items is not that of the source, and what is equal is "
        "dropped. A tuple keeps all, a dictionary has a key for each.",
        example=program("""
            def f(x):
                parts = {x, 2.0}
                return x * 2.0
        """),
        rewrite=program("""
            def f(x):
                parts = (x, 2.0)
                return x * 2.0
        """),
    ),
    "SG137": Explanation(
        title="a `*` that brings in an unknown number of items",
        meaning="How many values the star stands for decides what each name means. It "
        "is known of tuples, and of lists that are written out, not of arrays.",
        example=program("""
            def f(x):
                first, *rest = x
                return first * 2.0
        """),
        rewrite=program("""
            def f(x):
                first, rest = x[0], x[1:]
                return first * 2.0
        """),
    ),
    "SG138": Explanation(
        title="`:=` where it is not always evaluated",
        meaning="What `:=` binds becomes a statement above the one that it stands in, "
        "which is always carried out. In one branch of a conditional expression it "
        "would not be; write that branch as an `if`.",
        example=program("""
            def f(x):
                y = 2.0
                z = (y := x * x) if x > 1.0 else x
                return y * z
        """),
        rewrite=program("""
            def f(x):
                y = 2.0
                if x > 1.0:
                    y = x * x
                    z = y
                else:
                    z = x
                return y * z
        """),
    ),
    "SG139": Explanation(
        title="`try`",
        meaning="Which line fails is not known beforehand, so neither is which lines "
        "have run, and whose derivative it should be. A test with `if` says "
        "when the other way is taken. A `try` stands as it is where its handlers only "
        "raise, and where nothing that is differentiated depends on it.",
        example=program("""
            def f(x):
                try:
                    return 1.0 / x
                except ZeroDivisionError:
                    return 0.0
        """),
        rewrite=program("""
            def f(x):
                if x == 0.0:
                    return 0.0
                return 1.0 / x
        """),
    ),
    "SG140": Explanation(
        title="`with`",
        meaning="What a context manager does on entry and exit, and whether it "
        "swallows exceptions, cannot be read from the source. Put it around "
        "the call. `np.errstate` is known: it holds in both passes.",
        example=program("""
            import contextlib

            import numpy as np


            def f(x):
                with contextlib.suppress(ValueError):
                    return np.log(x)
        """),
        rewrite=program("""
            import numpy as np


            def f(x):
                with np.errstate(all='ignore'):
                    return np.log(x)
        """),
    ),
    "SG141": Explanation(
        title="`match` that looks into objects",
        meaning="Patterns that are values become tests: `if kind == 1`. Others bind "
        "names and look into objects at once; write these as assignments and tests.",
        example=program("""
            def f(x, pair):
                match pair:
                    case (1, weight):
                        return x * weight
                    case _:
                        return x
        """),
        rewrite=program("""
            def f(x, pair):
                if pair[0] == 1:
                    return x * pair[1]
                return x
        """),
    ),
    "SG142": Explanation(
        title="`global` and `nonlocal` of what is assigned to",
        meaning="A function that changes variables of others gives another value each "
        "time, and its derivative would change them again. Values come in as "
        "arguments and go out by `return`.",
        example=program("""
            count = 0.0


            def f(x):
                global count
                count = count + 1.0
                return x * count
        """),
        rewrite=program("""
            def f(x, count):
                count = count + 1.0
                return x * count
        """),
    ),
    "SG143": Explanation(
        title="an import inside a function, of a name with another meaning",
        meaning="The emitted module has its imports at the top. So a name that a "
        "function imports must mean the same in the whole file.",
        example=program("""
            np = 3.0


            def f(x):
                import numpy as np

                return np.sin(x)
        """),
        rewrite=program("""
            import numpy as np

            k = 3.0


            def f(x):
                return np.sin(x)
        """),
    ),
    "SG145": Explanation(
        title="type aliases and type parameters in a function",
        meaning="They are newer than the oldest Python that the emitted module runs "
        "on, and say nothing of numbers.",
    ),
    "SG146": Explanation(
        title="parameters of any number",
        meaning="A derivative is of a function of known arguments. Functions that are "
        "called may take `*args`: there the call says how many.",
        example=program("""
            def f(*xs):
                return xs[0] * xs[1]
        """),
        rewrite=program("""
            def f(x, y):
                return x * y
        """),
    ),
    "SG148": Explanation(
        title="`del` of an item of an array or a list",
        meaning="Removing an item shifts all that come behind it. Leave it in place, "
        "or copy what is needed.",
        example=program("""
            def f(x):
                values = [x, 2.0]
                del values[1]
                return values[0] * 2.0
        """),
        rewrite=program("""
            def f(x):
                values = [x]
                return values[0] * 2.0
        """),
    ),
    "SG149": Explanation(
        title="template strings",
        meaning="They are newer than the Pythons that the emitted module runs on. An "
        "f-string does for a message.",
    ),
    "SG150": Explanation(
        title="`from ... import *`",
        meaning="A star import may bind any name, so what a name of the file means "
        "cannot be read from the file.",
        example=program("""
            from numpy import *


            def f(x):
                return sin(x)
        """),
        rewrite=program("""
            from numpy import sin


            def f(x):
                return sin(x)
        """),
    ),
    "SG151": Explanation(
        title="an index of one item with a comma behind it",
        meaning="`x[i,]` is `x[(i,)]`. Where `i` is a number it means `x[i]`, but "
        "where it is a tuple it means something else. Leave the comma out.",
        example=program("""
            def f(x, i):
                return x[i,] * 2.0
        """),
        rewrite=program("""
            def f(x, i):
                return x[i] * 2.0
        """),
    ),
    "SG152": Explanation(
        title="a target that cannot be followed",
        meaning="Assignments go to names, to items such as `x[i]`, and to tuples of "
        "these.",
    ),
    "SG153": Explanation(
        title="`exec` at the top level of a file",
        meaning="What it runs may bind any name of the file to something else, and "
        "nothing of it can be read.",
        example=program("""
            exec("k = 2.0")


            def f(x):
                return x * x
        """),
        rewrite=program("""
            k = 2.0


            def f(x):
                return x * x
        """),
    ),
    "SG159": Explanation(
        title="a construct that srcgrad does not know",
        meaning="The source holds something that is newer than this srcgrad, or that "
        "has no meaning for numbers. Write it with assignments, `if`, `for`, "
        "`while`.",
    ),
}
