"""A source and a request -> a report: a derivative held against independent numbers.

This runs the user's source; nothing else in srcgrad does.
"""

from srcgrad.verify.report import Report, Row
from srcgrad.verify.verification import verify

__all__ = ["Report", "Row", "verify"]
