"""Statements -> what `ruff format` makes of them, many in one call."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

_BESIDE = Path(sys.executable).with_name("ruff")
RUFF = shutil.which("ruff") or (str(_BESIDE) if _BESIDE.exists() else None)


def ruff_version() -> tuple[int, ...]:
    """Return the version of the ruff that is installed."""
    assert RUFF is not None
    printed = subprocess.run([RUFF, "--version"], capture_output=True, text=True)
    return tuple(int(part) for part in printed.stdout.split()[1].split(".")[:2])


def oracle(statements: list[str], indent: int) -> list[str]:
    """Return each statement (a header: with `pass` as its body) as ruff prints it."""
    assert RUFF is not None and indent >= 4 and indent % 4 == 0
    lines = []
    for depth in range(0, indent, 4):
        lines.append(" " * depth + ("def f():" if depth == 0 else "if x:"))
    pad = " " * indent
    lines.append(pad + "pass")
    for number, statement in enumerate(statements):
        lines += [f"{pad}# <{number}>", pad + statement]
    lines += [f"{pad}# <{len(statements)}>", pad + "pass", ""]
    printed = subprocess.run(
        [RUFF, "format", "--isolated", "--stdin-filename", "case.py", "-"],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert printed.returncode == 0, printed.stderr
    results: list[str] = []
    found: list[str] = []
    for line in printed.stdout.split("\n"):
        if line.startswith(f"{pad}# <") and line.endswith(">"):
            results.append("\n".join(found).strip("\n"))
            found = []
        else:
            found.append(line)
    assert len(results) == len(statements) + 1
    return results[1:]


class RandomCode:
    """Random expressions and statements of numeric code, badly spaced."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def name(self) -> str:
        """Return a name of random length."""
        names = "x y w u r dt theta values weights residual final_energy learning_rate"
        names += " temperature_gradient accumulated_observation_error np self model"
        return self.random.choice(names.split())

    def space(self) -> str:
        """Return nothing or a space."""
        return self.random.choice(["", " "])

    def number(self) -> str:
        """Return a number literal."""
        return self.random.choice(
            ["0", "1", "2", "0.5", "1e-3", "1E5", ".25", "3.", "100", "0XfF", "2J"]
        )

    def string(self) -> str:
        """Return a string literal."""
        return self.random.choice(
            [
                "'a'",
                '"ij,jk->ik"',
                "'it is a longer text'",
                "f'{x} of {y!r}'",
                '"it\'s"',
            ]
        )

    def items(self, depth: int, most: int = 4) -> str:
        """Return expressions between commas, rarely with a comma behind them."""
        count = self.random.randint(1, most)
        text = ("," + self.space()).join(
            self.expression(depth - 1) for _ in range(count)
        )
        return text + ("," if self.random.random() < 0.03 else "")

    def arguments(self, depth: int) -> str:
        """Return arguments of a call."""
        if self.random.random() < 0.12:
            return ""
        parts = [self.expression(depth - 1) for _ in range(self.random.randint(0, 3))]
        if self.random.random() < 0.1:
            parts.append("*" + self.name())
        if self.random.random() < 0.4 or not parts:
            key = self.random.choice(["axis", "keepdims", "dtype", "initial_value"])
            parts.append(key + self.space() + "=" + self.expression(depth - 1))
        text = ", ".join(parts)
        return text + ("," if self.random.random() < 0.03 else "")

    def index(self, depth: int) -> str:
        """Return what stands in the brackets of a subscript."""
        parts = []
        for _ in range(self.random.choice([1, 1, 1, 2, 3])):
            kind = self.random.random()
            if kind < 0.4:
                parts.append(self.expression(min(depth - 1, 1)))
            elif kind < 0.8:
                low = self.expression(0) if self.random.random() < 0.6 else ""
                high = (
                    self.expression(min(depth - 1, 1))
                    if self.random.random() < 0.7
                    else ""
                )
                step = "::-1" if not high and self.random.random() < 0.3 else ":"
                parts.append(low + step + (high if step == ":" else ""))
            else:
                parts.append(self.random.choice(["...", "None", "-1", ":"]))
        return ", ".join(parts)

    def chain(self, depth: int) -> str:
        """Return attributes, calls and subscripts in a row."""
        text = self.name()
        if self.random.random() < 0.1:
            text = f"({self.expression(depth - 1)})"
        for _ in range(self.random.choice([1, 1, 2, 2, 3, 4, 5])):
            kind = self.random.random()
            if kind < 0.4:
                text += "." + self.name()
            elif kind < 0.8:
                text += f"({self.arguments(depth)})"
            else:
                text += f"[{self.index(depth)}]"
        return text

    def binary(self, depth: int) -> str:
        """Return operands with operators between them."""
        operators = ["+", "-", "*", "/", "@", "**", "//", "%", "+", "*", "+", "-"]
        if self.random.random() < 0.1:
            operators = ["&", "|", "^", "<<", "+"]
        text = self.operand(depth)
        for _ in range(self.random.choice([1, 1, 1, 2, 2, 3, 4])):
            space = self.space()
            text += space + self.random.choice(operators) + space + self.operand(depth)
        return text

    def operand(self, depth: int) -> str:
        """Return an operand of an arithmetic operator."""
        kind = self.random.random()
        if kind < 0.25:
            return f"({self.expression(depth - 1)})"
        if kind < 0.32:
            return self.random.choice("-+~-") + self.name()
        if kind < 0.37:
            return f"-{self.chain(depth - 1)}"
        if kind < 0.65 and depth > 0:
            return self.chain(depth - 1)
        if kind < 0.75:
            return self.number()
        return self.name()

    def expression(self, depth: int) -> str:
        """Return an expression at most so deep."""
        if depth <= 0:
            return self.random.choice([self.name, self.name, self.number])()
        kind = self.random.random()
        inner = depth - 1
        if kind < 0.12:
            return self.name()
        if kind < 0.16:
            return self.number()
        if kind < 0.19:
            return self.string()
        if kind < 0.46:
            return self.binary(depth)
        if kind < 0.72:
            return self.chain(depth)
        if kind < 0.76:
            return f"({self.expression(inner)})"
        if kind < 0.79:
            return f"({self.items(depth)},{self.expression(inner)})"
        if kind < 0.82:
            return f"[{self.items(depth)}]"
        if kind < 0.84:
            key, value = self.string(), self.expression(inner)
            return f"{{{key}:{value}, 'b' : {self.expression(inner)}}}"
        if kind < 0.87:
            condition = self.condition(inner)
            return f"({self.operand(inner)} if {condition} else {self.operand(inner)})"
        if kind < 0.89:
            names, values = self.target_names(), self.chain(inner)
            return f"[{self.operand(inner)} for {names} in {values}]"
        if kind < 0.91:
            test = self.condition(inner)
            return f"sum({self.operand(inner)} for i in {self.chain(inner)} if {test})"
        if kind < 0.93:
            return f"f({self.name()}, key=lambda a,b = 1 : {self.operand(inner)})"
        if kind < 0.96:
            return f"({self.condition(inner)})"
        function = self.random.choice(["exp", "sum", "einsum"])
        return f"np.{function}({self.arguments(depth)})"

    def target_names(self) -> str:
        """Return the target of a loop."""
        return self.random.choice(["i", "i,j", "i, (j, k)", self.name()])

    def condition(self, depth: int) -> str:
        """Return comparisons joined by `and` and `or`."""
        parts = []
        for _ in range(self.random.choice([1, 1, 1, 2, 3])):
            operator = self.random.choice(["<", "<=", "==", "!=", "is not", "in"])
            negated = "not " if self.random.random() < 0.1 else ""
            parts.append(
                f"{negated}{self.operand(depth)} {operator} {self.operand(depth)}"
            )
        return self.random.choice([" and ", " or "]).join(parts)

    def loose(self, depth: int) -> str:
        """Return an expression that may stand alone: no parentheses around it."""
        kind = self.random.random()
        if kind < 0.06:
            return self.condition(depth)
        if kind < 0.12:
            condition = self.condition(depth - 1)
            return f"{self.binary(depth)} if {condition} else {self.binary(depth)}"
        if kind < 0.16:
            return f"{self.expression(depth)}, {self.expression(depth)}"
        if kind < 0.19:
            return f"lambda {self.name()}, b=1: {self.expression(depth)}"
        if kind < 0.22:
            return f"not {self.operand(depth)}"
        return self.expression(depth)

    def target(self) -> str:
        """Return the target of an assignment."""
        kind = self.random.random()
        if kind < 0.6:
            return self.name()
        if kind < 0.75:
            return f"{self.name()}[{self.index(2)}]"
        if kind < 0.85:
            return f"{self.name()}.{self.name()}"
        return f"{self.name()},{self.name()}"

    def statement(self) -> str:
        """Return a simple statement."""
        depth = self.random.choice([1, 2, 2, 3, 3, 4])
        value = self.loose(depth)
        kind = self.random.random()
        if kind < 0.5:
            return f"{self.target()}{self.space()}={self.space()}{value}"
        if kind < 0.55:
            return f"{self.target()} = {self.target()} = {value}"
        if kind < 0.65:
            operator = self.random.choice(["+=", "-=", "*=", "@=", "**="])
            target = self.random.choice([self.name(), f"x[{self.index(2)}]"])
            return f"{target}{operator}{value}"
        if kind < 0.68:
            kinds = ["float", "np.ndarray", "tuple[np.ndarray, float, dict[str, int]]"]
            return f"{self.name()}:{self.random.choice(kinds)}={value}"
        if kind < 0.82:
            return f"return {value}"
        if kind < 0.87:
            message = f", {self.expression(2)}" if self.random.random() < 0.5 else ""
            return f"assert {self.condition(depth)}{message}"
        if kind < 0.9:
            return f"raise ValueError({self.expression(depth)})"
        if kind < 0.92:
            return f"del {self.target()}, {self.chain(0)}.x"
        return value

    def header(self) -> str:
        """Return the header of a compound statement."""
        depth = self.random.choice([1, 2, 2, 3, 3, 4])
        kind = self.random.random()
        if kind < 0.3:
            return f"if {self.condition(depth)}:"
        if kind < 0.4:
            return f"while {self.loose(depth)}:"
        if kind < 0.65:
            target = self.random.choice([self.target_names(), f"({self.name()}, b)"])
            return f"for {target} in {self.loose(depth)} :"
        if kind < 0.8:
            name = f" as {self.name()}" if self.random.random() < 0.5 else ""
            return f"with {self.expression(depth)}{name}:"
        parts = []
        for number in range(self.random.randint(0, 6)):
            annotation = self.random.choice(
                ["", ":float", f" : {self.name()}[int, str]"]
            )
            default = f"={self.expression(1)}" if number > 3 else ""
            parts.append(f"{self.name()}{number}{annotation}{default}")
        if len(parts) > 2 and self.random.random() < 0.3:
            parts.insert(2, self.random.choice(["/", "*"]))
        result = self.random.choice(
            ["", f"->{self.name()}", f"-> tuple[{self.name()}, int]"]
        )
        return f"def {self.name()}({','.join(parts)}){result}:"
