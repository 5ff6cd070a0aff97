"""A path -> its text, or a diagnostic; a derivative's text -> a file, whole or not.

Everything that can go wrong with a file is a `CompileError` of the SG0xx codes, so that
users of the library are told the same as those of the command line.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from srcgrad.diagnostics import CompileError, Span, refuse
from srcgrad.emit.header import MARK
from srcgrad.suggestion import nearest


def read_source(path: str | Path) -> str:
    r"""Return the text of a Python file, its lines ended by `\n`.

    Raises
    ------
    CompileError
        SG001 no such file, SG002 a folder, SG003 unreadable, SG004 not UTF-8.
    """
    path = Path(path)
    try:
        raw = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise refuse(
            "SG001", f"there is no file `{path}`", hint=_files_near(path)
        ) from None
    except IsADirectoryError:
        raise _is_folder(path) from None
    except (OSError, ValueError) as error:
        raise refuse("SG003", f"cannot read `{path}`: {reason(error)}") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(path, raw, error.start) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def is_derivative(path: Path) -> bool:
    """Return whether the file starts as srcgrad starts its own."""
    with open(path, "rb") as file:
        return file.read(len(MARK)) == MARK.encode()


def write_derivative(
    path: str | Path,
    text: str,
    force: bool = False,
    *,
    source: str | Path | None = None,
) -> None:
    """Write an emitted module: the whole text, or an error and the file as it was.

    A file that is not srcgrad's is overwritten with `force` only, and `source`, the
    file that the derivative is of, never.

    Raises
    ------
    CompileError
        SG002 a folder, SG031 it cannot be written, SG032 it is not srcgrad's,
        SG033 it is the source.
    """
    path = Path(path)
    try:
        _check_target(path, force, source)
        # A link stays a link: what it points to is replaced.
        replace_text(Path(os.path.realpath(path)), text)
    except (OSError, ValueError) as error:
        raise refuse(
            "SG031",
            f"cannot write `{path}`: {reason(error)}",
            hint=_remedy(path, error),
        ) from None


def reason(error: OSError | ValueError) -> str:
    """Return what the system says, without its numbers and the path again."""
    text = error.strerror if isinstance(error, OSError) else str(error)
    text = text or str(error)
    return text[:1].lower() + text[1:]


def _check_target(path: Path, force: bool, source: str | Path | None) -> None:
    if path.is_dir():
        raise _is_folder(path)
    if not path.exists():
        return
    if source is not None and Path(source).exists() and path.samefile(source):
        raise refuse(
            "SG033",
            f"the target `{path}` is the source itself",
            hint="choose another target with `-o PATH`",
        )
    if path.is_file() and not force and not is_derivative(path):
        raise refuse(
            "SG032",
            f"`{path}` was not written by srcgrad, and is left as it is",
            hint="choose another target with `-o PATH`, or overwrite it with `--force`",
        )


def replace_text(path: Path, text: str) -> None:
    """Put `text` at `path` by one rename, so that no reader ever sees half of it."""
    data = text.encode()
    if path.exists() and not path.is_file():  # /dev/null, a pipe: nothing to replace
        path.write_bytes(data)
        return
    if path.exists() and path.read_bytes() == data:
        return  # the time stamp stays, so that build tools see no change
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
    if mode is not None and not os.access(path, os.W_OK):
        raise PermissionError(13, "permission denied")
    try:
        with open(temporary, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def _is_folder(path: Path) -> CompileError:
    return refuse(
        "SG002",
        f"`{path}` is a folder",
        hint=f"name a file in it, such as `{path / 'model.py'}`",
    )


def _not_utf8(path: Path, raw: bytes, start: int) -> CompileError:
    before = raw[:start].decode("utf-8-sig")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n") - 1
    return refuse(
        "SG004",
        f"`{path}` is not UTF-8: byte 0x{raw[start]:02x} does not belong here",
        Span(str(path), line, column, line, column + 1),
        hint="save the file as UTF-8, as Python expects",
    )


def _files_near(path: Path) -> str | None:
    """Return the Python files beside a missing one whose names are like its name."""
    if path.suffix != ".py" and path.with_name(f"{path.name}.py").is_file():
        return f"did you mean `{path.with_name(f'{path.name}.py')}`?"
    if not path.parent.is_dir():
        return f"there is no folder `{path.parent}` either"
    with contextlib.suppress(OSError):
        beside = (str(path.with_name(p.name)) for p in path.parent.glob("*.py"))
        return nearest(str(path), sorted(beside))
    return None


def _remedy(path: Path, error: OSError | ValueError) -> str | None:
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return (
            f"make the folder `{path.parent}` first, or choose another with `-o PATH`"
        )
    if isinstance(error, PermissionError):
        return "choose a target that you may write to with `-o PATH`"
    return None
