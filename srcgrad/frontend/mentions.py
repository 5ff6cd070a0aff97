"""Surface expressions or statements -> every name that stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from srcgrad.ir.surface import NameRef


def names_in(value: Any) -> Iterator[str]:
    """Yield every name that stands in expressions or statements."""
    if isinstance(value, NameRef):
        yield value.name
    elif isinstance(value, tuple):
        for item in value:
            yield from names_in(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from names_in(getattr(value, field.name))
