"""The source as read: statements with their text, expressions with their place.

`frontend` makes it from LibCST, and nothing after it knows Python syntax. Expressions
here are trees of what was written; `normalize` turns them into the
expressions of the IR.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from srcgrad.diagnostics import Span


@dataclass(frozen=True)
class Origin:
    """A statement's exact text.

    text : the statement, or the header of a compound one (`for i in range(n):`), as
        written, without the comments around it, its continuation lines dedented with
        it.
    comments : whole-line comments (`# ...`) and blank lines (`""`) above it.
    trailing : the comment behind it on its line, or "".
    pieces : where the text is made of pieces of another origin's text, `source`.
    expansion : of what it is a part, where a comprehension was made a loop.
    fixed : lines of `text`, counted from 0, that begin inside a string literal: to be
        printed without indent, lest the string change.
    """

    text: str
    span: Span
    comments: tuple[str, ...] = ()
    trailing: str = ""
    fixed: tuple[int, ...] = ()
    source: Origin | None = field(default=None, compare=False)
    pieces: tuple[Piece, ...] = field(default=(), compare=False)
    expansion: Expansion | None = field(default=None, compare=False)

    def place(self, span: Span) -> tuple[int, int]:
        """Return where what stands at a span of the file begins and ends in the text."""
        if self.source is None:
            return (
                self._offset(span.line, span.column),
                self._offset(span.end_line, span.end_column),
            )
        start, end = self.source.place(span)
        for piece in self.pieces:
            if piece.start <= start and end <= piece.end:
                return start - piece.start + piece.at, end - piece.start + piece.at
        # between pieces stands what has gone to the place of something else
        before = [piece for piece in self.pieces if piece.start <= start]
        behind = [piece for piece in self.pieces if end <= piece.end]
        assert before and behind, "what stands there is not part of the text"
        first, last = before[-1], behind[0]
        return (
            min(start, first.end) - first.start + first.at,
            max(end, last.start) - last.start + last.at,
        )

    def _offset(self, line: int, column: int) -> int:
        number = line - self.span.line
        above = sum(len(text) + 1 for text in self.text.split("\n")[:number])
        margin = 0 if number in self.fixed else self.span.column
        return above + max(column - margin, 0)


@dataclass(frozen=True)
class Expansion:
    """A statement whose comprehension was made a loop, with a name for what it makes.

    statement : as it was written. made : `name = comprehension`. name : "" where it is
        the statement's own target.
    """

    statement: Origin
    made: str
    name: str


@dataclass(frozen=True)
class Piece:
    """Text from `start` to `end` of one origin stands in another from `at` on."""

    start: int
    end: int
    at: int


# ---- expressions


@dataclass(frozen=True)
class Literal:
    """Number, text, None, True, False, Ellipsis."""

    value: Any
    span: Span = field(compare=False)


@dataclass(frozen=True)
class NameRef:
    """A name, wherever it is bound."""

    name: str
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Attribute:
    """`base.name`."""

    base: SurfaceExpression
    name: str
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Argument:
    """An argument of a call; `keyword` None if positional, `star` "*" or "**"."""

    value: SurfaceExpression
    keyword: str | None = None
    star: str = ""


@dataclass(frozen=True)
class Call:
    """`function(arguments)`."""

    function: SurfaceExpression
    arguments: tuple[Argument, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Subscript:
    """`base[items]`; `x[a, b]` has two items, `x[(a, b)]` too."""

    base: SurfaceExpression
    items: tuple[SurfaceExpression, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True)
class SliceOf:
    """`start:stop:step` in a subscript."""

    start: SurfaceExpression | None
    stop: SurfaceExpression | None
    step: SurfaceExpression | None
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Display:
    """`(a, b)`, `[a, b]`; kind "tuple" or "list"."""

    kind: str
    items: tuple[SurfaceExpression, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Dictionary:
    """`{key: value, **other}`: pairs of key and value; the key of `**other` is None."""

    items: tuple[tuple[SurfaceExpression | None, SurfaceExpression], ...]
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Unary:
    """`-x`, `+x`, `~x`, `not x`; operator as written."""

    operator: str
    operand: SurfaceExpression
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Binary:
    """`left operator right`: arithmetic or bitwise, as written (`+`, `**`, `@`)."""

    operator: str
    left: SurfaceExpression
    right: SurfaceExpression
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Comparison:
    """`first op1 second op2 third ...`; operators as written (`<`, `is not`, `in`)."""

    first: SurfaceExpression
    operators: tuple[str, ...]
    others: tuple[SurfaceExpression, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Boolean:
    """`a and b and c`; operator "and" or "or"."""

    operator: str
    operands: tuple[SurfaceExpression, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Conditional:
    """`then if condition else otherwise`."""

    condition: SurfaceExpression
    then: SurfaceExpression
    otherwise: SurfaceExpression
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Clause:
    """`for target in iterable if condition if ...` of a comprehension."""

    target: SurfaceExpression
    iterable: SurfaceExpression
    conditions: tuple[SurfaceExpression, ...] = ()


@dataclass(frozen=True)
class Comprehension:
    """`[element for ... in ...]`; kind "list", "generator" or "dict", of pairs."""

    kind: str
    element: SurfaceExpression
    clauses: tuple[Clause, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Walrus:
    """`(target := value)`; the brackets stand outside of its span."""

    target: NameRef
    value: SurfaceExpression
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Lambda:
    """`lambda x: value`: a function whose body is `return value`."""

    function: SurfaceFunction
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Starred:
    """`*value` in a display, or `*rest` among the targets of an assignment."""

    value: SurfaceExpression
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Stopped:
    """`value`, which is not to be differentiated."""

    value: SurfaceExpression
    span: Span = field(compare=False)


@dataclass(frozen=True)
class FormattedText:
    """An f-string: only its embedded expressions matter."""

    values: tuple[SurfaceExpression, ...]
    span: Span = field(compare=False)


SurfaceExpression: TypeAlias = (
    Literal
    | NameRef
    | Attribute
    | Call
    | Subscript
    | SliceOf
    | Display
    | Dictionary
    | Unary
    | Binary
    | Comparison
    | Boolean
    | Conditional
    | Comprehension
    | Walrus
    | Lambda
    | Starred
    | Stopped
    | FormattedText
)


# ---- statements


@dataclass(frozen=True)
class Assign:
    """`target = value`, `a = b = value` (two targets), `a, b = value` (a Display)."""

    targets: tuple[SurfaceExpression, ...]
    value: SurfaceExpression
    origin: Origin


@dataclass(frozen=True)
class Augment:
    """`target operator= value`; operator without the equals sign."""

    target: SurfaceExpression
    operator: str
    value: SurfaceExpression
    origin: Origin


@dataclass(frozen=True)
class Evaluate:
    """An expression as a statement: a call for its effect (`xs.append(v)`)."""

    value: SurfaceExpression
    origin: Origin


@dataclass(frozen=True)
class Effect:
    """`assert`, `raise`, `pass`, `del`: passes through; `reads` are its expressions.

    Those of `del` are what it takes away: names, items and attributes.
    """

    kind: str
    reads: tuple[SurfaceExpression, ...]
    origin: Origin


@dataclass(frozen=True)
class Return:
    """`return value`; value None for a bare return."""

    value: SurfaceExpression | None
    origin: Origin


@dataclass(frozen=True)
class Jump:
    """`break` or `continue`."""

    kind: str
    origin: Origin


@dataclass(frozen=True)
class Definition:
    """A `def` within a function; `origin` is its header."""

    function: SurfaceFunction
    origin: Origin


@dataclass(frozen=True)
class If:
    """`if`; an `elif` is an If alone in `otherwise`; `otherwise_origin`: of `else:`.

    flat : `otherwise` is what follows an `if` that is left by a jump, at its own level.
    attempt : it is a `try` whose text stands as it is, `then` without an exception; "whole",
        or "jumps" where it is left by jumps.
    """

    condition: SurfaceExpression
    then: tuple[SurfaceStatement, ...]
    otherwise: tuple[SurfaceStatement, ...]
    origin: Origin
    is_elif: bool = False
    otherwise_origin: Origin | None = None
    flat: bool = False
    attempt: str = ""


@dataclass(frozen=True)
class For:
    """`for target in iterable:`; `otherwise` is its `else`, run where nothing breaks."""

    target: SurfaceExpression
    iterable: SurfaceExpression
    body: tuple[SurfaceStatement, ...]
    origin: Origin
    otherwise: tuple[SurfaceStatement, ...] = ()
    otherwise_origin: Origin | None = None


@dataclass(frozen=True)
class While:
    """`while condition:`; `otherwise` is its `else`, run where nothing breaks."""

    condition: SurfaceExpression
    body: tuple[SurfaceStatement, ...]
    origin: Origin
    otherwise: tuple[SurfaceStatement, ...] = ()
    otherwise_origin: Origin | None = None


@dataclass(frozen=True)
class With:
    """`with items:`; none of them is given a name.

    tail : of a `try` whose handlers raise, the text behind its body, of which `reads`
        are the names, and `last` is what it does in any case.
    """

    items: tuple[SurfaceExpression, ...]
    body: tuple[SurfaceStatement, ...]
    origin: Origin
    tail: str = ""
    reads: tuple[SurfaceExpression, ...] = ()
    last: tuple[SurfaceStatement, ...] = ()


SurfaceStatement: TypeAlias = (
    Assign
    | Augment
    | Evaluate
    | Effect
    | Return
    | Jump
    | Definition
    | If
    | For
    | While
    | With
)


# ---- functions and modules


@dataclass(frozen=True)
class SurfaceParameter:
    """A parameter: its default and annotation as text ("" if none) and expression.

    star : "*" of `*args`, "**" of `**options`, else "".
    """

    name: str
    span: Span
    default_text: str = ""
    default: SurfaceExpression | None = None
    annotation_text: str = ""
    keyword_only: bool = False
    positional_only: bool = False
    star: str = ""


@dataclass(frozen=True)
class SurfaceFunction:
    """A `def` at module level or within a function, or a `lambda`.

    source : its exact text, dedented, decorators included. docstring : cleaned text or
        "".
    footer : comments below its last statement, at the indent of its body.
    above : comments directly above it, outside `source`.
    header_comments : comments among its decorators and parameters, and behind its
        colon.
    span : from `def` to the colon. decorated : how many lines of `source` stand above that.
    owner, qualified : the class that it is a method of, and `Net.forward`.
    """

    name: str
    parameters: tuple[SurfaceParameter, ...]
    body: tuple[SurfaceStatement, ...]
    docstring: str
    source: str
    span: Span
    returns_text: str = ""
    decorators: tuple[SurfaceExpression, ...] = ()
    footer: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    header_comments: tuple[str, ...] = ()
    decorated: int = 0
    owner: str = ""
    qualified: str = ""


@dataclass(frozen=True)
class SurfaceField:
    """What the body of a class assigns or annotates: `rate: float = 0.1`."""

    name: str
    annotation_text: str
    value: SurfaceExpression | None


@dataclass(frozen=True)
class SurfaceClass:
    """A `class` at module level.

    bases, decorators : as written, without arguments. methods : name -> "method",
    "staticmethod", "classmethod" or "property"; the module has them as `Net.forward`.
    is_plain : it has no metaclass.
    """

    name: str
    bases: tuple[str, ...]
    decorators: tuple[str, ...]
    methods: Mapping[str, str]
    fields: tuple[SurfaceField, ...]
    is_plain: bool
    span: Span
    source: str = ""


@dataclass(frozen=True)
class Import:
    """What a module-level import binds: `name` means `qualified` (`np` -> `numpy`)."""

    name: str
    qualified: str
    text: str


@dataclass(frozen=True)
class SurfaceModule:
    """A source file: what its module-level names mean.

    constants : name -> the Assign that binds it at module level, if it is the only one.
    functions : of two `def`s of one name the last, as in Python; methods are there as
        `Net.forward`. classes : those at module level.
    optional : what a `try` at module level imports, where it can; these names are rebound.
    rebound : names bound more than once or in a way that cannot be followed, with the
        place; they are in none of the others.

    `constants` and `functions` may lower on demand: looking up raises the CompileError
    with every refusal of that statement; `in`, `len` and iteration over names never do.
    """

    path: str
    imports: Mapping[str, Import]
    constants: Mapping[str, Assign]
    functions: Mapping[str, SurfaceFunction]
    rebound: Mapping[str, Span]
    docstring: str = ""
    classes: Mapping[str, SurfaceClass] = field(default_factory=dict)
    text: str = field(default="", repr=False)
    optional: Mapping[str, Import] = field(default_factory=dict)
