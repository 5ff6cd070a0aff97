"""Functions that are copied into the emitted file where a rule takes more than a line.

They import nothing but NumPy, and have no rules of their own: in a file that srcgrad
reads again they are functions as any other, and their text is differentiated.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def conjugate_transpose(a: Any) -> Any:
    """Conjugate transpose of a matrix, or of each matrix of a stack."""
    return np.conj(np.swapaxes(a, -1, -2))


def qr_tangent(a_dot: Any, a: Any, q: Any, r: Any) -> Any:
    """Tangents of `a = q @ r`, where `q` has as many columns as `r` has rows."""
    size = q.shape[-1]
    change = a_dot[..., :size] @ np.linalg.inv(r[..., :size])
    inner = conjugate_transpose(q) @ change
    lower = np.tril(inner, -1)
    diagonal = np.tril(np.triu(inner))
    turn = lower - conjugate_transpose(lower) + 0.5 * (diagonal - np.conj(diagonal))
    q_dot = change + q @ (turn - inner)
    r_dot = conjugate_transpose(q_dot) @ a + conjugate_transpose(q) @ a_dot
    return q_dot, np.triu(r_dot)


def qr_bar(q_bar: Any, r_bar: Any, a: Any, q: Any, r: Any) -> Any:
    """Cotangent of `a = q @ r`; columns of `a` beyond its rows do not turn `q`."""
    size = q.shape[-1]
    head, head_bar = r[..., :size], np.triu(r_bar[..., :size])
    tail_bar = r_bar[..., size:]
    q_bar = np.conj(q_bar) + a[..., size:] @ np.swapaxes(tail_bar, -1, -2)
    product = head @ np.swapaxes(head_bar, -1, -2) - conjugate_transpose(q_bar) @ q
    lower = np.tril(product, -1)
    diagonal = np.real(np.tril(np.triu(product)))
    inner = lower + conjugate_transpose(lower) + diagonal
    term = (q_bar + q @ inner) @ conjugate_transpose(np.linalg.inv(head))
    return np.concatenate((np.conj(term), np.conj(q) @ tail_bar), -1)


def svd_tangent(a_dot: Any, u: Any, s: Any, vh: Any) -> Any:
    """Tangents of the factors of a singular value decomposition."""
    row, column = np.expand_dims(s, -2), np.expand_dims(s, -1)
    one = np.eye(s.shape[-1], dtype=s.dtype)
    apart = 1.0 / ((row - column) * (row + column) + one) - one
    inner = conjugate_transpose(u) @ a_dot @ conjugate_transpose(vh)
    other = conjugate_transpose(inner)
    phase = 0.5 * one * (inner - other) / row
    u_turn = apart * (inner * row + column * other) + phase
    v_turn = apart * (column * inner + other * row)
    u_out = a_dot @ conjugate_transpose(vh) - u @ inner
    v_out = conjugate_transpose(u) @ a_dot - inner @ vh
    u_dot = u @ u_turn + u_out / row
    vh_dot = conjugate_transpose(v_turn) @ vh + v_out / column
    return u_dot, np.real(np.sum(one * inner, axis=-1)), vh_dot


def svd_bar(u_bar: Any, s_bar: Any, vh_bar: Any, u: Any, s: Any, vh: Any) -> Any:
    """Cotangent of a matrix in the factors of its singular value decomposition."""
    row, column = np.expand_dims(s, -2), np.expand_dims(s, -1)
    one = np.eye(s.shape[-1], dtype=s.dtype)
    apart = 1.0 / ((row - column) * (row + column) + one) - one
    of_u, of_v = np.swapaxes(u, -1, -2) @ u_bar, vh_bar @ np.swapaxes(vh, -1, -2)
    u_turn = apart * (of_u - conjugate_transpose(of_u))
    v_turn = apart * (conjugate_transpose(of_v) - of_v)
    inner = u_turn * row + column * v_turn + one * np.expand_dims(s_bar, -1)
    inner = inner + 0.5 * one * (of_u - np.conj(of_u)) / row
    u_out = (u_bar - np.conj(u) @ of_u) / row
    v_out = (vh_bar - of_v @ np.conj(vh)) / column
    return (np.conj(u) @ inner + u_out) @ np.conj(vh) + np.conj(u) @ v_out


def least_squares_tangent(a_dot: Any, a: Any, b: Any, x: Any) -> Any:
    """Tangent of the solution of a least squares problem, where `a` changes."""
    inverse = np.linalg.pinv(a)
    adjoint = conjugate_transpose(inverse)
    change = conjugate_transpose(a_dot)
    left = change @ (adjoint @ x)
    right = inverse @ (adjoint @ (change @ (b - a @ x)))
    return right + left - inverse @ (a @ left) - inverse @ (a_dot @ x)


def least_squares_bar(x_bar: Any, a: Any, b: Any, x: Any) -> Any:
    """Cotangents of a least squares problem in its solution: those of `a` and of `b`."""
    inverse = np.linalg.pinv(a)
    b_bar = np.swapaxes(inverse, -1, -2) @ x_bar
    count = (-1, 1) if np.ndim(b) == 1 else np.shape(x)
    solution, seed = np.reshape(x, count), np.reshape(x_bar, count)
    count = (-1, 1) if np.ndim(b) == 1 else np.shape(b)
    back, residual = np.reshape(np.conj(b_bar), count), np.reshape(b - a @ x, count)
    outside = np.conj(seed) - conjugate_transpose(a) @ back
    a_bar = np.conj(residual) @ (inverse @ back).T - np.conj(back) @ solution.T
    return a_bar + inverse.T @ np.conj(solution) @ outside.T, b_bar


def norm_gradient(x: Any, ord: Any = None, axis: Any = None) -> Any:
    """Derivative of `np.linalg.norm` by each element, 0 where the norm is 0."""
    if isinstance(axis, tuple) or (axis is None and np.ndim(x) == 2):
        axes = (-2, -1) if axis is None else axis
        matrix = np.moveaxis(x, axes, (-2, -1))
        return np.moveaxis(matrix_norm_gradient(matrix, ord), (-2, -1), axes)
    vector = np.ravel(x) if axis is None else np.moveaxis(x, axis, -1)
    found = vector_norm_gradient(vector, ord)
    return np.reshape(found, x.shape) if axis is None else np.moveaxis(found, -1, axis)


def vector_norm_gradient(x: Any, ord: Any) -> Any:
    """Derivative of the norm of vectors along the last axis."""
    size = np.abs(x)
    sign = np.conj(x) / (size + (size == 0.0))
    if ord in (np.inf, -np.inf):
        where = np.argmax(size, -1) if ord > 0 else np.argmin(size, -1)
        return sign * (np.arange(x.shape[-1]) == np.expand_dims(where, -1))
    if ord == 0:
        return np.zeros_like(x)
    if ord == 1:
        return sign
    norm = np.linalg.norm(x, ord, -1, keepdims=True)
    ratio = size / (norm + (norm == 0.0))
    if ord is None or ord == 2:
        return sign * ratio
    return sign * (ratio + (ratio == 0.0)) ** (ord - 1) * (ratio != 0.0)


def matrix_norm_gradient(x: Any, ord: Any) -> Any:
    """Derivative of the norm of matrices along the last two axes."""
    if ord is None or ord == "fro":
        norm = np.linalg.norm(x, axis=(-2, -1), keepdims=True)
        return np.conj(x) / (norm + (norm == 0.0))
    if ord in ("nuc", 2, -2):
        u, s, vh = np.linalg.svd(x, full_matrices=False)
        if ord == "nuc":
            chosen = s > 0.0
        else:
            best = 0 if ord == 2 else s.shape[-1] - 1
            chosen = (np.arange(s.shape[-1]) == best) & (s > 0.0)
        return np.conj((u * np.expand_dims(chosen, -2)) @ vh)
    over = -2 if ord in (1, -1) else -1
    sums = np.sum(np.abs(x), axis=over)
    where = np.argmax(sums, -1) if ord > 0 else np.argmin(sums, -1)
    chosen = np.arange(sums.shape[-1]) == np.expand_dims(where, -1)
    size = np.abs(x)
    return np.conj(x) / (size + (size == 0.0)) * np.expand_dims(chosen, over)


def condition_gradient(x: Any, p: Any = None) -> Any:
    """Derivative of `np.linalg.cond` by each element."""
    inverse = np.linalg.inv(x)
    one = np.linalg.norm(x, p, (-2, -1), keepdims=True)
    two = np.linalg.norm(inverse, p, (-2, -1), keepdims=True)
    turned = np.swapaxes(inverse, -1, -2)
    back = turned @ matrix_norm_gradient(inverse, p) @ turned
    return two * matrix_norm_gradient(x, p) - one * back


def spectral_condition_gradient(x: Any) -> Any:
    """Derivative of the ratio of the largest and the smallest singular value."""
    u, s, vh = np.linalg.svd(x, full_matrices=False)
    largest = u[..., :, :1] @ vh[..., :1, :]
    smallest = u[..., :, -1:] @ vh[..., -1:, :]
    ratio = s[..., :1] / s[..., -1:]
    smallest = np.expand_dims(ratio, -1) * smallest
    return np.conj(largest - smallest) / np.expand_dims(s[..., -1:], -1)


def power_tangent(a_dot: Any, a: Any, n: Any) -> Any:
    """Tangent of a power of a matrix: a block of the power of a larger matrix."""
    size = a.shape[-1]
    above = np.concatenate((a, a_dot), -1)
    below = np.concatenate((np.zeros_like(a), a), -1)
    blocks = np.concatenate((above, below), -2)
    return np.linalg.matrix_power(blocks, n)[..., :size, size:]


def kron_left(c: Any, a: Any, b: Any) -> Any:
    """Cotangent of `a` in `np.kron(a, b)`."""
    return np.reshape(kron_blocks(c, a, b) @ np.ravel(b), np.shape(a))


def kron_right(c: Any, a: Any, b: Any) -> Any:
    """Cotangent of `b` in `np.kron(a, b)`."""
    return np.reshape(np.ravel(a) @ kron_blocks(c, a, b), np.shape(b))


def kron_blocks(c: Any, a: Any, b: Any) -> Any:
    """Elements of `np.kron(a, b)`: a row for each of `a`, a column for each of `b`."""
    rank = max(np.ndim(a), np.ndim(b))
    of_a = (1,) * (rank - np.ndim(a)) + np.shape(a)
    of_b = (1,) * (rank - np.ndim(b)) + np.shape(b)
    split = [extent for pair in zip(of_a, of_b, strict=True) for extent in pair]
    order = (*range(0, 2 * rank, 2), *range(1, 2 * rank, 2))
    blocks = np.transpose(np.reshape(c, split), order)
    return np.reshape(blocks, (np.size(a), np.size(b)))


def cut_or_fill(c: Any, primal: Any) -> Any:
    """Cut `c` to the extents of `primal`, or fill it up with zeros."""
    found = np.zeros(np.shape(primal), np.result_type(c))
    pairs = zip(np.shape(c), np.shape(primal), strict=True)
    common = tuple(slice(min(given, wanted)) for given, wanted in pairs)
    found[common] = c[common]
    return found


def both_halves(half: Any, primal: Any, n: Any, axis: Any) -> Any:
    """Count the part of a spectrum of `n` real values that stands for two."""
    times = np.full(half.shape[axis], 2.0)
    times[0] = 1.0
    if n % 2 == 0:
        times[-1] = 1.0
    shape = [1] * np.ndim(half)
    shape[axis] = -1
    return cut_or_fill(half * np.reshape(times, shape), primal)


def factor_change(change: Any, factor: Any, lower: Any, x: Any) -> Any:
    """Change of `a @ x` where the Cholesky factor of `a` changes."""
    part, change = (factor.T, change.T) if lower else (factor, change)
    part, change = np.triu(part), np.triu(change)
    return change.T @ (part @ x) + part.T @ (change @ x)


def factor_bar(solved: Any, factor: Any, lower: Any, x: Any) -> Any:
    """Cotangent of the Cholesky factor of a linear system with the solution `x`."""
    one = np.reshape(solved, (factor.shape[0], -1))
    two = np.reshape(x, (factor.shape[0], -1))
    both = one @ two.T + two @ one.T
    if lower:
        return -np.tril(both @ np.tril(factor))
    return -np.triu(np.triu(factor) @ both)
