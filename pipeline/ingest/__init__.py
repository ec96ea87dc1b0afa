"""Files to frozen pages: what to read, PDFs, transcripts, the second reader."""

import sys

UNUSED_MODELS = ("pymupdf.layout", "pymupdf4llm")
"""PyMuPDF loads its neural layout model on import where it can. Nothing here uses it; it costs half a second."""

for _name in UNUSED_MODELS:
    # None is Python's own mark for a module that is not to be imported; pdf.py takes the mark away again.
    sys.modules.setdefault(_name, None)  # type: ignore[arg-type]  # typeshed knows no None here
