"""Tangents of statements -> forward mode: each at its place in the source's text."""
