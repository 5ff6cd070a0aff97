"""Complex values between real arguments and real results: spectra, waves, contours."""

import numpy as np
from scipy import fft as scipy_fft


# wrt: w
# example: normal(4)
# third
def phases(w):
    z = np.exp(1j * w * 0.3)
    return np.sum(z.real * z.imag)


# wrt: x
# example: normal(8)
# third
def power_spectrum(x):
    spectrum = np.fft.fft(x)
    return np.sum(np.abs(spectrum) ** 2 * np.arange(8.0))


# wrt: x
# example: normal(8)
def half_spectrum(x):
    spectrum = np.fft.rfft(x)
    return np.sum(np.abs(spectrum) * np.arange(5.0))


# wrt: x
# example: normal(7)
def filtered(x):
    spectrum = np.fft.rfft(x)
    low = spectrum * np.exp(-np.arange(4.0))
    return np.sum(np.fft.irfft(low, n=7) ** 3)


# wrt: x
# example: normal(4, 6)
def filtered_picture(x):
    spectrum = np.fft.fft2(x)
    k = np.fft.fftfreq(6)[None, :] + np.fft.fftfreq(4)[:, None]
    return np.sum(np.real(np.fft.ifft2(spectrum * np.exp(-k * k))) ** 3)


# wrt: x
# example: normal(4, 6)
def transforms_of_planes(x):
    half = np.fft.rfft2(x) * 0.5
    back = np.fft.irfft2(half, s=(4, 6))
    return np.sum(np.fft.fftshift(back) ** 3)


# wrt: v
# example: normal(8), 3
def split_step(v, n):
    x = np.linspace(-1.0, 1.0, 8)
    k = 2.0 * np.pi * np.fft.fftfreq(8, 0.25)
    psi = np.exp(-x * x).astype(complex)
    for _ in range(n):
        psi = psi * np.exp(-0.05j * v)
        psi = np.fft.ifft(np.exp(-0.05j * k * k) * np.fft.fft(psi))
        psi = psi * np.exp(-0.05j * v)
    return np.sum(np.abs(psi) ** 2 * x * np.arange(8.0))


# wrt: a, b
# example: normal(3), normal(3)
def stored(a, b):
    z = np.zeros(3, dtype=complex)
    z[0] = a[0] + 1j * b[0]
    z[1:] = a[1:] * np.exp(1j * b[1:])
    z[2] *= 1j * a[0]
    return np.sum(np.abs(z) ** 2) + np.sum((z * z).real)


# wrt: x, y
# example: normal(3), normal(3)
def inner_products(x, y):
    p = x + 1j * y
    q = np.exp(1j * x) * y
    first = np.vdot(p, q)
    second = np.sum(p * np.conj(q))
    return np.real(first) * np.imag(second) + (p * p.conj()).sum().real


# wrt: x
# example: normal(4)
def angles(x):
    z = np.exp(1j * x) * (1.0 + x**2)
    return np.sum(np.angle(z) ** 2) + np.sum(np.angle(z + 2.0))


# wrt: x, y
# example: 0.3, 0.7
def numbers(x, y):
    z = complex(x, y)
    w = z**2 + 1j * z / (z + 2.0)
    return abs(w) + w.real * w.imag


# wrt: a, b
# example: normal(3, 3), normal(3, 3)
def complex_solve(a, b):
    m = a + 1j * b + 4.0 * np.eye(3)
    x = np.linalg.solve(m, np.ones(3) + 0j)
    return np.sum(np.abs(x) ** 2) + np.real(np.linalg.det(np.linalg.inv(m)))


# wrt: a, b
# example: normal(3, 3), normal(3, 3)
def hermitian_eigenvalues(a, b):
    m = a + 1j * b
    h = m + m.conj().T
    return np.sum(np.linalg.eigvalsh(h) ** 3)


# wrt: a, b
# example: normal(3, 3), normal(3, 3)
def hermitian_eigenvectors(a, b):
    m = a + 1j * b
    values, vectors = np.linalg.eigh(m + m.conj().T)
    return np.sum(values * np.abs(vectors[0]) ** 2) + np.sum(np.abs(vectors) ** 4)


# wrt: a, b
# example: normal(3, 4), normal(3, 4)
def complex_singular_values(a, b):
    m = a + 1j * b
    return np.sum(np.linalg.svd(m, compute_uv=False) ** 3) + np.linalg.norm(m)


# wrt: a, b
# example: normal(3, 4), normal(3, 4)
def complex_singular_vectors(a, b):
    u, s, vh = np.linalg.svd(a + 1j * b, full_matrices=False)
    near = (u[:, :1] * s[:1]) @ vh[:1]
    return np.sum(np.abs(near) ** 4) + np.sum(np.abs(u) ** 4 * s)


# wrt: a, b
# example: normal(3, 3), normal(3, 3)
def complex_cholesky(a, b):
    m = a + 1j * b
    factor = np.linalg.cholesky(m @ m.conj().T + 2.0 * np.eye(3))
    return np.sum(np.abs(factor) ** 4) + np.sum(factor.real * factor.imag)


# wrt: a, b
# example: normal(4, 3), normal(4, 3)
def complex_qr(a, b):
    q, r = np.linalg.qr(a + 1j * b)
    return np.sum(np.abs(q) ** 4) + np.sum(np.abs(r) ** 3)


# wrt: a, b
# example: normal(2, 3), normal(3, 2)
def complex_einsum(a, b):
    z = np.einsum("ij,jk->ik", a * 1j, b + 0.5j)
    return np.sum(z.real**2 * z.imag)


# wrt: a, b
# example: normal(4, 3), normal(4, 3)
def complex_pseudo_inverse(a, b):
    p = np.linalg.pinv(a + 1j * b)
    return np.sum(np.abs(p) ** 2) + np.sum(p.real**3)


# wrt: r
# example: 1.3, 8
def contour(r, n):
    t = 2.0 * np.pi * np.arange(n) / n
    z = r * np.exp(1j * t)
    f = np.exp(z) / (z - 0.4)
    return np.real(np.mean(f * z))


# wrt: x
# example: normal(6)
def hermitian_transforms(x):
    z = np.fft.ihfft(x) * (1.0 + 0.5j)
    return np.sum(np.fft.hfft(z, 6) ** 3)


# wrt: x
# example: normal(6)
def transforms_of_scipy(x):
    z = scipy_fft.fft(x, norm="ortho")
    return np.sum(np.abs(z) ** 4) + np.sum(scipy_fft.irfft(scipy_fft.rfft(x)) ** 3)


# wrt: x
# example: normal(4)
def only_one_branch_is_complex(x):
    z = x * 1j if x[0] > 5.0 else x + 0j
    return np.sum(np.abs(z * x))


# wrt: x, y
# example: normal(2, 3), normal(2, 3)
def spreads(x, y):
    z = x + 1j * y
    total = np.var(z) + np.sum(np.std(z, axis=1, ddof=1) ** 3) + np.nanvar(z * z)
    total += np.var(z, where=np.abs(z) > 0.01) + np.sum(np.abs(np.cov(z)) ** 2)
    return total + np.sum(np.real(np.corrcoef(z) * np.exp(1j))) + np.nanstd(z)


# wrt: x, y
# example: normal(2, 3), normal(2, 3)
def extremes_and_branches(x, y):
    z = x + 1j * y
    w = np.maximum(z, 0.5 * z * z) * np.sign(z) + np.max(z)
    w = w + np.arccosh(z) + np.arcsinh(z) + np.sort(z, axis=1)
    return np.sum(np.imag(w) ** 2) + np.sum(np.real(w))
