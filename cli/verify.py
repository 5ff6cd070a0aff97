"""`srcgrad verify model.py:loss` -> a derivative's numbers against independent ones."""

from __future__ import annotations

import click

from . import console
from .options import Function, compile_options, examples, function_argument


@click.command(
    epilog=examples(
        'srcgrad verify model.py:loss --wrt w,b --types "w: f64[3], b: f64, ..."',
        "srcgrad verify model.py:loss --wrt w,b --example examples.py:arguments",
        "srcgrad verify model.py:loss --wrt w --points 20 --seed 7",
    )
)
@function_argument
@compile_options
@click.option(
    "--example",
    metavar="MODULE:FUNCTION",
    help="A function that returns the arguments of one call; a module or a file.",
)
@click.option(
    "--points",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    help="How many random points to try.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Which points.")
def verify(
    function: Function,
    wrt: tuple[str, ...] | None,
    of: str | None,
    types: str | None,
    example: str | None,
    points: int,
    seed: int,
) -> int:
    """Run a derivative, and hold it against what is computed in other ways.

    Central differences, the complex step where it applies, and forward against
    reverse mode, at random points. This command runs your source; the others do not.
    Exits with 1 where any number is off, or not a number.
    """
    from srcgrad.verify import verify as run

    report = run(
        function.path,
        function.name,
        wrt=wrt,
        of=of,
        types=types,
        example=example,
        points=points,
        seed=seed,
    )
    console.table(
        ("point", "check", "target", "error", "tolerance", ""),
        (
            (
                str(row.point),
                row.check,
                row.target,
                f"{row.error:.1e}",
                f"{row.tolerance:.1e}",
                "ok" if row.passed else "FAILED",
            )
            for row in report.rows
        ),
    )
    for message in report.messages:
        click.echo(message)
    if report.branches_never_taken:
        click.echo("branches that no point took:")
        for branch in report.branches_never_taken:
            click.echo(f"  {branch}")
    failed = sum(not row.passed for row in report.rows)
    passed = "passed" if report.passed else "FAILED"
    click.echo(f"{passed}: {len(report.rows) - failed} of {len(report.rows)} checks")
    return int(not report.passed)
