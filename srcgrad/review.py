"""A committed derivative -> whether it is what srcgrad makes of its source today.

The header of an emitted file holds the command that made it. Here that command is read,
never run by a shell; the file is made again in memory, and compared as text.
"""

from __future__ import annotations

import difflib
import os
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from srcgrad.diagnostics import CompileError, Diagnostic, Span, refuse
from srcgrad.emit.header import MARK, Command, opening
from srcgrad.files import is_derivative, read_source, reason

State = Literal["current", "stale", "failed"]

# Folders that hold other people's files, beside the hidden ones and environments.
FOREIGN = frozenset({"__pycache__", "node_modules", "site-packages"})
OPTIONS = {
    "--wrt": "wrt",
    "--of": "of",
    "--mode": "mode",
    "--types": "types",
    "-o": "output",
    "--accuracy": "accuracy",
}
FLAGS = {"--numba": "numba"}


@dataclass(frozen=True)
class Header:
    """What the first lines of an emitted file say."""

    version: str
    command: Command
    hashes: Mapping[str, str]


@dataclass(frozen=True)
class Review:
    """One derivative, held against its source.

    `text` is the file as it should be, `diff` how it differs, `changed` the functions
    whose hash is another now; `diagnostics` say why it could not be made again.
    """

    path: Path
    state: State
    text: str = ""
    diff: str = ""
    changed: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def find_derivatives(paths: Iterable[str | Path]) -> tuple[Path, ...]:
    """Return the files to review: those named, and those with a header in the folders.

    Raises
    ------
    CompileError
        SG001 where one of `paths` does not exist.
    """
    found: dict[Path, None] = {}
    missing: list[Diagnostic] = []
    for path in map(Path, paths):
        if path.is_dir():
            found |= dict.fromkeys(_below(path))
        elif path.exists():
            found[path] = None
        else:
            message = f"there is no file or folder `{path}`"
            missing.append(Diagnostic("SG001", message))
    if missing:
        raise CompileError(missing)
    return tuple(found)


def review(path: str | Path) -> Review:
    """Return what has become of the derivative at `path`; refusals are part of it."""
    path = Path(path)
    try:
        committed = read_source(path)
        old = read_header(committed, path)
        fresh = regenerate(old.command, path)
    except CompileError as error:
        return Review(path, "failed", diagnostics=error.diagnostics)
    if fresh == committed:
        return Review(path, "current", fresh)
    hashes = read_header(fresh, path).hashes
    changed = (name for name in hashes if hashes[name] != old.hashes.get(name))
    gone = (name for name in old.hashes if name not in hashes)
    diff = difflib.unified_diff(
        committed.splitlines(keepends=True),
        fresh.splitlines(keepends=True),
        f"{path.as_posix()} (committed)",
        f"{path.as_posix()} (regenerated)",
    )
    return Review(path, "stale", fresh, "".join(_ended(diff)), (*changed, *gone))


def regenerate(command: Command, path: Path) -> str:
    """Return the text that `command`, seen from the folder of `path`, makes now."""
    import srcgrad

    source = Path(os.path.normpath(path.parent / command.source))
    derivative = srcgrad.generate(
        source,
        command.function,
        wrt=command.wrt or None,
        of=command.of,
        mode=command.mode,
        types=command.types,
        numba=command.numba,
        accuracy=command.accuracy,
    )
    return relocated(derivative.text, source, path)


def relocated(text: str, source: str | Path, target: str | Path) -> str:
    """Return an emitted module with the header that it has as the file `target`."""
    command = read_header(text, target).command.placed(source, target)
    body = text.split("\n", 2)[2]
    return f"{opening(command)}{body}"


def read_header(text: str, path: str | Path) -> Header:
    """Return what the header of an emitted file says; `path` is for the messages.

    Raises
    ------
    CompileError
        SG034 where there is no header, or none that can be understood.
    """
    lines = [*text.split("\n", 3), "", "", ""]
    if not lines[0].startswith(MARK):
        raise refuse(
            "SG034",
            f"`{path}` has no header of srcgrad, so there is nothing to check",
            hint=f"a derivative starts with `{MARK.strip()} ...`",
        )
    version = lines[0].removeprefix(MARK).split(". ")[0]
    command = re.fullmatch(r"#\s+srcgrad generate (.+)", lines[1])
    sources = re.fullmatch(r"# Sources: ((?:\w+ [0-9a-f]{8}(?:, )?)+)", lines[2])
    if command is None:
        raise _unclear(path, 2, lines[1], "the command that made it", None)
    if sources is None:
        raise _unclear(path, 3, lines[2], "the hashes of its sources", None)
    pairs = (pair.split(" ") for pair in sources[1].split(", "))
    return Header(
        version,
        _command(command[1], path, lines[1]),
        {name: value for name, value in pairs},
    )


def _command(words: str, path: str | Path, line: str) -> Command:
    """Read the words after `srcgrad generate`, each option with its value."""
    what = "the command that made it"
    try:
        target, *rest = shlex.split(words)
    except ValueError as error:
        raise _unclear(path, 2, line, what, reason(error)) from None
    source, _, function = target.rpartition(":")
    if not source:
        raise _unclear(path, 2, line, what, f"{target!r} is not FILE:FUNCTION")
    values: dict[str, str] = {}
    flags = {FLAGS[word] for word in rest if word in FLAGS}
    rest = [word for word in rest if word not in FLAGS]
    if len(rest) % 2:
        raise _unclear(path, 2, line, what, f"{rest[-1]!r} stands alone")
    for option, value in zip(rest[::2], rest[1::2], strict=True):
        if option not in OPTIONS:
            raise _unclear(path, 2, line, what, f"there is no option {option!r}")
        values[OPTIONS[option]] = value
    return Command(
        source,
        function,
        tuple(filter(None, values.get("wrt", "").split(","))),
        values.get("of"),
        values.get("mode", "reverse"),
        values.get("types"),
        values.get("output"),
        "numba" in flags,
        values.get("accuracy", "fast"),
    )


def _unclear(
    path: str | Path, number: int, line: str, what: str, detail: str | None
) -> CompileError:
    because = f": {detail}" if detail else ""
    return refuse(
        "SG034",
        f"the header does not say {what}{because}",
        Span(str(path), number, 0, number, len(line)),
        hint="generate the file again; its header is not to be edited",
    )


def _below(folder: Path) -> Iterator[Path]:
    """Yield the files under `folder` that start with the mark, in a fixed order."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name not in FOREIGN
            and not os.path.exists(os.path.join(place, name, "pyvenv.cfg"))
        )
        for name in sorted(files):
            path = Path(place, name)
            if name.endswith(".py") and path.is_file() and _is_ours(path):
                yield path


def _is_ours(path: Path) -> bool:
    try:
        return is_derivative(path)
    except OSError:
        return False  # unreadable, so it cannot be known as ours


def _ended(lines: Iterable[str]) -> Iterator[str]:
    r"""End every line of a diff by `\n`, as the last line of a file may not be."""
    for line in lines:
        if line.endswith("\n"):
            yield line
        else:
            yield f"{line}\n\\ No newline at end of file\n"
