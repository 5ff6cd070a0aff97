"""A function's annotations, the option `--types` -> the types of its parameters."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from srcgrad.diagnostics import CompileError, Diagnostic
from srcgrad.frontend.type_text import DTYPES, OPTION, parse_types
from srcgrad.ir.surface import SurfaceFunction
from srcgrad.ir.types import (
    BOOLEAN,
    FLOAT,
    INTEGER,
    UNKNOWN,
    Dimension,
    ListOf,
    Numeric,
    Passive,
    Shape,
    TupleOf,
    Type,
)
from srcgrad.suggestion import nearest

_PLAIN: Mapping[str, Type] = {
    "float": FLOAT,
    "int": INTEGER,
    "bool": BOOLEAN,
    "complex": Numeric("complex128", (), mutable=False, weak=True),
    "str": Passive("text"),
    "ndarray": Numeric(None, None, mutable=True),
    "NDArray": Numeric(None, None, mutable=True),
}

# jaxtyping. `Float` is of any precision, so its dtype is unknown; `Int` is one of the
# integers, through all of which no derivative flows.
_JAXTYPING: Mapping[str, str | None] = {
    "Float": None,
    "Num": None,
    "Real": None,
    "Inexact": None,
    "Complex": None,
    "Shaped": None,
    "Int": "int64",
    "Integer": "int64",
    "UInt": "uint64",
    "Bool": "bool",
    **{
        f"{kind}{bits}": f"{kind.lower()}{bits}"
        for kind, sizes in {
            "Float": (16, 32, 64),
            "Complex": (64, 128),
            "Int": (8, 16, 32, 64),
            "UInt": (8, 16, 32, 64),
        }.items()
        for bits in sizes
    },
}

_NUMPY_DTYPES = frozenset(
    "float16 float32 float64 complex64 complex128 "
    "int8 int16 int32 int64 uint8 uint16 uint32 uint64".split()
)
_DTYPE_ALIASES = {
    "double": "float64",
    "single": "float32",
    "float_": "float64",
    "bool_": "bool",
    **{name: DTYPES[name] for name in ("bool", "float", "int", "complex")},
}


def types_of(function: SurfaceFunction, types: str | None) -> Mapping[str, Type]:
    """Return what is known of each parameter, `UNKNOWN` where nothing is.

    `types` is the option ("x: f64[n, d], steps: int"); it goes before the annotations.

    Raises
    ------
    CompileError
        SG015 the option is malformed, SG016 it names what is not a parameter, SG017 it
        names a parameter twice. Spans are within the option, whose path is `--types`.
    """
    known = {p.name: annotated_type(p.annotation_text) for p in function.parameters}
    given: set[str] = set()
    wrong: list[Diagnostic] = []
    for entry in parse_types(types or ""):
        if entry.name not in known:
            names = ", ".join(f"`{name}`" for name in known)
            hint = nearest(entry.name, known) or f"its parameters are {names}"
            message = f"`{function.name}` has no parameter `{entry.name}`"
            wrong.append(Diagnostic("SG016", message, entry.span, (), hint))
        elif entry.name in given:
            message = f"`{OPTION}` gives the type of `{entry.name}` twice"
            wrong.append(
                Diagnostic("SG017", message, entry.span, (), "leave one of them out")
            )
        else:
            known[entry.name] = entry.type
        given.add(entry.name)
    if wrong:
        raise CompileError(wrong)
    return known


def annotated_type(text: str) -> Type:
    """Return what an annotation says of a value; UNKNOWN for one that is not known."""
    if not text:
        return UNKNOWN
    try:
        # in parentheses: an annotation may be broken into lines within its own
        return _of(ast.parse(f"(\n{text}\n)", mode="eval").body)
    except (SyntaxError, ValueError, RecursionError):
        return UNKNOWN


def _of(node: ast.expr) -> Type:
    match node:
        case ast.Constant(value=str(text)):
            return annotated_type(text)
        case ast.Constant(value=None):
            return Passive("None")
        case ast.Name(id=name):
            return _PLAIN.get(name) or _scalar(name)
        case ast.Attribute(attr=name):
            # `np.float` is of an old NumPy: of attributes only its own names count
            array = name in ("ndarray", "NDArray")
            return _PLAIN[name] if array else _scalar(name)
        case ast.Subscript(value=ast.Name(id=name) | ast.Attribute(attr=name)):
            return _parametrised(name, node.slice)
        case _:
            return UNKNOWN


def _scalar(name: str) -> Type:
    """Return the type of `np.float32` and the like: a number that keeps its dtype."""
    return Numeric(name, (), mutable=False) if name in _NUMPY_DTYPES else UNKNOWN


def _parametrised(name: str, inside: ast.expr) -> Type:
    """Return the type of `name[inside]`."""
    parts = inside.elts if isinstance(inside, ast.Tuple) else [inside]
    if name == "NDArray":
        return Numeric(_dtype(inside), None, mutable=True)
    if name == "ndarray":
        return Numeric(_dtype(parts[-1]), None, mutable=True)
    if name in ("list", "List") and len(parts) == 1:
        return ListOf(_of(parts[0]))
    if name in ("tuple", "Tuple"):
        of_any_length = any(
            isinstance(part, ast.Constant) and part.value is ... for part in parts
        )
        return UNKNOWN if of_any_length else TupleOf(tuple(_of(p) for p in parts))
    if name in ("Annotated", "Final") and parts:
        return _of(parts[0])
    if name in _JAXTYPING and len(parts) == 2:
        return _jaxtyping(name, parts[0], parts[1])
    return UNKNOWN


def _dtype(node: ast.expr) -> str | None:
    """Return the dtype that `np.float64` or `np.dtype[np.float64]` names, if one."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            exact = _DTYPE_ALIASES.get(name, name)
            return exact if exact in _NUMPY_DTYPES | {"bool"} else None
        case ast.Subscript(value=ast.Name(id="dtype") | ast.Attribute(attr="dtype")):
            return _dtype(node.slice)
        case ast.Constant(value=str(text)):
            return _dtype(ast.parse(text, mode="eval").body)
        case _:
            return None


def _jaxtyping(name: str, array: ast.expr, shape: ast.expr) -> Type:
    """Return the type of `Float[np.ndarray, "n d"]`; of other arrays UNKNOWN."""
    match array:
        case ast.Attribute(attr="ndarray") | ast.Name(id="ndarray" | "NDArray"):
            pass
        case _:
            return UNKNOWN
    if not isinstance(shape, ast.Constant) or not isinstance(shape.value, str):
        return UNKNOWN
    return Numeric(_JAXTYPING[name], _jaxtyping_shape(shape.value), mutable=True)


def _jaxtyping_shape(text: str) -> Shape:
    """Read `"n 3 _"`; a part of any length leaves the rank unknown."""
    extents: list[Dimension] = []
    for word in text.split():
        extent = word.rpartition("=")[2]
        if extent == "..." or "*" in re.split(r"\w", extent)[0]:
            return None
        if extent.isdecimal():
            extents.append(int(extent))
        else:
            # `#n` broadcasts, `?n` and `_n` are not compared, `n+1` is arithmetic
            named = extent.isidentifier() and not extent.startswith("_")
            extents.append(extent if named else None)
    return tuple(extents)
