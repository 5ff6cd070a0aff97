"""A transformer of two blocks, each a look around and a thought about it."""

from srcgrad.nn import (
    cross_entropy,
    embedding,
    gelu,
    layer_norm,
    linear,
    multi_head_attention,
)


def block(p, x, heads, mask):
    """Return the sequence after one block. Xiong et al. (2020): norms before each part.

    x : (batch, length, size).
    """
    seen = multi_head_attention(
        layer_norm(x, p["scale1"], p["shift1"]),
        p["attend"],
        p["attend_bias"],
        p["mix"],
        p["mix_bias"],
        heads,
        mask,
    )
    x = x + seen
    thought = gelu(
        linear(layer_norm(x, p["scale2"], p["shift2"]), p["up"], p["up_bias"])
    )
    return x + linear(thought, p["down"], p["down_bias"])


def scores(params, tokens, heads, mask):
    """Return a score for each token at each place.

    tokens : (batch, length) integers. mask : (length, length), True where a place may
    look at another.
    """
    x = embedding(tokens, params["tokens"]) + params["places"][: tokens.shape[1]]
    x = block(params["first"], x, heads, mask)
    x = block(params["second"], x, heads, mask)
    x = layer_norm(x, params["scale"], params["shift"])
    return linear(x, params["output"], params["output_bias"])


def loss(params, tokens, targets, heads, mask):
    """Return the mean cross-entropy of the targets, what the last places should say.

    targets : (batch, count) integers.
    """
    found = scores(params, tokens, heads, mask)[:, -targets.shape[1] :]
    return cross_entropy(found.reshape(-1, found.shape[2]), targets.reshape(-1))
