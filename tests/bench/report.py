"""What was measured -> tables for the terminal, and a chart."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rich.table import Table

Found = Mapping[str, Mapping[str, Any]]


def program_table(name: str, found: Found) -> Table:
    """One row for each peer of a program that takes it; below, why others do not."""
    table = Table(title=name, title_justify="left", caption_justify="left")
    table.add_column("peer", no_wrap=True)
    for column in ("a call", "of primal", "quartiles", "first call", "memory"):
        table.add_column(column, justify="right", no_wrap=True)
    reasons = []
    for peer, one in found.items():
        if one["status"] != "ok":
            reasons.append(f"{peer}: {one['status']}, {one['reason']}")
            continue
        memory = one.get("memory")
        table.add_row(
            peer,
            duration(one["seconds"]),
            f"{one['ratio']:.2f}",
            f"{one['low']:.2f} {one['high']:.2f}",
            duration(one["build"]),
            "" if memory is None else f"{memory / 1e6:.1f} MB",
        )
    against = {one["against"] for one in found.values() if one["status"] == "ok"}
    reasons += [f"the primal is compiled by {kind}" for kind in against & {"numba"}]
    table.caption = "\n".join(reasons)
    return table


def duration(seconds: float) -> str:
    """Three digits and a unit."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def means_table(results: Mapping[str, Found]) -> Table:
    """Geometric means of each peer over what it takes, as multiples of the primal's time."""
    table = Table(title="geometric means over what each takes", title_justify="left")
    table.add_column("peer")
    for column in ("programs", "of the primal", "of srcgrad", "of srcgrad, Numba"):
        table.add_column(column, justify="right")
    peers = {peer: None for found in results.values() for peer in found}
    for peer in peers:
        taken = [found for found in results.values() if _ok(found, peer)]
        own = geometric(found[peer]["ratio"] for found in taken)
        row = [peer, str(len(taken)), own]
        for ours in ("srcgrad", "srcgrad_numba"):
            both = [found for found in taken if _ok(found, ours)]
            row.append(geometric(f[peer]["seconds"] / f[ours]["seconds"] for f in both))
        table.add_row(*row)
    return table


def _ok(found: Found, peer: str) -> bool:
    return peer in found and found[peer]["status"] == "ok"


def geometric(values: Iterable[float]) -> str:
    """Write the geometric mean, or a dash of none."""
    logarithms = [math.log(value) for value in values]
    if not logarithms:
        return "-"
    return f"{math.exp(math.fsum(logarithms) / len(logarithms)):.2f}"


def chart(results: Mapping[str, Found], path: Path) -> None:
    """Draw a row of points for each program: a call of each peer, of the primal's time."""
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot

    matplotlib.rcParams["svg.hashsalt"] = "srcgrad"
    peers = list({peer: None for found in results.values() for peer in found})
    names = list(results)
    figure, axes = pyplot.subplots(figsize=(8, 0.32 * len(names) + 1.5))
    for number, peer in enumerate(peers):
        rows = [row for row, name in enumerate(names) if _ok(results[name], peer)]
        ratios = [results[names[row]][peer]["ratio"] for row in rows]
        style = {"marker": "osD^vP*X"[number % 8], "color": f"C{number}"}
        axes.scatter(ratios, rows, s=34, label=peer.replace("_", " "), **style)
    axes.set_xscale("log")
    axes.set_yticks(range(len(names)), [name.replace("_", " ") for name in names])
    axes.invert_yaxis()
    axes.grid(alpha=0.3)
    axes.set_xlabel("time of value and gradient, as a multiple of the program's own")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=4, frameon=False)
    metadata = {"Date": None} if path.suffix == ".svg" else None
    figure.savefig(path, bbox_inches="tight", metadata=metadata)
    pyplot.close(figure)
