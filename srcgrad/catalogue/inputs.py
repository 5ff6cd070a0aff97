"""SG0xx: files, functions, options and targets."""

from __future__ import annotations

from srcgrad.catalogue.explanation import Explanation, program

INPUTS = {
    "SG001": Explanation(
        title="there is no such file",
        meaning="The part before the colon is the path of a Python file, from the "
        "current folder, with its ending. It is not the name of a module.",
        example="$ srcgrad generate model:loss",
        rewrite="$ srcgrad generate model.py:loss",
    ),
    "SG002": Explanation(
        title="a folder where a file is needed",
        meaning="srcgrad reads one file and writes one file. Only `srcgrad check` "
        "takes folders, and looks for derivatives in them.",
        example="$ srcgrad generate src:loss",
        rewrite="$ srcgrad generate src/model.py:loss",
    ),
    "SG003": Explanation(
        title="a file that cannot be read",
        meaning="The file is there, but the system refuses to open it, most often for "
        "want of permission. The message repeats what the system says.",
        example="$ srcgrad generate secret.py:loss",
        rewrite="$ chmod +r secret.py",
    ),
    "SG004": Explanation(
        title="a source that is not UTF-8",
        meaning="Python files are UTF-8, and so is every file that srcgrad writes. A "
        "file of another encoding, or one that is not text, is refused, "
        "because its comments and names could not be carried over faithfully.",
        example="$ srcgrad generate latin1.py:loss",
        rewrite="$ iconv -f latin1 -t utf-8 latin1.py > model.py",
    ),
    "SG005": Explanation(
        title="no function of that name",
        meaning="The part after the colon is the name of a `def` at the top level of "
        "the file: not a method, not a function inside another, not one that "
        "the file imports from elsewhere.",
        example="$ srcgrad generate model.py:lss",
        rewrite="$ srcgrad generate model.py:loss",
    ),
    "SG006": Explanation(
        title="no parameter of that name",
        meaning="`--wrt` and `--of` name parameters of the function, as they are "
        "written in its `def`. For the derivative by another variable, make "
        "it a parameter.",
        example="$ srcgrad generate model.py:loss --wrt weigths",
        rewrite="$ srcgrad generate model.py:loss --wrt weights",
    ),
    "SG007": Explanation(
        title="a parameter named twice",
        meaning="The gradient has one entry for each name of `--wrt`, and it would "
        "hold the same array twice.",
        example="$ srcgrad generate model.py:loss --wrt w,w",
        rewrite="$ srcgrad generate model.py:loss --wrt w",
    ),
    "SG008": Explanation(
        title="a parameter that has no derivative",
        meaning="Between two integers, or between true and false, there is nothing, "
        "so there is no derivative. Where the parameter is a real number "
        "after all, its annotation or `--types` should say so.",
        example=program("""
            def f(n: int):
                return n * 2.0
        """),
        rewrite=program("""
            def f(n: float):
                return n * 2.0
        """),
    ),
    "SG009": Explanation(
        title="a function without parameters",
        meaning="What never varies has no derivative. Make what the value depends on "
        "a parameter; a default keeps the calls as they are.",
        example=program("""
            def f():
                return 2.0 * 3.0
        """),
        rewrite=program("""
            def f(x=3.0):
                return 2.0 * x
        """),
    ),
    "SG010": Explanation(
        title="a function without a value to differentiate",
        meaning="The function returns nothing, or something that is no real number. "
        "Where it works by writing to an argument, `--of NAME` names that "
        "argument as the output.",
        example=program("""
            import numpy as np


            def f(a: np.ndarray):
                a[0] = a[1] * 2.0
        """),
        rewrite=program("""
            import numpy as np


            def f(a: np.ndarray):
                b = a.copy()
                b[0] = b[1] * 2.0
                return b
        """),
    ),
    "SG011": Explanation(
        title="a source that is not Python",
        meaning="Python itself would not run this file; the message is Python's own. "
        "srcgrad reads the whole file, so the error may be far from the "
        "function.",
        example=program("""
            def f(x):
                return (x * x
        """),
        rewrite=program("""
            def f(x):
                return (x * x)
        """),
    ),
    "SG012": Explanation(
        title="a source that is nested too deeply",
        meaning="An expression holds hundreds of others, one inside the next: more "
        "than can be followed. Such a line was most likely written by a "
        "program. Split it into several statements.",
        example="$ srcgrad generate written_by_a_program.py:f",
        rewrite="$ srcgrad generate with_shorter_expressions.py:f",
    ),
    "SG013": Explanation(
        title="a form feed within a text literal",
        meaning="The parser that srcgrad uses loses a form feed that begins a line, "
        "and there it would change what the program means. Write it as an "
        "escape.",
        example="$ srcgrad generate form_feed.py:f",
        rewrite="$ srcgrad generate escaped.py:f",
    ),
    "SG015": Explanation(
        title="types that cannot be read",
        meaning="`--types` holds entries with commas between them, each a name, a "
        "colon and a type: `f64`, `f32`, `int`, `bool`, with lengths in "
        "brackets for arrays, such as `f64[n, 3]`. The place is shown in the "
        "option's own text.",
        example='$ srcgrad generate model.py:loss --types "x: f64[n"',
        rewrite='$ srcgrad generate model.py:loss --types "x: f64[n]"',
    ),
    "SG016": Explanation(
        title="a type for what is not a parameter",
        meaning="`--types` speaks of the parameters of the function that is named; "
        "the types of its variables follow from these.",
        example='$ srcgrad generate model.py:loss --types "weights: f64[n]"',
        rewrite='$ srcgrad generate model.py:loss --types "w: f64[n]"',
    ),
    "SG017": Explanation(
        title="two types for one parameter",
        meaning="`--types` names the parameter twice. Leave one of the two out.",
        example='$ srcgrad generate model.py:loss --types "w: f64, w: f64[n]"',
        rewrite='$ srcgrad generate model.py:loss --types "w: f64[n]"',
    ),
    "SG018": Explanation(
        title="no mode of that name",
        meaning="`reverse` gives gradients, `forward` a directional derivative: the "
        "change of the value along one direction of the arguments.",
        example="$ srcgrad generate model.py:loss --mode backward",
        rewrite="$ srcgrad generate model.py:loss --mode reverse",
    ),
    "SG019": Explanation(
        title="a live function without source",
        meaning="`srcgrad.grad` and its like read the file in which a function is "
        "defined. A function that was typed at a prompt, made by `exec`, or "
        "written in C has none.",
        example="$ python -c 'import math, srcgrad; srcgrad.grad(math.sin)(1.0)'",
        rewrite="$ srcgrad generate model.py:loss",
    ),
    "SG031": Explanation(
        title="a target that cannot be written",
        meaning="The folder of the target is missing or may not be written to, or the "
        "disk is full. A target that existed is as it was: a derivative is "
        "written to a temporary file, which then takes the target's place in "
        "one step.",
        example="$ srcgrad generate model.py:loss -o missing/folder/loss_grad.py",
        rewrite="$ mkdir -p missing/folder",
    ),
    "SG032": Explanation(
        title="a target that srcgrad did not write",
        meaning="The target exists and does not start with the header that srcgrad "
        "gives its files, so it may be somebody's work. It is overwritten "
        "with `--force` only.",
        example="$ srcgrad generate model.py:loss -o notes.py",
        rewrite="$ srcgrad generate model.py:loss -o notes.py --force",
    ),
    "SG033": Explanation(
        title="the target is the source",
        meaning="Writing the derivative would destroy the function that it is the "
        "derivative of. `--force` does not change that.",
        example="$ srcgrad generate model.py:loss -o model.py --force",
        rewrite="$ srcgrad generate model.py:loss -o model_grad.py",
    ),
    "SG034": Explanation(
        title="a header that cannot be read",
        meaning="`srcgrad check` makes a file again by the command in its header: the "
        "first three lines, which name the version, the command, and a hash "
        "of each function. They are missing, or were edited into something "
        "else. Generate the file again to get them back.",
        example="$ srcgrad check model.py",
        rewrite="$ srcgrad check model_grad.py",
    ),
    "SG035": Explanation(
        title="a path that a header cannot hold",
        meaning="The header of a derivative names its source. A path with a line "
        "break or with bytes that are no text cannot stand in a comment.",
        example="$ srcgrad generate $'two\\nlines.py:loss'",
        rewrite="$ srcgrad generate two_lines.py:loss",
    ),
    "SG036": Explanation(
        title="a source that fails when it is run",
        meaning="`srcgrad verify` runs the source, as Python does when the file is "
        "imported; every other command only reads it. The file must import "
        "on its own, with what it imports installed or beside it.",
        example="$ srcgrad verify needs_a_display.py:loss",
        rewrite="$ srcgrad generate needs_a_display.py:loss",
    ),
    "SG037": Explanation(
        title="an example that gives no arguments",
        meaning="`--example` names a function, by module or by file, that returns the "
        "arguments of one call: a tuple in the order of the parameters, or a "
        "dict by their names. It may take a `numpy.random.Generator`.",
        example="$ srcgrad verify model.py:loss --example examples.py",
        rewrite="$ srcgrad verify model.py:loss --example examples.py:arguments",
    ),
    "SG038": Explanation(
        title="an argument that cannot be drawn",
        meaning="Random points are drawn from the types of the parameters. Of this one "
        "too little is known: an array needs its rank, and text has no "
        "distribution to draw from.",
        example="$ srcgrad verify model.py:loss --wrt w",
        rewrite='$ srcgrad verify model.py:loss --wrt w --types "w: f64[n]"',
    ),
    "SG039": Explanation(
        title="no random point suits the source",
        meaning="The source raised, or gave a value that is not finite, at every "
        "random point that was tried: it asks more of its arguments than "
        "their types say.",
        example='$ srcgrad verify model.py:loss --types "covariance: f64[n, n]"',
        rewrite="$ srcgrad verify model.py:loss --example examples.py:arguments",
    ),
    "SG040": Explanation(
        title="compiled code needs types",
        meaning="Loops over elements are written for one dtype and one number of axes of "
        "every array. They come from `--types`, from annotations that say a shape, or "
        "from the arguments of the first call in the Python API.",
        example="$ srcgrad generate model.py:loss --numba",
        rewrite='$ srcgrad generate model.py:loss --numba --types "w: f64[d], x: f64[n, d]"',
    ),
}
