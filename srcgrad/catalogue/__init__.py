"""Every code of a diagnostic -> what it means, what triggers it, what works instead."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from srcgrad.catalogue.calls import CALLS
from srcgrad.catalogue.constructs import CONSTRUCTS
from srcgrad.catalogue.directives import DIRECTIVES
from srcgrad.catalogue.explanation import Explanation
from srcgrad.catalogue.inputs import INPUTS
from srcgrad.catalogue.internal import INTERNAL
from srcgrad.catalogue.memory import MEMORY
from srcgrad.catalogue.programs import PROGRAMS
from srcgrad.catalogue.records import RECORDS
from srcgrad.catalogue.values import VALUES

CATALOGUE: Mapping[str, Explanation] = MappingProxyType(
    {
        **INPUTS,
        **PROGRAMS,
        **CONSTRUCTS,
        **DIRECTIVES,
        **VALUES,
        **MEMORY,
        **RECORDS,
        **CALLS,
        **INTERNAL,
    }
)

__all__ = ["CATALOGUE", "Explanation"]
