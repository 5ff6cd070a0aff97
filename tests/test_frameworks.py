"""A second opinion: autograd on the probes that it can run, beside the differences.

Where nothing is stored in place autograd follows the same source; the two must agree to
rounding, a sharper test than differences allow.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from differences import is_floating
from programs import Probe, probes
from reference import quietly, subject

import srcgrad

FOLDER = Path(__file__).parent / "probes"
FILES = ("straight_line", "broadcasting", "products", "reductions", "elementwise")
PROBES = [
    probe
    for name in FILES
    for probe in probes(FOLDER / f"{name}.py")
    if probe.expected is None and not probe.kink
]
# Subgradients and dtypes that autograd chooses otherwise, or gets wrong.
DIFFERENT = {
    "elementwise-sign_and_floor",
    # its gradient of a number that `where` spreads has the shape of the whole array
    "broadcasting-where",
}


def opinion(probe: Probe) -> Any:
    """Return autograd's gradient for each name, None where it gives none."""
    autograd = pytest.importorskip("autograd")
    text = probe.path.read_text(encoding="utf-8")
    scope: dict[str, Any] = {}
    text = text.replace("import numpy as np", "import autograd.numpy as np")
    exec(compile(text, str(probe.path), "exec"), scope)
    target = subject(probe.path, probe.function, probe.wrt, probe.arguments())
    try:
        with quietly():
            return [
                autograd.grad(scope[probe.function], place)(*probe.arguments())
                for place in target.places
            ]
    except Exception:
        return None


@pytest.mark.frameworks
@pytest.mark.parametrize("probe", PROBES, ids=str)
def test_autograd_agrees(probe: Probe) -> None:
    target = subject(probe.path, probe.function, probe.wrt, probe.arguments())
    value, _ = target.output()
    if not (is_floating(value) and np.ndim(value) == 0):
        pytest.skip("the value is no scalar")
    expected = opinion(probe)
    if expected is None or str(probe) in DIFFERENT:
        pytest.skip("autograd does not run it")
    try:
        module = srcgrad.generate(probe.path, probe.function, wrt=probe.wrt).load()
    except srcgrad.CompileError:
        if probe.may_refuse is None:
            raise
        pytest.skip(probe.may_refuse)
    with quietly():
        _, saved = getattr(module, f"{probe.function}_forward")(*probe.arguments())
        found = getattr(module, f"{probe.function}_backward")(saved, 1.0)
    parts = found if len(probe.wrt) > 1 else (found,)
    for a, b in zip(parts, expected, strict=True):
        assert np.shape(a) == np.shape(b)
        scale = max(1.0, float(np.max(np.abs(b), initial=0.0)))
        assert np.allclose(a, b, rtol=1e-10, atol=1e-12 * scale), (a, b)
