"""Derivatives of live functions, and of functions in files."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from srcgrad.derivative import Derivative, load
from srcgrad.diagnostics import CompileError, refuse
from srcgrad.emit.header import Command
from srcgrad.files import read_source
from srcgrad.ir.types import Type
from srcgrad.live import live_types
from srcgrad.signature import signature
from srcgrad.subject import Subject, subject_of

# arrays of so few elements along an axis are compiled for their very shape
EXACT = 4
# shapes for which a call finds what serves it at once
REMEMBERED = 4096

Wrt = str | int | Iterable[str | int] | None


def generate(
    path: str | Path,
    function: str,
    *,
    wrt: str | Iterable[str] | None = None,
    of: str | None = None,
    mode: str = "reverse",
    types: str | None = None,
    numba: bool = False,
    accuracy: str = "fast",
) -> Derivative:
    """Differentiate a function of a file. The file is read, not run.

    Parameters
    ----------
    path : the source file.
    function : name of a function at its top level.
    wrt : names of the parameters to differentiate by; the first by default.
    of : a parameter that the function writes to, to be differentiated in place of
        its value.
    mode : "reverse" for gradients, "forward" for Jacobian-vector products.
    types : types of parameters, such as ``"x: f64[n, d], w: f64[d], steps: int"``.
    numba : write loops that Numba compiles; needs the types of all parameters.
    accuracy : "fast" for vectorised mathematics within 2 ulp, "strict" for the
        library's functions, and sums in the order in which they are written.

    Raises
    ------
    CompileError
        With every diagnostic, where the file or the request is not accepted.
    """
    from srcgrad.compiler import Job, compile_job

    path = Path(path)
    names = (wrt,) if isinstance(wrt, str) else None if wrt is None else tuple(wrt)
    if isinstance(wrt, str):
        names = tuple(name.strip() for name in wrt.split(","))
    if mode not in ("reverse", "forward"):
        raise refuse(
            "SG018", f"`{mode}` is no mode", hint="the modes are reverse and forward"
        )
    job = Job(
        str(path),
        read_source(path),
        function,
        names,
        of,
        mode,
        types,
        numba=numba,
        accuracy=accuracy,
    )
    command = Command(
        "",
        function,
        names or (),
        of,
        mode,
        types,
        numba=numba,
        accuracy=accuracy,
    )
    return Derivative(compile_job(job, command.placed(path)), path)


class Live:
    """The derivative of a live function, compiled at the first call.

    It is compiled for the types of the arguments, and again for others.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        wrt: Wrt,
        of: str | None,
        kind: str,
        backend: str = "numpy",
    ) -> None:
        if backend not in ("numpy", "numba"):
            raise ValueError(f"the backends are numpy and numba, not {backend!r}")
        self._numba = backend == "numba"
        self._subject = subject_of(function)
        self._of, self._kind = of, kind
        self._wrt = _names(self._subject, wrt)
        self._modules: dict[Any, tuple[ModuleType, str]] = {}
        self._served: dict[Any, tuple[Callable[..., Any], str | None]] = {}
        self._last: str | None = None
        self.__name__ = f"{self._subject.emitted}_{kind}"
        by = ", ".join(self._wrt)
        self.__doc__ = (
            f"Derivative ({kind}) of `{self._subject.name}` with respect to {by}."
        )

    @property
    def source(self) -> str:
        """Text of the emitted module, for the types of the last call if any."""
        if self._last is None:
            self._last = self._compile({})
        return self._last

    def _compile(self, types: dict[str, Type]) -> str:
        if not self._numba:
            return self._made(types)
        from srcgrad.kept_text import text_of

        subject, kind = self._subject, self._kind == "jvp"
        request = (subject.name, self._wrt, self._of, kind, tuple(types.items()))
        return text_of(subject.path, subject.text, request, lambda: self._made(types))

    def _made(self, types: dict[str, Type]) -> str:
        """Differentiate the function, for these types."""
        from srcgrad.compiler import Job, compile_job

        mode = "forward" if self._kind == "jvp" else "reverse"
        subject = self._subject
        job = Job(
            str(subject.path),
            subject.text,
            subject.name,
            self._wrt,
            self._of,
            mode,
            None,
            types,
            numba=self._numba,
        )
        command = Command(
            subject.path.name,
            subject.name,
            self._wrt,
            self._of,
            mode,
            numba=self._numba,
        )
        try:
            return compile_job(job, command)
        except CompileError as error:
            # what an argument is cannot be said any better than by the argument
            if not self._numba or {d.code for d in error.diagnostics} != {"SG040"}:
                raise
            reason = error.diagnostics[0].message
            message = f"not compiled: {reason}; plain NumPy is written"
            warnings.warn(message, stacklevel=5)
            return compile_job(replace(job, numba=False), command)

    def _module(
        self, arguments: tuple[Any, ...], keywords: dict[str, Any]
    ) -> ModuleType:
        bound = self._subject.signature.bind(*arguments, **keywords)
        bound.apply_defaults()
        types = live_types(bound.arguments, EXACT if self._numba else 1)
        key = tuple(types.items())
        if key not in self._modules:
            text = self._compile(types)
            self._modules[key] = load(text, f"{self._subject.path.stem}_grad"), text
        module, self._last = self._modules[key]
        return module

    def _own(self, keywords: dict[str, Any]) -> dict[str, Any]:
        """Return the keywords of the function itself, without its tangents."""
        if self._kind != "jvp":
            return keywords
        known = {*self._subject.signature.parameters}
        tangents = {f"{name}_dot" for name in self._wrt} - known
        return {k: v for k, v in keywords.items() if k not in tangents}

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        """Compute the derivative at these arguments."""
        arguments, keywords = self._subject.arguments(arguments, keywords)
        key = None if keywords else signature(arguments)
        known = None if key is None else self._served.get(key)
        if known is not None:
            call, self._last = known
            return call(*arguments)
        module = self._module(arguments, self._own(keywords))
        name = self._subject.emitted
        if self._kind == "vjp":
            value, saved = getattr(module, f"{name}_forward")(*arguments, **keywords)
            backward = getattr(module, f"{name}_backward")
            return value, lambda value_bar=1.0: backward(saved, value_bar)
        found = getattr(module, f"{name}_{self._kind}", None)
        if found is None:
            raise TypeError(f"the value of `{name}` is not a scalar: use vjp")
        if key is not None:
            if len(self._served) >= REMEMBERED:
                self._served.clear()
            self._served[key] = found, self._last
        return found(*arguments, **keywords)


def grad(
    function: Callable[..., Any],
    wrt: Wrt = None,
    of: str | None = None,
    backend: str = "numpy",
) -> Live:
    """Return a function that computes the gradient of a scalar function.

    `wrt` is a parameter's name or index, or several: then the gradient is a tuple in
    their order. `backend` is "numpy", or "numba" for loops compiled at the first call.
    """
    return Live(function, wrt, of, "grad", backend)


def value_and_grad(
    function: Callable[..., Any],
    wrt: Wrt = None,
    of: str | None = None,
    backend: str = "numpy",
) -> Live:
    """Return a function that computes ``(value, gradient)``; `backend` as for `grad`."""
    return Live(function, wrt, of, "value_and_grad", backend)


def vjp(function: Callable[..., Any], wrt: Wrt = None, of: str | None = None) -> Live:
    """Return a function that computes ``(value, pull)``.

    ``pull(value_bar)`` gives the cotangents.
    """
    return Live(function, wrt, of, "vjp")


def jvp(function: Callable[..., Any], wrt: Wrt = None, of: str | None = None) -> Live:
    """Return a function that computes ``(value, value_dot)``.

    It takes tangents as keywords: ``x_dot=``.
    """
    return Live(function, wrt, of, "jvp")


def _names(subject: Subject, wrt: Wrt) -> tuple[str, ...]:
    parameters = subject.visible
    if wrt is None:
        return parameters[:1] or tuple(subject.signature.parameters)[:1]
    several = [wrt] if isinstance(wrt, str | int) else list(wrt)
    names = []
    for one in several:
        if isinstance(one, int) and not -len(parameters) <= one < len(parameters):
            raise refuse(
                "SG006",
                f"there is no parameter {one}: the function has {len(parameters)}",
            )
        names.append(parameters[one] if isinstance(one, int) else one)
    return tuple(names)
