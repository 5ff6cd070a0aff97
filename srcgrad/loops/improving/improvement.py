"""A block of compiled code -> the same work in fewer loops and less memory.

The passes in their order. `results` are names that are read after the block, `given`
those that it has from before.
"""

from __future__ import annotations

from srcgrad.loops.improving.contraction import contract
from srcgrad.loops.improving.copies import without_copies
from srcgrad.loops.improving.fusion import fuse
from srcgrad.loops.improving.gathering import gather
from srcgrad.loops.improving.hoisting import hoist
from srcgrad.loops.improving.sums import begin_sums, begin_zeroed
from srcgrad.loops.improving.tidying import propagate, without_dead
from srcgrad.loops.nests.nest import Block


def improved(
    block: Block,
    results: frozenset[str],
    given: frozenset[str] = frozenset(),
    fast: bool = False,
) -> Block:
    """Apply every pass. fast : sums may be taken in another order."""
    block = propagate(hoist(block), results | given)
    block = without_dead(block, results)
    block = without_copies(block, results, given)
    if fast:
        block = gather(block, results | given)
    block = fuse(block)
    block = begin_sums(block)
    block = contract(block, results)
    block = begin_zeroed(begin_sums(block))
    return without_dead(block, results)
