"""`srcgrad generate model.py:loss --wrt w,b` -> `model_grad.py`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

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
        "srcgrad generate model.py:loss --wrt w,b",
        'srcgrad generate model.py:loss --wrt w --types "w: f64[d], x: f64[n, d]"',
        "srcgrad generate model.py:loss --wrt w -o gradients/loss.py",
        "srcgrad generate model.py:loss --mode forward -o -",
    )
)
@function_argument
@compile_options
@mode_option
@numba_options
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="Where to write; - for stdout [default: NAME_grad.py beside the source].",
)
@click.option("--force", is_flag=True, help="Overwrite a file that is not srcgrad's.")
def generate(
    function: Function,
    wrt: tuple[str, ...] | None,
    of: str | None,
    types: str | None,
    mode: str,
    numba: bool,
    accuracy: str,
    output: str | None,
    force: bool,
) -> None:
    """Write the derivative of a function as a module of its own.

    The source is read, not run. Nothing is written unless all of it can be
    differentiated.
    """
    import srcgrad
    from srcgrad.emit.header import default_target
    from srcgrad.files import write_derivative
    from srcgrad.review import relocated

    derivative = srcgrad.generate(
        function.path,
        function.name,
        wrt=wrt,
        of=of,
        mode=mode,
        types=types,
        numba=numba,
        accuracy=accuracy,
    )
    if output == "-":
        # As bytes: what is redirected into a file must be that file, on any machine.
        sys.stdout.flush()
        sys.stdout.buffer.write(derivative.text.encode())
        return
    target = default_target(function.path) if output is None else Path(output)
    text = relocated(derivative.text, function.path, target)
    write_derivative(target, text, force, source=function.path)
    print(f"wrote {target}")
