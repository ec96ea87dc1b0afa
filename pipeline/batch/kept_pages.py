"""What the store keeps of a document as it was read: its pages as JSON."""

from __future__ import annotations

import zlib

from pydantic import TypeAdapter

from pipeline.document import ReadDocument

_READ: TypeAdapter[ReadDocument] = TypeAdapter(ReadDocument)


def pack_read(read: ReadDocument) -> bytes:
    """The read pages as compressed JSON; floats keep every bit."""
    return zlib.compress(_READ.dump_json(read), 1)


def unpack_read(data: bytes) -> ReadDocument:
    """The read pages ``pack_read`` made this of."""
    return _READ.validate_json(zlib.decompress(data))
