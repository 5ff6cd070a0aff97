"""Expression -> text: a small printer that knows precedence and how each operation is spelled."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from srcgrad.ir.expressions import (
    Apply,
    Choice,
    Constant,
    Dot,
    Expression,
    Field,
    Index,
    Name,
    Sequence,
    Slice,
    Var,
    literal_text,
)
from srcgrad.ir.types import Key
from srcgrad.primitives.entry import REQUIRED, Primitive
from srcgrad.primitives.table import TABLE

CHOICE, OR, AND, NOT, COMPARE, BITOR, BITXOR, BITAND, SHIFT = range(1, 10)
SUM, PRODUCT, UNARY, POWER, CALL, ATOM = range(10, 16)
INFIX = {
    "+": SUM,
    "-": SUM,
    "*": PRODUCT,
    "/": PRODUCT,
    "//": PRODUCT,
    "%": PRODUCT,
    "@": PRODUCT,
    "<<": SHIFT,
    ">>": SHIFT,
    "&": BITAND,
    "^": BITXOR,
    "|": BITOR,
    "<": COMPARE,
    "<=": COMPARE,
    ">": COMPARE,
    ">=": COMPARE,
    "==": COMPARE,
    "!=": COMPARE,
    "is": COMPARE,
    "is not": COMPARE,
    "in": COMPARE,
    "not in": COMPARE,
}
WORDS = {"and": AND, "or": OR}


@dataclass(frozen=True)
class Printer:
    """Prints expressions. `modules` maps `np`, or `scipy.linalg`, to the source's name for it.

    called : the bare names of functions that have been printed: builtins, helpers.
    """

    modules: Mapping[str, str]
    functions: Callable[[str], str] = str
    called: set[str] = field(default_factory=set, compare=False)

    def text(self, expression: Expression) -> str:
        """Text of an expression that stands alone."""
        return self._print(expression)[0]

    def _within(self, expression: Expression, level: int) -> str:
        """Text of an operand, in parentheses where it binds less tightly than `level`."""
        text, own = self._print(expression)
        return text if own >= level else f"({text})"

    def _print(self, expression: Expression) -> tuple[str, int]:
        match expression:
            case Constant(value):
                return _literal(value)
            case Name(text):
                return self.functions(text), ATOM
            case Var(name, _):
                return name, ATOM
            case Dot(var):
                return f"{var.name}_dot", ATOM
            case Index(base, (Constant(value=Field() as name),)):
                return f"{self._within(base, CALL)}.{name}", CALL
            case Index(base, items):
                inside = ", ".join(self.text(item) for item in items)
                return f"{self._within(base, CALL)}[{inside or '()'}]", CALL
            case Slice():
                return self._slice(expression), ATOM
            case Sequence(items, "dict" | "object" as kind, keys):
                return self._record(items, kind, keys), ATOM
            case Sequence(items, kind):
                return self._display(items, kind), ATOM
            case Choice(condition, then, otherwise):
                parts = (
                    self._within(then, OR),
                    self._within(condition, OR),
                    self._within(otherwise, CHOICE),
                )
                return "{} if {} else {}".format(*parts), CHOICE
            case Apply(operation, arguments):
                return self._apply(operation, arguments)

    def _slice(self, item: Slice) -> str:
        bounds = [("" if p is None else self.text(p)) for p in (item.start, item.stop)]
        text = ":".join(bounds)
        return text if item.step is None else f"{text}:{self.text(item.step)}"

    def _record(
        self, items: tuple[Expression, ...], kind: str, keys: tuple[Key, ...]
    ) -> str:
        texts = [self.text(item) for item in items]
        if kind == "object":
            parts = (f"{key}={text}" for key, text in zip(keys, texts, strict=True))
            return f"SimpleNamespace({', '.join(parts)})"
        entries = zip(keys, texts, strict=True)
        inside = ", ".join(f"{literal_text(key)}: {text}" for key, text in entries)
        return f"{{{inside}}}"

    def _display(self, items: tuple[Expression, ...], kind: str) -> str:
        inside = ", ".join(self.text(item) for item in items)
        if kind == "list":
            return f"[{inside}]"
        return f"({inside},)" if len(items) == 1 else f"({inside})"

    def _apply(
        self, operation: str, arguments: tuple[Expression, ...]
    ) -> tuple[str, int]:
        if operation in WORDS:
            level = WORDS[operation]
            return f" {operation} ".join(
                self._within(a, level + 1) for a in arguments
            ), level
        if operation in INFIX:
            return self._infix(operation, arguments)
        if operation == "not":
            return f"not {self._within(arguments[0], NOT)}", NOT
        if operation == "helper.stop_gradient":
            return self._print(arguments[0])
        if operation == "call":
            name, *rest = arguments
            assert isinstance(name, Constant)
            return f"{name.value}({', '.join(map(self.text, rest))})", CALL
        if operation == "backward":
            name, *rest = arguments
            return f"{self.text(name)}({', '.join(map(self.text, rest))})", CALL
        if operation == "to_list":
            self.called.add("list")
            return f"list({self.text(arguments[0])})", CALL
        if operation == "pop":
            return f"{self._within(arguments[0], CALL)}.pop()", CALL
        if operation in ("range", "reversed", "zip"):
            self.called.add(operation)
            return f"{operation}({', '.join(map(self.text, arguments))})", CALL
        if operation == "transpose" and len(arguments) == 1:
            return f"{self._within(arguments[0], CALL)}.T", CALL
        entry = TABLE[operation]
        spelling = entry.spelling
        if spelling in INFIX or spelling in ("**", "~"):
            return self._operator(spelling, arguments)
        if spelling.startswith("."):
            base = self._within(arguments[0], CALL)
            if isinstance(arguments[0], Constant):
                base = f"({base})"
            if spelling.endswith("()"):
                others = ", ".join(self._arguments(entry, arguments, 1))
                return f"{base}{spelling[:-1]}{others})", CALL
            return f"{base}{spelling}", CALL
        if spelling not in self.modules:
            self.called.add(spelling)
        return (
            f"{self._qualified(spelling)}({', '.join(self._arguments(entry, arguments, 0))})",
            CALL,
        )

    def _qualified(self, spelling: str) -> str:
        """Spell a function by the name that the source has for it, or for its module."""
        words = spelling.split(".")
        for count in range(len(words), 0, -1):
            known = self.modules.get(".".join(words[:count]))
            if known is not None:
                return ".".join((known, *words[count:]))
        return spelling

    def _operator(
        self, spelling: str, arguments: tuple[Expression, ...]
    ) -> tuple[str, int]:
        if len(arguments) == 1:
            return f"{spelling}{self._within(arguments[0], UNARY)}", UNARY
        if spelling == "**":
            base, exponent = arguments
            return f"{self._within(base, CALL)}**{self._within(exponent, UNARY)}", POWER
        return self._infix(spelling, arguments)

    def _infix(
        self, spelling: str, arguments: tuple[Expression, ...]
    ) -> tuple[str, int]:
        level = INFIX[spelling]
        left, right = arguments
        first = self._within(left, level + (level == COMPARE))
        return f"{first} {spelling} {self._within(right, level + 1)}", level

    def _arguments(
        self, entry: Primitive, arguments: tuple[Expression, ...], start: int
    ) -> list[str]:
        """Arguments as a person writes them: options by keyword, defaults left out."""
        shown: list[str] = []
        skipped = False
        for position, argument in enumerate(arguments):
            if position < start:
                continue
            parameter = entry.parameters[position]
            if parameter.default is not REQUIRED and _is(argument, parameter.default):
                skipped = True
                continue
            if parameter.star:
                assert isinstance(argument, Sequence)
                shown.extend(map(self.text, argument.items))
                continue
            text = self.text(argument)
            by_keyword = parameter.keyword or (
                not parameter.positional
                and (skipped or (parameter.default is not REQUIRED and position > 0))
            )
            shown.append(f"{parameter.name}={text}" if by_keyword else text)
        return shown


def _is(argument: Expression, default: Any) -> bool:
    return isinstance(argument, Constant) and argument == Constant(default)


def _literal(value: Any) -> tuple[str, int]:
    if value is Ellipsis:
        return "...", ATOM
    if isinstance(value, str):
        import json

        return json.dumps(value, ensure_ascii=False), ATOM
    if isinstance(value, float) and value != value:
        return 'float("nan")', CALL
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return f'float("{value}")', CALL
    if isinstance(value, complex) and value.real == 0.0:
        text = repr(abs(value.imag)).removesuffix(".0") + "j"
        negative = math.copysign(1.0, value.imag) < 0.0
        return f"-{text}" if negative else text, UNARY if negative else ATOM
    text = repr(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return text, UNARY if text.startswith("-") else ATOM
    return text, ATOM
