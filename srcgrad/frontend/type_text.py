"""`x: f64[n, d], steps: int` -> the types in it, and a type -> the text of it.

entries = entry ("," entry)*           entry = name ":" type
type    = word ("[" (dims | "...")? "]")?
        | ("tuple" | "list" | "dict") "[" type ("," type)* "]"
        | class? "{" (entry ("," entry)*)? "}"      a dictionary, or an object of a class
dims    = extent ("," extent)*         extent = integer | name | "_"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from srcgrad.diagnostics import CompileError, Span, refuse
from srcgrad.ir.types import (
    BOOLEAN,
    FLOAT,
    INTEGER,
    DictOf,
    Dimension,
    FunctionOf,
    Key,
    LibraryOf,
    ListOf,
    LiteralOf,
    Numeric,
    Passive,
    RecordOf,
    Shape,
    ShapeOf,
    TupleOf,
    Type,
    Unknown,
)
from srcgrad.suggestion import nearest

OPTION = "--types"

# A lone `f64` is a number that takes the dtype of the array it meets, as `float` does;
# one of another precision keeps it.
SCALARS: dict[str, Type] = {
    "float": FLOAT,
    "int": INTEGER,
    "bool": BOOLEAN,
    "complex": Numeric("complex128", (), mutable=False, weak=True),
    "f64": FLOAT,
    "i64": INTEGER,
    "c128": Numeric("complex128", (), mutable=False, weak=True),
    "f32": Numeric("float32", (), mutable=False),
    "i32": Numeric("int32", (), mutable=False),
    "c64": Numeric("complex64", (), mutable=False),
    "str": Passive("text"),
}

DTYPES = {
    "f64": "float64",
    "f32": "float32",
    "i64": "int64",
    "i32": "int32",
    "c128": "complex128",
    "c64": "complex64",
    "bool": "bool",
    "float": "float64",
    "int": "int64",
    "complex": "complex128",
}

_WORDS = {
    "float64": "f64",
    "float32": "f32",
    "int64": "i64",
    "int32": "i32",
    "complex128": "c128",
    "complex64": "c64",
    "bool": "bool",
}

_TOKEN = re.compile(r"\s*(?:(\.\.\.|\w+|[][{}:,])|(\S)|$)")


@dataclass(frozen=True)
class Entry:
    """One `name: type` of the option."""

    name: str
    type: Type
    span: Span


def parse_types(text: str) -> tuple[Entry, ...]:
    """Return the entries of the option `--types`.

    Raises
    ------
    CompileError
        SG015 malformed; the span is within the option, whose path is `--types`.
    """
    return tuple(_Reader(text).entries())


def format_type(type_: Type) -> str:
    """Return the text that `parse_types` reads as this type, where it reads any.

    What the option cannot say is said to people: `?` is an unknown dtype or extent, and
    `f64[x * y]` an array of the shape that `x` and `y` broadcast to.
    """
    match type_:
        case Numeric(dtype=dtype, shape=shape, mutable=mutable, weak=weak):
            if weak and not shape and shape is not None and not mutable:
                return {"float64": "float", "int64": "int"}.get(
                    str(dtype), _word(dtype)
                )
            return _word(dtype) + _extents(shape, mutable)
        case TupleOf(items):
            return f"tuple[{', '.join(format_type(item) for item in items)}]"
        case ListOf(item):
            return f"list[{format_type(item)}]"
        case DictOf(item):
            return f"dict[{format_type(item)}]"
        case RecordOf(kind, owner, fields):
            inside = ", ".join(f"{key}: {format_type(part)}" for key, part in fields)
            return f"{owner or kind if kind == 'object' else ''}{{{inside}}}"
        case ShapeOf():
            return "shape"
        case FunctionOf(name) | LibraryOf(name):
            return f"function {name}"
        case LiteralOf(value):
            return repr(value)
        case Passive(kind):
            return "str" if kind == "text" else kind
        case Unknown():
            return "?"


def _word(dtype: str | None) -> str:
    return "?" if dtype is None else _WORDS.get(dtype, dtype)


def _extents(shape: Shape, mutable: bool | None) -> str:
    if shape is None:
        return "" if mutable is False else "[...]"
    if isinstance(shape, frozenset):
        return f"[{' * '.join(sorted(shape))}]" if shape else ""
    if not shape and not mutable:
        return ""
    return f"[{', '.join('_' if e is None else str(e) for e in shape)}]"


class _Reader:
    """Reads the option from left to right. `at` is the token it looks at."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(self._split())
        self.at = 0

    def entries(self) -> Iterator[Entry]:
        while self._token()[0]:
            name, start = self._token()
            if not name.isidentifier():
                self._fail("a parameter's name")
            self.at += 1
            self._expect(":", "`:` and a type")
            type_ = self._type()
            yield Entry(name, type_, self._span(start, start + len(name)))
            if self._token()[0]:
                self._expect(",", "`,` or the end")

    def _type(self) -> Type:
        word, _ = self._token()
        following = self.tokens[self.at + 1][0] if word else ""
        if word == "{" or (word.isidentifier() and following == "{"):
            return self._record(word)
        if word in ("tuple", "list", "dict"):
            self.at += 1
            self._expect("[", "`[` and a type")
            return self._nested(word)
        if word not in SCALARS and word not in DTYPES:
            self._fail(
                "a type", nearest(word, [*SCALARS, *DTYPES, "tuple", "list", "dict"])
            )
        self.at += 1
        if self._token()[0] != "[":
            return SCALARS[word]
        if word not in DTYPES:
            self._fail(f"no shape: `{word}` has none")
        self.at += 1
        return Numeric(DTYPES[word], self._shape(), mutable=True)

    def _record(self, word: str) -> Type:
        """Read the parts of `{w: f64[n]}`, a dictionary, or of `Net{w: f64[n]}`."""
        kind, owner = ("dict", "") if word == "{" else ("object", word)
        self.at += 1 if kind == "dict" else 2
        fields: list[tuple[Key, Type]] = []
        while self._token()[0] != "}":
            name, _ = self._token()
            if not name.isidentifier() and not name.isdecimal():
                self._fail("a key or an attribute")
            self.at += 1
            self._expect(":", "`:` and a type")
            fields.append((int(name) if name.isdecimal() else name, self._type()))
            if self._token()[0] != "}":
                self._expect(",", "`,` or `}`")
        self.at += 1
        owner = "" if owner == "object" else owner
        return RecordOf(kind, owner, tuple(fields), whole=True)

    def _nested(self, word: str) -> Type:
        items = [self._type()]
        while word == "tuple" and self._token()[0] == ",":
            self.at += 1
            items.append(self._type())
        self._expect("]", "`]`")
        if word == "tuple":
            return TupleOf(tuple(items))
        return ListOf(items[0]) if word == "list" else DictOf(items[0])

    def _shape(self) -> Shape:
        """Read extents up to the closing bracket."""
        if self._token()[0] == "...":
            self.at += 1
            self._expect("]", "`]`")
            return None
        extents: list[Dimension] = []
        while self._token()[0] != "]":
            word, _ = self._token()
            if word.isdecimal():
                extents.append(int(word))
            elif word.isidentifier():
                extents.append(None if word == "_" else word)
            else:
                self._fail("an extent: a number or a name")
            self.at += 1
            if self._token()[0] != "]":
                self._expect(",", "`,` or `]`")
        self.at += 1
        return tuple(extents)

    def _split(self) -> Iterator[tuple[str, int]]:
        """Yield each token and where it stands; "" at the end."""
        position = 0
        while position < len(self.text):
            found = _TOKEN.match(self.text, position)
            assert found is not None
            group = 1 if found[1] else 2
            if found[group]:
                yield found[group], found.start(group)
            position = found.end()
        yield "", len(self.text)

    def _token(self) -> tuple[str, int]:
        return self.tokens[self.at]

    def _expect(self, token: str, wanted: str) -> None:
        if self._token()[0] != token:
            self._fail(wanted)
        self.at += 1

    def _fail(self, wanted: str, hint: str | None = None) -> NoReturn:
        word, start = self._token()
        found = f"not `{word}`" if word else "and there is nothing"
        raise malformed(
            f"`{OPTION}` should have {wanted} here, {found}",
            self._span(start, start + max(len(word), 1)),
            hint,
        )

    def _span(self, start: int, end: int) -> Span:
        return Span(OPTION, 1, start, 1, end)


def malformed(message: str, span: Span, hint: str | None = None) -> CompileError:
    """Return the error for a text that is not a list of types."""
    example = 'write it as in "x: f64[n, d], steps: int"'
    return refuse("SG015", message, span, hint=hint or example)
