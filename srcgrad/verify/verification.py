"""A source file and a request -> a report on its derivative, at several points."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from srcgrad.api import generate
from srcgrad.compiler import Job, stages_of
from srcgrad.derivative import Derivative
from srcgrad.diagnostics import CompileError, refuse
from srcgrad.emit.header import Command
from srcgrad.files import read_source
from srcgrad.products import Normalized, Source
from srcgrad.verify.branches import Record
from srcgrad.verify.checks import Checker
from srcgrad.verify.points import drawn, from_example
from srcgrad.verify.report import Report
from srcgrad.verify.subject import Subject, beside, example_function, load


def verify(
    path: str | Path,
    function: str,
    *,
    wrt: str | Iterable[str] | None = None,
    of: str | None = None,
    types: str | None = None,
    example: str | None = None,
    points: int = 5,
    seed: int = 0,
) -> Report:
    """Run a function and its derivative, and hold their numbers against each other.

    Parameters
    ----------
    path, function, wrt, of, types : what `generate` takes.
    example : `module:function` or `file.py:function`, a function that returns the
        arguments of one call; without it they are drawn from the types.
    points : how many points to try. seed : which ones.

    Raises
    ------
    CompileError
        Where the derivative is refused, the source cannot be run, or there are no
        arguments for it.
    """
    path = Path(path)
    text = read_source(path)
    names = tuple(n.strip() for n in wrt.split(",")) if isinstance(wrt, str) else wrt
    names = None if names is None else tuple(names)
    derivative = generate(path, function, wrt=names, of=of, types=types)
    normalized = _normalized(path, text, function, names, of, types)
    record = Record()
    source = getattr(load(path, text, record), function, None)
    if not callable(source):
        raise refuse("SG036", f"`{function}` is not there once `{path}` has been run")
    subject = _subject(source, of, record)
    messages: list[str] = []
    forward = _forward(path, function, names, of, types, messages)
    with beside(path):
        reverse = derivative.load()
        pushed = None if forward is None else forward.load()
    draw = np.random.default_rng(seed + 1)
    checker = Checker(
        subject, function, normalized.wrt, reverse, pushed, draw, [], messages
    )
    for number, arguments in enumerate(
        _points(normalized, subject, example, points, seed), 1
    ):
        checker.point(number, arguments)
    never = record.never(path.name)
    return Report(tuple(checker.rows), tuple(dict.fromkeys(messages)), never)


def _normalized(
    path: Path,
    text: str,
    function: str,
    wrt: Sequence[str] | None,
    of: str | None,
    types: str | None,
) -> Normalized:
    """Return the normal form: it knows the types, given and inferred."""
    given = None if wrt is None else tuple(wrt)
    job = Job(str(path), text, function, given, of, "reverse", types)
    value: Any = Source(job, Command(path.name, function))
    for stage in stages_of("reverse"):
        value = stage.run(value)
        if isinstance(value, Normalized):
            return value
    raise AssertionError("no stage makes the normal form")


def _subject(source: Any, of: str | None, record: Record) -> Subject:
    parameters = inspect.signature(source).parameters
    keyword_only = frozenset(
        name
        for name, p in parameters.items()
        if p.kind is inspect.Parameter.KEYWORD_ONLY
    )
    return Subject(source, tuple(parameters), keyword_only, of, record)


def _forward(
    path: Path,
    function: str,
    wrt: Sequence[str] | None,
    of: str | None,
    types: str | None,
    messages: list[str],
) -> Derivative | None:
    """Return the derivative in forward mode, None where that is refused."""
    try:
        return generate(path, function, wrt=wrt, of=of, mode="forward", types=types)
    except CompileError as error:
        reason = error.diagnostics[0]
        messages.append(f"forward mode is not checked: {reason.code}: {reason.message}")
        return None


def _points(
    normalized: Normalized,
    subject: Subject,
    example: str | None,
    points: int,
    seed: int,
) -> Iterable[tuple[Any, ...]]:
    if example is not None:
        return from_example(
            example_function(example), subject, normalized.wrt, points, seed
        )
    function = normalized.program.functions[normalized.program.entry]
    return drawn(function, subject, points, seed)
