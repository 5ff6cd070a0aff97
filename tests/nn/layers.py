"""Calls of layers and losses, each with what PyTorch calls the same thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from srcgrad import nn

Arrays = dict[str, Any]


@dataclass(frozen=True)
class Layer:
    """`function(**arrays, **options)`; `theirs` takes torch, the arrays as tensors.

    wrt : what it is differentiated by: the floating arrays unless given.
    """

    function: Callable[..., Any]
    arrays: Callable[[np.random.Generator], Arrays]
    theirs: Callable[[Any, Arrays], Any]
    options: Arrays
    wrt: tuple[str, ...] = ()


def layer(
    function: Callable[..., Any],
    theirs: Callable[[Any, Arrays], Any],
    wrt: tuple[str, ...] = (),
    options: Arrays | None = None,
    **shapes: Any,
) -> Layer:
    """Return a layer on normal draws of the given shapes, or what a function draws."""

    def draw(generator: np.random.Generator) -> Arrays:
        return {
            name: shape(generator) if callable(shape) else generator.normal(size=shape)
            for name, shape in shapes.items()
        }

    return Layer(function, draw, theirs, options or {}, wrt)


def _elementwise(name: str, theirs: Callable[[Any, Any], Any]) -> Layer:
    return layer(getattr(nn, name), lambda torch, a: theirs(torch, a["x"]), x=(3, 5))


def _labels(generator: np.random.Generator) -> Any:
    return generator.integers(0, 4, size=6)


def _probabilities(generator: np.random.Generator) -> Any:
    return generator.uniform(0.05, 0.95, size=(6, 4))


def _distribution(generator: np.random.Generator) -> Any:
    draws = generator.uniform(size=(6, 4))
    draws[2, 1] = 0.0
    return draws / draws.sum(axis=1, keepdims=True)


def _indices(generator: np.random.Generator) -> Any:
    return generator.integers(0, 5, size=(2, 4))


def _mask(generator: np.random.Generator) -> Any:
    return np.tril(np.ones((4, 4), bool))


def _positive(*shape: int) -> Callable[[np.random.Generator], Any]:
    return lambda generator: generator.uniform(0.5, 1.5, size=shape)


def _convolution(
    dimensions: int, x: tuple[int, ...], weight: tuple[int, ...], **options: Any
) -> Layer:
    name = f"conv{dimensions}d"
    return layer(
        getattr(nn, name),
        lambda torch, a: getattr(torch.nn.functional, name)(**_renamed(a), **options),
        options=options,
        x=x,
        weight=weight,
        bias=weight[:1],
    )


def _renamed(arrays: Arrays) -> Arrays:
    return {"input" if k == "x" else k: v for k, v in arrays.items()}


def _pooling(name: str, *arguments: Any) -> Layer:
    names = ("size", "stride", "padding")
    return layer(
        getattr(nn, name),
        lambda torch, a: getattr(torch.nn.functional, name)(a["x"], *arguments),
        options=dict(zip(names, arguments, strict=False)),
        x=(2, 3, 7, 6),
    )


def _loss(
    name: str, theirs: str, options: Arrays | None = None, **shapes: Any
) -> Layer:
    """Return a loss whose first two arguments are those of PyTorch's."""
    translated = {"smoothing": "label_smoothing", "class_weights": "weight"}
    chosen = options or {}

    def call(torch: Any, a: Arrays) -> Any:
        first, second, *others = a.items()
        more = {translated.get(k, k): v for k, v in [*others, *chosen.items()]}
        return getattr(torch.nn.functional, theirs)(first[1], second[1], **more)

    wrt = tuple(k for k in shapes if k not in ("labels", "class_weights", "target"))
    return layer(getattr(nn, name), call, wrt, chosen, **shapes)


def _cell(name: str, gates: int, state: tuple[str, ...] = ("hidden",)) -> Layer:
    def call(torch: Any, a: Arrays) -> Any:
        weights = [a[f"{kind}_{of}"] for kind in ("weight", "bias") for of in OF]
        held = tuple(a[name] for name in state)
        cell = getattr(torch, "rnn_tanh_cell" if name == "rnn_cell" else name)
        return cell(a["x"], held[0] if len(held) == 1 else held, *weights)

    shapes = {
        "x": (3, 4),
        **{name: (3, 5) for name in state},
        "weight_input": (5 * gates, 4),
        "weight_hidden": (5 * gates, 5),
        "bias_input": (5 * gates,),
        "bias_hidden": (5 * gates,),
    }
    return layer(getattr(nn, name), call, **shapes)


OF = ("input", "hidden")


def _batch_norm(training: bool, *shape: int) -> Layer:
    def call(torch: Any, a: Arrays) -> Any:
        return torch.nn.functional.batch_norm(
            a["x"],
            a["running_mean"],
            a["running_var"],
            a["weight"],
            a["bias"],
            training,
        )

    return layer(
        nn.batch_norm,
        call,
        ("x", "weight", "bias"),
        {"training": training},
        x=shape,
        weight=(3,),
        bias=(3,),
        running_mean=(3,),
        running_var=_positive(3),
    )


def _heads(torch: Any, a: Arrays) -> Any:
    found, _ = torch.nn.functional.multi_head_attention_forward(
        *[a["x"].transpose(0, 1)] * 3,
        embed_dim_to_check=6,
        num_heads=2,
        in_proj_weight=a["weight_input"],
        in_proj_bias=a["bias_input"],
        bias_k=None,
        bias_v=None,
        add_zero_attn=False,
        dropout_p=0.0,
        out_proj_weight=a["weight_output"],
        out_proj_bias=a["bias_output"],
        attn_mask=~a["mask"],
    )
    return found.transpose(0, 1)


LAYERS = {
    "relu": _elementwise("relu", lambda torch, x: torch.relu(x)),
    "leaky_relu": _elementwise(
        "leaky_relu", lambda torch, x: torch.nn.functional.leaky_relu(x)
    ),
    "elu": _elementwise("elu", lambda torch, x: torch.nn.functional.elu(x)),
    "gelu": _elementwise(
        "gelu", lambda torch, x: torch.nn.functional.gelu(x, approximate="tanh")
    ),
    "silu": _elementwise("silu", lambda torch, x: torch.nn.functional.silu(x)),
    "sigmoid": _elementwise("sigmoid", lambda torch, x: torch.sigmoid(x)),
    "tanh": _elementwise("tanh", lambda torch, x: torch.tanh(x)),
    "softplus": _elementwise(
        "softplus", lambda torch, x: torch.nn.functional.softplus(x)
    ),
    "softmax": _elementwise("softmax", lambda torch, x: torch.softmax(x, -1)),
    "log_softmax": _elementwise(
        "log_softmax", lambda torch, x: torch.log_softmax(x, -1)
    ),
    "linear": layer(
        nn.linear,
        lambda torch, a: torch.nn.functional.linear(*a.values()),
        x=(2, 3, 4),
        weight=(5, 4),
        bias=(5,),
    ),
    "linear without bias": layer(
        nn.linear,
        lambda torch, a: torch.nn.functional.linear(*a.values()),
        x=(3, 4),
        weight=(5, 4),
    ),
    "embedding": layer(
        nn.embedding,
        lambda torch, a: torch.nn.functional.embedding(a["indices"], a["weight"]),
        ("weight",),
        indices=_indices,
        weight=(5, 3),
    ),
    "conv2d": _convolution(2, (2, 3, 6, 7), (4, 3, 3, 2)),
    "conv2d with options": _convolution(
        2, (2, 4, 9, 8), (6, 2, 3, 2), stride=2, padding=1, dilation=2, groups=2
    ),
    "conv2d by axes": _convolution(
        2, (1, 2, 7, 8), (3, 2, 2, 3), stride=(2, 1), padding=(0, 2), dilation=(1, 2)
    ),
    "conv1d": _convolution(
        1, (2, 4, 11), (6, 2, 3), stride=2, padding=2, dilation=2, groups=2
    ),
    "max_pool2d": _pooling("max_pool2d", 2),
    "max_pool2d with options": _pooling("max_pool2d", (3, 2), (2, 1), 1),
    "avg_pool2d": _pooling("avg_pool2d", 2),
    "avg_pool2d with options": _pooling("avg_pool2d", (3, 2), (2, 1), 1),
    "batch_norm of vectors": _batch_norm(True, 5, 3),
    "batch_norm of images": _batch_norm(True, 2, 3, 4, 5),
    "batch_norm in evaluation": _batch_norm(False, 2, 3, 4, 5),
    "layer_norm": layer(
        nn.layer_norm,
        lambda torch, a: torch.nn.functional.layer_norm(
            a["x"], (4,), a["weight"], a["bias"]
        ),
        x=(2, 3, 4),
        weight=(4,),
        bias=(4,),
    ),
    "rms_norm": layer(
        nn.rms_norm,
        lambda torch, a: torch.nn.functional.rms_norm(a["x"], (4,), a["weight"], 1e-6),
        x=(2, 3, 4),
        weight=(4,),
    ),
    "rnn_cell": _cell("rnn_cell", 1),
    "lstm_cell": _cell("lstm_cell", 4, ("hidden", "cell")),
    "gru_cell": _cell("gru_cell", 3),
    "attention": layer(
        nn.attention,
        lambda torch, a: torch.nn.functional.scaled_dot_product_attention(*a.values()),
        query=(2, 3, 4),
        key=(2, 5, 4),
        value=(2, 5, 6),
    ),
    "attention with a mask": layer(
        nn.attention,
        lambda torch, a: torch.nn.functional.scaled_dot_product_attention(*a.values()),
        ("query", "key", "value"),
        query=(2, 4, 3),
        key=(2, 4, 3),
        value=(2, 4, 3),
        mask=_mask,
    ),
    "multi_head_attention": layer(
        nn.multi_head_attention,
        _heads,
        ("x", "weight_input", "bias_input", "weight_output", "bias_output"),
        {"heads": 2},
        x=(2, 4, 6),
        weight_input=(18, 6),
        bias_input=(18,),
        weight_output=(6, 6),
        bias_output=(6,),
        mask=_mask,
    ),
    "mse": _loss("mse", "mse_loss", prediction=(6, 4), target=(6, 4)),
    "mse summed": _loss(
        "mse", "mse_loss", {"reduction": "sum"}, prediction=(6, 4), target=(6, 4)
    ),
    "mse apart": _loss(
        "mse", "mse_loss", {"reduction": "none"}, prediction=(6, 4), target=(6, 4)
    ),
    "l1": _loss("l1", "l1_loss", prediction=(6, 4), target=(6, 4)),
    "huber": _loss(
        "huber", "huber_loss", {"delta": 0.7}, prediction=(6, 4), target=(6, 4)
    ),
    "nll": _loss("nll", "nll_loss", log_probabilities=(6, 4), labels=_labels),
    "nll with weights": _loss(
        "nll",
        "nll_loss",
        log_probabilities=(6, 4),
        labels=_labels,
        class_weights=_positive(4),
    ),
    "cross_entropy": _loss(
        "cross_entropy", "cross_entropy", logits=(6, 4), labels=_labels
    ),
    "cross_entropy smoothed": _loss(
        "cross_entropy",
        "cross_entropy",
        {"smoothing": 0.2},
        logits=(6, 4),
        labels=_labels,
    ),
    "cross_entropy smoothed with weights": _loss(
        "cross_entropy",
        "cross_entropy",
        {"smoothing": 0.2},
        logits=(6, 4),
        labels=_labels,
        class_weights=_positive(4),
    ),
    "cross_entropy with weights summed": _loss(
        "cross_entropy",
        "cross_entropy",
        {"smoothing": 0.1, "reduction": "sum"},
        logits=(6, 4),
        labels=_labels,
        class_weights=_positive(4),
    ),
    "binary_cross_entropy": _loss(
        "binary_cross_entropy",
        "binary_cross_entropy",
        probability=_probabilities,
        target=_probabilities,
    ),
    "binary_cross_entropy_from_logits": _loss(
        "binary_cross_entropy_from_logits",
        "binary_cross_entropy_with_logits",
        logits=(6, 4),
        target=_probabilities,
    ),
    "kl_div": _loss(
        "kl_div",
        "kl_div",
        {"reduction": "sum"},
        log_probabilities=(6, 4),
        target=_distribution,
    ),
}
