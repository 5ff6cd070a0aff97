"""The read-only table of all primitives, put together from its families."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from srcgrad.primitives.arithmetic import ARITHMETIC
from srcgrad.primitives.bessel import BESSEL
from srcgrad.primitives.chains import CHAINS
from srcgrad.primitives.choosing import CHOOSING
from srcgrad.primitives.complex_numbers import COMPLEX_NUMBERS
from srcgrad.primitives.containers import CONTAINERS
from srcgrad.primitives.contractions import CONTRACTIONS
from srcgrad.primitives.counts import COUNTS
from srcgrad.primitives.covariances import COVARIANCES
from srcgrad.primitives.creation import CREATION
from srcgrad.primitives.decompositions import DECOMPOSITIONS
from srcgrad.primitives.densities import DENSITIES
from srcgrad.primitives.draws import DRAWS
from srcgrad.primitives.einsum import EINSUM
from srcgrad.primitives.elementary import ELEMENTARY
from srcgrad.primitives.entry import Primitive
from srcgrad.primitives.error_functions import ERROR_FUNCTIONS
from srcgrad.primitives.exponentials import EXPONENTIALS
from srcgrad.primitives.extremes import EXTREMES
from srcgrad.primitives.fourier import FOURIER, SCIPY_FOURIER
from srcgrad.primitives.fused import FUSED
from srcgrad.primitives.gamma_functions import GAMMA_FUNCTIONS
from srcgrad.primitives.joining import JOINING
from srcgrad.primitives.logistic import LOGISTIC
from srcgrad.primitives.masked import MASKED
from srcgrad.primitives.matrices import MATRICES_OF_VECTORS
from srcgrad.primitives.missing import MISSING
from srcgrad.primitives.neighbours import NEIGHBOURS
from srcgrad.primitives.norms import NORMS
from srcgrad.primitives.orthogonal import ORTHOGONAL
from srcgrad.primitives.padding import PADDING
from srcgrad.primitives.polynomials import POLYNOMIALS
from srcgrad.primitives.positions import POSITIONS
from srcgrad.primitives.procedural import PROCEDURES
from srcgrad.primitives.products import PRODUCTS
from srcgrad.primitives.pulled import pulled
from srcgrad.primitives.quantiles import QUANTILES
from srcgrad.primitives.rearranging import REARRANGING
from srcgrad.primitives.reductions import REDUCTIONS
from srcgrad.primitives.running import RUNNING
from srcgrad.primitives.scalars import SCALARS
from srcgrad.primitives.scipy_linalg import SCIPY_LINALG
from srcgrad.primitives.selection import SELECTION
from srcgrad.primitives.sequences import SEQUENCES
from srcgrad.primitives.shapes import SHAPES
from srcgrad.primitives.signals import SIGNALS
from srcgrad.primitives.soft_maxima import SOFT_MAXIMA
from srcgrad.primitives.spaced import SPACED
from srcgrad.primitives.sparse import SPARSE
from srcgrad.primitives.spectra import SPECTRA
from srcgrad.primitives.splitting import SPLITTING
from srcgrad.primitives.stacking import STACKING
from srcgrad.primitives.standard_names import STANDARD_NAMES
from srcgrad.primitives.statistics import STATISTICS
from srcgrad.primitives.storing import STORING
from srcgrad.primitives.support import SUPPORT
from srcgrad.primitives.systems import SYSTEM_RULES
from srcgrad.primitives.turning import TURNING
from srcgrad.primitives.ufuncs import UFUNCS

FAMILIES: Mapping[str, tuple[Primitive, ...]] = MappingProxyType(
    {
        "arithmetic": ARITHMETIC,
        "exponentials": EXPONENTIALS,
        "fused": FUSED,
        "elementary": ELEMENTARY,
        "scalars": SCALARS,
        "numbers of Python": CONTAINERS,
        "products": PRODUCTS,
        "contractions": CONTRACTIONS,
        "reductions": REDUCTIONS,
        "statistics": STATISTICS,
        "extremes": EXTREMES,
        "methods of ufuncs": UFUNCS,
        "quantiles": QUANTILES,
        "missing values": MISSING,
        "masked reductions": MASKED,
        "covariances": COVARIANCES,
        "running": RUNNING,
        "neighbours": NEIGHBOURS,
        "polynomials": POLYNOMIALS,
        "complex numbers": COMPLEX_NUMBERS,
        "Fourier transforms": FOURIER,
        "Fourier transforms of SciPy": SCIPY_FOURIER,
        "einsum": EINSUM,
        "systems": SYSTEM_RULES,
        "names of the array standard": STANDARD_NAMES,
        "decompositions": DECOMPOSITIONS,
        "norms": NORMS,
        "linear algebra of SciPy": SCIPY_LINALG,
        "matrices of SciPy": MATRICES_OF_VECTORS,
        "spectra and factors with a permutation": SPECTRA,
        "sparse matrices": SPARSE,
        "signals and samples": SIGNALS,
        "gamma functions": GAMMA_FUNCTIONS,
        "error functions": ERROR_FUNCTIONS,
        "logistic functions": LOGISTIC,
        "soft maxima": SOFT_MAXIMA,
        "Bessel functions": BESSEL,
        "orthogonal polynomials": ORTHOGONAL,
        "continuous distributions": DENSITIES,
        "discrete and multivariate distributions": COUNTS,
        "chains": CHAINS,
        "shapes": SHAPES,
        "rearranging": REARRANGING,
        "turning": TURNING,
        "padding": PADDING,
        "joining": JOINING,
        "stacking": STACKING,
        "splitting": SPLITTING,
        "creation": CREATION,
        "spaced numbers": SPACED,
        "positions": POSITIONS,
        "selection": SELECTION,
        "choosing": CHOOSING,
        "helpers": SUPPORT,
        "sequences": SEQUENCES,
        "storing": STORING,
        "procedures": PROCEDURES,
        "draws": DRAWS,
    }
)

_STATED = {entry.key: entry for family in FAMILIES.values() for entry in family}
TABLE: Mapping[str, Primitive] = MappingProxyType(
    _STATED | {entry.key: entry for entry in pulled(_STATED.values())}
)
KEY_OF: Mapping[Callable[..., Any], str] = MappingProxyType(
    {
        entry.function: entry.key
        for entry in reversed(tuple(TABLE.values()))
        if entry.function is not None
    }
)
BY_NAME: Mapping[str, Primitive] = MappingProxyType(
    {name: entry for entry in TABLE.values() for name in entry.names}
)
