"""What a loop is taken to carry, until a walk over its body shows that it carries more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from srcgrad.ir.expressions import Var
from srcgrad.ir.program import Block
from srcgrad.ir.types import Type
from srcgrad.normalize.scopes.aliases import Alias
from srcgrad.normalize.scopes.nests import Nest
from srcgrad.normalize.scopes.scope import State

# What is carried: a name that the loop rebinds, or a buffer that it stores to.
Key: TypeAlias = str | int
Enter: TypeAlias = Callable[[State], tuple[Var | None, Block]]


@dataclass
class Assumed:
    """What is taken to hold at the head of an iteration.

    rebound : names with another value in each iteration. touched : buffers stored to.
    types : where they are wider than before the loop. pairs : names that may share
        memory, with buffers that do so alike. kept : names that an iteration may leave
        on memory from before the loop, and why. functions : names that are functions in each iteration.
    nested : names of tuples and records that are made anew, and the form of each.
    dropped : parts of records that become of another kind: what they were is not read.
    """

    rebound: tuple[str, ...]
    touched: set[int] = field(default_factory=set)
    types: dict[Key, Type] = field(default_factory=dict)
    pairs: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    kept: dict[tuple[str, int], Alias] = field(default_factory=dict)
    functions: set[str] = field(default_factory=set)
    nested: tuple[str, ...] = ()
    nests: dict[str, Nest] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
