"""What every operation means: families of rules, and the read-only table over them."""

from srcgrad.primitives.entry import Primitive
from srcgrad.primitives.table import BY_NAME, TABLE

__all__ = ["BY_NAME", "TABLE", "Primitive"]
