"""SG9xx: what is wrong is srcgrad."""

from __future__ import annotations

from srcgrad.catalogue.explanation import Explanation

INTERNAL = {
    "SG901": Explanation(
        title="a bug in srcgrad",
        meaning="Something that srcgrad takes for granted did not hold. Your source "
        "may be unusual, but it is not at fault, and no file was written. `srcgrad "
        "--traceback ...` shows where it happened; with that and the source it can "
        "be mended.",
    ),
}
