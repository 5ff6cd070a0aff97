"""Versions of the programs for tools that cannot take them as they stand; adjoints by hand."""
