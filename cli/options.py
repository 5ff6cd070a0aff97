"""The arguments that several commands share: FILE:FUNCTION, names, how to compile."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class Function:
    """A function of a file, as the user names it."""

    path: Path
    name: str


def read_function(
    context: click.Context, parameter: click.Parameter, value: str
) -> Function:
    """FILE:FUNCTION -> `Function`, split at the last colon."""
    path, colon, name = value.rpartition(":")
    path = path.rstrip(":")
    if not colon:
        raise click.UsageError(_without_colon(name), context)
    if not path:
        raise click.UsageError(
            f"{value!r} names no file: write FILE:FUNCTION, such as "
            f"model.py:{name or 'loss'}",
            context,
        )
    if not name.isidentifier():
        which = f"{name!r} is not the name of a function" if name else "no function"
        raise click.UsageError(
            f"{value!r}: {which}: write FILE:FUNCTION, such as {path}:loss", context
        )
    return Function(Path(path), name)


def read_names(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> tuple[str, ...] | None:
    """`w,b` -> `("w", "b")`."""
    if value is None:
        return None
    names = tuple(name.strip() for name in value.split(","))
    for name in names:
        if not name.isidentifier():
            raise click.UsageError(
                f"{value!r}: {name!r} is not a name: write names with commas "
                "between them, such as --wrt w,b",
                context,
            )
    return names


def function_argument(command: Command) -> Command:
    """Add FILE:FUNCTION."""
    return click.argument("function", metavar="FILE:FUNCTION", callback=read_function)(
        command
    )


def compile_options(command: Command) -> Command:
    """Add what decides the derivative: --wrt, --of, --types."""
    for option in (
        click.option(
            "--types",
            metavar="TYPES",
            help='Types of the arguments: "x: f64[n, d], w: f64[d], steps: int".',
        ),
        click.option(
            "--of",
            metavar="NAME",
            help="Differentiate this argument, which the function writes to, instead "
            "of the value.",
        ),
        click.option(
            "--wrt",
            callback=read_names,
            metavar="NAMES",
            help="Arguments to differentiate with respect to, commas between them "
            "[default: the first].",
        ),
    ):
        command = option(command)
    return command


def numba_options(command: Command) -> Command:
    """Add --numba and --accuracy."""
    for option in (
        click.option(
            "--accuracy",
            type=click.Choice(["fast", "strict"]),
            default="fast",
            show_default=True,
            help="With --numba: vectorised mathematics within 2 ulp and sums in any "
            "order, or the library's functions and the order of the source.",
        ),
        click.option(
            "--numba",
            is_flag=True,
            help="Write loops that Numba compiles. Needs the types of all parameters.",
        ),
    ):
        command = option(command)
    return command


def mode_option(command: Command) -> Command:
    """Add --mode."""
    return click.option(
        "--mode",
        type=click.Choice(["reverse", "forward"]),
        default="reverse",
        show_default=True,
        help="Gradients, or one directional derivative.",
    )(command)


def examples(*lines: str) -> str:
    r"""Return the epilog that shows how a command is used, line by line."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _without_colon(word: str) -> str:
    if re.search(r"\.py$", word) or Path(word).exists():
        return f"{word!r} names no function: write FILE:FUNCTION, such as {word}:loss"
    return f"{word!r} names no file: write FILE:FUNCTION, such as model.py:{word}"
