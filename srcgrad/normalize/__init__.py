"""Surface IR -> IR: names resolved, every store and rebinding a version, every alias decided."""

from srcgrad.normalize.program import normalize

__all__ = ["normalize"]
