"""A live callable -> the function of a file that it calls, and what it gives to it.

net.loss              `Net.loss` of the file, given `net`
net                   `Net.__call__`, given `net`
partial(f, 2.0)       `f`, given 2.0
a nested function     its text, with a parameter for each value that it captures
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FunctionType, MethodType
from typing import Any

from srcgrad.captured import standing_alone
from srcgrad.diagnostics import refuse

WITHIN = "<locals>"


@dataclass(frozen=True)
class Subject:
    """What a live callable calls: the function `name` of `text`.

    emitted : what functions of the derivative are named after. signature : of the
    function itself. visible : parameters that are left to the caller. given, keywords :
    what the callable gives to the others.
    """

    path: Path
    text: str
    name: str
    emitted: str
    signature: inspect.Signature
    visible: tuple[str, ...]
    given: tuple[Any, ...] = ()
    keywords: Mapping[str, Any] = field(default_factory=dict)

    def arguments(
        self, arguments: tuple[Any, ...], keywords: Mapping[str, Any]
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Return all that the function is called with."""
        return (*self.given, *arguments), {**self.keywords, **keywords}


def subject_of(called: Callable[..., Any]) -> Subject:
    """Return what a live callable calls. Raises CompileError (SG019)."""
    # what Numba has compiled still has its Python function
    called = getattr(called, "py_func", called)
    match called:
        case functools.partial():
            inner = subject_of(called.func)
            left = inner.visible[len(called.args) :]
            return replace(
                inner,
                visible=tuple(name for name in left if name not in called.keywords),
                given=(*inner.given, *called.args),
                keywords={**inner.keywords, **called.keywords},
            )
        case MethodType():
            owner = called.__self__
            class_ = owner if inspect.isclass(owner) else type(owner)
            return _bound(_method(called.__func__, class_), owner)
        case FunctionType() if _is_nested(called):
            return _nested(called)
        case FunctionType():
            return _method(called, None)
    if not hasattr(called, "__name__") and hasattr(type(called), "__call__"):  # noqa: B004
        function = type(called).__call__
        if isinstance(function, FunctionType):
            return _bound(_method(function, type(called)), called)
    return _method(called, None)


def _is_nested(function: FunctionType) -> bool:
    *outer, name = function.__qualname__.split(".")
    return name == "<lambda>" or (bool(outer) and outer[-1] == WITHIN)


def _method(function: Callable[..., Any], class_: type | None) -> Subject:
    """Return a function or method; `class_` : of the object that it is called on."""
    name = getattr(function, "__qualname__", "")
    defined = name.rpartition(".")[0]
    source: Any = function
    if class_ is not None and class_.__qualname__ != defined:
        # inherited: what the object's own class says counts
        name, source = f"{class_.__qualname__}.{function.__name__}", class_
    if WITHIN in name.split("."):
        raise refuse(
            "SG019",
            f"`{name}` is a method of a class within a function",
            hint="define the class at the top level of its file",
        )
    path, text = _file_of(source, function)
    signature = inspect.signature(function, follow_wrapped=False)
    return Subject(
        path,
        text,
        name,
        _emitted(defined, function.__name__) if defined else function.__name__,
        signature,
        tuple(signature.parameters),
    )


def _bound(method: Subject, owner: object) -> Subject:
    return replace(method, visible=method.visible[1:], given=(owner,))


def _emitted(owner: str, name: str) -> str:
    from srcgrad.frontend.classes import method_name

    return method_name(owner, name)


def _nested(function: FunctionType) -> Subject:
    """Return a function within a function, its captured values as parameters."""
    path, text = _file_of(function, function)
    alone = standing_alone(function, path, text)
    signature = inspect.signature(function, follow_wrapped=False)
    captured = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY)
        for name in alone.captured
    ]
    return Subject(
        path,
        alone.text,
        alone.name,
        alone.name,
        signature.replace(parameters=[*signature.parameters.values(), *captured]),
        tuple(signature.parameters),
        keywords=alone.captured,
    )


def _file_of(source: Any, function: Callable[..., Any]) -> tuple[Path, str]:
    """File and text of the module that defines a live function or class."""
    try:
        source = inspect.unwrap(source)
        filename = inspect.getsourcefile(source) or ""
        lines, _ = inspect.findsource(source)
    except (OSError, TypeError) as error:
        name = getattr(function, "__name__", function)
        raise refuse(
            "SG019",
            f"the source of `{name}` cannot be found",
            hint="define it in a file",
        ) from error
    return Path(filename), "".join(lines)
