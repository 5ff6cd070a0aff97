"""A name that is not there, and those that are -> a hint at what may be meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """Return "did you mean `this`?" with up to three names; None if nothing is near."""
    from difflib import get_close_matches

    near = get_close_matches(name, list(candidates), n=3, cutoff=0.6)
    words = " or ".join(f"`{word}`" for word in near)
    return f"did you mean {words}?" if near else None
