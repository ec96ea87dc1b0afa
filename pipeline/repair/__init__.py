"""Amounts that could not be read, restored where the document's own arithmetic leaves exactly one value."""
