"""What is not Python is said so, with its place."""

import libcst as cst
import pytest

from srcgrad.diagnostics import CompileError
from srcgrad.frontend.parse import parse


def test_the_tree_of_a_file():
    assert isinstance(parse("x = 1\n", "m.py"), cst.Module)
    assert isinstance(parse("", "m.py"), cst.Module)


@pytest.mark.parametrize(
    "text, code, line",
    [
        ("x = 1\ndef f(:\n    pass\n", "SG011", 2),
        ("def f(x):\n    return (x\n", "SG011", 2),
        ("def f(x):\nreturn x\n", "SG011", 2),
        ("x = 1\nreturn x\n", "SG011", 2),
        ("def f(x, x):\n    pass\n", "SG011", 1),
        ("if 1:\n        x = 1\n\ty = 2\n", "SG011", 3),
        ("x = 'a\n", "SG011", 1),
        ("x = 1\n\ny = \0\n", "SG011", 3),
        ("x = " + "(" * 150 + "1" + ")" * 150 + "\n", None, 0),
        ("x = " + "(" * 3000 + "1" + ")" * 3000 + "\n", "SG011", 1),
        ("x = " + "-" * 100_000 + "1\n", "SG012", 1),
        ('x = """\n\f"""\n', "SG013", 2),
    ],
)
def test_one_diagnostic_with_its_line(text, code, line):
    if code is None:
        parse(text, "m.py")
        return
    with pytest.raises(CompileError) as caught:
        parse(text, "m.py")
    (diagnostic,) = caught.value.diagnostics
    span = diagnostic.span
    assert (diagnostic.code, span.path) == (code, "m.py")
    assert span.line == line
    assert (span.line, span.column) < (
        span.end_line,
        span.end_column,
    ) or code == "SG012"


def test_the_caret_is_where_python_has_it():
    with pytest.raises(CompileError) as caught:
        parse("y = 2 + * 3\n", "m.py")
    span = caught.value.diagnostics[0].span
    assert (span.line, span.column, span.end_column) == (1, 8, 9)


def test_nothing_is_run_and_no_warning_let_out(capsys):
    parse("print('run')\nx = '\\d'\ny = x is 1\n", "m.py")
    assert capsys.readouterr() == ("", "")
