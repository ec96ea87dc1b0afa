"""yusuan (预算): Chinese budget and final-account PDFs as open data, with evidence for every amount.

``process_document(path)`` gives the frozen results of one file; ``open_release(folder)`` a release as typed frames.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.document import process_document
    from pipeline.emission.read import open_release

__all__ = ["open_release", "process_document"]


def __getattr__(name: str) -> Any:
    """Loads the two entry points on first use, so that importing the package stays cheap."""
    match name:
        case "process_document":
            from pipeline.document import process_document  # noqa: PLC0415 - on first use

            return process_document
        case "open_release":
            from pipeline.emission.read import open_release  # noqa: PLC0415 - on first use

            return open_release
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
