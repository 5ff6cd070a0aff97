"""A number -> a random program of loops, branches, stores and views.

The programs are bounded (every product passes through `sin` or `tanh`), so that
differences judge them well. Nothing is avoided that the language allows: aliases,
views of views, overlapping stores, swaps and rebinding in loops are what they are for.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

HEAD = "import numpy as np\n\n\n"


@dataclass
class Writer:
    """Draws one program; `arrays` has the length of each array in scope."""

    draw: random.Random
    arrays: dict[str, int] = field(
        default_factory=lambda: {"x": 5, "y": 5, "a": 5, "b": 5}
    )
    scalars: list[str] = field(default_factory=lambda: ["s", "t"])
    depth: int = 0
    counters: int = 0
    loops: int = 0

    def array(self, length: int | None = None) -> str:
        names = [n for n, size in self.arrays.items() if length in (None, size)]
        return self.draw.choice(names)

    def scalar_expression(self) -> str:
        draw = self.draw
        name = self.array()
        return draw.choice(
            [
                draw.choice(self.scalars),
                f"{name}[{draw.randrange(self.arrays[name])}]",
                f"{name}[-1]",
                f"np.sin({draw.choice(self.scalars)} * {name}[0])",
                f"np.mean({name})",
                f"0.3 * np.sum({name} * {name})",
                f"({draw.choice(self.scalars)} - {name}[1])",
                f"({name}[n + 3] if n < 2 else {draw.choice(self.scalars)})",
                f"np.sin({name}[0] * s if {name}[1] > 0.0 else {name}[2])",
                self.gathered(name),
                self.chosen(),
                str(draw.choice([0.5, -1.25, 2.0])),
            ]
        )

    def gathered(self, name: str) -> str:
        """Return a number made of a comprehension or a generator expression."""
        draw = self.draw
        other = self.array()
        short = min(self.arrays[name], self.arrays[other])
        return draw.choice(
            [
                f"sum(v * v for v in {name})",
                f"sum([np.sin(v) for v in {name} if v > 0.1])",
                f"sum({name}[j] * {other}[j] for j in range({short}))",
                f"np.sum(np.array([v * {draw.choice(self.scalars)} for v in {name}]))",
                f"sum(p * q for p, q in zip({name}, {other}))",
                f"max(np.sin(v) for v in {name})",
            ]
        )

    def chosen(self) -> str:
        """Return a number that depends on a test."""
        draw = self.draw
        one, two = draw.choice(self.scalars), draw.choice(self.scalars)
        name = self.array()
        return draw.choice(
            [
                f"({one} if {name}[0] > 0.2 else np.sin({two}))",
                f"({one} if n > 3 else {two} if 0.0 < {name}[1] < 1.0 else 0.5)",
                f"(({name}[0] > 0.0) * {one})",
                f"((w := np.sin({one})) * w)",
                f"(np.sin({one}) or {two})",
                f"(({name}[0] > 0.1 and {one}) or {two})",
                f"np.tanh({one} * m)",
                f"np.random.normal(np.sin({one}), 0.3)",
            ]
        )

    def part(self, length: int) -> str:
        """Return a piece of some array, of this length."""
        draw = self.draw
        names = [n for n, size in self.arrays.items() if size >= length]
        name = draw.choice(names)
        room = self.arrays[name] - length
        start = draw.randint(0, room)
        if room == 0 and draw.random() < 0.6:
            return name
        piece = f"{name}[{start}:{start + length}]"
        return piece + "[::-1]" if draw.random() < 0.2 else piece

    def array_expression(self, length: int) -> str:
        draw = self.draw
        one, two = self.part(length), self.part(length)
        return draw.choice(
            [
                f"np.sin({one}) * {self.scalar_expression()}",
                f"np.tanh({one} * {two})",
                f"{one} + 0.5 * {two}",
                f"{one} - {self.scalar_expression()}",
                f"0.7 * {one}",
                f"np.where({one} > 0.1, {two}, {one} * 0.5)",
                f"np.cos({one} + {two})",
                f"np.maximum({one}, {two})",
                f"np.tanh({one}) * np.cos({two}) - np.cos({two}) * np.tanh({one})",
                f"np.tanh({one} if {self.test()} else {two})",
            ]
        )

    def statement(self) -> list[str]:
        draw = self.draw
        kinds = [
            (3, self.assign_scalar),
            (3, self.assign_array),
            (2, self.alias),
            (3, self.store_element),
            (3, self.store_slice),
            (3, self.augment),
            (2, self.store_gathered),
            (1, self.store_masked),
            (1, self.swap),
            (1, self.attempt),
            (1, self.closure),
        ]
        if self.depth < 2:
            kinds += [(3, self.loop), (2, self.branch), (1, self.while_loop)]
            kinds += [(1, self.guarded)]
        if self.loops:
            kinds += [(2, self.leave)]
        return draw.choices([k for _, k in kinds], [w for w, _ in kinds])[0]()

    def assign_scalar(self) -> list[str]:
        name = self.draw.choice(self.scalars)
        sign = self.draw.choice(["=", "=", "+=", "-="])
        return [f"{name} {sign} np.sin({self.scalar_expression()})"]

    def target(self) -> str:
        """Return a name to bind: never an argument's while a block is open."""
        return self.draw.choice(["a", "b", "c", "d"])

    def fresh(self, length: int) -> str | None:
        name = self.target()
        if self.depth and self.arrays.get(name) != length:
            return None  # a length may change on the top level only
        return name

    def assign_array(self) -> list[str]:
        length = self.draw.choice([5, 5, 5, 3])
        text = self.array_expression(length)
        name = self.fresh(length)
        if name is None:
            return self.assign_scalar()
        self.arrays[name] = length
        return [f"{name} = {text}"]

    def alias(self) -> list[str]:
        draw = self.draw
        source = self.array()
        length = self.arrays[source]
        form = draw.choice(["", "", ".copy()", "[1:4]", "[::-1]", "[:3]"])
        made = {"[1:4]": min(4, length) - 1, "[:3]": min(3, length)}.get(form, length)
        name = self.fresh(made)
        if name is None or made < 2:
            return self.augment()
        self.arrays[name] = made
        return [f"{name} = {source}{form}"]

    def store_element(self) -> list[str]:
        name = self.array()
        place = self.draw.randrange(self.arrays[name])
        sign = self.draw.choice(["=", "=", "+=", "*="])
        return [f"{name}[{place}] {sign} np.sin({self.scalar_expression()})"]

    def store_slice(self) -> list[str]:
        draw = self.draw
        name = self.array()
        length = draw.randint(1, self.arrays[name])
        start = draw.randint(0, self.arrays[name] - length)
        value = (
            self.array_expression(length)
            if draw.random() < 0.8
            else self.scalar_expression()
        )
        sign = draw.choice(["=", "=", "+=", "-="])
        return [f"{name}[{start}:{start + length}] {sign} {value}"]

    def augment(self) -> list[str]:
        name = self.array()
        if self.draw.random() < 0.3:
            return [f"{name} *= np.tanh({self.scalar_expression()})"]
        sign = self.draw.choice(["+=", "-="])
        return [f"{name} {sign} {self.array_expression(self.arrays[name])}"]

    def store_gathered(self) -> list[str]:
        draw = self.draw
        name = self.array()
        size = self.arrays[name]
        places = [draw.randrange(size) for _ in range(3)]
        sign = draw.choice(["+=", "=", "-="])
        return [f"{name}[np.array({places})] {sign} {self.array_expression(3)}"]

    def store_masked(self) -> list[str]:
        name = self.array()
        return [f"{name}[{name} > 0.2] *= {self.scalar_expression()}"]

    def swap(self) -> list[str]:
        one = self.target()
        names = [n for n in "abcd" if n in self.arrays]
        one = self.draw.choice(names)
        two = self.draw.choice([n for n in names if self.arrays[n] == self.arrays[one]])
        return [f"{one}, {two} = {two}, {one}"]

    def block(self, size: int) -> list[str]:
        self.depth += 1
        lines = [line for _ in range(size) for line in self.statement()]
        self.depth -= 1
        return ["    " + line for line in lines]

    def inside(self, size: int) -> list[str]:
        """Return the body of a loop."""
        self.loops += 1
        lines = self.block(size)
        self.loops -= 1
        return lines

    def guarded(self) -> list[str]:
        """Return a `try` whose handler raises."""
        loops, self.loops = self.loops, 0
        body = self.block(self.draw.randint(1, 3))
        self.loops = loops
        return [
            "try:",
            *body,
            "except ValueError as error:",
            '    raise RuntimeError("no") from error',
        ]

    def attempt(self) -> list[str]:
        """Return a `try` around what is passive."""
        position = self.draw.choice(["n", "m", "n + 3"])
        return [
            "try:",
            f"    m = [1, 2, 3, 0][{position}]",
            "except IndexError:",
            "    m = 2",
        ]

    def closure(self) -> list[str]:
        """Return a function that reads what it finds, called before and behind a change."""
        self.counters += 1
        draw, name = self.draw, f"f{self.counters}"
        captured, other = draw.choice(self.scalars), self.array()
        return [
            f"def {name}(v, k={draw.choice(self.scalars)}):",
            f"    return np.sin(v * {captured}) + k * {other}[0]",
            f"{captured} = {name}({draw.choice(self.scalars)})",
            *self.statement_alone(),
            f"s = np.tanh({name}(t, k={captured}) + {name}(s))",
        ]

    def leave(self) -> list[str]:
        """Return a way out of an iteration, of the loop, or of the function."""
        draw = self.draw
        jump = draw.choice(
            [
                "break",
                "continue",
                f"return np.sum({self.array()}) + {self.draw.choice(self.scalars)}",
            ]
        )
        before = self.statement_alone() if draw.random() < 0.5 else []
        lines = [f"if {self.test()}:", *("    " + line for line in (*before, jump))]
        if draw.random() < 0.2:
            lines += ["else:", *("    " + line for line in self.statement_alone())]
        return lines

    def statement_alone(self) -> list[str]:
        """Return a statement that is no block."""
        kept, self.depth = self.depth, 9
        loops, self.loops = self.loops, 0
        lines = self.statement()
        self.depth, self.loops = kept, loops
        return lines

    def behind(self) -> list[str]:
        """Return an `else` for a loop, now and then."""
        if self.draw.random() < 0.75:
            return []
        return ["else:", *self.block(1)]

    def while_loop(self) -> list[str]:
        self.counters += 1
        name = f"k{self.counters}"
        test = self.draw.choice(
            [f"{name} < 3", f"{name} < n", f"{name} < 4 and ({self.test()})", "True"]
        )
        first = [f"    {name} += 1"]
        if test == "True":
            first += [f"    if {name} > 3:", "        break"]
        body = self.inside(self.draw.randint(1, 3))
        return [f"{name} = 0", f"while {test}:", *first, *body, *self.behind()]

    def loop(self) -> list[str]:
        self.counters += 1
        counter = f"i{self.counters}"
        head = self.draw.choice(
            ["range(3)", "range(2)", "range(1, 4)", "range(3, 0, -1)", "range(n)"]
        )
        body = self.inside(self.draw.randint(1, 3))
        name = self.array(5)
        if self.draw.random() < 0.5:
            body.append(
                f"    {name}[{counter}] += 0.1 * {self.array(5)}[{counter} - 1]"
            )
        return [f"for {counter} in {head}:", *body, *self.behind()]

    def test(self) -> str:
        name = self.array()
        return self.draw.choice(
            [
                f"{self.scalar_expression()} > 0.1",
                "n > 1",
                f"{name}[0] < 0.2",
                f"n > 0 and any(v > 0.9 for v in {name})",
                f"(z := np.sum({name})) > 0.3 or z < -1.0",
            ]
        )

    def branch(self) -> list[str]:
        test = self.test()
        lines = [f"if {test}:", *self.block(self.draw.randint(1, 2))]
        if self.draw.random() < 0.6:
            lines += ["else:", *self.block(self.draw.randint(1, 2))]
        return lines


def random_program(number: int, statements: int = 6) -> str:
    """Return the source of `program(x, y, s, n)`, of that many statements."""
    writer = Writer(random.Random(number))
    lines = ["np.random.seed(3)", "m = 1"]
    lines += ["a = x * 1.0", "b = np.sin(y)", "t = s * 0.5"]
    for _ in range(statements):
        lines += writer.statement()
    arrays = list(writer.arrays)
    total = " + ".join(
        f"np.sum({name} * {weight})"
        for name, weight in zip(arrays, (1.0, 0.3, -0.7, 1.1, 0.4, 0.9), strict=False)
    )
    lines.append(f"return {total} + s * t")
    body = "".join(f"    {line}\n" for line in lines)
    return f"{HEAD}def program(x, y, s, n):\n{body}"
