"""Every code of a diagnostic -> what it means, what triggers it, what works instead."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from srcgrad.catalogue.constructs import CONSTRUCTS
from srcgrad.catalogue.explanation import Explanation
from srcgrad.catalogue.inputs import INPUTS
from srcgrad.catalogue.internal import INTERNAL

CATALOGUE: Mapping[str, Explanation] = MappingProxyType(
    {**INPUTS, **CONSTRUCTS, **INTERNAL}
)

__all__ = ["CATALOGUE", "Explanation"]
