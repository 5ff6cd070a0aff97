"""Each optimiser against PyTorch's, step by step, and against its own saved state."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from srcgrad.optim import SGD, Adagrad, Adam, AdamW, Optimiser, RMSprop, cosine

STEPS = 10
PAIRS: dict[str, tuple[Any, str, dict[str, Any]]] = {
    "descent": (lambda: SGD(0.1), "SGD", {"lr": 0.1}),
    "momentum": (lambda: SGD(0.1, 0.9), "SGD", {"lr": 0.1, "momentum": 0.9}),
    "nesterov": (
        lambda: SGD(0.1, 0.9, nesterov=True, weight_decay=0.05),
        "SGD",
        {"lr": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 0.05},
    ),
    "rmsprop": (
        lambda: RMSprop(0.02, decay=0.9, weight_decay=0.1),
        "RMSprop",
        {"lr": 0.02, "alpha": 0.9, "weight_decay": 0.1},
    ),
    "adagrad": (
        lambda: Adagrad(0.3, weight_decay=0.1),
        "Adagrad",
        {"lr": 0.3, "weight_decay": 0.1},
    ),
    "adam": (
        lambda: Adam(0.05, betas=(0.8, 0.95), weight_decay=0.1),
        "Adam",
        {"lr": 0.05, "betas": (0.8, 0.95), "weight_decay": 0.1},
    ),
    "adamw": (
        lambda: AdamW(0.05, weight_decay=0.2),
        "AdamW",
        {"lr": 0.05, "weight_decay": 0.2},
    ),
}


def first(seed: int = 0) -> list[np.ndarray[Any, Any]]:
    generator = np.random.default_rng(seed)
    return [generator.normal(size=(3, 2)), generator.normal(size=4)]


def slopes(params: list[np.ndarray[Any, Any]]) -> list[np.ndarray[Any, Any]]:
    """Gradient of a bowl that is steeper along some axes than along others."""
    return [np.cos(p) + np.arange(1.0, p.size + 1).reshape(p.shape) * p for p in params]


@pytest.mark.frameworks
@pytest.mark.parametrize("name", PAIRS)
def test_steps_are_those_of_pytorch(name: str) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is the other opinion")
    make, theirs, options = PAIRS[name]
    ours, params = make(), first()
    tensors = [torch.tensor(p.copy(), requires_grad=True) for p in params]
    other = getattr(torch.optim, theirs)(tensors, **options)
    for _ in range(STEPS):
        params = ours.step(params, slopes(params))
        for tensor in tensors:
            tensor.grad = torch.tensor(slopes([tensor.detach().numpy()])[0])
        other.step()
    for mine, tensor in zip(params, tensors, strict=True):
        np.testing.assert_allclose(mine, tensor.detach().numpy(), rtol=1e-12)


@pytest.mark.parametrize("name", PAIRS)
def test_arrays_are_updated_in_place(name: str) -> None:
    params = first()
    kept, before = list(params), [p.copy() for p in params]
    PAIRS[name][0]().step(params, slopes(params))
    assert all(a is b for a, b in zip(params, kept, strict=True))
    assert not any(np.array_equal(a, b) for a, b in zip(params, before, strict=True))


@pytest.mark.parametrize("name", PAIRS)
def test_a_restored_optimiser_goes_on_as_if_nothing_had_happened(name: str) -> None:
    def run(optimiser: Optimiser, params: Any, steps: int) -> Any:
        for _ in range(steps):
            params = optimiser.step(params, slopes(params))
        return params

    whole = run(PAIRS[name][0](), first(), 6)
    begun = PAIRS[name][0]()
    half = run(begun, first(), 3)
    state = begun.state()
    run(begun, [p.copy() for p in half], 2)  # the saved state is not touched by this
    resumed = PAIRS[name][0]()
    resumed.restore(state)
    for a, b in zip(run(resumed, half, 3), whole, strict=True):
        np.testing.assert_array_equal(a, b)


def test_float32_stays_float32() -> None:
    for make, _, _ in PAIRS.values():
        params = [np.ones(3, np.float32)]
        assert make().step(params, [np.ones(3, np.float32)])[0].dtype == np.float32


def test_a_schedule_gives_the_rate_of_each_step() -> None:
    params, schedule = np.array([1.0]), cosine(0.5, total=4)
    optimiser, rates = SGD(schedule), []
    for _ in range(6):
        before = params.copy()
        optimiser.step(params, np.array([1.0]))
        rates.append(float((before - params)[0]))
    np.testing.assert_allclose(rates, [schedule(k) for k in range(6)])
    assert rates[0] == 0.5 and rates[-1] == 0.0


def test_nesterov_needs_a_momentum() -> None:
    with pytest.raises(ValueError, match="momentum"):
        SGD(0.1, nesterov=True)
