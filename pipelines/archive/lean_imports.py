"""sqlite-utils without pandas and numpy, which it would load whole (0.7 s, 90 MB) to name the types of columns.

It does so wherever they are installed (sqlite_utils/db.py, https://github.com/simonw/sqlite-utils). No table here takes their values,
and a job that runs every ten minutes would pay for them each time.
"""

import importlib
import sys


def import_without(module: str, *heavy: str) -> None:
    """Import a module as if those that it would take along were not installed; whoever imports them later gets them as ever."""
    hidden = [name for name in heavy if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment] # the import system's own mark of a module that is not to be found
    try:
        importlib.import_module(module)
    finally:
        for name in hidden:
            del sys.modules[name]


import_without("sqlite_utils", "pandas", "numpy")
