"""The statements of the IR: structured single assignment.

    block     = (Step | If | For | While)*
    Step      = one source statement, as (Define | Store | Append | Invoke | Effect)*
    Define    = targets := values, all at once           pure: the names are rebound
    Store     = target := base with base[path] replaced  in place: the old contents go
    Append    = target := base with one item more        in place, of a list
    Invoke    = targets := function(arguments)           a user function, alone
    Effect    = reads                                    print, assert, raise

`If` says what it merges, loops say what they carry, so that every read names the one
version that it sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from srcgrad.diagnostics import Span
from srcgrad.ir.expressions import Expression, Var, literal_text
from srcgrad.ir.surface import Origin
from srcgrad.ir.types import FunctionOf, Key, LibraryOf, RecordOf, TupleOf, Type

HOLE = Var("@", 0)


@dataclass(frozen=True)
class Define:
    """Bind each target to its value; all values are read before any target is bound."""

    targets: tuple[Var, ...]
    values: tuple[Expression, ...]


@dataclass(frozen=True)
class Store:
    """Write `value` into `place` of the buffer `base`, which becomes `target`.

    place : an expression over HOLE, which stands for the buffer: `@[1:-1]`, `@.T[0]`,
        `@` for all of it.
    accumulate : the value is added to what is there.
    """

    target: Var
    base: Var
    place: Expression
    value: Expression
    accumulate: bool = False


@dataclass(frozen=True)
class Append:
    """`base.append(value)`."""

    target: Var
    base: Var
    value: Expression


@dataclass(frozen=True)
class Result:
    """Structure of a value: a leaf (its variable), several items, or nothing.

    kind : of the items, a "tuple", "list", "dict" or "object". keys : of a dictionary's
    items; attributes of an object's, or of a named tuple's. owner : its class.
    function : of a function as value, whose items are what it has captured.
    kind "given" : the part of a parameter that `keys` lead to. kind "argument" : the
    parameter leaf at position `keys[0]`. holder : name of a record that a call gives.
    """

    leaf: Var | None = None
    items: tuple[Result, ...] | None = None
    function: FunctionOf | LibraryOf | None = None
    kind: str = "tuple"
    keys: tuple[Key, ...] = ()
    owner: str = ""
    holder: str = ""


@dataclass(frozen=True)
class Piece:
    """A part of the arguments of a call: a place in the source, or text.

    brackets : the place has brackets around it that its span leaves out.
    """

    place: Span | str
    star: str = ""
    brackets: bool = False


@dataclass(frozen=True)
class Passed:
    """What the text of a call hands to one parameter of the function that is emitted.

    parameter : its name, where it has to be given by name.
    """

    pieces: tuple[Piece, ...]
    parameter: str = ""


@dataclass(frozen=True)
class Edit:
    """A call that stays in its place in the text, of a function printed without it.

    function : name of the function that is called there instead.
    """

    span: Span
    function: str
    passed: tuple[Passed, ...]


@dataclass(frozen=True)
class Restated:
    """A part of the text in whose place another stands, or a part of itself."""

    span: Span
    text: str | Span


@dataclass(frozen=True)
class Named:
    """A part of the text that is evaluated above the statement, and named."""

    span: Span
    name: str


@dataclass(frozen=True)
class Invoke:
    """Call of a user function of the program, by its key.

    targets : the leaves of its value. arguments : one for each leaf of its parameters.
    mutated : for each parameter leaf that the callee writes to, (its position, the
        version after).
    structure : how the targets are nested in the value. span : of the call in the
        source, so that the text can name its value. passed : how the text hands over
        the arguments, None where it does as the source does.
    """

    targets: tuple[Var, ...]
    function: str
    arguments: tuple[Expression, ...]
    mutated: tuple[tuple[int, Var], ...] = ()
    structure: Result = field(default=Result())
    span: Span | None = field(default=None, compare=False)
    passed: tuple[Passed, ...] | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Effect:
    """A statement without derivative that passes through."""

    reads: tuple[Expression, ...]


Simple: TypeAlias = Define | Store | Append | Invoke | Effect


@dataclass(frozen=True)
class Step:
    """What one source statement does; `origin` is None where there is no such line.

    moves : names that it makes mean a view of memory that another variable holds: `b =
        a[1:3]` is (b, a, @[1:3]) where `b` is stored to, and so has no variable of its
        own.
    functions : names to which it binds functions of the source and nothing else.
    edits : calls that stay in its text, changed. ahead : it is the calls in the header
        of the loop that follows.
    backward : statements of the user that go to the start of its adjoint.
    gone : texts that read something else, or nothing, behind it, and all texts that
        begin with them: `d`, where that becomes another dictionary.
    """

    statements: tuple[Simple, ...]
    origin: Origin | None = field(compare=False, default=None)
    moves: tuple[tuple[str, Var, Expression], ...] = ()
    functions: tuple[str, ...] = field(compare=False, default=())
    edits: tuple[Edit | Restated | Named, ...] = field(compare=False, default=())
    ahead: bool = field(compare=False, default=False)
    backward: tuple[str, ...] = field(compare=False, default=())
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class Merge:
    """After an If, `target` is `then` or `otherwise`; None where it is unbound."""

    target: Var
    then: Var | None
    otherwise: Var | None


@dataclass(frozen=True)
class If:
    """Two-way branch, after which some variables are one or the other.

    flat : `otherwise` is what follows an `if` that a jump leaves: it has no `else`, and
        where `then` has no text either, no `if`. always : it is a `with`, whose body
        is `then`, and which the backward pass enters as well if it is `mirrored`; `tail`
        of a `try`, whose handlers raise, is the text behind it. attempt :
        a `try` whose handlers come back: "whole", or "jumps" where jumps leave it.
    """

    condition: Expression
    then: Block
    otherwise: Block
    merges: tuple[Merge, ...]
    origin: Origin = field(compare=False)
    otherwise_origin: Origin | None = field(compare=False, default=None)
    is_elif: bool = field(compare=False, default=False)
    flat: bool = field(compare=False, default=False)
    always: bool = False
    tail: str = field(compare=False, default="")
    mirrored: bool = False
    attempt: str = ""


@dataclass(frozen=True)
class Carry:
    """A variable that an iteration hands to the next.

    head : its version at the start of an iteration. initial : before the loop, None if
        unbound.
    back : at the end of an iteration. exit : after the loop.
    """

    head: Var
    initial: Var | None
    back: Var
    exit: Var


@dataclass(frozen=True)
class For:
    """Counted loop over `range(start, stop, step)` with `counter` as its index.

    `iterable` is the range to iterate; `counter` takes its values. Loops over arrays
    count their items. `plain` holds where the source's own loop variable is the
    counter. exits : it may be left before the counter has taken all of its values.
    """

    counter: Var
    iterable: Expression
    body: Block
    carried: tuple[Carry, ...]
    origin: Origin = field(compare=False)
    plain: bool = True
    exits: bool = False


@dataclass(frozen=True)
class While:
    """Loop while `condition`, over head versions, holds."""

    condition: Expression
    body: Block
    carried: tuple[Carry, ...]
    origin: Origin = field(compare=False)


Node: TypeAlias = Step | If | For | While
Block: TypeAlias = tuple[Node, ...]


@dataclass(frozen=True)
class Parameter:
    """A parameter as the source declares it; a known tuple has several `leaves`."""

    name: str
    leaves: tuple[Var, ...]
    type: Type
    default_text: str = ""
    annotation_text: str = ""
    keyword_only: bool = False
    star: str = ""

    @property
    def nest(self) -> Result:
        """Structure of the parameter over its leaves."""
        return nest_of(self.type, iter(self.leaves))


@dataclass(frozen=True)
class Written:
    """A part of a parameter that the function binds anew: `self.h = h`.

    path : the parameter's name, and the keys that lead to the part. value : what it is
    then, None where it is taken away.
    """

    path: tuple[Key, ...]
    value: Result | None


@dataclass(frozen=True)
class Function:
    """A user function in normal form, for arguments of one kind.

    key : its name in the program, which no other has. name : in the source.
    stands : whether its source can be called as it stands: it is at module level, and
        is handed no function of the source.
    outputs : parameter leaf -> the version that the function leaves in an argument that
        it mutates.
    shares : leaf of the result -> positions of the parameter leaves whose memory it may
        be.
    access : variable -> the text that reads it where its name does not (`pair[0]`), ""
        where nothing does.
    buffers : variable -> identity of its memory; aliases : pairs of them that may be
        one.
    written : parts of its parameters that it binds anew.
    final : variable -> the name that still holds it when the function returns.
    """

    key: str
    name: str
    parameters: tuple[Parameter, ...]
    body: Block
    result: Result
    result_name: str
    types: Mapping[Var, Type]
    outputs: Mapping[Var, Var]
    shares: Mapping[Var, tuple[int, ...]]
    access: Mapping[Var, str]
    final: Mapping[Var, str]
    buffers: Mapping[Var, int]
    aliases: tuple[frozenset[int], ...]
    docstring: str
    source: str
    span: Span
    footer: tuple[str, ...] = ()
    written: tuple[Written, ...] = ()
    stands: bool = True

    @property
    def plain_name(self) -> str:
        """What it is called where it is not differentiated."""
        return self.name if self.stands else f"{self.key}_primal"


@dataclass(frozen=True)
class Program:
    """Functions reached from `entry`, callees first, and what of the module they need.

    plain : functions that are called as they stand. sources : text of every function
        that may have to be copied. classes : texts of those of which objects are made.
    guarded : functions whose arguments or values the
        caller writes to later, so that they must save copies. modules : what the source
    calls `np`, and functions and modules of SciPy.
    """

    functions: Mapping[str, Function]
    entry: str
    imports: tuple[str, ...]
    classes: tuple[str, ...]
    constants: tuple[str, ...]
    plain: frozenset[str]
    sources: Mapping[str, str]
    guarded: frozenset[str]
    numpy: str
    modules: Mapping[str, str]
    names: frozenset[str]


def nest_of(type_: Type, leaves_: Iterator[Var]) -> Result:
    """Structure of a value of a type, its leaves taken in their order."""
    match type_:
        case TupleOf(items, names, owner, is_list):
            parts = tuple(nest_of(item, leaves_) for item in items)
            kind = "list" if is_list else "tuple"
            return Result(None, parts, None, kind, names, owner)
        case RecordOf(kind, owner, fields):
            parts = tuple(nest_of(part, leaves_) for _, part in fields)
            keys = tuple(key for key, _ in fields)
            return Result(None, parts, None, kind, keys, owner)
        case _:
            return Result(next(leaves_))


def place_text(nest: Result, base: str, position: int) -> str:
    """Text that reads an item of the value that `base` reads."""
    if nest.kind == "object" or (nest.kind == "tuple" and nest.keys):
        return f"{base}.{nest.keys[position]}"
    key = nest.keys[position] if nest.kind == "dict" else position
    return f"{base}[{literal_text(key)}]"


def part_of(result: Result, path: tuple[Key, ...]) -> Result | None:
    """Return the part of a structure that a path leads to, None where there is none."""
    for key in path:
        items = result.items or ()
        keys = result.keys or tuple(range(len(items)))
        if key in keys:
            result = items[keys.index(key)]
        elif result.keys and isinstance(key, int) and 0 <= key < len(items):
            result = items[key]
        else:
            return None
    return result


def handed(function: Function) -> tuple[Var, ...]:
    """Leaves of what a call gives: of the value, then of the parts that are written."""
    parts = (part.value for part in function.written if part.value is not None)
    return (*leaves(function.result), *(v for part in parts for v in leaves(part)))


def leaves(result: Result) -> tuple[Var, ...]:
    """Variables of a result's structure, left to right."""
    if result.items is not None:
        return tuple(leaf for item in result.items for leaf in leaves(item))
    return () if result.leaf is None else (result.leaf,)


def spelled(result: Result) -> str:
    """Names of a call's value, nested as the value is."""
    if result.holder:
        return result.holder
    if result.items is not None:
        inside = ", ".join(spelled(item) for item in result.items)
        return f"({inside},)" if len(result.items) == 1 else f"({inside})"
    return "_" if result.leaf is None else result.leaf.name


def hands_out_functions(result: Result) -> bool:
    """Whether what a function has captured is among the values of a call."""
    if result.function is not None:
        return bool(leaves(result))
    return any(hands_out_functions(item) for item in result.items or ())
