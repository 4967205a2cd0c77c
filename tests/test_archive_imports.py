"""What opening an archive loads, and what it leaves to who asks for it."""

import subprocess
import sys

LOADED = "import sys; print(*sorted({'numpy', 'pandas', 'pyarrow'} & set(sys.modules)))"


def run(code: str) -> list[str]:
    """Run code in a process of its own; return the words that it printed."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_an_archive_is_opened_without_what_sqlite_utils_would_load_for_the_types_of_columns() -> None:
    assert run(f"import pipelines.archive, sqlite_utils; {LOADED}") == []


def test_who_wants_pandas_still_imports_it() -> None:
    assert run("import pipelines.archive, pandas; print(pandas.Series([1, 2]).sum())") == ["3"]


def test_pandas_that_is_there_already_stays() -> None:
    assert run("import pandas, pipelines.archive; print(pandas.Series([1, 2]).sum())") == ["3"]
