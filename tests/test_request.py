from __future__ import annotations

import pytest

from srcgrad.diagnostics import CompileError
from srcgrad.frontend.annotations import types_of
from srcgrad.frontend.lower import lower
from srcgrad.request import find_function, find_of, find_wrt

MODULE = lower(
    """
from math import sin

def loss(weights, bias: float, steps: int, flag: bool, kind: str):
    return weights * bias

def nothing():
    return 1.0

def twice(x):
    return x

twice = loss
""",
    "m.py",
)
LOSS = MODULE.functions["loss"]
TYPES = types_of(LOSS, None)


def refused(call, *arguments):
    with pytest.raises(CompileError) as caught:
        call(*arguments)
    return [(d.code, d.message, d.hint or "") for d in caught.value.diagnostics]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("los", "did you mean `loss`?"),
        ("zzz", "its functions are `loss`, `nothing`"),
        ("sin", "this one imports it"),
        ("twice", "bind the name once"),
    ],
)
def test_a_function_that_is_not_there(name, hint):
    ((code, message, given),) = refused(find_function, MODULE, name)
    assert (code, hint in given) == ("SG005", True)
    assert f"`m.py` has no function `{name}`" in message


def test_a_file_without_functions():
    ((code, _, hint),) = refused(find_function, lower("x = 1\n", "m.py"), "f")
    assert (code, "`def`" in hint) == ("SG005", True)


def test_a_function_that_is_there():
    assert find_function(MODULE, "loss") is LOSS


def test_the_first_parameter_is_the_default():
    assert find_wrt(LOSS, None, TYPES) == ("weights",)
    assert find_wrt(LOSS, ("bias", "weights"), TYPES) == ("bias", "weights")


def test_every_wrong_name_is_told_at_once():
    wrong = refused(find_wrt, LOSS, ["weigths", "steps", "bias", "bias"], TYPES)
    assert [code for code, _, _ in wrong] == ["SG006", "SG008", "SG007"]
    assert wrong[0][2] == "did you mean `weights`?"
    assert wrong[1][1] == "`steps` is an integer, and has no derivative"


@pytest.mark.parametrize(
    ("types", "what"),
    [
        ("steps: bool", "a boolean"),
        ("steps: i64[n]", "an array of integers"),
        ("steps: bool[n]", "an array of booleans"),
    ],
)
def test_what_has_no_derivative_is_named(types, what):
    ((_, message, _),) = refused(find_wrt, LOSS, ["steps"], types_of(LOSS, types))
    assert message == f"`steps` is {what}, and has no derivative"


def test_text_has_no_derivative():
    ((code, _, _),) = refused(find_wrt, LOSS, ["kind"], TYPES)
    assert code == "SG008"


def test_types_go_before_annotations():
    assert find_wrt(LOSS, ["steps"], types_of(LOSS, "steps: f64")) == ("steps",)


def test_a_function_without_parameters():
    nothing = MODULE.functions["nothing"]
    assert refused(find_wrt, nothing, None, {})[0][0] == "SG009"
    assert refused(find_of, nothing, "x", {})[0][0] == "SG006"


def test_the_output():
    assert find_of(LOSS, None, TYPES) is None
    assert find_of(LOSS, "weights", TYPES) == "weights"
    assert refused(find_of, LOSS, "weigths", TYPES)[0][0] == "SG006"
    assert refused(find_of, LOSS, "steps", TYPES)[0][0] == "SG008"
