"""A program and a peer -> a call that computes value and gradients, ready to be timed."""

from __future__ import annotations

import time
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tests.bench.program import Program


class Missing(Exception):
    """The peer has no version of the program, or is not installed."""


@dataclass
class Contender:
    """A peer's derivative of a program at its arguments.

    call : what is timed. numbers : its result as value and NumPy arrays.
    build : seconds until the first result: compilation, tracing.
    """

    call: Callable[[], Any]
    numbers: Callable[[Any], tuple[float, list[np.ndarray]]]
    build: float = 0.0
    notes: dict[str, Any] = field(default_factory=dict)


def prepared(peer: str, program: Program, arguments: tuple[Any, ...]) -> Contender:
    """Build a contender, and run it once. Raises Missing."""
    start = time.perf_counter()
    try:
        contender = PEERS[peer](program, arguments)
    except ModuleNotFoundError as error:
        raise Missing(f"{error.name} is not installed") from error
    contender.call()
    contender.build = time.perf_counter() - start
    return contender


def _plain(result: Any) -> tuple[float, list[np.ndarray]]:
    value, gradients = result
    several = gradients if isinstance(gradients, (tuple, list)) else (gradients,)
    return float(value), [np.asarray(one, dtype=float) for one in several]


def _srcgrad(program: Program, arguments: tuple[Any, ...]) -> Contender:
    return _generated(program, arguments)


def _srcgrad_numba(program: Program, arguments: tuple[Any, ...]) -> Contender:
    import importlib.util
    import inspect

    import srcgrad

    if importlib.util.find_spec("numba") is None:
        raise Missing("numba is not installed")
    if "numba" not in inspect.signature(srcgrad.generate).parameters:
        raise Missing("this version of srcgrad has no output for Numba")
    return _generated(program, arguments, numba=True)


def _generated(
    program: Program, arguments: tuple[Any, ...], **options: Any
) -> Contender:
    import srcgrad

    text = types_of(program, arguments)
    made = srcgrad.generate(
        program.path, "loss", wrt=program.wrt, types=text, **options
    )
    function = made.load().loss_value_and_grad
    return Contender(lambda: function(*arguments), _plain)


def types_of(program: Program, arguments: tuple[Any, ...]) -> str:
    """What `--types` would be told of the arguments."""
    from srcgrad.frontend.type_text import format_type
    from srcgrad.live import live_types

    given = dict(zip(program.parameters, arguments, strict=True))
    known = live_types(given, exact=4)
    return ", ".join(f"{name}: {format_type(kind)}" for name, kind in known.items())


def _by_hand(peer: str) -> Callable[[Program, tuple[Any, ...]], Contender]:
    def make(program: Program, arguments: tuple[Any, ...]) -> Contender:
        function = program.version(peer)
        if function is None:
            raise Missing("no adjoint has been written by hand")
        return Contender(lambda: function(*arguments), _plain)

    return make


def _jax(peer: str) -> Callable[[Program, tuple[Any, ...]], Contender]:
    def make(program: Program, arguments: tuple[Any, ...]) -> Contender:
        import jax
        import jax.numpy as jnp

        jax.config.update("jax_enable_x64", True)
        loss = program.version(peer)
        if loss is None and (peer == "jax_expert" or program.stores):
            raise Missing("no version has been written")
        loss = loss or program.with_namespace(jnp)
        function = jax.jit(
            jax.value_and_grad(loss, argnums=program.positions),
            static_argnums=program.fixed,
        )
        given = [
            jax.device_put(jnp.asarray(one)) if isinstance(one, np.ndarray) else one
            for one in arguments
        ]
        return Contender(lambda: jax.block_until_ready(function(*given)), _plain)

    return make


def _torch(program: Program, arguments: tuple[Any, ...]) -> Contender:
    import torch

    from tests.bench import torch_numpy

    torch.set_num_threads(1)
    loss = program.version("torch")
    if loss is None and program.stores:
        raise Missing("no version has been written")
    loss = loss or program.with_namespace(torch_numpy)
    given = []
    for position, one in enumerate(arguments):
        active = position in program.positions
        if isinstance(one, np.ndarray):
            given.append(torch.from_numpy(one.copy()).requires_grad_(active))
        elif active:
            given.append(torch.tensor(one, dtype=torch.float64, requires_grad=True))
        else:
            given.append(one)
    wanted = [given[position] for position in program.positions]

    def call() -> Any:
        value = loss(*given)
        return value, torch.autograd.grad(value, wanted)

    def numbers(result: Any) -> tuple[float, list[np.ndarray]]:
        value, gradients = result
        return float(value.detach()), [one.numpy() for one in gradients]

    return Contender(call, numbers)


def _autograd(program: Program, arguments: tuple[Any, ...]) -> Contender:
    import autograd

    loss = program.version("autograd")
    if loss is None and program.stores:
        raise Missing("no version has been written")
    loss = loss or program.with_namespace(autograd.numpy)
    function = autograd.value_and_grad(loss, argnum=program.positions)
    return Contender(lambda: function(*arguments), _plain)


PEERS: dict[str, Callable[[Program, tuple[Any, ...]], Contender]] = {
    "srcgrad": _srcgrad,
    "srcgrad_numba": _srcgrad_numba,
    "numpy_by_hand": _by_hand("numpy_by_hand"),
    "numba_by_hand": _by_hand("numba_by_hand"),
    "jax": _jax("jax"),
    "jax_expert": _jax("jax_expert"),
    "torch": _torch,
    "autograd": _autograd,
}


def numba_primal(program: Program, arguments: tuple[Any, ...]) -> Callable[[], Any]:
    """The program itself compiled by Numba: its best version, or as it stands.

    Raises Missing where Numba is not installed, or does not take it.
    """
    try:
        import numba
    except ModuleNotFoundError as error:
        raise Missing("numba is not installed") from error
    loss = program.version("numba_primal")
    if loss is None:
        loss = program.with_namespace(np)
        scope = loss.__globals__
        for name, one in list(scope.items()):
            if isinstance(one, types.FunctionType) and name != "arguments":
                scope[name] = numba.njit(one)
        loss = scope["loss"]
    try:
        loss(*arguments)
    except numba.core.errors.NumbaError as error:
        raise Missing(f"Numba does not take it: {type(error).__name__}") from error
    return lambda: loss(*arguments)
