"""Text of a function -> the names that it takes from its module."""

from __future__ import annotations

import functools
import symtable


@functools.lru_cache(maxsize=1024)
def global_names(text: str) -> frozenset[str]:
    """Return the names that a text reads and does not bind itself."""
    found: set[str] = set()
    bound: set[str] = set()
    tables = [symtable.symtable(text, "module", "exec")]
    while tables:
        table = tables.pop()
        tables.extend(table.get_children())
        for symbol in table.get_symbols():
            if table.get_type() == "module":
                if symbol.is_assigned() or symbol.is_imported():
                    bound.add(symbol.get_name())
                elif symbol.is_referenced():
                    found.add(symbol.get_name())
            elif symbol.is_global() and symbol.is_referenced():
                found.add(symbol.get_name())
    return frozenset(found - bound)
