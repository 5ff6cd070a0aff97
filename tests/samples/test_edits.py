from __future__ import annotations

from edits import edits

SOURCE = '''\
def f(x, n):
    """Double."""
    # twice
    y = 2.0 * x
    for _ in range(n):
        y = y + x
    return y
'''


def test_each_line_that_does_something_is_edited() -> None:
    assert [edit.after.strip() for edit in edits(SOURCE)] == [
        "# twice indeed",
        "y = 2.125 * x",
        "for _ in range(2 * (n)):",
        "y = 1.25 * (y) + x",
        "return 1.25 * (y)",
    ]


def test_one_line_differs() -> None:
    for edit in edits(SOURCE):
        pairs = zip(SOURCE.splitlines(), edit.text.splitlines(), strict=True)
        numbers = [number for number, (a, b) in enumerate(pairs, 1) if a != b]
        assert numbers == [edit.line]
