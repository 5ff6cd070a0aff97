"""Benchmarks: gradients of srcgrad beside those of other tools, and of adjoints by hand."""
