"""The hostile corpus: files that are broken, huge, deceitful or no files at all, each with what must be said of it."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pymupdf

from tests.hostile.pdfs import COVER, assembled, document, shown, stream

Make = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Hostile:
    """One bad input. ``says``: a pattern its reason or its findings must match; ``done``: it may give a document."""

    name: str
    make: Make
    says: str
    done: bool = False


def build(folder: Path, *, full: bool = False) -> list[Hostile]:
    """Writes the corpus below ``folder``; with ``full`` the bombs have their full size."""
    folder.mkdir(parents=True, exist_ok=True)
    found = list(hostile(full=full))
    for bad in found:
        bad.make(folder / bad.name)
    return found


def _bytes(data: bytes) -> Make:
    return lambda path: _write(path, data)


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def whole() -> bytes:
    """A sound document of three pages, to be broken."""
    pdf = pymupdf.open()
    for number in range(3):
        pdf.new_page().insert_text((72, 72), f"{COVER} {number}", fontname="china-s")
    data: bytes = pdf.tobytes(deflate=True)
    return data


def encrypted(**passwords: str) -> bytes:
    pdf = pymupdf.open()
    pdf.new_page().insert_text((72, 72), COVER, fontname="china-s")
    data: bytes = pdf.tobytes(encryption=vars(pymupdf)["PDF_ENCRYPT_AES_256"], **passwords)  # set on import
    return data


def hostile(*, full: bool) -> Iterator[Hostile]:
    """Every bad file, smallest first within its kind."""
    yield from broken()
    yield from deceitful()
    yield from huge(full=full)
    yield from odd_pages()
    yield from active()
    yield from transcripts()
    yield from names()
    yield from no_files()


def broken() -> Iterator[Hostile]:
    data = whole()
    yield Hostile("empty.pdf", _bytes(b""), "file is empty")
    for i in range(20):
        cut = max(len(data) * i // 20, 1)
        yield Hostile(
            f"truncated-{i:02d}.pdf",
            _bytes(data[:cut]),
            "not a PDF|truncated|damaged|cannot be read|no fiscal year",
            True,
        )
    yield Hostile("header-only.pdf", _bytes(b"%PDF-1.7\n"), "damaged|no page")
    yield Hostile("bad-startxref.pdf", _bytes(assembled([b"<< /Type /Catalog >>"], startxref=10**9)), "no page|damaged")
    lost = data.replace(b"startxref", b"startxxxx")
    yield Hostile("no-startxref.pdf", _bytes(lost), "repaired", True)
    yield Hostile(
        "xref-garbage.pdf", _bytes(data[: data.rindex(b"xref") - 40] + b"\xff" * 400), "repaired|damaged", True
    )
    yield Hostile("only-zeros.pdf", _bytes(b"%PDF-1.7\n" + bytes(100_000)), "damaged|no page")
    yield Hostile(
        "noise.pdf", _bytes(b"%PDF-1.7\n" + bytes((i * 7919 >> 3) & 255 for i in range(50_000))), "damaged|no page"
    )
    kids = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"
    yield Hostile(
        "page-tree-loop.pdf",
        _bytes(assembled([b"<< /Type /Catalog /Pages 2 0 R >>", kids])),
        "cannot be read|damaged|no page",
    )
    deep = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    deep += [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (n + 1) for n in range(2, 3000)]
    yield Hostile("page-tree-deep.pdf", _bytes(assembled(deep)), "cannot be read|damaged|no page|no fiscal year")
    yield Hostile("no-pages.pdf", _bytes(assembled([b"<< /Type /Catalog >>"])), "no page|damaged")
    yield Hostile("root-missing.pdf", _bytes(data.replace(b"/Root", b"/Toor")), "repaired|damaged|no page", True)
    endless = document().replace(b"/Length ", b"/Length 99999999 %")
    yield Hostile("wrong-length.pdf", _bytes(endless), "repaired|no fiscal year|damaged|cannot be read", True)
    yield Hostile(
        "stream-loop.pdf", _bytes(document().replace(b"/Contents 4 0 R", b"/Contents [4 0 R 4 0 R 3 0 R]")), "", True
    )


def deceitful() -> Iterator[Hostile]:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a.pdf", whole())
    yield Hostile("zip.pdf", _bytes(archive.getvalue()), "not a PDF|damaged")
    yield Hostile(
        "page.html.pdf", _bytes(b"<!DOCTYPE html><html><body>404 %s</body></html>" % COVER.encode()), "not a PDF"
    )
    yield Hostile("picture.pdf", _bytes(b"\x89PNG\r\n\x1a\n" + bytes(500)), "not a PDF")
    yield Hostile("executable.pdf", _bytes(b"\x7fELF" + bytes(2000)), "not a PDF")
    yield Hostile("word.pdf", _bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)), "not a PDF")
    yield Hostile("script.pdf", _bytes(b"#!/bin/sh\ntouch /tmp/owned\n"), "not a PDF")
    yield Hostile("locked.pdf", _bytes(encrypted(user_pw="secret", owner_pw="owner")), "encrypted")
    yield Hostile("owner-locked.pdf", _bytes(encrypted(owner_pw="owner")), "", True)


def huge(*, full: bool) -> Iterator[Hostile]:
    many = 200_000 if full else 20_000
    kids = b" ".join([b"3 0 R"] * many)
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, many)]
    objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>")
    yield Hostile("many-kids.pdf", _bytes(assembled(objects)), "limits.pages|no page|damaged|cannot be read")
    pages = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    pages.append(b"<< /Type /Pages /Kids [%s] /Count 5000 >>" % b" ".join(b"%d 0 R" % n for n in range(3, 5003)))
    pages += [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"] * 5000
    yield Hostile("5000-pages.pdf", _bytes(assembled(pages)), "limits.pages")
    bomb = bytes((1024 if full else 64) << 20)
    yield Hostile("flate-bomb.pdf", _bytes(document(bomb, deflate=True)), "limits.paths")
    strokes = b"".join(
        b"%d %d m %d %d l S\n" % (i % 500, i % 700, i % 500 + 9, i % 700) for i in range(1_000_000 if full else 150_000)
    )
    yield Hostile("strokes.pdf", _bytes(document(strokes, deflate=True)), "limits.paths")
    nested = b"q " * 100_000 + shown(COVER) + b"Q " * 100_000
    yield Hostile("nested-states.pdf", _bytes(document(nested, deflate=True)), "", True)
    deep = b"[" * 100_000 + b"]" * 100_000
    yield Hostile("nested-arrays.pdf", _bytes(document(more=[deep], catalog=b"/Deep 6 0 R")), "", True)
    side = 30_000
    image = stream(
        bytes(side * side // 8),
        b" /Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 1"
        b" /ColorSpace /DeviceGray" % (side, side),
        deflate=True,
    )
    yield Hostile(
        "giant-image.pdf",
        _bytes(document(b"q 595 0 0 842 0 0 cm /I Do Q", resources=b"/XObject << /I 6 0 R >>", more=[image])),
        "no fiscal year|without a text layer|memory|not done",
    )
    yield Hostile("giant-page.pdf", _bytes(document(box=b"[0 0 14400000 14400000]")), "", True)
    form = stream(
        b"/X Do /X Do", b" /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    )
    yield Hostile(
        "form-loop.pdf",
        _bytes(document(shown(COVER) + b"/X Do", resources=b"/XObject << /X 6 0 R >>", more=[form])),
        "",
        True,
    )
    billion = [
        stream(
            b"/X Do " * 10,
            b" /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>" % (n + 1),
        )
        for n in range(6, 12)
    ]
    leaf = stream(b"0 0 m 5 5 l S", b" /Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    laughs = document(shown(COVER) + b"/X Do", resources=b"/XObject << /X 6 0 R >>", more=[*billion, leaf])
    yield Hostile("billion-laughs.pdf", _bytes(laughs), "limits.paths")


def odd_pages() -> Iterator[Hostile]:
    cyclic = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [6 0 R] >>"
    body = b"BT /F2 14 Tf 72 720 Td (abc) Tj ET " + shown(COVER)
    yield Hostile(
        "cyclic-font.pdf",
        _bytes(document(body, resources=b"", more=[cyclic]).replace(b"/F1 5 0 R", b"/F1 5 0 R /F2 6 0 R")),
        "",
        True,
    )
    yield Hostile("missing-font.pdf", _bytes(document(shown(COVER) + b"BT /Nowhere 12 Tf (x) Tj ET")), "", True)
    yield Hostile("no-font-at-all.pdf", _bytes(document(b"BT (2024) Tj ET")), "no fiscal year")
    type3 = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 4 0 R >>"
        b" /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [9]"
        b" /Resources << /Font << /F2 6 0 R >> >> >>"
    )
    yield Hostile(
        "type3-loop.pdf",
        _bytes(
            document(b"BT /F2 9 Tf (a) Tj ET " + shown(COVER), more=[type3]).replace(
                b"/F1 5 0 R", b"/F1 5 0 R /F2 6 0 R", 1
            )
        ),
        "",
        True,
    )
    for name, box in {
        "negative-box": b"[0 0 -595 -842]",
        "empty-box": b"[0 0 0 0]",
        "nan-box": b"[nan inf 595 NaN]",
        "huge-box": b"[-1e38 -1e38 1e38 1e38]",
        "no-box": b"[]",
    }.items():
        yield Hostile(f"{name}.pdf", _bytes(document(box=box)), "", True)
    nans = b"nan nan m inf inf l S 1e999 -1e999 m 5 5 l S 99999999999999999999 0 m 9 9 l S\n"
    yield Hostile("nan-coordinates.pdf", _bytes(document(nans + shown(COVER))), "", True)
    yield Hostile(
        "wild-matrix.pdf", _bytes(document(b"0 0 0 0 0 0 cm 1e30 0 0 1e30 1e30 1e30 cm " + shown(COVER))), "", True
    )
    yield Hostile("rotate-odd.pdf", _bytes(document(page=b"/Rotate 45 /UserUnit -3")), "", True)
    yield Hostile("bad-operators.pdf", _bytes(document(b"\x00\xff)(( >> ]] Tj " * 500 + shown(COVER))), "", True)


def active() -> Iterator[Hostile]:
    code = b"(app.launchURL\\('http://127.0.0.1:9/'\\);)"
    found = {
        "javascript": b"/OpenAction << /S /JavaScript /JS %s >>" % code,
        "launch": b"/OpenAction << /S /Launch /F (/bin/sh) >>",
        "attachment": b"/Names << /EmbeddedFiles << /Names [(a.exe) 6 0 R] >> >>",
        "submit": b"/OpenAction << /S /SubmitForm /F (http://127.0.0.1:9/) >>",
    }
    for name, catalog in found.items():
        more = [b"<< /Type /Filespec /F (a.exe) >>"] if name == "attachment" else []
        yield Hostile(f"{name}.pdf", _bytes(document(catalog=catalog, more=more)), "active-content", True)


def transcripts() -> Iterator[Hostile]:
    yield Hostile("blank.txt", _bytes(b""), "transcript is empty")
    yield Hostile("latin.txt", _bytes("2024年部门预算".encode("gb18030")), "not UTF-8")
    yield Hostile("binary.md", _bytes(bytes(range(256)) * 40), "not UTF-8")
    yield Hostile("nul.txt", _bytes(f"{COVER}\n科目\t金额\n\0甲\t1\n".encode()), "", True)
    yield Hostile("wide.txt", _bytes((COVER + "\n" + "\t".join(["9"] * 20_000) + "\n").encode()), "", True)
    yield Hostile("long-line.txt", _bytes((COVER + "\n" + "预" * 300_000).encode()), "", True)
    yield Hostile("formulas.txt", _bytes(f'{COVER}\n科目\t金额\n=HYPERLINK("http://x")\t@SUM(1)\n'.encode()), "", True)
    yield Hostile("right-to-left.txt", _bytes(f"{COVER}\n\u202e科目\t\u200b1\u2066\n".encode()), "", True)


def names() -> Iterator[Hostile]:
    data = f"{COVER}\n".encode()
    yield Hostile("a" * 251 + ".txt", _bytes(data), "", True)
    yield Hostile("new\nline.txt", _bytes(data + b"1"), "", True)
    yield Hostile("a..\\..\\escape.txt", _bytes(data + b"2"), "", True)
    yield Hostile("a..%2f..%2fescape.txt", _bytes(data + b"3"), "", True)
    yield Hostile("-o.txt", _bytes(data + b"4"), "", True)
    yield Hostile("$(touch owned);.txt", _bytes(data + b"5"), "", True)
    yield Hostile("=cmd|calc.txt", _bytes(data + b"6"), "", True)
    yield Hostile(os.fsdecode("预算".encode("gb18030")) + ".txt", _bytes(data + b"7"), "", True)
    yield Hostile("\u202egpj.txt", _bytes(data + b"8"), "", True)


def no_files() -> Iterator[Hostile]:
    def link(target: str) -> Make:
        return lambda path: path.symlink_to(target)

    yield Hostile("link-out.pdf", link("/etc/passwd"), "link out of the folder")
    yield Hostile("link-nowhere.pdf", link("gone.pdf"), "link to something that is not there")
    yield Hostile("link-loop.pdf", link("link-loop.pdf"), "link to something that is not there")
    yield Hostile("fifo.pdf", os.mkfifo, "not a regular file")
    yield Hostile("unreadable.pdf", _unreadable, "cannot be read", True)


def _unreadable(path: Path) -> None:
    path.write_bytes(whole())
    path.chmod(0)
