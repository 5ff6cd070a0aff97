"""Parameters of a function -> its parameter list, and the arguments that hand them on."""

from __future__ import annotations

from srcgrad.ir.program import Function, Parameter


def parameters(function: Function, annotated: bool = False) -> str:
    """Parameter list as the source declares it."""
    shown: list[str] = []
    star = False
    for parameter in sorted(function.parameters, key=lambda p: p.star == "**"):
        if parameter.keyword_only and not star:
            shown.append("*")
        star |= parameter.keyword_only or bool(parameter.star)
        shown.append(_parameter(parameter, annotated))
    return ", ".join(shown)


def _parameter(parameter: Parameter, annotated: bool) -> str:
    text = parameter.star + parameter.name
    if annotated and parameter.annotation_text:
        text += f": {parameter.annotation_text}"
    if parameter.default_text:
        text += f"={parameter.default_text}"
    return text


def arguments(function: Function) -> str:
    """Arguments that hand all parameters on."""
    return ", ".join(
        f"{p.name}={p.name}" if p.keyword_only else p.name for p in function.parameters
    )
