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


class FunctionType(click.ParamType):
    """FILE:FUNCTION -> `Function`, or one sentence on what is missing."""

    name = "FILE:FUNCTION"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Function:
        """Split at the last colon, so that a drive letter does no harm."""
        path, colon, name = str(value).rpartition(":")
        if not colon:
            raise click.UsageError(_without_colon(name), ctx)
        if not path.rstrip(":"):
            raise click.UsageError(
                f"{value!r} names no file: write FILE:FUNCTION, such as "
                f"model.py:{name or 'loss'}",
                ctx,
            )
        if not name.isidentifier():
            which = f"{name!r} is not the name of a function" if name else "no function"
            example = f"{path.rstrip(':')}:loss"
            raise click.UsageError(
                f"{value!r}: {which}: write FILE:FUNCTION, such as {example}", ctx
            )
        return Function(Path(path.rstrip(":")), name)


class NamesType(click.ParamType):
    """`w,b` -> `("w", "b")`."""

    name = "NAMES"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[str, ...]:
        """Split at commas; each part must be a name."""
        if isinstance(value, tuple):
            return value
        names = tuple(name.strip() for name in str(value).split(","))
        for name in names:
            if not name.isidentifier():
                raise click.UsageError(
                    f"{value!r}: {name!r} is not a name: write names with commas "
                    "between them, such as --wrt w,b",
                    ctx,
                )
        return names


def function_argument(command: Command) -> Command:
    """Add FILE:FUNCTION."""
    return click.argument("function", type=FunctionType(), metavar="FILE:FUNCTION")(
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
            type=NamesType(),
            metavar="NAMES",
            help="Arguments to differentiate with respect to, commas between them "
            "[default: the first].",
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
