"""What is to be kept -> lines inserted into the forward pass: saved names and tapes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from srcgrad.analysis.homes import Home, Homes
from srcgrad.ir.expressions import Expression, Name, Var, literal_text
from srcgrad.ir.program import Function, Result
from srcgrad.ir.types import ListOf, Numeric, is_nest, is_scalar
from srcgrad.transform.names import Names
from srcgrad.transform.storage.plan import Plan


@dataclass
class Recorder:
    """Writes into a plan. `text` prints an expression as the module spells it."""

    function: Function
    homes: Homes
    names: Names
    text: Callable[[Expression], str]
    plan: Plan = field(default_factory=Plan)
    tapes: dict[str, int] = field(default_factory=dict)

    def source_text(self, var: Var) -> str:
        """Text by which the source reads a variable; nothing where it has none."""
        return self.function.access.get(var, var.name)

    def unused(self, name: str) -> str:
        """A name for the emitted text that is not used for anything else."""
        found = self.names.unused(name)
        self.names.given[(found, "storage")] = found
        return found

    def bind(self, var: Var, name: str) -> None:
        """Bind a name that the source may leave unbound: it is saved on every path."""
        name = re.split(r"[\[.]", name)[0]
        whole = name == self.function.result_name
        line = f"{name} = {_unbound(self.function.result) if whole else None}"
        if var in self.homes.partial and line not in self.plan.entry:
            if name not in {p.name for p in self.function.parameters}:
                self.plan.entry.insert(0, line)

    def copied(self, var: Var, text: str) -> str:
        """Text of a copy of a value that something may write to."""
        kind = self.function.types[var]
        if is_scalar(kind):
            return text
        if isinstance(kind, Numeric) and (kind.mutable or self._is_stored(var)):
            return f"{text}.copy()"
        if isinstance(kind, Numeric):
            return f"{self.text(Name('np'))}.copy({text})"
        if isinstance(kind, ListOf) and is_scalar(kind.item):
            return f"list({text})"
        if is_nest(kind):
            return f"nest_copy({text})"
        return text

    def _is_stored(self, var: Var) -> bool:
        """Whether a store to its buffer shows that a variable is an array."""
        buffer = self.function.buffers[var]
        return any(
            self.function.buffers[other] == buffer
            and isinstance(kind, Numeric)
            and kind.mutable
            for other, kind in self.function.types.items()
            if other in self.function.buffers
        )

    def placeholder(self, var: Var) -> str:
        """Text of what stands for a value that has not been made."""
        return "0.0" if is_scalar(self.function.types[var]) else "None"

    def insert(self, home: Home, line: str) -> None:
        """Put a line where a variable has just been made."""
        match home.kind:
            case "entry":
                self.plan.entry.append(line)
            case "start":
                self.plan.start.setdefault(home.node, []).append(line)
            case _:
                self.plan.after.setdefault(home.node, []).append(line)

    def tape(self, name: str, loops: tuple[int, ...], text: str, home: Home) -> None:
        """Record `text` in every iteration: a list in the innermost loop, lists of lists outside."""
        tape = self._tape_name(name, loops[-1])
        line = f"{tape}.append({text})"
        if home.kind == "end":
            self.plan.end.setdefault(home.node, []).append(line)
        elif home.kind == "before":
            self.plan.before.setdefault(home.node, []).append(line)
        else:
            self.insert(home, line)
        loaded = name
        for depth in range(len(loops) - 1, -1, -1):
            loop = loops[depth]
            self.plan.before.setdefault(loop, []).append(f"{tape} = []")
            self.plan.loads.setdefault(loop, []).append((loaded, tape))
            if depth:
                outer = self._tape_name(tape, loops[depth - 1])
                self.plan.after.setdefault(loop, []).append(f"{outer}.append({tape})")
                if self.homes.branches[loop]:
                    # the inner loop runs in some iterations only
                    self.plan.after[loop].pop()
                    self.plan.before[loop].pop()
                    self.plan.start.setdefault(loops[depth - 1], []).append(
                        f"{tape} = []"
                    )
                    self.plan.end.setdefault(loops[depth - 1], []).append(
                        f"{outer}.append({tape})"
                    )
                loaded, tape = tape, outer
            else:
                self.plan.saved.setdefault(tape, tape)
                if self.homes.branches[loop]:
                    self.plan.before[loop].pop()
                    self.plan.entry.append(f"{tape} = []")

    def _tape_name(self, name: str, loop: int) -> str:
        """Name of the tape of `name` in a loop: another one in another loop."""
        tape = f"{name}_tape"
        owner = self.tapes.get(tape)
        if owner is None and tape not in self.names.taken:
            self.tapes[tape] = loop
            self.names.given[(tape, "storage")] = tape
        elif owner != loop:
            tape = self.unused(f"{tape}_2")
            self.tapes[tape] = loop
        return tape


def _unbound(result: Result) -> str:
    """Text of what stands for a value that has not been made, with its parts."""
    if result.items is None:
        return "None"
    parts = [_unbound(item) for item in result.items]
    if result.keys:
        named = zip(result.keys, parts, strict=True)
        if result.kind == "dict":
            return f"{{{', '.join(f'{literal_text(k)}: {p}' for k, p in named)}}}"
        return f"SimpleNamespace({', '.join(f'{k}={p}' for k, p in named)})"
    inside = ", ".join(parts)
    return f"({inside},)" if len(result.items) == 1 else f"({inside})"
