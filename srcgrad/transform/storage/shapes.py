"""Variable of which only the shape is read -> anything with its shape that is at hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from srcgrad.analysis.homes import Home
from srcgrad.ir.expressions import Expression, Name, Var
from srcgrad.ir.types import COMPLEX, REAL, ListOf, Numeric, same_shape
from srcgrad.transform.storage.values import Values


@dataclass(frozen=True)
class Shapes:
    """Looks among what the values have been decided to be, and at what lasts to the end."""

    values: Values

    @property
    def found(self) -> dict[Var, Expression]:
        """What stands for each variable so far."""
        return self.values.plan.values

    def settle(self, var: Var) -> None:
        """Find something with the shape of `var` that is at hand."""
        if var in self.found:
            return
        values, function = self.values, self.values.function
        home, kind = values.home(var), function.types[var]
        buffer = function.buffers[var]
        for other, value in list(self.found.items()):
            if self._reaches(other, home) and isinstance(value, Name):
                same = function.buffers[other] == buffer and _array_like(kind)
                if same or self._alike(other, var):
                    self.found[var] = value
                    return
        for other in self._candidates(var):
            self.found[var] = values.handed(other, values.home(other), blind=True)
            self.found.setdefault(other, self.found[var])
            return
        for other, own in values.homes.home.items():
            if (
                function.buffers.get(other) == buffer
                and not values.recorder.source_text(other)
                and own.value is not None
            ):
                self.found[var] = values.rebuilt(other, own)
                return
        values.resolve(var)

    def _alike(self, one: Var, two: Var) -> bool:
        types = self.values.function.types
        return same_shape(types[one], types[two]) and _same_dtype(
            types[one], types[two]
        )

    def _reaches(self, var: Var, home: Home) -> bool:
        """Whether what stands for `var` can be read where `home` is."""
        loops = self.values.home(var).loops
        return home.loops[: len(loops)] == loops and not self.values.home(var).branches

    def _candidates(self, var: Var) -> Iterator[Var]:
        """Yield variables with the shape of `var` that last to the end, its own array first."""
        function, home = self.values.function, self.values.home
        kind, buffer = function.types[var], function.buffers[var]
        # a name may last that nothing reads, and so is not carried out of its loop
        made = [other for other in function.final if other in self.values.homes.home]
        lasting = [
            other
            for other in sorted(made, key=lambda v: (home(v).order, v.name))
            if not home(other).loops and not home(other).branches
        ]
        for other in lasting:
            same = function.buffers[other] == buffer and _array_like(kind)
            if same or (other == var and self._alike(other, var)):
                yield other
        yield from (other for other in lasting if self._alike(other, var))


def _array_like(kind: object) -> bool:
    # versions of one list differ in their lengths
    return not isinstance(kind, ListOf) and not (
        isinstance(kind, Numeric) and kind.mutable is False
    )


def _same_dtype(one: object, two: object) -> bool:
    if not isinstance(one, Numeric) or not isinstance(two, Numeric):
        return False
    if one.dtype != two.dtype or one.dtype in (COMPLEX, REAL):
        return False
    return one.dtype is not None or (
        isinstance(one.shape, frozenset) and one.shape == two.shape
    )
