"""Typed IR -> fused scalar loop nests, for Numba."""
