"""The text of each statement, where it stands, and every comment."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from surface_dump import comments_in, origins

from srcgrad.frontend.lower import lower

FOLDER = Path(__file__).parents[2] / "samples"
SAMPLES = sorted(p for p in FOLDER.glob("*.py") if not p.name.startswith("train_"))


def function(text):
    return lower(text, "m.py").functions["f"]


def comments_kept(f):
    found = [*f.header_comments, *f.footer]
    for origin in origins(f):
        found += [*origin.comments, origin.trailing, *comments_in(origin.text)]
    return Counter(filter(None, found))


def assert_true_to(text, f):
    """Each origin's text stands at its span, and no comment is lost or doubled."""
    assert comments_kept(f) == Counter(comments_in(f.source + "\n"))
    lines = text.split("\n")
    for origin in origins(f):
        span, written = origin.span, origin.text.split("\n")
        assert span.end_line == span.line + len(written) - 1
        assert lines[span.line - 1][span.column :].startswith(written[0])
        for number, line in enumerate(written):
            assert line.strip() in lines[span.line - 1 + number]
        assert lines[span.end_line - 1][: span.end_column].endswith(written[-1])


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples(path):
    text = path.read_text(encoding="utf-8")
    module = lower(text, str(path))
    for name in module.functions:
        assert_true_to(text, module.functions[name])


EVERYWHERE = """\
def f(x, y):  # header
    # above a

    # above a still
    a = 1; b = 2  # behind b

    if (  # within the test
        x > 0  # more of it
    ):  # behind if
        # first in then
        a = [
            1,  # one
            # none
            2,
        ]  # behind the list
        # last in then
    # above elif
    elif y:  # behind elif
        pass
        # last in elif
    else:  # behind else
        for i in a:  # behind for
            b += i
            # last in for
        # last in else
    # above while
    while b: b -= 1  # behind while
    if x: return x  # behind return
    # deep below
      # odd
    return (  # within return
        a
        # end of return
    )  # behind it
    # footer
"""


def test_every_comment_is_kept():
    assert_true_to(EVERYWHERE, function(EVERYWHERE))


def test_where_comments_go():
    f = function(EVERYWHERE)
    first, second, branch, loop, early, last = f.body
    assert first.origin.comments == ("# above a", "", "# above a still")
    assert (first.origin.trailing, second.origin.trailing) == ("", "# behind b")
    assert second.origin.comments == ()
    assert branch.origin.comments == ("",)
    assert branch.origin.trailing == "# behind if"
    assert branch.origin.text.startswith("if (  # within the test\n    x > 0")
    assert branch.origin.text.endswith("\n):")
    elif_ = branch.otherwise[0]
    assert elif_.origin.comments == ("# last in then", "# above elif")
    assert elif_.origin.text == "elif y:"
    assert elif_.otherwise_origin.text == "else:"
    assert elif_.otherwise_origin.comments == ("# last in elif",)
    assert elif_.otherwise_origin.trailing == "# behind else"
    assert loop.origin.comments == ("# last in for", "# last in else", "# above while")
    assert loop.origin.text == "while b:"
    assert loop.body[0].origin.trailing == "# behind while"
    assert early.then[0].origin.text == "return x"
    assert last.origin.comments == ("# deep below", "# odd")
    assert f.footer == ("# footer",)


def test_continuation_lines_are_dedented_with_their_statement():
    f = function("def f(x):\n    if x:\n        x = g(\n            1,\n      2)\n")
    assert f.body[0].then[0].origin.text == "x = g(\n    1,\n2)"


def test_lines_within_a_text_literal_keep_their_indent():
    text = 'def f(x):\n    print("""a\n    b\n  c""", f"""{x}\n    """,\n    x)\n'
    origin = function(text).body[0].origin
    assert origin.text == 'print("""a\n    b\n  c""", f"""{x}\n    """,\nx)'
    assert origin.fixed == (1, 2, 3)


def spans(text):
    result = []
    for origin in origins(function(text)):
        s = origin.span
        result.append((s.line, s.column, s.end_line, s.end_column))
    return result


@pytest.mark.parametrize(
    "text",
    [
        "x = 0\n\ndef f(x):\n\ty = x\n\treturn y\n",
        "x = 0\r\n\r\ndef f(x):\r\n\ty = x\r\n\treturn y\r\n",
        "x = 0\r\rdef f(x):\r\ty = x\r\treturn y\r",
        "\ufeffx = 0\n\ndef f(x):\n\ty = x\n\treturn y",
        "x = 0\n\f\ndef f(x):\n\ty = x\n\treturn y",
        "x = 'ä€\U0001d538\u2028\x1c'\n\ndef f(x):\n\ty = x\n\treturn y",
        "x = \\\n0\ndef f(x):\n\ty = x\n\treturn y",
        "@g\n# c\ndef f(x):\n\ty = x\n\treturn y",
    ],
    ids=[
        "tabs",
        "CRLF",
        "CR",
        "mark",
        "form feed",
        "unicode",
        "backslash",
        "decorated",
    ],
)
def test_spans_are_of_the_original_file(text):
    assert spans(text) == [(4, 1, 4, 6), (5, 1, 5, 9)]


def test_a_form_feed_before_a_statement_counts_as_a_column():
    text = "\fdef f(x):\n    \f    y = x\n\f    return y\n"
    assert spans(text) == [(2, 9, 2, 14), (3, 5, 3, 13)]
    f = function(text)
    assert [origin.text for origin in origins(f)] == ["y = x", "return y"]


def test_spans_of_expressions():
    text = "def f(x):\n    return (x +\n            y[0]) * -z\n"
    value = function(text).body[0].value
    span = value.left.right.span
    assert (span.line, span.column, span.end_line, span.end_column) == (3, 12, 3, 16)
    span = value.span
    assert (span.line, span.column, span.end_line, span.end_column) == (2, 11, 3, 22)


# ---- random functions with a comment in every place that holds one


@st.composite
def blocks(draw, depth=0):
    """Lines of a block, without its indent."""
    lines = []
    for _ in range(draw(st.integers(1, 3))):
        lines += draw(st.sampled_from([[], [""], ["# above"], ["# above", "", "# b"]]))
        kinds = ["plain", "pair", "brackets"] + ["if", "for", "while"] * (depth < 2)
        kind = draw(st.sampled_from(kinds))
        behind = draw(st.sampled_from(["", "  # behind", " #"]))
        if kind == "plain":
            lines.append(f"x = y{behind}")
        elif kind == "pair":
            lines.append(f"x = 1; y = 2{behind}")
        elif kind == "brackets":
            lines += [f"x = [{behind}", "    # within", f"    1,{behind}", f"]{behind}"]
        else:
            header = {"if": "if x:", "for": "for x in y:", "while": "while x:"}[kind]
            lines += draw(bodies(header, depth))
            if kind == "if":
                for other in draw(
                    st.sampled_from([[], ["elif y:"], ["else:"], ["elif y:", "else:"]])
                ):
                    lines += draw(st.sampled_from([[], ["# between"]]))
                    lines += draw(bodies(other, depth))
    return lines + draw(st.sampled_from([[], ["# end"], ["", "# end", ""]]))


@st.composite
def bodies(draw, header, depth):
    behind = draw(st.sampled_from(["", "  # behind"]))
    if draw(st.booleans()):
        return [f"{header} x = 1{behind}"]
    indent = draw(st.sampled_from(["    ", "\t", "  "]))
    inner = [indent + line if line else line for line in draw(blocks(depth + 1))]
    return [f"{header}{behind}", *inner]


@settings(max_examples=60, deadline=None)
@given(bodies("def f(x, y):", 0), st.sampled_from(["\n", "\n\n# out\nz = 1\n"]))
def test_no_comment_of_a_random_function_is_lost(lines, rest):
    text = "\n".join(lines) + rest
    f = function(text)
    assert_true_to(text, f)
    inside = text.partition("# out")[0]
    assert sum(comments_kept(f).values()) == len(comments_in(inside))
