"""Typed IR -> what lowering asks of it: extents, lifetimes, places, what is recorded."""
