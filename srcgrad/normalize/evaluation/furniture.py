"""Calls that tell, show or time -> passive values, made once in the forward pass.

logger.info("loss %f", loss)        nothing
start = time.perf_counter()         a number that nothing reads again
for i in tqdm(range(n)):            what the bar is about
"""

from __future__ import annotations

from dataclasses import replace

from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Apply, Sequence
from srcgrad.ir.types import FLOAT, INTEGER, Passive, Type
from srcgrad.normalize.scopes.scope import Method, Qualified, Value
from srcgrad.primitives.formula import Formula

CLOCKS = frozenset(
    f"time.{name}{unit}"
    for name in "time perf_counter process_time monotonic thread_time".split()
    for unit in ("", "_ns")
)
TELLING = (
    "logging.",
    "warnings.",
    "pprint.",
    "sys.stdout.",
    "sys.stderr.",
    "gc.",
    "tqdm.tqdm.write",
    "time.sleep",
    "numpy.set_printoptions",
    "numpy.seterr",
    "builtins.print",
)
LOGGER = Passive("logger")
BARS = frozenset(
    "tqdm.tqdm tqdm.std.tqdm tqdm.auto.tqdm tqdm.notebook.tqdm tqdm.rich.tqdm "
    "rich.progress.track progressbar.progressbar alive_progress.alive_it".split()
)
COUNTING_BARS = frozenset(("tqdm.trange", "tqdm.auto.trange", "tqdm.notebook.trange"))
PARALLEL = "numba.prange"


def told(function: Value) -> Formula | None:
    """Return what a call gives that tells or times; None for other calls."""
    match function:
        case Qualified(name=name) if name in CLOCKS:
            return once(INTEGER if name.endswith("_ns") else FLOAT)
        case Qualified(name="logging.getLogger"):
            return once(LOGGER)
        case Qualified(name=name) if name.startswith(TELLING):
            return once(Passive("nothing"))
        case Method(base=Formula(type=type_)) if type_ == LOGGER:
            return once(Passive("nothing"))
    return None


def once(type_: Type) -> Formula:
    """Return a passive value that the forward pass makes, and nothing makes again."""
    return Formula(Apply("clock.read", (Sequence(()),)), type_)


def without_bar(
    module: s.SurfaceModule, local: frozenset[str], expression: s.SurfaceExpression
) -> s.SurfaceExpression:
    """Return what a progress bar goes through: `tqdm(xs)` -> `xs`."""
    if not isinstance(expression, s.Call):
        return expression
    name = _name(module, local, expression.function)
    if name in BARS and expression.arguments:
        first = expression.arguments[0]
        return expression if first.keyword or first.star else first.value
    if name in COUNTING_BARS or name == PARALLEL:
        counted = tuple(a for a in expression.arguments if a.keyword is None)
        builtin = s.NameRef("range", expression.function.span)
        return replace(expression, function=builtin, arguments=counted)
    return expression


def is_parallel(
    module: s.SurfaceModule, local: frozenset[str], expression: s.SurfaceExpression
) -> bool:
    """Whether it is Numba's `prange`, which is a `range` where nothing is compiled."""
    return (
        isinstance(expression, s.Call)
        and _name(module, local, expression.function) == PARALLEL
    )


def _name(
    module: s.SurfaceModule, local: frozenset[str], function: s.SurfaceExpression
) -> str:
    """Full name of what is called, if it is imported, be it in a `try`."""
    match function:
        case s.Attribute(base=base, name=name):
            inner = _name(module, local, base)
            return f"{inner}.{name}" if inner else ""
        case s.NameRef(name=name) if name not in local:
            known = module.imports.get(name) or module.optional.get(name)
            return "" if known is None else known.qualified
        case _:
            return ""
