"""The parts of README.md that are made from the code."""

from __future__ import annotations

import re
from pathlib import Path

import srcgrad
from srcgrad.frontend.fence import FAMILIES as REFUSALS
from srcgrad.primitives.table import FAMILIES

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"


def rules() -> str:
    """Names of all functions that have a rule, by family."""
    lines = ["| family | functions |", "|---|---|"]
    for family, entries in FAMILIES.items():
        names = sorted({_shown(n) for e in entries for n in e.names} - {""})
        if names:
            lines.append(f"| {family} | {', '.join(f'`{n}`' for n in names)} |")
    return "\n".join(lines)


def _shown(name: str) -> str:
    if name.startswith("helper."):
        return ""
    name = name.replace("numpy.", "np.").removeprefix("builtins.")
    return f".{name.removeprefix('ndarray.')}" if name.startswith("ndarray.") else name


def refused() -> str:
    """What the front end refuses, by diagnostic."""
    lines = ["| code | what |", "|---|---|"]
    seen: dict[str, str] = {}
    for refusal in REFUSALS:
        seen.setdefault(refusal.code, refusal.message)
    lines.extend(f"| {code} | {seen[code]} |" for code in sorted(seen))
    return "\n".join(lines)


def example() -> str:
    """The pair that the heat sample gives."""
    text = srcgrad.generate(ROOT / "samples/heat.py", "misfit", wrt="start,r").text
    start = text.index("def misfit_forward")
    end = text.index("\n\n\ndef misfit_value_and_grad")
    return f"```python\n{text[start:end]}\n```"


PARTS = {"rules": rules, "refused": refused, "example": example}


def filled(text: str) -> str:
    """Return the README with its generated parts made anew."""
    for name, make in PARTS.items():
        pattern = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
        text, count = re.subn(
            pattern, lambda m, make=make: m[1] + make() + "\n" + m[2], text, flags=re.S
        )
        assert count == 1, f"README.md has no part {name}"
    return text
