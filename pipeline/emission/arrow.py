"""pyarrow as a run needs it: fast to load."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from importlib.abc import MetaPathFinder
from types import ModuleType


class _NoPandas(MetaPathFinder):
    """Says that there is no pandas."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        """Nothing for any other module. Raises ``ModuleNotFoundError`` for pandas."""
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname, name=fullname)


@cache
def load_without_pandas() -> None:
    """Loads pyarrow, and lets it look for pandas when there is none.

    Asked for its first array, pyarrow imports pandas only to see whether the list is one of its series: a quarter of
    a second in every process of a run, where none ever is. Whoever wants frames later still gets them: pyarrow looks
    again for what cannot do without.
    """
    import pyarrow as pa  # noqa: PLC0415 - on first use

    if "pandas" in sys.modules:
        return
    finder = _NoPandas()
    sys.meta_path.insert(0, finder)
    try:
        pa.array([0])
    finally:
        sys.meta_path.remove(finder)
