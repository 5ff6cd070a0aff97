"""`srcgrad stages model.py:loss` -> what each stage of the compiler made of it."""

from __future__ import annotations

import click

from . import console
from .options import (
    Function,
    compile_options,
    examples,
    function_argument,
    mode_option,
)


@click.command(
    epilog=examples(
        "srcgrad stages model.py:loss --wrt w",
        "srcgrad stages model.py:loss --wrt w --after linearize",
    )
)
@function_argument
@compile_options
@mode_option
@click.option("--after", metavar="NAME", help="Show what this stage made, only.")
def stages(
    function: Function,
    wrt: tuple[str, ...] | None,
    of: str | None,
    types: str | None,
    mode: str,
    after: str | None,
) -> None:
    """Show how a derivative is made, from the source to the emitted text."""
