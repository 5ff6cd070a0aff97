"""A block of compiled code -> the same work in fewer loops and less memory.

The passes in their order. `results` are names that are read after the block.
"""

from __future__ import annotations

from srcgrad.loops.hoisting import hoist
from srcgrad.loops.nest import Block


def improved(block: Block, results: frozenset[str]) -> Block:
    """Apply every pass."""
    return hoist(block)
