"""Words typed after `srcgrad` -> the command that they name, and an exit code.

0 done, 1 refused (or stale, or not verified), 2 the command line is wrong, 130 stopped
by Ctrl-C. A command is one file beside this one and one name in `COMMANDS`; it is
imported when it is asked for, and imports the compiler when it runs.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from srcgrad.diagnostics import CompileError, Diagnostic
from srcgrad.suggestion import nearest
from srcgrad.version import VERSION

from . import console

# What writing to a stream may fail with through no fault of ours.
UNWRITABLE = frozenset({errno.EPIPE, errno.ENOSPC, errno.EIO, errno.EBADF})
COMMANDS = ("generate", "check", "verify", "rules", "stages", "explain")


class Commands(click.Group):
    """The group whose commands are the modules of this package named in `COMMANDS`."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the commands in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Import the module of this name, and return its command."""
        if name not in COMMANDS:
            return None
        command = getattr(import_module(f".{name}", __package__), name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, context: click.Context, words: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; say what may have been meant where there is none."""
        word = words[0]
        if word in COMMANDS or word.startswith("-"):
            return super().resolve_command(context, words)
        if ":" in word or word.endswith(".py"):
            hint = f"did you mean `srcgrad generate {' '.join(words)}`?"
        else:
            hint = nearest(word, COMMANDS) or f"the commands are {', '.join(COMMANDS)}"
        raise click.UsageError(f"there is no command `{word}`\n{hint}", context)


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with: srcgrad generate model.py:loss --wrt w,b",
)
@click.version_option(VERSION, prog_name="srcgrad", message="%(prog)s %(version)s")
@click.option("--traceback", is_flag=True, help="Show where in srcgrad a bug is.")
@click.pass_context
def srcgrad(context: click.Context, traceback: bool) -> None:
    """Turn plain NumPy functions into modules of their derivatives that people keep."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(2)


def run(arguments: Sequence[str]) -> int:
    """Return the exit code of one command line, all its messages written."""
    _prepare_streams()
    try:
        code = srcgrad.main(list(arguments), "srcgrad", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        console.usage(error, _named(arguments))
        return 2
    except (click.Abort, KeyboardInterrupt):
        print("srcgrad: interrupted; nothing was half-written", file=sys.stderr)
        return 130
    except CompileError as error:
        console.show(error.diagnostics, _typed(arguments))
        return 1
    except OSError as error:
        if error.errno not in UNWRITABLE:
            return _bug(error, arguments)
        return _cannot_print(error)
    except Exception as error:
        return _bug(error, arguments)


def _prepare_streams() -> None:
    """Let every letter be printed, and nothing fail where a stream was closed."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            # A terminal without the letters of a source shows their numbers.
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def _named(arguments: Sequence[str]) -> str:
    """Return the command that was typed, as far as it is known."""
    words = [word for word in arguments if not word.startswith("-")]
    return f"srcgrad {words[0]}" if words and words[0] in COMMANDS else "srcgrad"


def _typed(arguments: Sequence[str]) -> dict[str, str]:
    """Return the long options as they were typed, for messages to point into."""
    typed: dict[str, str] = {}
    for word, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if word.startswith("--"):
            option, equals, value = word.partition("=")
            typed[option] = value if equals else following
    return typed


def _cannot_print(error: OSError) -> int:
    """Say that stdout takes no more; not a word where its reader has gone."""
    if error.errno != errno.EPIPE:
        message = f"cannot write to stdout: {(error.strerror or '').lower()}"
        console.show([Diagnostic("SG031", message)])
    with contextlib.suppress(OSError, ValueError):
        # Python flushes stdout once more at exit, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _bug(error: Exception, arguments: Sequence[str]) -> int:
    if "--traceback" in arguments:
        raise error
    console.show([console.bug(error, arguments)])
    return 1
