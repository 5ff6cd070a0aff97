"""Names that a block binds, and that it reads before it binds them."""

from __future__ import annotations

import textwrap

from srcgrad.analysis.names import bound, function_names, grown, live_before
from srcgrad.frontend.lower import lower
from srcgrad.ir.surface import SurfaceFunction


def function(body: str) -> SurfaceFunction:
    text = "def f(x, k=G):\n" + textwrap.indent(textwrap.dedent(body), "    ")
    return lower(text, "source.py").functions["f"]


def test_bound_in_order() -> None:
    source = """
    b = x
    a, (c, b) = x
    for i, v in x:
        if i:
            d = v
    x[0] = 1
    e += 1
    """
    assert bound(function(source).body) == ("b", "a", "c", "i", "v", "d", "e")


def test_live() -> None:
    source = """
    a = b
    if c:
        d = a
    return d
    """
    assert live_before(function(source).body, frozenset()) == {"b", "c", "d"}


def test_live_around_a_loop() -> None:
    source = """
    for i in n:
        a = b
        b = a + c
    return a
    """
    assert live_before(function(source).body, frozenset()) == {"n", "a", "b", "c"}


def test_lists_that_change() -> None:
    source = """
    a.append(x)
    b[0] = x
    c = [x]
    c.sort()
    """
    assert grown(function(source).body) == {"a", "b"}


def test_all_names_of_a_function() -> None:
    source = """
    for i in range(k):
        y = np.sin(x)
    print(z)
    return y
    """
    expected = {"i", "range", "k", "y", "np", "x", "print", "z", "G"}
    assert function_names(function(source)) == expected
