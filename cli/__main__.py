"""`python -m srcgrad_cli` -> the same as `srcgrad`."""

from .main import main

main()
