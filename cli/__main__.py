"""The command `srcgrad`, or `python -m srcgrad_cli` -> the exit code of the process.

Imports next to nothing by itself, so that Ctrl-C is met with a message from the start.
"""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line of this process, and exit."""
    try:
        from .main import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
