"""`srcgrad rules` -> what may be differentiated, and the choice made at each kink."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from . import console
from .options import examples

if TYPE_CHECKING:
    from srcgrad.primitives import Primitive


@click.command(
    epilog=examples(
        "srcgrad rules", "srcgrad rules abs", "srcgrad rules np.linalg.norm"
    )
)
@click.argument("name", required=False)
def rules(name: str | None) -> None:
    """Show the functions that have a rule, or all about those called NAME."""
    from srcgrad.primitives import TABLE

    # Helpers are what emitted files hold, so that these can be differentiated again.
    public = (e for e in TABLE.values() if not e.key.startswith("helper."))
    entries = sorted(public, key=lambda entry: entry.key)
    if name is None:
        console.table(
            ("rule", "derivative", "written as", "where it has none"),
            ((e.key, _kind(e), ", ".join(_written(e)), e.choice) for e in entries),
        )
        return
    wanted = [e for e in entries if _is_called(e, name)]
    if not wanted:
        raise _unknown(name, entries)
    for number, entry in enumerate(wanted):
        if number:
            click.echo()
        _show(entry)


def _show(entry: Primitive) -> None:
    from srcgrad.primitives.entry import REQUIRED

    parameters = ", ".join(
        p.name if p.default is REQUIRED else f"{p.name}={p.default!r}"
        for p in entry.parameters
    )
    console.heading(f"{entry.key}({parameters})")
    facts = [
        ("derivative", _kind(entry)),
        ("written as", ", ".join(_written(entry)) or "syntax"),
        ("emitted as", entry.spelling),
        ("where it has none", entry.choice),
        ("memory", "may be a view of its first argument" if entry.view else ""),
    ]
    for label, fact in facts:
        if fact:
            click.echo(f"  {label:<18} {fact}")


def _kind(entry: Primitive) -> str:
    return type(entry.derivative).__name__.lower()


def _written(entry: Primitive) -> list[str]:
    """Return the ways to write it, an operator first."""
    operator = [] if entry.spelling[-1:].isalnum() else [entry.spelling]
    names = [_short(name) for name in entry.names]
    # `.T` and `.copy()` are among the names already.
    return [*(word for word in operator if word[0] != "."), *names]


def _short(name: str) -> str:
    """Return a name as people write it: `np.sum`, `abs`, `.sum`."""
    for long, short in (("numpy.", "np."), ("builtins.", ""), ("ndarray.", ".")):
        if name.startswith(long):
            return short + name.removeprefix(long)
    return name


def _is_called(entry: Primitive, name: str) -> bool:
    spellings = {entry.key, entry.spelling, *entry.names, *map(_short, entry.names)}
    last = {spelling.rpartition(".")[2] for spelling in entry.names}
    return name in spellings or name in last


def _unknown(name: str, entries: Iterable[Primitive]) -> click.UsageError:
    from srcgrad.suggestion import nearest

    known = {_short(n) for e in entries for n in e.names}
    known |= {n.rpartition(".")[2] for n in known}
    hint = nearest(name, sorted(known)) or "`srcgrad rules` lists all that there are"
    return click.UsageError(f"there is no rule for `{name}`\n{hint}")
