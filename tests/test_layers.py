"""Folders are layers: imports point down, and there is no circle of modules."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = {"srcgrad": ROOT / "srcgrad", "srcgrad_cli": ROOT / "cli"}

# From the bottom up. A module may import what stands in a line above its own, and what
# belongs to its own name; two names in one line do not know of each other.
LAYERS = (
    "version diagnostics suggestion catalogue marks nn optim",
    "ir render captured",
    "primitives",
    "frontend analysis request live signature",
    "normalize project subject",
    "transform",
    "loops",
    "emit",
    "files products",
    "display compiled_file settlement",
    "compiler review",
    "derivative kept_text",
    "api",
    "verify",
    "srcgrad",
    "cli",
)
# An import within a function that may point up: the package itself, to run all of it.
LATE = {("review", "srcgrad")}
LEVEL = {name: level for level, line in enumerate(LAYERS) for name in line.split()}


def modules() -> dict[str, tuple[Path, ast.Module]]:
    """Every module by its name."""
    found = {}
    for package, folder in PACKAGES.items():
        for path in sorted(folder.rglob("*.py")):
            words = [package, *path.relative_to(folder).with_suffix("").parts]
            name = ".".join(word for word in words if word != "__init__")
            found[name] = path, ast.parse(path.read_text(encoding="utf-8"))
    return found


MODULES = modules()


def imports(name: str, late: bool) -> Iterator[str]:
    """Modules of ours that a module imports: at its top level alone, or anywhere."""
    path, tree = MODULES[name]
    nodes = ast.walk(tree) if late else _top(tree.body)
    package = name.split(".") if path.stem == "__init__" else name.split(".")[:-1]
    for node in nodes:
        match node:
            case ast.Import(names):
                yield from (n.name for n in names if _known(n.name))
            case ast.ImportFrom(module, names, level):
                words = package[: len(package) - level + 1] if level else []
                base = ".".join([*words, *([module] if module else [])])
                for alias in names:
                    whole = f"{base}.{alias.name}"
                    if whole in MODULES:
                        yield whole
                    elif _known(base):
                        yield base


def _top(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that run on import: those for a type checker do not."""
    for node in body:
        if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)):
            yield node


def _known(module: str) -> bool:
    return module.partition(".")[0] in PACKAGES


def layer(module: str) -> str:
    """The folder or file of a module, as it is called in `LAYERS`."""
    words = module.split(".")
    if words[0] == "srcgrad_cli":
        return "cli"
    return words[1] if len(words) > 1 else "srcgrad"


def crossings() -> Iterator[tuple[str, str]]:
    """Every import between two layers, as (module, imported)."""
    for name in MODULES:
        for other in imports(name, late=True):
            if layer(name) != layer(other):
                yield name, other


def upward(pairs: Mapping[str, str] | Iterator[tuple[str, str]]) -> list[str]:
    """Imports that do not point down."""
    return [
        f"{name} imports {other}"
        for name, other in pairs
        if LEVEL[layer(name)] <= LEVEL[layer(other)]
        and (layer(name), layer(other)) not in LATE
    ]


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    """Modules that import each other in a circle; none where there is no circle."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_every_part_has_a_layer():
    assert {layer(name) for name in MODULES} == set(LEVEL)


def test_imports_point_down():
    assert upward(crossings()) == []


@pytest.mark.parametrize("late", sorted(LATE))
def test_an_exception_is_one(late):
    assert late in {(layer(a), layer(b)) for a, b in crossings()}


def test_no_circle_of_modules():
    graph = {name: set(imports(name, late=False)) - {name} for name in MODULES}
    assert circle(graph) == []


def test_no_circle_of_late_imports_or_types():
    """But for the table of primitives, whose entries the formulas in them look up."""
    graph = {
        name: {
            other
            for other in imports(name, late=True)
            if other != name
            and layer(other) != "primitives"
            and (layer(name), layer(other)) not in LATE
        }
        for name in MODULES
    }
    assert circle(graph) == []


def test_what_points_up_is_found():
    wrong = "srcgrad.ir.types", "srcgrad.compiler"
    assert upward(iter([wrong])) == ["srcgrad.ir.types imports srcgrad.compiler"]
    assert circle({"a": {"b"}, "b": {"a"}}) != []
