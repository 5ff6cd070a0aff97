"""Names of kernels -> the text that they have in an emitted file, with all they call.

kernels_text(["expit"], "_")     ->     @numba.njit(...)
                                        def _scaled(value: float, power: float) -> float:
                                            ...
                                        @numba.njit(...)
                                        def _expit(x: float) -> float:
"""

import ast
import io
import tokenize
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

# The NumPy or SciPy function -> the kernel in its place: for 64 bits, and with the ending
# `_single` for 32. A sine or cosine has a branch, so that a loop over it is not vectorised;
# with `_near` before `_single` it has none, and NaN for what is larger than `NEAR`.
KERNELS = MappingProxyType(
    {
        "numpy.arctan": "arctan",
        "numpy.cos": "cos",
        "numpy.cosh": "cosh",
        "numpy.exp": "exp",
        "numpy.exp2": "exp2",
        "numpy.expm1": "expm1",
        "numpy.log": "log",
        "numpy.log10": "log10",
        "numpy.log1p": "log1p",
        "numpy.log2": "log2",
        "numpy.logaddexp": "logaddexp",
        "numpy.power": "power",
        "numpy.sin": "sin",
        "numpy.sinh": "sinh",
        "numpy.tanh": "tanh",
        "scipy.special.erf": "erf",
        "scipy.special.expit": "expit",
    }
)
SINGLE = "_single"

# What a decorator has to say: never to raise, as a check for that is a branch; to join
# products and sums where the machine can; to be put in place by LLVM, not by Numba, so that
# the calling loop keeps its own rules of arithmetic.
DECORATOR = '@numba.njit(error_model="numpy", fastmath={"contract"}, forceinline=True, cache=True)'

_MODULES = (
    "exponentials",
    "logarithms",
    "trigonometry",
    "powers",
    "errors",
    "single",
)


@dataclass(frozen=True)
class Kernel:
    """A kernel's text, without a decorator, and the kernels that it calls."""

    name: str
    text: str
    calls: tuple[str, ...]


@cache
def catalogue() -> Mapping[str, Kernel]:
    """Every kernel by its name, each after those that it calls."""
    found: dict[str, Kernel] = {}
    for module in _MODULES:
        source = Path(__file__).with_name(f"{module}.py").read_text(encoding="utf-8")
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef):
                text = ast.get_source_segment(source, node)
                assert text is not None
                names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
                calls = tuple(name for name in found if name in names & _called(node))
                found[node.name] = Kernel(node.name, text, calls)
    return MappingProxyType(found)


def _called(node: ast.FunctionDef) -> set[str]:
    calls = (n.func for n in ast.walk(node) if isinstance(n, ast.Call))
    return {function.id for function in calls if isinstance(function, ast.Name)}


def reached(names: Iterable[str]) -> tuple[Kernel, ...]:
    """The kernels of these names and all that they call, each after those it calls."""
    needed = set(names)
    for kernel in reversed([*catalogue().values()]):
        if kernel.name in needed:
            needed.update(kernel.calls)
    assert needed <= catalogue().keys(), "no kernel of that name"
    return tuple(kernel for kernel in catalogue().values() if kernel.name in needed)


def kernels_text(names: Iterable[str], prefix: str = "_") -> str:
    """The text of these kernels and all that they call, every name with `prefix` before it.

    It reads `np` and `numba`, and is otherwise complete.
    """
    kernels = reached(names)
    own = {kernel.name for kernel in kernels}
    return "\n\n\n".join(
        f"{DECORATOR}\n{''.join(_prefixed(kernel, own, prefix))}" for kernel in kernels
    )


def _prefixed(kernel: Kernel, own: set[str], prefix: str) -> Iterator[str]:
    """The text of a kernel, with `prefix` before names of kernels where they are called."""
    lines = kernel.text.splitlines(keepends=True)
    callable_names = {kernel.name, *kernel.calls} & own
    tokens = list(tokenize.generate_tokens(io.StringIO(kernel.text).readline))
    places = [
        token.start
        for before, token, after in zip(
            [tokens[0], *tokens], tokens, tokens[1:], strict=False
        )
        if token.type == tokenize.NAME
        and token.string in callable_names
        and before.string != "."
        and after.string == "("
    ]
    for number, line in enumerate(lines, start=1):
        columns = [column for row, column in places if row == number]
        for column in reversed(columns):
            line = line[:column] + prefix + line[column:]
        yield line
