"""What is written, lowered, against a short text of it."""

import pytest
from surface_dump import dump

from srcgrad.frontend.lower import lower


def body(text):
    """Dump of the body of `f`, whose lines are given without indent."""
    lines = "\n".join("    " + line for line in text.strip("\n").split("\n"))
    return dump(lower(f"def f(x, y):\n{lines}\n", "m.py").functions["f"].body)


def value(text):
    (line,) = body(f"return {text}")
    return line.removeprefix("return ")


STATEMENTS = {
    "a = 1": ["set a 1"],
    "a = b = x": ["set a b x"],
    "a, (b, c) = x": ["set (tuple a (tuple b c)) x"],
    "[a, b] = x": ["set (list a b) x"],
    "x[0], y[1:] = y, x": ["set (tuple (at x 0) (at y 1:_:_)) (tuple y x)"],
    "a: float = 1.0": ["set a 1.0"],
    "a: float": ["pass"],
    "x += 1": ["+= x 1"],
    "x[0] @= y": ["@= (at x 0) y"],
    "x //= 2": ["//= x 2"],
    "print(x, sep='')": ["do (call print x sep='')"],
    "...": ["do Ellipsis"],
    "assert x > 0, 'no'": ["assert (compare x > 0) 'no'"],
    "assert x": ["assert x"],
    "raise ValueError('no') from y": ["raise (call ValueError 'no') y"],
    "raise": ["raise"],
    "pass": ["pass"],
    "del x, (y)": ["del x y"],
    "return": ["return"],
    "return x,": ["return (tuple x)"],
    "a = 1; b = 2; return a": ["set a 1", "set b 2", "return a"],
    "while x: break": ["while x", "  break"],
    "for i in x: continue": ["for i x", "  continue"],
    "for i, (j, k) in x:\n    y = j": ["for (tuple i (tuple j k)) x", "  set y j"],
    "if x: y = 1": ["if x", "  set y 1"],
    """
if x:
    a = 1
elif y:
    a = 2
else:
    if x:
        a = 3
""": [
        "if x",
        "  set a 1",
        "elif y",
        "  set a 2",
        "else",
        "  if x",
        "    set a 3",
    ],
}


@pytest.mark.parametrize("text", STATEMENTS, ids=lambda text: text.split("\n")[0])
def test_statement(text):
    assert body(text) == STATEMENTS[text]


EXPRESSIONS = {
    "1": "1",
    "0x10": "16",
    "1_000": "1000",
    "1e3": "1000.0",
    "2j": "2j",
    "True": "True",
    "None": "None",
    "...": "Ellipsis",
    "'a' \"b\"": "'ab'",
    "b'a' b'b'": "b'ab'",
    "r'\\d'": "'\\\\d'",
    "f'{x:{y}.2f} {x!r} {y=}'": "(text x y x y)",
    "'a' f'{x}' f'{y}'": "(text x y)",
    "((x))": "x",
    "(x + y) * x": "(* (+ x y) x)",
    "x - y - x": "(- (- x y) x)",
    "x ** -y ** 2": "(** x (- (** y 2)))",
    "not x": "(not x)",
    "~x": "(~ x)",
    "+x": "(+ x)",
    "x @ y % x": "(% (@ x y) x)",
    "x << 1 | y & 2 ^ x >> 3": "(| (<< x 1) (^ (& y 2) (>> x 3)))",
    "x < y <= 3": "(compare x < y <= 3)",
    "x is not None": "(compare x is not None)",
    "x not  in y": "(compare x not in y)",
    "x == y != x is y in x": "(compare x == y != x is y in x)",
    "x and y and (x or y or 1)": "(and x y (or x y 1))",
    "x or y and x": "(or x (and y x))",
    "x if y else 0": "(if y x 0)",
    "x.T.shape[0]": "(at (. (. x T) shape) 0)",
    "x[0]": "(at x 0)",
    "x[0, 1]": "(at x 0 1)",
    "x[(0, 1)]": "(at x 0 1)",
    "x[((0, 1), 2)]": "(at x (tuple 0 1) 2)",
    "x[0,]": "(at x 0)",
    "x[[0, 1]]": "(at x (list 0 1))",
    "x[1:, ::2, :, y:-1:3]": "(at x 1:_:_ _:_:2 _:_:_ y:(- 1):3)",
    "x[..., None]": "(at x Ellipsis None)",
    "x[y][0]": "(at (at x y) 0)",
    "()": "(tuple)",
    "(x,)": "(tuple x)",
    "[]": "(list)",
    "np.sum(x, axis=0)": "(call (. np sum) x axis=0)",
    "x(y)(1)": "(call (call x y) 1)",
}


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_expression(text):
    assert value(text) == EXPRESSIONS[text]


def test_a_doubtful_escape_is_no_concern_of_ours():
    assert value(r"'\d'") == repr(r"\d")
