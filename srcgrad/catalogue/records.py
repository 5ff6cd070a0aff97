"""SG32x: dictionaries and objects."""

from __future__ import annotations

from srcgrad.catalogue.explanation import Explanation, program

RECORDS = {
    "SG321": Explanation(
        title="a key or an attribute that may not be there",
        meaning="Which parts a dictionary or an object has is followed through the "
        "program. This one is read where it has not been set on every path.",
        example=program("""
            def f(x):
                cache = {"x": x}
                return cache["x"] * cache["y"]
        """),
        rewrite=program("""
            def f(x):
                cache = {"x": x, "y": x + 1.0}
                return cache["x"] * cache["y"]
        """),
    ),
    "SG322": Explanation(
        title="a write to a record that has another name on some paths",
        meaning="Behind a branch or in a loop a name stands for one of two dictionaries "
        "or objects. A write through it changes the one or the other, which another "
        "name still holds. A new one with the changed part says what is meant.",
        example=program("""
            def f(x, flag):
                first = {"v": x}
                chosen = {"v": x * x}
                if flag > 0:
                    chosen = first
                chosen["v"] = x * 3.0
                return first["v"] * chosen["v"]
        """),
        rewrite=program("""
            def f(x, flag):
                first = {"v": x}
                chosen = {"v": x * x}
                if flag > 0:
                    chosen = {"v": first["v"]}
                chosen["v"] = x * 3.0
                return first["v"] * chosen["v"]
        """),
    ),
    "SG323": Explanation(
        title="a key that is worked out when the program runs",
        meaning="Each entry of a dictionary has a cotangent of its own, so which one "
        "is meant must show in the source. A list or an array takes what is counted.",
        example=program("""
            def f(x, n: int):
                parts = {0: x, 1: x * x}
                return parts[n % 2] * 2.0
        """),
        rewrite=program("""
            import numpy as np


            def f(x: float, n: int):
                parts = np.array([x, x * x])
                return parts[n % 2] * 2.0
        """),
    ),
    "SG324": Explanation(
        title="a method of dictionaries that is not supported",
        meaning="It changes or asks for entries in a way that does not show in the "
        "source.",
        example=program("""
            def f(x):
                parts = {"a": x}
                parts.clear()
                return x * x
        """),
        rewrite=program("""
            def f(x):
                parts = {"a": x}
                parts = {}
                return x * x
        """),
    ),
    "SG325": Explanation(
        title="a dictionary whose keys are not known",
        meaning="Of a parameter those keys are known that the function names. What goes "
        "through all of its entries needs to know all of them: from `--types`, from "
        "an annotation, or from the arguments of a live call.",
        example=program("""
            def f(params):
                total = params["a"] * 2.0
                for key, value in params.items():
                    total = total + value * value
                return total
        """),
        rewrite=program("""
            def f(params):
                total = params["a"] * 2.0
                for value in (params["a"], params["b"]):
                    total = total + value * value
                return total
        """),
    ),
    "SG326": Explanation(
        title="a dictionary or an object where a number is expected",
        meaning="What is computed with must be numbers and arrays: the parts of the "
        "record, one by one.",
        example=program("""
            import numpy as np


            def f(x):
                parts = {"a": x}
                return np.sum(parts)
        """),
        rewrite=program("""
            import numpy as np


            def f(x):
                parts = {"a": x}
                return np.sum(parts["a"])
        """),
    ),
    "SG327": Explanation(
        title="a class whose attributes do not show in the source",
        meaning="What an attribute of an object is must be found in its class and the "
        "classes of the file that it inherits from. A metaclass, `__getattr__` and the "
        "like, several bases, or a base of another file hide it.",
        example=program("""
            class Model:
                def __getattr__(self, name):
                    return 2.0


            def f(model: Model):
                return model.rate * model.rate
        """),
        rewrite=program("""
            class Model:
                def __init__(self, rate):
                    self.rate = rate


            def f(model: Model):
                return model.rate * model.rate
        """),
    ),
    "SG328": Explanation(
        title="an object of a class that cannot be followed as it is made",
        meaning="An object made in the function is known by what its `__init__` does, or "
        "by the fields that it declares. A dataclass with a `__post_init__`, and an "
        "object of an `__init__` that does more than to assign which is made within a "
        "comprehension or where it may not be evaluated, are made outside and passed.",
        example=program("""
            class Rate:
                def __init__(self, x):
                    for i in range(3):
                        x = x * 2.0
                    self.x = x


            def f(x):
                rates = [Rate(v) for v in (x, x * x)]
                return rates[0].x * rates[1].x
        """),
        rewrite=program("""
            class Rate:
                def __init__(self, x):
                    for i in range(3):
                        x = x * 2.0
                    self.x = x


            def f(x):
                rates = [Rate(x), Rate(x * x)]
                return rates[0].x * rates[1].x
        """),
    ),
    "SG329": Explanation(
        title="an assignment to a property",
        meaning="To assign to a property calls its setter, which may do anything. The "
        "attribute that it sets can be assigned to, and a method can be called.",
        example=program("""
            class Disc:
                def __init__(self, radius):
                    self.radius = radius

                @property
                def width(self):
                    return 2.0 * self.radius

                @width.setter
                def width(self, width):
                    self.radius = width / 2.0


            def f(x):
                disc = Disc(x)
                disc.width = x * x
                return disc.radius
        """),
        rewrite=program("""
            class Disc:
                def __init__(self, radius):
                    self.radius = radius

                def resize(self, width):
                    self.radius = width / 2.0


            def f(x):
                disc = Disc(x)
                disc.resize(x * x)
                return disc.radius
        """),
    ),
}
