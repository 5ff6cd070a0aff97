"""Tangents of statements -> the backward pass: statements last to first."""
