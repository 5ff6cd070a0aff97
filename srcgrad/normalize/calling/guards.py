"""One walked function -> its callees that must save copies of what they are given.

Memory that was handed to a callee, or came from it, may be written to later.
"""

from __future__ import annotations

from srcgrad.normalize.scopes.context import Context


def guarded(context: Context) -> set[str]:
    """Return the callees whose arguments or values are written to later."""
    written, moved = context.written, context.moved
    return {
        callee
        for callee, handed in context.handed.items()
        if _reach(context, handed) & written or (moved and written)
    }


def _reach(context: Context, names: set[str]) -> set[str]:
    """Names of all memory that these names' may be the same as."""
    names_of = {buffer: var.name for var, buffer in context.buffer_of.items()}
    reach = set(names)
    while True:
        wider = reach | {
            names_of[buffer]
            for pair in context.aliases.pairs()
            if any(names_of.get(other) in reach for other in pair)
            for buffer in pair
            if buffer in names_of
        }
        if wider == reach:
            return reach
        reach = wider
