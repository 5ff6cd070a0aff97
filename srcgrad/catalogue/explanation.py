"""What is said of one code when somebody asks."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass


@dataclass(frozen=True)
class Explanation:
    """The long form of a diagnostic.

    `example` is a program that is refused with the code, or, where it starts with `$`,
    a command that is; `rewrite` is the same with what works. Where they are programs
    the tests run both: the last function, with respect to its first parameter.
    """

    title: str
    meaning: str
    example: str = ""
    rewrite: str = ""


def program(text: str) -> str:
    """Return a program that is written indented, at the margin."""
    return textwrap.dedent(text).lstrip("\n").rstrip(" ")
