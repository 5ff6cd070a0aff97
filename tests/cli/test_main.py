from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from srcgrad.version import VERSION
from srcgrad_cli.main import COMMANDS

SRCGRAD = [sys.executable, "-m", "srcgrad_cli"]


def test_help_lists_every_command(run):
    for word in ("--help", "-h"):
        result = run(word)
        assert result.code == 0
        assert re.findall(r"^  (\w+)  +\w", result.out, re.MULTILINE) == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_an_example_that_parses(run, command):
    result = run(command, "--help")
    assert result.code == 0
    _, _, shown = result.out.partition("Examples:\n")
    lines = [line.strip() for line in shown.splitlines() if line.strip()]
    assert lines
    assert all(line.startswith(f"srcgrad {command}") for line in lines)
    assert max(map(len, result.out.splitlines())) <= 80


def test_commands_are_the_files(run):
    import srcgrad_cli

    shared = {"__init__", "__main__", "main", "console", "options"}
    files = {path.stem for path in Path(srcgrad_cli.__path__[0]).glob("*.py")}
    assert files - shared == set(COMMANDS)


def test_version(run):
    assert run("--version").out == f"srcgrad {VERSION}\n"


def test_no_command_shows_the_help(run):
    result = run()
    assert result.code == 2
    assert "Usage: srcgrad" in result.err


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("genrate",), "did you mean `generate`?"),
        (("xyz",), "the commands are generate, check"),
        (("model.py:loss",), "did you mean `srcgrad generate model.py:loss`?"),
        (("--hepl",), "--help"),
    ],
)
def test_a_wrong_command_gets_a_hint(run, words, hint):
    result = run(*words)
    assert result.code == 2
    assert result.err.startswith("error: ")
    assert hint in result.err
    assert result.err.endswith("help: see `srcgrad --help`\n")


def test_help_needs_neither_compiler_nor_colours():
    program = (
        "import sys; from srcgrad_cli.main import run; run(['--help']);"
        "slow = {'libcst', 'numpy', 'rich', 'scipy', 'numba'} & set(sys.modules);"
        "sys.exit(', '.join(slow) or 0)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)


@pytest.mark.slow
def test_help_is_quick():
    def once() -> float:
        start = time.perf_counter()
        subprocess.run([*SRCGRAD, "--help"], check=True, capture_output=True)
        return time.perf_counter() - start

    assert min(once() for _ in range(5)) < 0.3


@pytest.mark.skipif(os.name == "nt", reason="pipes of another kind")
def test_a_reader_that_goes_away_is_no_error():
    command = f"'{sys.executable}' -m srcgrad_cli explain | true"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True)
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
def test_a_full_disk_is_said():
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*SRCGRAD, "explain"], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 1
    first = done.stderr.splitlines()[0]
    assert first == "error[SG031]: cannot write to stdout: no space left on device"
    assert "Exception" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="streams of another kind")
def test_closed_streams_do_no_harm():
    command = f"'{sys.executable}' -m srcgrad_cli explain"
    assert subprocess.run(["sh", "-c", f"{command} >&-"]).returncode == 0
    assert subprocess.run(["sh", "-c", f"{command} XX 2>&-"]).returncode == 2


def test_output_that_the_terminal_cannot_show_is_spelled_out(tmp_path):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [*SRCGRAD, "check", "größe"],
        capture_output=True,
        cwd=tmp_path,
        env=environment,
    )
    assert done.returncode == 1
    assert b"gr\\xf6\\xdfe" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_pipe_gets_no_colours(tmp_path):
    done = subprocess.run([*SRCGRAD, "rules"], capture_output=True)
    assert done.returncode == 0
    assert b"\x1b" not in done.stdout


def test_a_terminal_gets_colours(capsys, monkeypatch):
    from srcgrad_cli import console

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    console.diff("--- a\n+++ b\n-x\n+[bold]y\n")
    console.table(("a", "b"), [("[red]1", "2")])
    console.heading("head [1]")
    console.code("x = 1\n")
    assert (out := capsys.readouterr().out).count("\x1b") > 4
    assert "+[bold]y" in out and "[red]1" in out and "head [1]" in out
    monkeypatch.setenv("NO_COLOR", "1")
    console.diff("-x\n")
    assert capsys.readouterr().out == "-x\n"
