"""SG1xx below SG130: names, calls and the order in which statements run."""

from __future__ import annotations

from srcgrad.catalogue.explanation import Explanation, program

PROGRAMS = {
    "SG104": Explanation(
        title="a name that is not defined",
        meaning="The name is bound neither in the function nor in the file, and is no "
        "built-in. Python would raise NameError here.",
        example=program("""
            def f(x):
                return x * factor
        """),
        rewrite=program("""
            factor = 2.0


            def f(x):
                return x * factor
        """),
    ),
    "SG105": Explanation(
        title="a name that is read before it is bound",
        meaning="The function assigns to the name, so it is local, and nothing that "
        "runs before this line gives it a value. Python would raise "
        "UnboundLocalError here. A name that is bound on some paths only is "
        "carried over, and raises on the others as it does today.",
        example=program("""
            def f(x):
                total = total + x * x
                return total
        """),
        rewrite=program("""
            def f(x):
                total = 0.0
                total = total + x * x
                return total
        """),
    ),
    "SG106": Explanation(
        title="a name that the module binds more than once",
        meaning="srcgrad reads the source without running it, so which of the values "
        "the name has at the time of the call is not known.",
        example=program("""
            k = 2.0
            k = 3.0


            def f(x):
                return k * x
        """),
        rewrite=program("""
            k = 3.0


            def f(x):
                return k * x
        """),
    ),
    "SG107": Explanation(
        title="a name that the emitted module needs itself",
        meaning="The emitted module copies what it needs of the file. A name of the file "
        "that is one of its own functions, or hides a builtin that its code calls, would "
        "mean one thing to your lines and another to the derivative.",
        example=program("""
            def len(x):
                return 2.0


            def f(x):
                return x * len(x)
        """),
        rewrite=program("""
            def length(x):
                return 2.0


            def f(x):
                return x * length(x)
        """),
    ),
    "SG108": Explanation(
        title="a loop over something unknown",
        meaning="Loops run over `range`, arrays, lists and tuples, and over "
        "`enumerate`, `zip` and `reversed` of these. What else is iterated "
        "over may have no items that can be looked up again on the way back.",
        example=program("""
            def f(x: float, n: float):
                for i in n:
                    x = x + i
                return x
        """),
        rewrite=program("""
            def f(x: float, n: int):
                for i in range(n):
                    x = x + i
                return x
        """),
    ),
    "SG110": Explanation(
        title="a function where a number is expected",
        meaning="Functions can be called, handed to functions, returned, and kept in "
        "tuples and lists. They have no value to calculate with or to store in an "
        "array.",
        example=program("""
            def square(x):
                return x * x


            def f(x):
                return square + x
        """),
        rewrite=program("""
            def square(x):
                return x * x


            def f(x):
                return square(x) + x
        """),
    ),
    "SG111": Explanation(
        title="an unpacked argument of a call",
        meaning="How many arguments a star stands for has to be known: it is for "
        "tuples, and for lists that are written out, not for arrays.",
        example=program("""
            def scale(x, k):
                return x * k


            def f(x):
                return scale(*x)
        """),
        rewrite=program("""
            def scale(x, k):
                return x * k


            def f(x):
                return scale(x[0], x[1])
        """),
    ),
    "SG112": Explanation(
        title="a call of something unknown",
        meaning="What is called is neither a function of this file nor one that has a "
        "rule, but the value of an expression. `srcgrad rules` shows what has "
        "a rule.",
        example=program("""
            def f(x):
                return x[0](x)
        """),
        rewrite=program("""
            def f(x):
                return x[0] * 2.0
        """),
    ),
    "SG114": Explanation(
        title="an attribute that is assigned to",
        meaning="Who else holds the object, and sees the change, is not known.",
    ),
    "SG115": Explanation(
        title="a function with a decorator",
        meaning="A decorator may replace the function by any other. Numba's are looked "
        "through, and those of the file itself are called where the function is called by "
        "its name; any other is not read, nor one of the function that is asked for.",
        example=program("""
            def logged(g):
                def inner(x):
                    print(x)
                    return g(x)

                return inner


            @logged
            def f(x):
                return x * x
        """),
        rewrite=program("""
            def f(x):
                return x * x
        """),
    ),
}
