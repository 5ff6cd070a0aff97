"""Every class of LibCST is lowered or refused, and every refusal is met."""

import re

import libcst as cst
import pytest

from srcgrad.diagnostics import CompileError
from srcgrad.frontend import expressions, fence, operators, statements
from srcgrad.frontend.lower import lower


def concrete(base):
    """The public classes below one that stand for something in a text."""
    found = set()
    for child in base.__subclasses__():
        if not child.__name__.startswith(("Base", "_", "Novel")):
            # adding slots leaves a twin of the class behind
            found.add(getattr(cst, child.__name__))
        found |= concrete(child)
    return found


@pytest.mark.parametrize(
    "base, lowered",
    [
        (cst.BaseStatement, statements.LOWERED),
        (cst.BaseSmallStatement, statements.LOWERED),
        (cst.BaseExpression, frozenset(expressions.LOWERED)),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_class_is_lowered_or_refused(base, lowered):
    for kind in concrete(base):
        refused = kind.__name__ in fence.REFUSED
        assert (kind in lowered) != refused, kind.__name__


@pytest.mark.parametrize(
    "base, table",
    [
        (cst.BaseUnaryOp, operators.UNARY),
        (cst.BaseBinaryOp, operators.BINARY),
        (cst.BaseAugOp, operators.AUGMENTED),
        (cst.BaseCompOp, operators.COMPARISON),
        (cst.BaseBooleanOp, {cst.And: "and", cst.Or: "or"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_operator_has_its_text(base, table):
    assert concrete(base) == set(table)


def test_each_code_has_one_meaning():
    codes = [refusal.code for refusal in fence.FAMILIES]
    assert len(codes) == len(set(codes))
    assert set(fence.REFUSED.values()) <= set(fence.FAMILIES)
    for refusal in fence.FAMILIES:
        assert re.fullmatch(r"SG1[3-5]\d", refusal.code)
        assert refusal.message and refusal.hint


def test_a_class_that_nobody_has_heard_of_is_refused():
    class Novel(cst.Pass):
        pass

    assert fence.refusal_of(Novel()).code == "SG159"


# `E: CODE` marks the line that the code points at.
REFUSED = {
    "async def": "async def f(x):  # E: SG130\n    return x\n",
    "await": "async def f(x):  # E: SG130\n    return await x  # E: SG130\n",
    "async for": (
        "async def f(x):  # E: SG130\n    async for i in x:  # E: SG130\n"
        "        pass\n    return x\n"
    ),
    "async with": (
        "async def f(x):  # E: SG130\n    async with x:  # E: SG130\n        pass\n"
    ),
    "yield": "def f(x):\n    yield x  # E: SG131\n",
    "yield from": "def f(x):\n    y = yield from x  # E: SG131\n    return y\n",
    "class": "def f(x):\n    class C:  # E: SG134\n        y = 1\n    return x\n",
    "set comprehension": "def f(x):\n    return {y for y in x}  # E: SG135\n",
    "set": "def f(x):\n    return {x}  # E: SG136\n",
    "star in an index": "def f(x, i):\n    return x[*i]  # E: SG137\n",
    "try": (
        "def f(x):\n    try:  # E: SG139\n        y = {x}  # E: SG136\n"
        "    except ValueError:\n        y = {x}  # E: SG136\n"
        "    else:\n        import math\n    finally:\n        del y[{x}]  # E: SG136\n"
    ),
    "try star": (
        "def f(x):\n    try:  # E: SG139\n        y = x\n"
        "    except* ValueError:\n        y = 0\n    return y\n"
    ),
    "with": (
        "def f(x):\n    with g(x) as z:  # E: SG140\n        y = {x}  # E: SG136\n"
        "    return y\n"
    ),
    "match": (
        "def f(x):\n    match x:  # E: SG141\n        case [1, y]:\n            return y\n"
    ),
    "global": "def f(x):\n    global y  # E: SG142\n    y = x\n",
    "import": "np = 1\ndef f(x):\n    import numpy as np  # E: SG143\n    return np.sin(x)\n",
    "import from": "sin = 1\ndef f(x):\n    from math import sin  # E: SG143\n    return 1\n",
    "comma": "def f(x, i):\n    return x[i,]  # E: SG151\n",
    "exec": "exec('f = 1')  # E: SG153\ndef f(x):\n    return 1\n",
    "star import": "from numpy import *  # E: SG150\ndef f(x):\n    return 1\n",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_refused_with_code_and_line(text):
    expected = [
        (number, code)
        for number, line in enumerate(text.splitlines(), start=1)
        for code in re.findall(r"# E: (SG\d+)", line)
    ]
    module = lower(text, "model.py")
    with pytest.raises(CompileError) as caught:
        module.functions["f"]
    assert [(d.span.line, d.code) for d in caught.value.diagnostics] == expected
    for diagnostic in caught.value.diagnostics:
        assert diagnostic.hint
        assert diagnostic.span.path == "model.py"


def test_all_refusals_of_a_function_come_at_once_and_in_order():
    text = "def f(x):\n    a = {1}; b = lambda: {2}\n    yield x\n    del a[{3}]\n"
    with pytest.raises(CompileError) as caught:
        lower(text, "m.py").functions["f"]
    found = [(d.code, d.span.line, d.span.column) for d in caught.value.diagnostics]
    assert found == [
        ("SG136", 2, 8),
        ("SG136", 2, 25),
        ("SG131", 3, 4),
        ("SG136", 4, 10),
    ]


def test_what_one_function_holds_is_no_hindrance_to_another():
    text = "def bad(x):\n    return {x}\n\n\ndef good(x):\n    return x\n"
    module = lower(text, "m.py")
    assert list(module.functions) == ["bad", "good"]
    assert "bad" in module.functions
    assert module.functions["good"].name == "good"


def test_the_header_of_a_refused_block_is_shown_and_not_its_lines():
    text = "def f(x):\n    with g(x) as y:\n        z = 1\n    return z\n"
    with pytest.raises(CompileError) as caught:
        lower(text, "m.py").functions["f"]
    (diagnostic,) = caught.value.diagnostics
    span = diagnostic.span
    assert (span.line, span.column, span.end_line, span.end_column) == (2, 4, 2, 19)
