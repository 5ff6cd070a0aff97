"""Text of a module that Numba compiles -> the module, loaded from a file of the user's cache.

Numba keeps machine code beside the file that it was compiled from: the file is named after its text,
so that another process that makes the same text finds both.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import sys
from pathlib import Path
from types import ModuleType

from srcgrad.files import replace_text

FOLDER = "SRCGRAD_CACHE_DIR"


def is_compiled(text: str) -> bool:
    """Whether Numba compiles what is in a module."""
    return re.search(r"^import numba$", text, re.MULTILINE) is not None


def cache_folder() -> Path:
    """Folder of this user's cache; ``SRCGRAD_CACHE_DIR`` names another."""
    given = os.environ.get(FOLDER)
    if given:
        return Path(given)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "srcgrad"


def kept(name: str, text: str) -> Path | None:
    """Write a text into the cache, whole; None where that is not possible."""
    try:
        path = cache_folder() / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_text(path, text)
    except (OSError, RuntimeError):  # RuntimeError: there is no home folder
        return None
    return path


def load_compiled(text: str, name: str) -> ModuleType | None:
    """Load a module from the cache; None where the cache cannot be written."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:20]
    path = kept(f"{name}_{digest}.py", text)
    if path is None:
        return None
    if path.stem in sys.modules:
        return sys.modules[path.stem]
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    # Numba finds what it has kept by the name of the module
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def without_cache(text: str) -> str:
    """Write a module again so that Numba keeps nothing of it on disk."""
    text = text.replace("cache=True, ", "").replace(", cache=True", "")
    return text.replace("(cache=True)", "")
