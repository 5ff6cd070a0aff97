"""Program -> Program in which the entry calls nothing: every callee's body in its place.

    k = rhs(s, p)    ->    the statements of rhs, over s and p, the last of which makes k

Loops fuse across what used to be calls, and small arrays stay in registers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from srcgrad.ir.expressions import Expression, Var, substitute, variables
from srcgrad.ir.program import (
    HOLE,
    Append,
    Block,
    Carry,
    Define,
    Effect,
    For,
    Function,
    If,
    Invoke,
    Merge,
    Node,
    Program,
    Simple,
    Step,
    Store,
    While,
    leaves,
)
from srcgrad.ir.types import Type
from srcgrad.loops.nests.refusal import NotLowered


def inlined(program: Program) -> Program:
    """Put the body of every function that the entry calls in place of the call."""
    functions = dict(program.functions)
    for key, function in program.functions.items():
        functions[key] = _Caller(function, functions).done()
    return replace(program, functions=functions)


@dataclass
class _Caller:
    """A function whose calls are being replaced."""

    function: Function
    functions: Mapping[str, Function]
    types: dict[Var, Type] = field(init=False)
    buffers: dict[Var, int] = field(init=False)
    aliases: list[frozenset[int]] = field(init=False)
    versions: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.types = dict(self.function.types)
        self.buffers = dict(self.function.buffers)
        self.aliases = list(self.function.aliases)
        self.versions = {}
        for var in self.types:
            self.versions[var.name] = max(
                self.versions.get(var.name, 0), var.version + 1
            )

    def done(self) -> Function:
        body = self.block(self.function.body)
        return replace(
            self.function,
            body=body,
            types=self.types,
            buffers=self.buffers,
            aliases=tuple(self.aliases),
            access={},
        )

    def block(self, block: Block) -> Block:
        nodes: list[Node] = []
        for node in block:
            match node:
                case Step():
                    nodes.extend(self.step(node))
                case If(then=then, otherwise=otherwise):
                    nodes.append(
                        replace(
                            node, then=self.block(then), otherwise=self.block(otherwise)
                        )
                    )
                case For(body=body) | While(body=body):
                    nodes.append(replace(node, body=self.block(body)))
        return tuple(nodes)

    def step(self, step: Step) -> list[Node]:
        """Split a step at its calls; what is left keeps the origin."""
        nodes: list[Node] = []
        simple: list[Simple] = []
        for statement in step.statements:
            if isinstance(statement, Invoke) and statement.function in self.functions:
                if simple:
                    nodes.append(replace(step, statements=tuple(simple)))
                    simple = []
                nodes.extend(self.call(statement, step))
            else:
                simple.append(statement)
        if simple or not nodes:
            nodes.append(replace(step, statements=tuple(simple)))
        return nodes

    def call(self, invoke: Invoke, step: Step) -> Block:
        callee = self.functions[invoke.function]
        body = _Body(self, callee, invoke)
        return body.nodes(step)


@dataclass
class _Body:
    """The body of a callee, renamed to stand in its caller.

    moved : variable of the callee -> what it is in the caller. memory : the same of
    buffers.
    """

    caller: _Caller
    callee: Function
    invoke: Invoke
    moved: dict[Var, Expression] = field(default_factory=dict)
    memory: dict[int, int] = field(default_factory=dict)
    bases: dict[str, tuple[str, int]] = field(default_factory=dict)

    def nodes(self, step: Step) -> Block:
        callee, invoke, caller = self.callee, self.invoke, self.caller
        parameters = [v for p in callee.parameters for v in p.leaves]
        before: list[Simple] = []
        for leaf, argument in zip(parameters, invoke.arguments, strict=True):
            if isinstance(argument, Var):
                self.moved[leaf] = argument
                self.memory.setdefault(callee.buffers[leaf], caller.buffers[argument])
            else:
                before.append(Define((self.var(leaf),), (argument,)))
        for position, after in invoke.mutated:
            self.moved[callee.outputs[parameters[position]]] = after
        if len(leaves(callee.result)) != len(invoke.targets):
            raise NotLowered(
                f"the call of `{callee.name}`, the value of which is nested"
            )
        last: list[Simple] = []
        # the versions that stores make of one array keep one name
        stored = set(_stored(callee.body))
        for leaf, target in zip(leaves(callee.result), invoke.targets, strict=True):
            buffer = callee.buffers[leaf]
            if leaf in self.moved or buffer in self.memory or leaf in stored:
                last.append(Define((target,), (self.expression(leaf),)))
                one = caller.buffers[self.variable(leaf)]
                if one != caller.buffers[target]:
                    caller.aliases.append(frozenset((one, caller.buffers[target])))
            else:
                self.moved[leaf] = target
                self.memory[buffer] = caller.buffers[target]
        for pair in callee.aliases:
            caller.aliases.append(frozenset(self.buffer(b) for b in pair))
        body = self.block(callee.body)
        origin = step.origin
        result: list[Node] = []
        if before:
            result.append(Step(tuple(before), origin))
        result.extend(body)
        if last:
            result.append(Step(tuple(last), None))
        return tuple(result)

    def buffer(self, buffer: int) -> int:
        if buffer not in self.memory:
            self.memory[buffer] = max(self.caller.buffers.values(), default=0) + 1
            marker = Var(f"@{self.memory[buffer]}", 0)
            self.caller.buffers[marker] = self.memory[buffer]
        return self.memory[buffer]

    def variable(self, var: Var) -> Var:
        found = self.expression(var)
        assert isinstance(found, Var)
        return found

    def expression(self, var: Var) -> Expression:
        return self.moved[var] if var in self.moved else self.var(var)

    def var(self, var: Var) -> Var:
        """Return the caller's variable for one of the callee's."""
        known = self.moved.get(var)
        if isinstance(known, Var):
            return known
        caller = self.caller
        argument = self.argument(var)
        stem = argument or var.name
        key = f"{var.name}@" if argument else var.name
        if key not in self.bases:
            name = stem if argument else self.name(stem)
            self.bases[key] = (name, caller.versions.get(name, 0))
        name, base = self.bases[key]
        new = Var(name, base + var.version)
        caller.versions[name] = max(caller.versions.get(name, 0), new.version + 1)
        caller.types[new] = self.callee.types[var]
        caller.buffers[new] = self.buffer(self.callee.buffers[var])
        self.moved[var] = new
        return new

    def argument(self, var: Var) -> str:
        """Name of the caller's array that a variable is a version of, by a store."""
        leaves_ = [v for p in self.callee.parameters for v in p.leaves]
        for position, after in self.invoke.mutated:
            if self.callee.buffers[leaves_[position]] == self.callee.buffers[var]:
                return after.name
        return ""

    def name(self, name: str) -> str:
        """Return a name for a variable of the callee: the caller's have their own."""
        own = {v.name for v in self.caller.function.types}
        while name in own:
            name = f"{name}_{self.callee.name}" if "_" not in name else f"{name}_"
        return name

    def value(self, expression: Expression) -> Expression:
        if expression == HOLE:
            return HOLE
        found = {v: self.expression(v) for v in variables(expression) if v != HOLE}
        return substitute(expression, found)

    def block(self, block: Block) -> Block:
        return tuple(self.node(node) for node in block)

    def node(self, node: Node) -> Node:
        match node:
            case Step(statements, origin, _):
                return Step(tuple(map(self.simple, statements)), origin)
            case If():
                return replace(
                    node,
                    condition=self.value(node.condition),
                    then=self.block(node.then),
                    otherwise=self.block(node.otherwise),
                    merges=tuple(
                        Merge(
                            self.var(m.target),
                            None if m.then is None else self.variable(m.then),
                            None if m.otherwise is None else self.variable(m.otherwise),
                        )
                        for m in node.merges
                    ),
                )
            case For():
                iterable = self.value(node.iterable)
                counter = self.var(node.counter)
                carried = self.carried(node.carried)
                body = self.block(node.body)
                return replace(
                    node,
                    iterable=iterable,
                    counter=counter,
                    carried=carried,
                    body=body,
                )
            case While():
                carried = self.carried(node.carried)
                return replace(
                    node,
                    condition=self.value(node.condition),
                    carried=carried,
                    body=self.block(node.body),
                )

    def carried(self, carried: tuple[Carry, ...]) -> tuple[Carry, ...]:
        return tuple(
            Carry(
                self.var(c.head),
                None if c.initial is None else self.variable(c.initial),
                self.variable(c.back),
                self.var(c.exit),
            )
            for c in carried
        )

    def simple(self, statement: Simple) -> Simple:
        match statement:
            case Define(targets, values):
                shown = tuple(map(self.value, values))
                return Define(tuple(map(self.var, targets)), shown)
            case Store(target, base, place, value, accumulate):
                return Store(
                    self.var(target),
                    self.variable(base),
                    self.value(place),
                    self.value(value),
                    accumulate,
                )
            case Append(target, base, value):
                return Append(self.var(target), self.variable(base), self.value(value))
            case Effect(reads):
                return Effect(tuple(map(self.value, reads)))
            case Invoke():
                return replace(
                    statement,
                    targets=tuple(map(self.var, statement.targets)),
                    arguments=tuple(map(self.value, statement.arguments)),
                    mutated=tuple((k, self.var(v)) for k, v in statement.mutated),
                )


def _stored(block: Block) -> Iterator[Var]:
    """Versions that stores make."""
    for node in block:
        match node:
            case Step(statements):
                for statement in statements:
                    if isinstance(statement, Store):
                        yield statement.target
                    elif isinstance(statement, Invoke):
                        yield from (v for _, v in statement.mutated)
            case If(then=then, otherwise=otherwise):
                yield from _stored(then)
                yield from _stored(otherwise)
            case For(body=body) | While(body=body):
                yield from _stored(body)
