"""Typed IR -> loop nests for Numba."""
