"""A buffer whose old elements are put back -> the lines that record them before each store."""

from __future__ import annotations

from dataclasses import dataclass

from srcgrad.analysis.homes import Home
from srcgrad.analysis.required import Read, reads_of
from srcgrad.analysis.typing import type_of_tree
from srcgrad.ir.expressions import Constant, Index, Name, substitute
from srcgrad.ir.program import HOLE
from srcgrad.ir.types import is_scalar
from srcgrad.transform.storage.plan import Decision
from srcgrad.transform.storage.recorder import Recorder
from srcgrad.transform.storage.restoration import Restoration
from srcgrad.transform.storage.survival import Write
from srcgrad.transform.storage.values import Values


@dataclass(frozen=True)
class Elements:
    """Decides for the buffers that are restored."""

    values: Values

    @property
    def recorder(self) -> Recorder:
        """Where lines to be inserted are written down."""
        return self.values.recorder

    def index_reads(self, restoration: Restoration) -> None:
        """The backward pass reads the subscripts of the stores that it undoes."""
        for write in restoration.writes:
            loops = tuple(id(loop) for loop in write.loops)
            for var, _ in reads_of(write.store.place):
                if var != HOLE:
                    self.values.reads.append(Read(var, loops, False, 0))

    def restore(self, restoration: Restoration) -> None:
        """Let every version of a buffer be the one array, in the state that the stores undone give it."""
        final = restoration.final
        buffer = self.recorder.function.buffers[final]
        found = self.values.handed(final, self.values.home(final), blind=True)
        assert isinstance(found, Name)
        for var, own in self.recorder.function.buffers.items():
            if own == buffer:
                self.values.plan.values[var] = found
        if restoration.writes:
            self.values.plan.copied.append(found.text)
        for write in restoration.writes:
            self._record(write, found)

    def _record(self, write: Write, buffer: Name) -> None:
        """Record what a store is about to overwrite."""
        store, node = write.store, id(write.step)
        loops = tuple(id(loop) for loop in write.loops)
        # the name that the line writes to: an earlier version may have had another
        base = self.recorder.source_text(store.target)
        text = self.recorder.text(substitute(store.place, {HOLE: Name(base)}))
        kind = type_of_tree(
            substitute(store.place, {HOLE: store.base}), self.recorder.function.types
        )
        old = (
            text
            if is_scalar(kind)
            else f"{self.recorder.text(Name('np'))}.copy({text})"
        )
        name = self.recorder.unused(f"{store.base.name}_old")
        branches = self.recorder.homes.branches[node]
        if not loops:
            self.values.plan.before.setdefault(node, []).append(f"{name} = {old}")
            if branches:
                self.values.plan.entry.append(f"{name} = None")
            self.values.plan.saved[name] = name
        elif branches:
            kept = self.recorder.unused(f"{name}_kept")
            self.values.plan.start.setdefault(loops[-1], []).insert(0, f"{kept} = None")
            self.values.plan.before.setdefault(node, []).append(f"{kept} = {old}")
            self.recorder.tape(name, loops, kept, Home("end", loops[-1], loops, (), 0))
        else:
            self.recorder.tape(name, loops, old, Home("before", node, loops, (), 0))
        place = substitute(store.place, {HOLE: buffer})
        if place == buffer:
            # into the array: what was saved must not become the one that is written to
            place = Index(buffer, (Constant(Ellipsis),))
        self.values.plan.restores[store.target] = (place, name)
        self.values.plan.decisions.append(Decision(store.target, "restored", name))
