"""Adjoint code -> a plan: where each value is kept that the backward pass reads."""
