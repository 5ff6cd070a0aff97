"""Expression of the IR -> text that tells versions apart: `np.cos(x.0) * d(x.0)`."""

from __future__ import annotations

from srcgrad.emit.expressions import Printer
from srcgrad.ir.expressions import Apply, Dot, Expression, Name, Var, rebuild

_PRINTER = Printer({})


def notation(expression: Expression | None) -> str:
    """Return an expression as NumPy, each variable with its version."""
    return "" if expression is None else _PRINTER.text(_versioned(expression))


def _versioned(expression: Expression) -> Expression:
    match expression:
        case Var("@", _):
            return Name("@")
        case Var(name, version):
            return Name(f"{name}.{version}")
        case Dot(var):
            return Name(f"d({notation(var)})")
        case Apply("at", (base, *items)):
            shown = ", ".join(map(notation, items))
            return Name(f"{notation(base)}[{shown}]")
        case _:
            return rebuild(expression, _versioned)
