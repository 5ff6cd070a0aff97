"""The names that a user typed -> the function and parameters that they mean.

A name that means nothing is a diagnostic that offers those that are near it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from srcgrad.diagnostics import CompileError, Diagnostic, Note, refuse
from srcgrad.ir.surface import SurfaceFunction, SurfaceModule, SurfaceParameter
from srcgrad.ir.types import UNKNOWN, Numeric, Type, is_discrete
from srcgrad.suggestion import nearest

# `.name` or `[key]`, the key a number or a text in quotes
_STEP = r"""\.(\w+)|\[\s*(-?\d+|"[^"\\]*"|'[^'\\]*')\s*\]"""


def find_function(module: SurfaceModule, name: str) -> SurfaceFunction:
    """Return the function `name` of a file.

    Raises
    ------
    CompileError
        SG005 there is none; else every refusal in the function itself.
    """
    if name in module.functions:
        return module.functions[name]
    message = f"`{module.path}` has no function `{name}` at its top level"
    hint = nearest(name, module.functions)
    if name in module.rebound:
        note = Note(f"`{name}` is bound here, too", module.rebound[name])
        raise refuse("SG005", message, notes=[note], hint="bind the name once")
    if name in module.imports:
        hint = "name the file that defines it; this one imports it"
    elif hint is None and module.functions:
        hint = f"its functions are {_listed(module.functions)}"
    elif hint is None:
        hint = "a function is a `def` that is not inside another or in a class"
    raise refuse("SG005", message, hint=hint)


def find_wrt(
    function: SurfaceFunction,
    wrt: Sequence[str] | None,
    types: Mapping[str, Type],
) -> tuple[str, ...]:
    """Return the parameters to differentiate with respect to, by default the first.

    Raises
    ------
    CompileError
        SG006 a name is no parameter, SG007 it is named twice, SG008 its type is one
        without derivative, SG009 the function has no parameter.
    """
    known = {parameter.name: parameter for parameter in function.parameters}
    if not known:
        raise refuse(
            "SG009",
            f"`{function.name}` has no parameters to differentiate with respect to",
            function.span,
            hint="make what it depends on a parameter",
        )
    names = tuple(wrt) if wrt else tuple(known)[:1]
    wrong: list[Diagnostic] = []
    for name in dict.fromkeys(names):
        parameter, *path = path_of(name)
        if parameter not in known:
            wrong.append(_no_parameter(function, name, "wrt"))
        elif not path and is_discrete(type_ := types.get(name, UNKNOWN)):
            wrong.append(_discrete(known[name], type_))
        if names.count(name) > 1:
            message = f"`wrt` names `{name}` twice"
            hint = "name each parameter once"
            wrong.append(Diagnostic("SG007", message, function.span, (), hint))
    if wrong:
        raise CompileError(wrong)
    return names


def find_of(
    function: SurfaceFunction, of: str | None, types: Mapping[str, Type]
) -> str | None:
    """Return the parameter that is the output, None where the value is.

    Raises
    ------
    CompileError
        SG006 the name is no parameter, SG008 its type is one without derivative.
    """
    for parameter in function.parameters:
        if parameter.name == of:
            if is_discrete(type_ := types.get(of, UNKNOWN)):
                raise CompileError([_discrete(parameter, type_)])
            return of
    if of is not None:
        raise CompileError([_no_parameter(function, of, "of")])
    return None


def path_of(text: str) -> tuple[Any, ...]:
    """`params.w1`, `params["w1"]`, `model.layers[0].w` -> name, then keys."""
    match = re.fullmatch(rf"\s*([^\W\d]\w*)((?:{_STEP})*)\s*", text)
    if match is None:
        return (text,)
    steps = re.findall(_STEP, match[2])
    return (match[1], *(name or ast.literal_eval(item) for name, item in steps))


def _no_parameter(function: SurfaceFunction, name: str, option: str) -> Diagnostic:
    names = [parameter.name for parameter in function.parameters]
    hint = nearest(name, names) or f"its parameters are {_listed(names)}"
    message = f"`{option}` names `{name}`, which is no parameter of `{function.name}`"
    return Diagnostic("SG006", message, function.span, (), hint if names else None)


def _discrete(parameter: SurfaceParameter, type_: Type) -> Diagnostic:
    what = "of a type without derivative"
    if isinstance(type_, Numeric):
        many = "an array of " if type_.shape else ""
        kind = "boolean" if type_.dtype == "bool" else "integer"
        what = f"{many}{kind}s" if many else f"{'a' if kind[0] == 'b' else 'an'} {kind}"
    return Diagnostic(
        "SG008",
        f"`{parameter.name}` is {what}, and has no derivative",
        parameter.span,
        (),
        "differentiate with respect to other parameters, or give it a type of real "
        "numbers, such as `float`, by its annotation or `--types`",
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
