"""Every program that is accepted is well formed, and the checker sees one that is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from normalized import normal_form, normalized
from programs import probes

from srcgrad.diagnostics import CompileError
from srcgrad.frontend.lower import lower
from srcgrad.ir.check import problems
from srcgrad.ir.expressions import Var
from srcgrad.ir.program import Define, Program, Step

FILES = sorted((Path(__file__).parent.parent / "probes").glob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_probes(path: Path) -> None:
    module = lower(path.read_text(), path.name)
    accepted, wrong = 0, []
    for probe in probes(path):
        try:
            program = normal_form(module, probe.function, None, probe.of)
        except CompileError:
            continue
        accepted += 1
        wrong += problems(program)
    assert wrong == []
    assert accepted


SOURCE = """
def g(x):
    return x * x

def f(x, n):
    y = x
    for i in range(n):
        y = g(y) + i
    return y
"""


def broken(program: Program, body: object) -> Program:
    function = replace(program.functions["f"], body=body)
    return replace(program, functions={**program.functions, "f": function})


def test_a_read_before_its_definition() -> None:
    program = normalized(SOURCE, types="x: f64, n: int")
    assert problems(program) == ()
    body = program.functions["f"].body
    assert problems(broken(program, body[1:])) == (
        "f: y.0 is read where it may not be made",
    )


def test_a_version_that_is_made_twice() -> None:
    program = normalized(SOURCE, types="x: f64, n: int")
    body = program.functions["f"].body
    again = Step((Define((Var("y", 0),), (Var("x", 0),)),))
    assert problems(broken(program, (*body[:1], again, *body[1:]))) == (
        "f: y.0 is made twice",
    )


def test_a_callee_that_is_missing() -> None:
    program = normalized(SOURCE, types="x: f64, n: int")
    alone = replace(program, functions={"f": program.functions["f"]})
    assert problems(alone) == ("f: g is called, and not in the program",)
