"""`srcgrad explain SG301` -> what the code means, what triggers it, what works."""

from __future__ import annotations

import textwrap

import click

from . import console
from .options import examples


@click.command(epilog=examples("srcgrad explain SG301", "srcgrad explain"))
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say more about the CODE of a diagnostic; without one, list them all."""
    from srcgrad.catalogue import CATALOGUE
    from srcgrad.suggestion import nearest

    if code is None:
        entries = sorted(CATALOGUE.items())
        console.table(("code", "title"), ((key, e.title) for key, e in entries))
        return
    wanted = code.upper() if not code.isdigit() else f"SG{code}"
    if wanted not in CATALOGUE:
        hint = nearest(wanted, CATALOGUE) or "`srcgrad explain` lists all codes"
        raise click.UsageError(f"there is no code `{code}`\n{hint}")
    entry = CATALOGUE[wanted]
    console.heading(f"{wanted}: {entry.title}")
    click.echo()
    click.echo(textwrap.fill(entry.meaning, 79))
    for label, text in (("Refused:", entry.example), ("Works:", entry.rewrite)):
        if text:
            click.echo(f"\n{label}\n")
            console.code(textwrap.indent(text.strip("\n") + "\n", "    "))
