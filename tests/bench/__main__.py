"""`python -m tests.bench`: measure, check, compare; print tables, write JSON and a chart.

python -m tests.bench                                    everything, as for the README
python -m tests.bench burgers gelu --peers srcgrad,numpy_by_hand
python -m tests.bench --size tiny --seconds 0            whether all gradients agree
python -m tests.bench --memory                           peak memory of one call as well
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from tests.bench.agreement import agree
from tests.bench.contenders import PEERS
from tests.bench.program import Program, programs
from tests.bench.report import chart, means_table, program_table

ROOT = Path(__file__).parent.parent.parent
ONE_THREAD = {
    name: "1"
    for name in (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "NUMBA_NUM_THREADS",
    )
} | {"JAX_PLATFORMS": "cpu", "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false"}


@click.command()
@click.argument("names", nargs=-1)
@click.option("--peers", default=",".join(PEERS), help="Which to measure.")
@click.option("--size", default="full", help="Which of a program's sizes.")
@click.option("--seconds", default=1.0, help="How long each is timed.")
@click.option("--cpu", default=0, help="The processor that all run on.")
@click.option("--timeout", default=600, help="Seconds until a process is given up.")
@click.option("--memory", is_flag=True, help="Also the peak memory of one call.")
@click.option("--json", "target", type=click.Path(path_type=Path), help="Write it all.")
@click.option("--chart", "picture", type=click.Path(path_type=Path), help="SVG or PNG.")
def main(
    names: tuple[str, ...],
    peers: str,
    size: str,
    seconds: float,
    cpu: int,
    timeout: int,
    memory: bool,
    target: Path | None,
    picture: Path | None,
) -> None:
    """Measure gradients of programs, each as a multiple of the program itself."""
    console = Console()
    chosen = [one for one in programs() if not names or one.name in names]
    results: dict[str, dict[str, Any]] = {}
    for program in chosen:
        if size not in program.module.SIZES:
            continue
        found = {
            peer: _measured(program, peer, size, seconds, cpu, timeout, memory)
            for peer in peers.split(",")
        }
        _compare(found)
        results[program.name] = found
        console.print(program_table(program.name, found))
        if target is not None:
            target.write_text(json.dumps(results, indent=1), encoding="utf-8")
    console.print(means_table(results))
    if picture is not None:
        chart(results, picture)
    wrong = [
        f"{name}, {peer}: {one['reason']}"
        for name, found in results.items()
        for peer, one in found.items()
        if one["status"] == "wrong"
    ]
    if wrong:
        raise click.ClickException("wrong gradients:\n" + "\n".join(wrong))


def _measured(
    program: Program,
    peer: str,
    size: str,
    seconds: float,
    cpu: int,
    timeout: int,
    memory: bool,
) -> dict[str, Any]:
    """Run one worker, and read its line."""
    command = [sys.executable, "-m", "tests.bench.worker", program.name, peer]
    command += ["--size", size, "--seconds", str(seconds), "--cpu", str(cpu)]
    command += ["--memory"] * memory
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **ONE_THREAD},
            capture_output=True,
            text=True,
            timeout=timeout,
        )
    except subprocess.TimeoutExpired:
        return {"status": "failed", "reason": f"not done after {timeout} s"}
    try:
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        last = (done.stderr.strip().splitlines() or ["no output"])[-1]
        return {"status": "failed", "reason": last[:200]}
    return found


def _compare(found: dict[str, dict[str, Any]]) -> None:
    """Hold the gradients of all peers against those of the first that is right."""
    right = [one for one in found.values() if one["status"] == "ok"]
    for one in right[1:]:
        if not agree(one["slopes"], right[0]["slopes"], 1e-7):
            one["status"] = "wrong"
            one["reason"] = "differs from another tool's gradient"


if __name__ == "__main__":
    main()
