"""Functions: parameters, docstring, exact text."""

import pytest
from surface_dump import dump, show

from srcgrad.diagnostics import CompileError
from srcgrad.frontend.lower import lower

SOURCE = '''\
"""A module."""

import numpy as np

# not about f

# about f
# and still
@decorated(1)  # by hand
# between
@other
def f(  # header
    x: "np.ndarray",  # the first
    /,
    y: np.ndarray = (1, 2),
    *,
    # the last
    k=(
        1.0
    ),
) -> tuple[float, float]:  # behind
    # above the docstring
    """Return it.

        Indented.
    """  # behind the docstring
    # first
    a = 1
    if x:
        a = 2
        # closing the branch
    # closing the function

    # closing it still
# of the module


def g(): return 1  # one line
'''


@pytest.fixture(scope="module")
def module():
    return lower(SOURCE, "m.py")


def test_parameters(module):
    x, y, k = module.functions["f"].parameters
    assert (x.name, x.annotation_text, x.default, x.positional_only) == (
        "x",
        '"np.ndarray"',
        None,
        True,
    )
    assert (y.default_text, show(y.default)) == ("(1, 2)", "(tuple 1 2)")
    assert (y.positional_only, y.keyword_only) == (False, False)
    assert (k.keyword_only, show(k.default)) == (True, "1.0")
    assert (x.span.line, x.span.column, x.span.end_column) == (13, 4, 5)


def test_comments_and_docstring(module):
    f = module.functions["f"]
    assert f.docstring == "Return it.\n\nIndented."
    assert f.above == ("# about f", "# and still")
    assert f.header_comments == (
        "# by hand",
        "# between",
        "# header",
        "# the first",
        "# the last",
        "# behind",
    )
    assert f.body[0].origin.comments == (
        "# above the docstring",
        "# behind the docstring",
        "# first",
    )
    assert f.footer == (
        "# closing the branch",
        "# closing the function",
        "",
        "# closing it still",
    )


def test_source_is_the_exact_text(module):
    f = module.functions["f"]
    lines = SOURCE.split("\n")
    start = lines.index("@decorated(1)  # by hand")
    end = lines.index("    # closing it still")
    assert f.source == "\n".join(lines[start : end + 1])
    assert module.functions["g"].source == "def g(): return 1  # one line"


def test_header(module):
    f = module.functions["f"]
    assert [show(d) for d in f.decorators] == ["(call decorated 1)", "other"]
    assert f.returns_text == "tuple[float, float]"
    span = f.span
    assert (span.line, span.column, span.end_line, span.end_column) == (12, 0, 21, 25)


def test_a_function_on_one_line(module):
    g = module.functions["g"]
    assert dump(g.body) == ["return 1"]
    assert g.body[0].origin.trailing == "# one line"
    assert g.body[0].origin.text == "return 1"
    assert (g.span.end_line, g.span.end_column) == (g.span.line, 8)


def test_nothing_but_a_docstring():
    text = 'def f():\n    # a\n    "Do nothing."  # b\n    # c\n'
    f = lower(text, "m.py").functions["f"]
    assert f.body == ()
    assert f.docstring == "Do nothing."
    assert f.footer == ("# a", "# b", "# c")


def test_comments_above_the_first_function_of_a_file():
    text = "# a licence\n\n# about f\ndef f(): pass\n"
    assert lower(text, "m.py").functions["f"].above == ("# about f",)


def test_a_bytes_or_formatted_text_is_no_docstring():
    for text in ("b'no'", "f'{1}'"):
        f = lower(f"def f():\n    {text}\n", "m.py").functions["f"]
        assert f.docstring == "" and len(f.body) == 1


def test_a_footer_after_else_belongs_to_the_source():
    text = (
        "def f(x):\n    if x:\n        pass\n    else:\n        for i in x:\n"
        "            pass\n            # deep\n        # less\nx = 1\n"
    )
    f = lower(text, "m.py").functions["f"]
    assert f.source.endswith("        # less")
    assert f.footer == ("# deep", "# less")


def test_nested_too_deeply_is_refused_and_does_not_crash():
    text = f"def f(x):\n    return {' + '.join(['x'] * 3000)}\n"
    with pytest.raises(CompileError) as caught:
        lower(text, "m.py").functions["f"]
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "SG012"
