"""Print how long one `srcgrad generate` takes for each sample, start-up included.

    python tests/samples/measure.py

Not a test: a shared machine would make it fail for reasons that are not srcgrad's.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
import time
from pathlib import Path

from srcgrad.review import read_header

DERIVED = Path(__file__).resolve().parents[2] / "samples" / "derived"


def seconds(path: Path) -> float:
    """Return the seconds that the command in a derivative's header takes."""
    command = read_header(path.read_text(encoding="utf-8"), path).command
    words = shlex.split(str(command))[1:]
    words = [*words[: words.index("-o")], "-o", "-"]
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "srcgrad_cli", *words],
        cwd=path.parent,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - begun


if __name__ == "__main__":
    for path in sorted(DERIVED.glob("*_grad.py")):
        # The fastest of three: the others waited for something else.
        print(f"{path.stem:<28}{min(seconds(path) for _ in range(3)):6.2f} s")
