"""A function of a library that is imported late -> a callable for the table and its rules.

SciPy is loaded when a rule is run on arrays, not when srcgrad is: the compiler only needs
the names of its functions.
"""

from __future__ import annotations

import importlib
from operator import attrgetter
from typing import Any

from srcgrad.primitives.formula import Formula, apply, leaves_of_display


class Foreign:
    """`scipy.linalg.solve` by its name; applied to symbols it gives their IR."""

    def __init__(self, module: str, name: str, key: str = "") -> None:
        self.module, self.__name__ = module, name
        self.qualified = f"{module}.{name}"
        self.key = key or self.qualified

    def __repr__(self) -> str:
        return self.qualified

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        """Run the function on arrays, or apply its rule to symbols."""
        given = (*arguments, *keywords.values())
        if any(isinstance(leaf, Formula) for leaf in leaves_of_display(given)):
            return apply(self.key, *arguments, **keywords)
        function = attrgetter(self.__name__)(importlib.import_module(self.module))
        return function(*arguments, **keywords)


class Library:
    """A module whose attributes are the functions of that name, loaded when called."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._found: dict[str, Foreign] = {}

    def __getattr__(self, name: str) -> Any:
        return self._found.setdefault(name, Foreign(self._module, name))


special = Library("scipy.special")
