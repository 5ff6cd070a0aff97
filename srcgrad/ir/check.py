"""Program -> what is wrong with its form; nothing if the compiler is right.

Every read names a version that is made before it on every path, every version is made
once, and what an `If` merges and a loop carries is there to be merged and carried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from srcgrad.ir.expressions import Expression, Var, variables
from srcgrad.ir.program import (
    HOLE,
    Append,
    Block,
    Define,
    Effect,
    For,
    Function,
    If,
    Invoke,
    Program,
    Simple,
    Step,
    Store,
    While,
    handed,
    leaves,
)


def problems(program: Program) -> tuple[str, ...]:
    """Return a sentence for each thing that is wrong with a program."""
    found: list[str] = []
    for function in program.functions.values():
        checker = _Checker(program, function)
        checker.run()
        found.extend(f"{function.name}: {problem}" for problem in checker.found)
    return tuple(found)


class _Checker:
    """Walks a function with the versions that are made so far, on all paths."""

    def __init__(self, program: Program, function: Function) -> None:
        self.program, self.function = program, function
        self.found: list[str] = []
        self.made: set[Var] = set()

    def run(self) -> None:
        function = self.function
        parameters = [leaf for p in function.parameters for leaf in p.leaves]
        here: set[Var] = set()
        self._make(here, parameters)
        self._block(function.body, here)
        if not _ends(function.body):
            self._read(here, (*handed(function), *function.outputs.values()))
        for var in self.made:
            if var not in function.types or var not in function.buffers:
                self.found.append(f"{_text(var)} has no type or no memory")

    def _read(self, here: set[Var], expressions: Iterable[Expression]) -> None:
        for expression in expressions:
            for var in sorted(variables(expression) - here - {HOLE}, key=_text):
                self.found.append(f"{_text(var)} is read where it may not be made")

    def _make(self, here: set[Var], targets: Iterable[Var]) -> None:
        for var in targets:
            if var in self.made:
                self.found.append(f"{_text(var)} is made twice")
            self.made.add(var)
            here.add(var)

    # ---- nodes

    def _block(self, block: Block, here: set[Var]) -> None:
        for node in block:
            match node:
                case Step(statements):
                    for statement in statements:
                        self._simple(statement, here)
                    self._read(here, (root for _, root, _ in node.moves))
                case If():
                    self._branch(node, here)
                case For() | While():
                    self._loop(node, here)

    def _branch(self, node: If, here: set[Var]) -> None:
        if node.always:
            self._block(node.then, here)
            return
        self._read(here, (node.condition,))
        then, otherwise = set(here), set(here)
        self._block(node.then, then)
        self._block(node.otherwise, otherwise)
        for merge in node.merges:
            self._read(then, _present(merge.then))
            self._read(otherwise, _present(merge.otherwise))
        # what comes behind a branch that ends sees the other one
        if _ends(node.then) or _ends(node.otherwise):
            here |= otherwise if _ends(node.then) else then
        self._make(here, (merge.target for merge in node.merges))

    def _loop(self, node: For | While, here: set[Var]) -> None:
        inside = set(here)
        self._read(here, (v for c in node.carried for v in _present(c.initial)))
        self._make(inside, (carry.head for carry in node.carried))
        if isinstance(node, For):
            self._read(here, (node.iterable,))
            self._make(inside, (node.counter,))
        else:
            self._read(inside, (node.condition,))
        self._block(node.body, inside)
        if not _ends(node.body):
            self._read(inside, (carry.back for carry in node.carried))
        self._make(here, (carry.exit for carry in node.carried))

    def _simple(self, statement: Simple, here: set[Var]) -> None:
        match statement:
            case Define(targets, values):
                self._read(here, values)
                self._make(here, targets)
                if len(targets) != len(values):
                    self.found.append(f"{len(values)} values for {len(targets)} names")
            case Store(target, base, place, value, _):
                self._read(here, (base, place, value))
                self._make(here, (target,))
                self._in_place(target, base)
            case Append(target, base, value):
                self._read(here, (base, value))
                self._make(here, (target,))
                self._in_place(target, base)
            case Invoke():
                self._read(here, statement.arguments)
                self._make(here, statement.targets)
                self._make(here, (var for _, var in statement.mutated))
                self._call(statement)
            case Effect(reads):
                self._read(here, reads)

    def _in_place(self, target: Var, base: Var) -> None:
        buffers = self.function.buffers
        if buffers.get(target) != buffers.get(base):
            self.found.append(f"{_text(target)} is not in the memory of {_text(base)}")

    def _call(self, call: Invoke) -> None:
        callee = self.program.functions.get(call.function)
        if callee is None:
            self.found.append(f"{call.function} is called, and not in the program")
            return
        inputs = [leaf for p in callee.parameters for leaf in p.leaves]
        if len(call.arguments) != len(inputs):
            self.found.append(f"{call.function} is called with other arguments")
        if len(call.targets) != len(handed(callee)):
            self.found.append(f"the value of {call.function} has other leaves")
        given = leaves(call.structure)
        if given != call.targets[: len(given)]:
            self.found.append(f"the value of {call.function} is nested otherwise")


def _present(var: Var | None) -> Iterator[Var]:
    if var is not None:
        yield var


def _ends(block: Block) -> bool:
    """Whether control never runs off the end of a block: it raises."""
    match block[-1] if block else None:
        case Step(origin=origin):
            return origin is not None and origin.text.startswith("raise")
        case If(then=then, otherwise=otherwise):
            return _ends(then) and _ends(otherwise)
        case _:
            return False


def _text(var: Var) -> str:
    return f"{var.name}.{var.version}"
