"""Layers and losses against PyTorch: values, gradients, what they leave in arguments."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest
from layers import LAYERS, Layer

import srcgrad
from srcgrad import nn

EACH = pytest.mark.parametrize("name", LAYERS)


def wrt(case: Layer, arrays: dict[str, Any]) -> tuple[str, ...]:
    return case.wrt or tuple(k for k, v in arrays.items() if v.dtype.kind == "f")


def flat(value: Any) -> list[Any]:
    return list(value) if isinstance(value, tuple) else [value]


def test_every_function_is_tried() -> None:
    tried = {case.function.__name__ for case in LAYERS.values()}
    kept_apart = {"dropout", "glorot_normal", "glorot_uniform", "he_normal"}
    assert set(nn.__all__) - tried == kept_apart | {"he_uniform", "orthogonal"}


@pytest.mark.frameworks
@EACH
def test_values_and_gradients_are_those_of_pytorch(name: str) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is the other opinion")
    case = LAYERS[name]
    arrays = case.arrays(np.random.default_rng(5))
    names = wrt(case, arrays)
    tensors = {k: torch.tensor(np.array(v)) for k, v in arrays.items()}
    for active in names:
        tensors[active].requires_grad_()
    expected = case.theirs(torch, tensors)

    pulled = srcgrad.vjp(case.function, wrt=names)
    value, pull = pulled(**arrays, **case.options)
    generator = np.random.default_rng(6)
    for mine, theirs in zip(flat(value), flat(expected), strict=True):
        np.testing.assert_allclose(mine, theirs.detach().numpy(), rtol=1e-10)
    seeds = [np.asarray(generator.normal(size=np.shape(v)))[()] for v in flat(value)]
    gradient = pull(tuple(seeds) if isinstance(value, tuple) else seeds[0])
    found = gradient if len(names) > 1 else (gradient,)
    torch.autograd.backward(flat(expected), [torch.tensor(s) for s in seeds])
    for active, mine in zip(names, found, strict=True):
        theirs = tensors[active].grad.numpy()
        np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-12, err_msg=active)
    for other in set(arrays) - set(names):  # running statistics among them
        np.testing.assert_allclose(arrays[other], tensors[other].numpy(), rtol=1e-12)


@EACH
def test_float32_stays_float32(name: str) -> None:
    case = LAYERS[name]
    arrays = {
        k: np.asarray(v, np.float32) if v.dtype.kind == "f" else v
        for k, v in case.arrays(np.random.default_rng(7)).items()
    }
    for value in flat(case.function(**arrays, **case.options)):
        assert value.dtype == np.float32


def test_dropout_is_decided_by_its_generator() -> None:
    x = np.linspace(1.0, 2.0, 1000)
    a = nn.dropout(x, 0.3, np.random.default_rng(1))
    assert np.array_equal(a, nn.dropout(x, 0.3, np.random.default_rng(1)))
    assert 0.25 < np.mean(a == 0.0) < 0.35
    assert np.allclose(a[a != 0.0], x[a != 0.0] / 0.7)
    assert nn.dropout(x, 0.3, np.random.default_rng(1), training=False) is x


def test_the_gradient_of_dropout_has_the_mask_of_its_value() -> None:
    x = np.linspace(1.0, 2.0, 50)
    value, pull = srcgrad.vjp(nn.dropout)(x, 0.3, np.random.default_rng(1))
    assert np.allclose(pull(np.ones(50)), value / x)


EXTREME = np.array([-1e4, -50.0, 0.0, 50.0, 1e4])


@pytest.mark.parametrize(
    "name",
    ["elu", "gelu", "sigmoid", "silu", "softplus", "softmax", "log_softmax", "tanh"],
)
def test_activations_are_finite_at_extremes(name: str) -> None:
    value, pull = srcgrad.vjp(getattr(nn, name))(EXTREME)
    assert np.all(np.isfinite(value)) and np.all(np.isfinite(pull(np.ones(5))))


def test_losses_are_finite_at_extremes() -> None:
    logits = np.stack([EXTREME, EXTREME[::-1]])
    for loss, x, target in (
        (nn.cross_entropy, logits, np.array([0, 1])),
        (nn.binary_cross_entropy_from_logits, EXTREME, np.array([1.0, 0, 0, 1, 0])),
        (nn.binary_cross_entropy, np.array([0.0, 1.0, 0.5]), np.array([1.0, 0, 1])),
        (nn.huber, EXTREME, np.zeros(5)),
        (nn.kl_div, np.log(np.array([0.5, 0.5])), np.array([0.0, 1.0])),
    ):
        value, slope = srcgrad.value_and_grad(loss)(x, target)
        assert np.isfinite(value) and np.all(np.isfinite(slope)), loss


def test_an_unknown_reduction_is_refused() -> None:
    with pytest.raises(ValueError, match="mean, sum or none"):
        nn.mse(np.ones(2), np.ones(2), "average")


@pytest.mark.parametrize("name", ["glorot", "he"])
def test_draws_have_the_variance_that_they_are_named_for(name: str) -> None:
    shape = (40, 30, 3, 3)
    total = (30 + 40) * 9 / 2 if name == "glorot" else 30 * 9 / 2
    for kind in ("uniform", "normal"):
        draws = getattr(nn, f"{name}_{kind}")(np.random.default_rng(0), shape)
        assert draws.shape == shape
        assert np.isclose(np.var(draws) * total, 1.0, rtol=0.05)


@pytest.mark.parametrize("shape", [(5, 3), (3, 5), (4, 2, 3)])
def test_orthogonal_weights_are(shape: tuple[int, ...]) -> None:
    matrix = nn.orthogonal(np.random.default_rng(0), shape).reshape(shape[0], -1)
    if matrix.shape[0] > matrix.shape[1]:
        matrix = matrix.T
    assert np.allclose(matrix @ matrix.T, np.eye(len(matrix)))


def test_every_function_says_what_it_does() -> None:
    for name in nn.__all__:
        assert inspect.getdoc(getattr(nn, name))
