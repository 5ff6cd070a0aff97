"""`srcgrad rules` -> what may be differentiated, and the choice made at each kink."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from . import console
from .options import examples

if TYPE_CHECKING:
    from srcgrad.primitives.listing import Row

WIDTH = 60  # of a formula in the table


@click.command(
    epilog=examples("srcgrad rules", "srcgrad rules maximum", "srcgrad rules np.linalg")
)
@click.argument("name", required=False)
def rules(name: str | None) -> None:
    """Show the functions that have a rule, or all about those called NAME.

    A choice is what a derivative is where there is none, such as that of `abs` at 0.

    The last column says how `--numba` carries a function out: as a `kernel` of its own that is
    vectorised, as `elements`, one call for each, as `loops`, or by a `library` such as BLAS. A
    program that uses another function is written in plain NumPy, and a warning says so.
    """
    from srcgrad.loops.operations.coverage import carried_out
    from srcgrad.primitives.listing import nearest, rows

    if name is None:
        console.table(
            ("written as", "family", "derivative", "formula", "choice", "Numba"),
            (
                (
                    ", ".join(_written(row)),
                    row.family,
                    row.kind,
                    _formula(row),
                    row.choice,
                    carried_out(row.key),
                )
                for row in rows()
            ),
        )
        return
    wanted = [row for row in rows() if _is_called(row, name)]
    if not wanted:
        near = " or ".join(f"`{word}`" for word in nearest(name))
        hint = f"did you mean {near}?" if near else "`srcgrad rules` lists all"
        raise click.UsageError(f"there is no rule for `{name}`\n{hint}")
    for number, row in enumerate(wanted):
        if number:
            click.echo()
        _show(row)


def _show(row: Row) -> None:
    from srcgrad.loops.operations.coverage import carried_out
    from srcgrad.primitives import TABLE
    from srcgrad.primitives.entry import REQUIRED

    parameters = ", ".join(
        p.name if p.default is REQUIRED else f"{p.name}={p.default!r}"
        for p in TABLE[row.key].parameters
    )
    console.heading(f"{row.key}({parameters})")
    facts = [
        ("written as", ", ".join(_written(row))),
        ("derivative", row.kind),
        *row.rule,
        ("choice", row.choice),
        ("Numba", carried_out(row.key) or "not compiled"),
    ]
    width = max(len(label) for label, _ in facts)
    for label, fact in facts:
        if fact:
            click.echo(f"  {label:<{width}}  {fact}")


def _formula(row: Row) -> str:
    """Return the rule in one line: what a longer one gives is shown by its name alone."""
    whole = "; ".join(text for _, text in row.rule)
    return whole if len(whole) <= WIDTH else f"srcgrad rules {row.key}"


def _written(row: Row) -> list[str]:
    """Return the ways to write it, an operator first."""
    from srcgrad.primitives.listing import shown

    names = [shown(name) for name in row.names]
    is_operator = not any(character.isalnum() for character in row.spelling)
    return [row.spelling, *names] if is_operator else names


def _is_called(row: Row, name: str) -> bool:
    """Return whether a name, as it may be typed, means this function or its module."""
    words = {row.key, *row.names, *_written(row)}
    last = {word.rpartition(".")[2] for word in row.names}
    modules = {word.rpartition(".")[0] for word in _written(row) if "linalg" in word}
    return name in words | last | modules
