"""Variable -> what the backward pass reads for it: handed over, kept, taped or recomputed.

named, and still so at the end      handed over
named, overwritten later            kept under a name of its own
made in a loop                      taped: a list, one item for each iteration
made in a loop, and cheap           recomputed
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from srcgrad.analysis.homes import Home, Homes, destroyed
from srcgrad.analysis.required import Read, reads_of
from srcgrad.ir.code import Set
from srcgrad.ir.expressions import Constant, Expression, Name, Var, substitute
from srcgrad.ir.program import Function
from srcgrad.ir.types import Numeric, is_scalar
from srcgrad.transform.costs import CHEAP, cost, has_call
from srcgrad.transform.storage.plan import Decision, Plan
from srcgrad.transform.storage.recorder import Recorder

# what the text of a backward pass may call
RESERVED = frozenset(
    "reversed zip range list tuple len min max abs sum float int bool print np saved".split()
)


@dataclass
class Values:
    """Decides for one variable after the other.

    reads : what the backward pass reads. extents : where its loops are. restored :
        buffers whose old elements are put back. guarded : what the function saves has
        to be its own.
    """

    recorder: Recorder
    reads: list[Read]
    extents: Mapping[int, tuple[int, int]]
    restored: frozenset[int]
    guarded: bool
    intervals: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    @property
    def function(self) -> Function:
        """The function that is being differentiated."""
        return self.recorder.function

    @property
    def homes(self) -> Homes:
        """Where each variable is made."""
        return self.recorder.homes

    @property
    def plan(self) -> Plan:
        """What has been decided so far."""
        return self.recorder.plan

    def home(self, var: Var) -> Home:
        """Where a variable is made."""
        return self.homes.home[var]

    def ordered(self, variables: set[Var]) -> list[Var]:
        """Variables in the order in which they are made."""
        return sorted(variables, key=lambda v: (self.home(v).order, v.name, v.version))

    def resolve(self, var: Var) -> Expression:
        """What the backward pass reads for a variable."""
        if var in self.plan.values:
            return self.plan.values[var]
        merged = self._merged(var)
        if merged is not None:
            found = self.resolve(merged)
            self.plan.values[var] = found
            return found
        home = self.home(var)
        if home.kind == "counter":
            found = Name(var.name)
        elif isinstance(home.value, Constant):
            found = home.value
        elif not home.loops:
            found = self.handed(var, home)
        else:
            found = self._taped(var, home)
        self.plan.values[var] = found
        return found

    def _merged(self, var: Var) -> Var | None:
        """The merge of branches that holds `var` where its own branch was taken."""
        if destroyed(var, self.homes, self.function.buffers):
            return None
        for merged, branch in self.homes.merged.get(var, ()):
            inside = self.home(var).branches[-1:] == (branch,)
            if (
                inside
                and merged not in self.homes.partial
                and self.recorder.source_text(merged) == self.recorder.source_text(var)
            ):
                return merged
        return None

    def handed(self, var: Var, home: Home, blind: bool = False) -> Expression:
        """A value made outside of loops: part of what forward returns."""
        self.plan.needed.add(var)
        at_end = self.function.final.get(var)
        text = self.recorder.source_text(var)
        gone = not blind and destroyed(var, self.homes, self.function.buffers)
        if at_end is None and not text and home.value is not None:
            return self.rebuilt(var, home)
        if at_end is not None and not gone and not home.branches:
            self.recorder.bind(var, at_end)
            shown = self._guarded(var, at_end)
            name = self._name(var, None)
            self.plan.saved[name] = shown
            self.plan.decisions.append(Decision(var, "handed over", name))
            return Name(name)
        readable = text or var.name
        self.recorder.bind(var, readable)
        name = self.recorder.unused(f"{var.name}_{var.version}")
        shown = (
            self.recorder.copied(var, readable)
            if gone
            else self._guarded(var, readable)
        )
        self.recorder.insert(home, f"{name} = {shown}")
        if home.branches:
            self.plan.entry.append(f"{name} = {self.recorder.placeholder(var)}")
        self.plan.saved[name] = name
        self.plan.decisions.append(Decision(var, "kept", name))
        return Name(name)

    def rebuilt(self, var: Var, home: Home) -> Expression:
        """A value that the forward text does not name: worked out again from what it came from."""
        assert home.value is not None
        for inner, _ in list(reads_of(home.value)):
            self.resolve(inner)
        return self._inline(home.value)

    def _inline(self, expression: Expression) -> Expression:
        return substitute(expression, self.plan.values)

    def _guarded(self, var: Var, text: str) -> str:
        """Copy what the caller may write to before the backward pass runs."""
        kind = self.function.types[var]
        if (
            self.guarded
            and not is_scalar(kind)
            and not (isinstance(kind, Numeric) and kind.mutable is False)
        ):
            return self.recorder.copied(var, text)
        return text

    def _taped(self, var: Var, home: Home) -> Expression:
        """A value made in a loop: recomputed if that is cheap, else taped."""
        loop = home.loops[-1]
        if self._is_cheap(var, home):
            return self._recomputed(var, home, loop)
        self.plan.needed.add(var)
        gone = destroyed(var, self.homes, self.function.buffers)
        if not self.recorder.source_text(var) and home.value is not None:
            return self.rebuilt(var, home)
        text = self.recorder.source_text(var) or var.name
        self.recorder.bind(var, text)
        shown = self.recorder.copied(var, text) if gone else self._guarded(var, text)
        name = self._name(var, loop)
        if home.branches:
            # made in some iterations only: recorded at the end of each, under a name of its own
            kept = self.recorder.unused(f"{var.name}_{var.version}")
            self.recorder.insert(home, f"{kept} = {shown}")
            self.plan.start.setdefault(loop, []).insert(
                0, f"{kept} = {self.recorder.placeholder(var)}"
            )
            self.recorder.tape(
                name, home.loops, kept, Home("end", loop, home.loops, (), 0)
            )
        else:
            self.recorder.tape(name, home.loops, shown, home)
        self.plan.decisions.append(Decision(var, "taped", name))
        return Name(name)

    def _is_cheap(self, var: Var, home: Home) -> bool:
        """Whether a value is better worked out again: little arithmetic on what is at hand."""
        if home.value is None or home.branches:
            return False
        if has_call(home.value):
            return False
        if any(not self.at_hand(inner, home) for inner, _ in reads_of(home.value)):
            return False
        limit = CHEAP if is_scalar(self.function.types[var]) else 0
        return cost(home.value) <= limit

    def at_hand(self, var: Var, home: Home) -> bool:
        """Whether the backward pass has a variable in any case."""
        if self._is_restored(var):
            return False
        if var in self.plan.values:
            return True
        own = self.home(var)
        if own.kind == "counter":
            return True
        if not own.loops and not own.branches:
            return var in self.function.final and not destroyed(
                var, self.homes, self.function.buffers
            )
        return any(r.var == var and not r.blind for r in self.reads)

    def _recomputed(self, var: Var, home: Home, loop: int) -> Expression:
        assert home.value is not None
        for inner, _ in list(reads_of(home.value)):
            self.resolve(inner)
        name = self._name(var, loop)
        self.plan.recomputed.setdefault(loop, []).append(Set((name,), home.value))
        self.plan.decisions.append(Decision(var, "recomputed", name))
        return Name(name)

    def _is_restored(self, var: Var) -> bool:
        return self.function.buffers.get(var) in self.restored

    def _name(self, var: Var, loop: int | None) -> str:
        """Name of a value in the backward pass: the user's, unless two versions live at once."""
        interval = self._interval(var, loop)
        name = var.name
        if name in RESERVED:
            return self.recorder.unused(f"{name}_")
        taken = self.intervals.setdefault(name, [])
        if any(start < interval[1] and interval[0] < end for start, end in taken):
            return self.recorder.unused(f"{name}_{var.version}")
        taken.append(interval)
        return name

    def _interval(self, var: Var, loop: int | None) -> tuple[int, int]:
        """Stretch of the backward pass in which a value must be at hand."""
        if loop is not None:
            return self.extents[loop]
        last = 0
        for read in self.reads:
            if read.var == var or any(
                m == var for m, _ in self.homes.merged.get(read.var, ())
            ):
                end = self.extents[read.loops[0]][1] if read.loops else read.position
                last = max(last, end, 1)
        return (
            (0, last + 1)
            if last
            else (0, max((e for _, e in self.extents.values()), default=1) + 2)
        )
