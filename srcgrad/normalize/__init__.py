"""Surface IR -> IR: names resolved, stores and rebindings versions, aliases decided."""

from srcgrad.normalize.program import normalize

__all__ = ["normalize"]
