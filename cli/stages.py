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
    numba_options,
)


@click.command(
    epilog=examples(
        "srcgrad stages model.py:loss --wrt w",
        "srcgrad stages model.py:loss --wrt w --after normalize",
    )
)
@function_argument
@compile_options
@mode_option
@numba_options
@click.option("--after", metavar="NAME", help="Show only what this stage made.")
def stages(
    function: Function,
    wrt: tuple[str, ...] | None,
    of: str | None,
    types: str | None,
    mode: str,
    numba: bool,
    accuracy: str,
    after: str | None,
) -> None:
    """Show how a derivative is made, from the source to the emitted text.

    Each stage is shown with its name, what it does, and what it made; where one
    refuses, those before it are shown.
    """
    from dataclasses import replace

    from srcgrad.compiler import Job, stages_of, trace
    from srcgrad.emit.header import Command
    from srcgrad.files import read_source
    from srcgrad.suggestion import nearest

    names = [stage.name for stage in stages_of("numba" if numba else mode)]
    if after is not None and after not in names:
        hint = nearest(after, names) or f"the stages are {', '.join(names)}"
        raise click.UsageError(f"there is no stage `{after}`\n{hint}")
    text = read_source(function.path)
    job = Job(str(function.path), text, function.name, wrt, of, mode, types)
    job = replace(job, numba=numba, accuracy=accuracy)
    command = Command("", function.name, wrt or (), of, mode, types)
    command = replace(command, numba=numba, accuracy=accuracy)
    shown = 0
    for stage, made in trace(job, command.placed(function.path)):
        if after is None:
            console.heading(
                f"{'' if not shown else chr(10)}== {stage.name}: {stage.doc}"
            )
        if after in (None, stage.name):
            click.echo(made.rstrip("\n"))
            shown += 1
        if after == stage.name:
            return
