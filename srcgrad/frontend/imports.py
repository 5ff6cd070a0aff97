"""An import statement -> the names that it binds, and what they mean."""

from __future__ import annotations

import libcst as cst

from srcgrad.ir.surface import Import


def imports_of(node: cst.Import | cst.ImportFrom) -> list[Import]:
    """Return what is bound, each with an import of it alone; none for `import *`."""
    if isinstance(node, cst.Import):
        return [_whole(alias) for alias in node.names]
    module = "." * len(node.relative) + _dotted(node.module)
    if isinstance(node.names, cst.ImportStar) or module == "__future__":
        return []
    return [_part(module, alias) for alias in node.names]


def _whole(alias: cst.ImportAlias) -> Import:
    """`import a.b` binds `a`, `import a.b as c` binds `c` to `a.b`."""
    dotted, renamed = _dotted(alias.name), _renamed(alias)
    if renamed is None:
        top = dotted.partition(".")[0]
        return Import(top, top, f"import {dotted}")
    return Import(renamed, dotted, f"import {dotted} as {renamed}")


def _part(module: str, alias: cst.ImportAlias) -> Import:
    """`from a import b as c` binds `c` to `a.b`."""
    name, renamed = _dotted(alias.name), _renamed(alias)
    text = f"from {module} import {name}"
    qualified = f"{module}{name}" if module.endswith(".") else f"{module}.{name}"
    if renamed is None or renamed == name:
        return Import(name, qualified, text)
    return Import(renamed, qualified, f"{text} as {renamed}")


def _renamed(alias: cst.ImportAlias) -> str | None:
    if alias.asname is None:
        return None
    assert isinstance(alias.asname.name, cst.Name)
    return alias.asname.name.value


def _dotted(node: cst.BaseExpression | None) -> str:
    match node:
        case cst.Name(value=name):
            return name
        case cst.Attribute(value=base, attr=attribute):
            return f"{_dotted(base)}.{attribute.value}"
        case _:
            return ""
