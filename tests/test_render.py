from __future__ import annotations

import pytest

from srcgrad.diagnostics import Diagnostic, Note, Span
from srcgrad.render import WIDTH, coloured, render

SOURCE = "def f(x):\n    y = x\n    y += 1.0\n    return y\n"


def test_line_caret_note_and_hint():
    diagnostic = Diagnostic(
        "SG301",
        "`y` may share memory with `x`, and is stored to",
        Span("m.py", 3, 4, 3, 12),
        (Note("`y` is made of `x` here", Span("m.py", 2, 4, 2, 9)), Note("so it is.")),
        "write `y = x.copy()`\nor do without the store",
    )
    assert render(diagnostic, {"m.py": SOURCE}) == (
        "error[SG301]: `y` may share memory with `x`, and is stored to\n"
        " --> m.py:3:5\n"
        "  |\n"
        "3 |     y += 1.0\n"
        "  |     ^^^^^^^^\n"
        "note: `y` is made of `x` here\n"
        " --> m.py:2:5\n"
        "  |\n"
        "2 |     y = x\n"
        "  |     -----\n"
        "note: so it is.\n"
        "help: write `y = x.copy()`\n"
        "      or do without the store\n"
    )


def test_without_span_there_is_no_place():
    assert render(Diagnostic("SG001", "no"), {}) == "error[SG001]: no\n"


@pytest.mark.parametrize("sources", [{}, {"m.py": ""}, {"m.py": "a"}])
def test_a_line_that_is_not_there_is_a_place_only(sources):
    diagnostic = Diagnostic("SG101", "no", Span("m.py", 9, 0, 9, 3))
    text = render(diagnostic, sources)
    assert text.splitlines()[0] == "error[SG101]: no"
    assert text.splitlines()[1].strip() == "--> m.py:9:1"
    assert len(text.splitlines()) == 2


def test_the_gutter_is_as_wide_as_the_longest_number():
    source = "\n" * 98 + "a\nb\n"
    notes = (Note("there", Span("m.py", 100, 0, 100, 1)),)
    text = render(
        Diagnostic("SG1", "no", Span("m.py", 99, 0, 99, 1), notes), {"m.py": source}
    )
    assert "   --> m.py:99:1\n    |\n 99 | a\n    | ^\n" in text
    assert "100 | b\n    | -\n" in text


def marked(line: str, start: int, end: int) -> tuple[str, str]:
    span = Span("m.py", 1, start, 1, end)
    lines = render(Diagnostic("SG1", "no", span), {"m.py": line}).splitlines()
    return lines[3].removeprefix("1 | "), lines[4].removeprefix("  | ")


@pytest.mark.parametrize(
    ("line", "start", "end", "shown", "marks"),
    [
        ("\ty = 1", 1, 2, "    y = 1", "    ^"),
        ("x = '值' + y", 10, 11, "x = '值' + y", "           ^"),
        ("e\u0301 = bad", 5, 8, "e\u0301 = bad", "    ^^^"),
        ("x = '\x1b[2J' + y", 12, 13, "x = '\\x1b[2J' + y", "               ^"),
        ("x = (", 5, 5, "x = (", "     ^"),
        ("x", 0, 0, "x", "^"),
    ],
)
def test_marks_stand_under_what_they_mark(line, start, end, shown, marks):
    assert marked(line, start, end) == (shown, marks)


def test_of_a_long_line_the_part_around_the_span_is_shown():
    line = "y = " + " + ".join(f"x{i:04}" for i in range(200))
    start = line.index("x0100")
    shown, marks = marked(line, start, start + 5)
    assert len(shown) <= WIDTH + 8
    assert shown.startswith("... ") and shown.endswith(" ...")
    assert shown[marks.index("^") : marks.rindex("^") + 1] == "x0100"


def test_a_span_of_several_lines_is_marked_line_by_line():
    source = "y = f(\n    a,\n    b,\n)\n"
    text = render(Diagnostic("SG1", "no", Span("m.py", 1, 4, 4, 1)), {"m.py": source})
    assert text.splitlines()[2:] == [
        "  |",
        "1 | y = f(",
        "  |     ^^",
        "2 |     a,",
        "  |     ^^",
        "3 |     b,",
        "  |     ^^",
        "4 | )",
        "  | ^",
    ]


def test_a_long_span_is_shortened():
    source = "".join(f"line{i}\n" for i in range(1, 30))
    text = render(Diagnostic("SG1", "no", Span("m.py", 2, 0, 20, 6)), {"m.py": source})
    shown = [line[5:] for line in text.splitlines() if "line" in line]
    assert shown == ["line2", "line3", "line20"]
    assert "\n.. |\n" in text


def test_messages_cannot_command_the_terminal():
    text = render(Diagnostic("SG1", "a\x1b[31mb\nc"), {})
    assert text == "error[SG1]: a\\x1b[31mb c\n"


def test_colours_change_no_letter():
    notes = (Note("here", Span("m.py", 2, 4, 2, 9)),)
    diagnostic = Diagnostic("SG1", "[bold]no", Span("m.py", 3, 4, 3, 12), notes, "do")
    text = coloured(diagnostic, {"m.py": SOURCE})
    assert text.plain == render(diagnostic, {"m.py": SOURCE})
    assert any("red" in str(span.style) for span in text.spans)
