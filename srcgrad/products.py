"""What passes between the stages of the compiler: frozen values, in their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from srcgrad.emit.header import Command
from srcgrad.ir.program import Program, Result
from srcgrad.ir.surface import SurfaceFunction, SurfaceModule
from srcgrad.ir.types import Type
from srcgrad.transform.pairs import Request

Part = TypeVar("Part")


@dataclass(frozen=True)
class Job:
    """What is asked for: derivatives of one function of one file."""

    path: str
    text: str
    function: str
    wrt: tuple[str, ...] | None = None
    of: str | None = None
    mode: str = "reverse"
    types: str | None = None
    live: Mapping[str, Type] | None = None
    numba: bool = False
    accuracy: str = "fast"

    @property
    def way(self) -> str:
        """Which stages it goes through: its mode, or `numba`."""
        return "numba" if self.numba else self.mode


@dataclass(frozen=True)
class Source:
    """A job, and the command that its emitted file names."""

    job: Job
    command: Command

    @property
    def stem(self) -> str:
        """Name of the source's module."""
        return Path(self.job.path).stem


@dataclass(frozen=True)
class Parsed:
    """A file: what its names mean. Functions are lowered when they are looked up."""

    source: Source
    module: SurfaceModule


@dataclass(frozen=True)
class Lowered:
    """The function asked for, as a tree of what was written."""

    source: Source
    module: SurfaceModule
    function: SurfaceFunction


@dataclass(frozen=True)
class Inferred:
    """The function, what is known of its parameters, and what is differentiated.

    types : given by options, annotations or live arguments. assumed : by defaults.
    """

    source: Source
    module: SurfaceModule
    function: SurfaceFunction
    types: Mapping[str, Type]
    assumed: Mapping[str, Type]
    wrt: tuple[str, ...]
    of: str | None


@dataclass(frozen=True)
class Normalized:
    """Every function reached, in normal form.

    request : what is differentiated, by position. guards : types that the emitted code
    is for, to be checked where it is entered. nests : structure of what is differentiated
    by, for each of `wrt`.
    """

    source: Source
    program: Program
    request: Request
    wrt: tuple[str, ...]
    of: str | None
    guards: Mapping[str, Type]
    nests: tuple[Result, ...]


@dataclass(frozen=True)
class Parts(Generic[Part]):
    """A program, and for each request of one of its functions what is made of it."""

    normalized: Normalized
    parts: Mapping[str, Part]
