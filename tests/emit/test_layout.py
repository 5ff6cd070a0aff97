"""The layout of statements and headers, against ruff and by hand."""

from __future__ import annotations

import ast
import subprocess
import sys
import time
import warnings

import pytest
from layout_cases import (
    BROKEN,
    DECORATORS,
    DOCSTRINGS,
    HANDLERS,
    HEADERS,
    STATEMENTS,
)
from ruff_oracle import RUFF, RandomCode, oracle, ruff_version

from srcgrad.emit.layout import layout_header, layout_statement

needs_ruff = pytest.mark.skipif(
    RUFF is None or ruff_version() < (0, 15),
    reason="the oracle is ruff, 0.15 or newer (the layout of lambdas changed there)",
)


def differences(
    sources: list[str], printed: list[str], wanted: list[str]
) -> list[tuple[str, str, str]]:
    triples = zip(sources, printed, wanted, strict=True)
    return [(source, ours, ruff) for source, ours, ruff in triples if ours != ruff]


def parses(text: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
        except SyntaxError:
            return False
    return True


def random_code(seed: int, count: int, kind: str) -> list[str]:
    code = RandomCode(seed)
    found: list[str] = []
    while len(found) < count:
        text = code.statement() if kind == "statement" else code.header()
        if parses(text if kind == "statement" else text + " pass"):
            found.append(text)
    return found


def ruff_headers(headers: list[str], indent: int, before: str = "") -> list[str]:
    body = "\n" + " " * (indent + 4) + "pass"
    printed = oracle([before + header + body for header in headers], indent)
    lines = before.count("\n")
    return [text.removesuffix(body).split("\n", lines)[lines] for text in printed]


@pytest.fixture(autouse=True)
def _quiet() -> object:
    # Python warns of escapes and comparisons that are odd, but still laid out.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def test_corpus_is_large() -> None:
    assert len(STATEMENTS) >= 300


@needs_ruff
@pytest.mark.parametrize("indent", [4, 12, 28])
def test_statements_as_ruff(indent: int) -> None:
    wanted = oracle(STATEMENTS, indent)
    printed = [layout_statement(text, indent) for text in STATEMENTS]
    assert not differences(STATEMENTS, printed, wanted)


@needs_ruff
@pytest.mark.parametrize("indent", [4, 16])
def test_ruff_output_stays(indent: int) -> None:
    formatted = oracle(STATEMENTS, indent)
    printed = [layout_statement(text, indent) for text in formatted]
    assert not differences(STATEMENTS, printed, formatted)


@needs_ruff
def test_statements_of_several_lines_as_ruff() -> None:
    printed = [layout_statement(text, 8) for text in BROKEN]
    assert not differences(BROKEN, printed, oracle(BROKEN, 8))


@needs_ruff
@pytest.mark.parametrize(("seed", "indent"), [(1, 4), (2, 8), (3, 20)])
def test_random_statements_as_ruff(seed: int, indent: int) -> None:
    statements = random_code(seed, 250, "statement")
    printed = [layout_statement(text, indent) for text in statements]
    wrong = differences(statements, printed, oracle(statements, indent))
    assert len(wrong) <= 1, wrong


@needs_ruff
@pytest.mark.parametrize("indent", [4, 16])
def test_headers_as_ruff(indent: int) -> None:
    printed = [layout_header(text, indent) for text in HEADERS]
    assert not differences(HEADERS, printed, ruff_headers(HEADERS, indent))


@needs_ruff
def test_random_headers_as_ruff() -> None:
    headers = random_code(7, 200, "header")
    printed = [layout_header(text, 4) for text in headers]
    wrong = differences(headers, printed, ruff_headers(headers, 4))
    assert len(wrong) <= 1, wrong


@needs_ruff
def test_elif_as_ruff() -> None:
    headers = ["el" + text for text in HEADERS if text.startswith("if")]
    wanted = ruff_headers(headers, 4, "if x:\n        pass\n    ")
    printed = [layout_header(text, 4) for text in headers]
    assert not differences(headers, printed, wanted)


@needs_ruff
def test_handlers_as_ruff() -> None:
    wanted = ruff_headers(HANDLERS, 4, "try:\n        pass\n    ")
    printed = [layout_header(text, 4) for text in HANDLERS]
    assert not differences(HANDLERS, printed, wanted)


@needs_ruff
def test_decorators_as_ruff() -> None:
    decorated = oracle([text + "\n    def f(): pass" for text in DECORATORS], 4)
    wanted = [text.partition("\n    def f():")[0] for text in decorated]
    printed = [layout_header(text, 4) for text in DECORATORS]
    assert not differences(DECORATORS, printed, wanted)


def test_headers_without_expression() -> None:
    assert layout_header("else  :", 4) == "    else:"
    assert layout_header("try :", 0) == "try:"
    assert layout_header("finally:", 8) == "        finally:"


@needs_ruff
def test_comments_as_ruff() -> None:
    texts = ["euler", "", "!x", ":x", "a longer comment that reaches the margin"]
    texts += ["noqa", "type: ignore[arg-type]", "why # noqa: E501", "pylint: disable=x"]
    statements = [text for text in STATEMENTS if len(text) < 86 and "#" not in text]
    statements = [text.rstrip("; ") for text in statements]
    statements += random_code(5, 150, "statement")
    comments = ["#" + texts[i % len(texts)] for i in range(len(statements))]
    pairs = list(zip(statements, comments, strict=True))
    wanted = oracle([text + "  " + comment for text, comment in pairs], 8)
    printed = [layout_statement(text, 8, comment=comment) for text, comment in pairs]
    assert not differences(statements, printed, wanted)
    written_behind = [layout_statement(text + comment, 8) for text, comment in pairs]
    assert written_behind == printed


@needs_ruff
def test_comments_behind_headers_as_ruff() -> None:
    comments = ["# stable", "# a comment that is longer than the others, by far"]
    pairs = [(text, comments[i % 2]) for i, text in enumerate(HEADERS)]
    body = "\n        pass"
    printed = oracle([text + comment + body for text, comment in pairs], 4)
    wanted = [text.removesuffix(body) for text in printed]
    ours = [layout_header(text, 4, comment=comment) for text, comment in pairs]
    assert not differences(HEADERS, ours, wanted)


@needs_ruff
@pytest.mark.parametrize("text", DOCSTRINGS)
def test_docstrings_as_ruff(text: str) -> None:
    assert RUFF is not None
    command = [RUFF, "format", "--isolated", "-"]
    source = f"def f():\n    {text}\n"
    printed = subprocess.run(
        command, input=source, capture_output=True, text=True, check=True
    )
    wanted = printed.stdout.split("\n", 1)[1].rstrip("\n")
    assert layout_statement(text, 4) == wanted


def test_comments_between_the_lines_are_kept() -> None:
    statement = "x = f(\n        a,  # first\n        b,\n    )"
    assert layout_statement(statement, 8) == (
        "        x = f(\n            a,  # first\n            b,\n        )"
    )
    assert layout_statement("    " + statement, 4) == "    " + statement
    header = "if (\n    a  # first\n    and b\n):"
    assert layout_header(header, 4) == (
        "    if (\n        a  # first\n        and b\n    ):"
    )


def test_meaning_survives() -> None:
    for text in [*STATEMENTS, *random_code(11, 200, "statement")]:
        (before,) = ast.parse(text).body
        (after,) = ast.parse(layout_statement(text, 4).strip()).body
        if isinstance(before, ast.Delete):
            continue  # parentheses make it a tuple, which is deleted all the same
        if isinstance(before, ast.Expr) and text[0] in "'\"":
            continue  # a docstring is trimmed
        assert ast.dump(before).replace(", kind='u'", "") == ast.dump(after), text


def test_a_line_that_fits_is_fast() -> None:
    text = "u[1:-1] = u[1:-1]+r*(u[2:]-2.0*u[1:-1]+u[:-2])"
    layout_statement(text, 4)
    fastest = min(_seconds(text) for _ in range(20))
    assert fastest < 0.002


def _seconds(text: str) -> float:
    start = time.perf_counter()
    layout_statement(text, 4)
    return time.perf_counter() - start


def test_import_is_light() -> None:
    code = (
        "import sys, srcgrad.emit.layout;"
        "assert not {'libcst', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
