"""Files to frozen pages: what to read, PDFs, transcripts, the second reader."""

import sys

# PyMuPDF loads its neural layout model on import where it can. Nothing here uses it, and it costs half a second.
# None is Python's own mark for a module that is not to be imported.
sys.modules.setdefault("pymupdf.layout", None)  # type: ignore[arg-type]  # typeshed knows no None here
