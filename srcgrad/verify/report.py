"""What a verification found: one row for each check at each point."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One comparison. `error` is relative; a NaN is larger than any tolerance."""

    point: int
    check: str
    target: str
    error: float
    tolerance: float

    @property
    def passed(self) -> bool:
        """Whether the error is within the tolerance."""
        return bool(self.error <= self.tolerance)


@dataclass(frozen=True)
class Report:
    """Rows, remarks on what could not be checked, and branches that no point took."""

    rows: tuple[Row, ...]
    messages: tuple[str, ...] = ()
    branches_never_taken: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether there were gradients to judge, and every check has passed."""
        judged = any(row.check in ("differences", "complex step") for row in self.rows)
        return judged and all(row.passed for row in self.rows)
