"""`srcgrad check` -> which committed derivatives are stale; exit code 1 if any is."""

from __future__ import annotations

import click

from . import console
from .options import examples


@click.command(
    epilog=examples(
        "srcgrad check",
        "srcgrad check src/model_grad.py samples/derived",
        "srcgrad check --update",
    )
)
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--update", is_flag=True, help="Rewrite the stale ones.")
def check(paths: tuple[str, ...], update: bool) -> int:
    """Make derivatives again, and say which differ from their files.

    PATHS are files, or folders to look for headers of srcgrad in: by default the
    current one. Exits with 1 where a file is stale or cannot be made again.
    """
    from srcgrad.files import write_derivative
    from srcgrad.review import find_derivatives, review

    counts = {"current": 0, "stale": 0, "failed": 0}
    found = find_derivatives(paths or ["."])
    for path in found:
        result = review(path)
        counts[result.state] += 1
        if result.state == "failed":
            click.echo(f"{path} could not be made again:", err=True)
            console.show(result.diagnostics)
        elif result.state == "stale" and update:
            write_derivative(path, result.text)
            click.echo(f"wrote {path}")
        elif result.state == "stale":
            because = f": changed {', '.join(result.changed)}" if result.changed else ""
            console.heading(f"stale {path}{because}")
            console.diff(result.diff)
    click.echo(_summary(len(found), counts, update), err=True)
    return int(counts["failed"] > 0 or (counts["stale"] > 0 and not update))


def _summary(total: int, counts: dict[str, int], update: bool) -> str:
    if not total:
        return "no derivatives found: no file here starts with a header of srcgrad"
    parts = [f"{counts['current']} up to date"]
    if counts["stale"]:
        parts.append(f"{counts['stale']} {'rewritten' if update else 'stale'}")
    if counts["failed"]:
        parts.append(f"{counts['failed']} could not be made again")
    noun = "derivative" if total == 1 else "derivatives"
    advice = "; run `srcgrad check --update`" if counts["stale"] and not update else ""
    return f"{total} {noun}: {', '.join(parts)}{advice}"
