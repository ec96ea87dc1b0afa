"""PDFs written object by object, so that every fault in them is one that was put there."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

COVER = "2024年度部门预算 西安市测试局"


def stream(data: bytes, extra: bytes = b"", *, deflate: bool = False) -> bytes:
    """A stream object's body."""
    if deflate:
        data, extra = zlib.compress(data, 9), extra + b" /Filter /FlateDecode"
    return b"<< /Length %d%s >>\nstream\n" % (len(data), extra) + data + b"\nendstream"


def assembled(objects: Sequence[bytes], trailer: bytes = b"", *, startxref: int | None = None) -> bytes:
    """A PDF of these objects, numbered from 1, the first being the catalog."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out) if startxref is None else startxref
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [<< /Type /Font"
    b" /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2"
    b" >> /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6"
    b" /FontBBox [0 -200 1000 900]"
    b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>] >>"
)


def shown(text: str, x: int = 72, y: int = 720) -> bytes:
    """Content that prints the text with the font F1."""
    return b"BT /F1 14 Tf %d %d Td <%s> Tj ET\n" % (x, y, text.encode("utf-16-be").hex().encode())


def document(
    content: bytes | None = None,
    *,
    page: bytes = b"",
    box: bytes = b"[0 0 595 842]",
    catalog: bytes = b"",
    resources: bytes = b"",
    more: Sequence[bytes] = (),
    deflate: bool = False,
) -> bytes:
    """A document of one page that names its fiscal year and office; objects beyond the fifth are ``more``."""
    body = shown(COVER) if content is None else content
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %s >> %s >>"
            % (box, resources, page),
            stream(body, deflate=deflate),
            FONT,
            *more,
        ]
    )
