"""What leaves a PDF: upright characters, visible rules only, and an error that says what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pymupdf
import pytest

from pipeline.errors import InputUnreadable
from pipeline.geometry import Box
from pipeline.ingest.pdf import read_pdf
from pipeline.ingest.witness import _alike
from pipeline.model.page import Char, Page, Rule
from tests.unit.extraction.characters import written
from tests.unit.ingest.drawing import HEIGHT, WIDTH, Draw, drawn, fill, read_page, rule, text

FILE = Path("folder/budget.pdf")


def words(page: Page) -> str:
    return "".join(char.text for char in page.chars)


def are(found: tuple[Rule, ...], *wanted: Rule) -> bool:
    """Whether these are the rules, but for what drawing rounds."""
    return [value for rule in found for value in rule] == pytest.approx([value for rule in wanted for value in rule])


def refused(data: bytes) -> str:
    """The message a user gets for these bytes."""
    with pytest.raises(InputUnreadable) as caught:
        read_pdf(FILE, data)
    return str(caught.value)


def told(data: bytes) -> str:
    """What a user is told of these bytes: the error, or the notes on what could be read."""
    try:
        return "; ".join(read_pdf(FILE, data).notes)
    except InputUnreadable as error:
        return str(error)


def locked() -> bytes:
    document = pymupdf.open()
    document.new_page()
    return bytes(document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="owner"))


def pageless() -> bytes:
    """A PDF whose page tree is empty, as no writer would make it."""
    parts = [b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n", b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"]
    body, offsets = b"%PDF-1.4\n", []
    for part in parts:
        offsets.append(len(body))
        body += part
    entries = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    xref = b"xref\n0 3\n0000000000 65535 f \n" + entries
    return body + xref + b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)


@pytest.mark.parametrize(
    ("data", "fault", "remedy"),
    [
        (b"", "empty", "fetch it again"),
        ("2024年部门预算".encode(), "not a PDF", "check what was downloaded"),
        (locked(), "encrypted", "remove the password"),
        (pageless(), "no page", "fetch it again"),
    ],
    ids=["0 bytes", "text renamed", "encrypted", "no pages"],
)
def test_an_unreadable_file_is_named_with_its_fault_and_the_remedy(data: bytes, fault: str, remedy: str) -> None:
    message = refused(data)
    assert message.startswith("budget.pdf: ")
    assert fault in message
    assert remedy in message


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.6, 0.9])
def test_a_truncated_file_is_refused_or_read_with_a_note(share: float) -> None:
    data = drawn(text("合计", 50, 50))
    said = told(data[: int(len(data) * share)])
    assert re.search(r"^budget\.pdf: .*fetch it again|^the file was damaged", said)


@pytest.mark.parametrize(
    ("end", "said"), [(b"", "truncated.*fetch it again"), (b"%%EOF", "repaired.*PDFium cannot open")]
)
def test_what_only_one_engine_can_open_is_refused_where_its_end_is_lost(end: bytes, said: str) -> None:
    data = drawn(text("合计12", 50, 50), *(rule(10, y, 200, y) for y in (30, 40, 60)))
    assert re.search(said, told(data[: int(len(data) * 0.9)] + end))


def test_a_whole_file_has_no_notes_and_its_digest() -> None:
    data = drawn(text("合计", 50, 50), rule(10, 60, 200, 60))
    source = read_pdf(FILE, data)
    assert (source.file_name, source.n_bytes, source.kind, source.text_layer) == (
        "budget.pdf",
        len(data),
        "pdf",
        "native",
    )
    assert source.notes == ()
    assert len(source.sha256) == 64


def test_a_page_that_is_a_picture_has_no_text_layer() -> None:
    pixels = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 8, 8))
    data = drawn(lambda page: page.insert_image(page.rect, pixmap=pixels))
    source = read_pdf(FILE, data)
    assert source.text_layer == "none"
    assert source.pages[0].is_picture


def lies_to_the_right_and_below(page: Page) -> bool:
    """Whether 12 is read rightwards and above 34."""
    one, two, three, _ = (char for char in page.chars)
    return one.x0 < two.x0 and one.baseline == pytest.approx(two.baseline) and one.baseline < three.baseline


@pytest.mark.parametrize(
    ("rotation", "turned_text"), [(0, 0), (90, 90), (180, 180), (270, 270), (90, 0), (0, 90), (0, 270)]
)
def test_text_is_upright_however_page_and_text_are_turned(rotation: int, turned_text: int) -> None:
    below = {0: (100, 160), 90: (160, 150), 180: (100, 140), 270: (60, 150)}[turned_text]
    page = read_page(
        text("12", 100, 150, rotate=turned_text), text("34", *below, rotate=turned_text), rotation=rotation
    )
    assert words(page) == "1234"
    assert page.quarter_turns == (turned_text - rotation) // 90 % 4
    assert lies_to_the_right_and_below(page)


@pytest.mark.parametrize("font", ["helv", "zadb"], ids=["more than one size high", "less"])
@pytest.mark.parametrize("turned_text", [90, 180, 270])
def test_the_box_of_a_character_turns_with_it(turned_text: int, font: str) -> None:
    def above_and_below(rotate: int) -> tuple[float, float]:
        (char,) = read_page(lambda page: page.insert_text((100, 150), "4", fontname=font, rotate=rotate)).chars
        return char.baseline - char.y0, char.y1 - char.baseline

    assert above_and_below(turned_text) == pytest.approx(above_and_below(0), abs=0.01)


def test_rules_turn_with_the_page() -> None:
    draw: tuple[Draw, ...] = (text("12345", 100, 150), rule(100, 152, 130, 152), rule(98, 100, 98, 160))
    upright, turned = read_page(*draw), read_page(*draw, rotation=90)
    assert (turned.width, turned.height) == (WIDTH, HEIGHT)
    assert are(turned.horizontal_rules, *upright.horizontal_rules)
    assert are(turned.vertical_rules, *upright.vertical_rules)


def test_a_box_on_an_upturned_page_is_shown_where_the_viewer_sees_it() -> None:
    page = read_page(text("12345", 100, 150), rotation=90)
    char = page.chars[0]
    x0, y0, x1, y1 = page.shown_box(Box(char.x0, char.y0, char.x1, char.y1))
    # Turned clockwise, what stood at (100, 150) stands at (HEIGHT - 150, 100).
    assert x0 <= HEIGHT - 150 <= x1
    assert y0 <= 100.5 <= y1


@pytest.mark.parametrize("colour", [(0, 0, 0), (0.5, 0.5, 0.5), (0.9, 0.9, 0.9), (1, 0, 0), (1, 1, 0)])
def test_a_stroke_in_a_visible_colour_is_a_rule(colour: tuple[float, ...]) -> None:
    page = read_page(text("x", 10, 20), rule(50, 100, 200, 100, colour))
    assert are(page.horizontal_rules, Rule(100, 50, 200))


@pytest.mark.parametrize("colour", [(1, 1, 1), (0.95, 0.97, 0.96)])
def test_white_and_near_white_strokes_and_fills_are_no_rules(colour: tuple[float, ...]) -> None:
    page = read_page(text("x", 10, 20), rule(50, 100, 200, 100, colour), fill(50, 120, 200, 121, colour))
    assert page.horizontal_rules == ()


def test_a_transparent_stroke_is_no_rule() -> None:
    assert read_page(rule(50, 100, 200, 100, opacity=0)).horizontal_rules == ()


def test_thin_filled_rectangles_are_rules_and_thick_ones_are_shading() -> None:
    page = read_page(fill(50, 100, 200, 101), fill(60, 90, 61, 190), fill(50, 120, 200, 140))
    assert are(page.horizontal_rules, Rule(100.5, 50, 200))
    assert are(page.vertical_rules, Rule(60.5, 90, 190))


def test_a_stroked_rectangle_is_four_rules() -> None:
    page = read_page(lambda page: page.draw_rect((50, 100, 200, 140), color=(0, 0, 0), width=0.5))
    assert [rule.at for rule in page.horizontal_rules] == pytest.approx([100, 140])
    assert [rule.at for rule in page.vertical_rules] == pytest.approx([50, 200])


def test_slanting_lines_and_dots_are_no_rules() -> None:
    page = read_page(rule(50, 100, 200, 110), rule(50, 150, 51, 150))
    assert page.horizontal_rules == page.vertical_rules == ()


def test_a_rule_under_a_later_opaque_fill_is_hidden() -> None:
    white = (1, 1, 1)
    assert read_page(rule(50, 100, 200, 100), fill(40, 90, 210, 110, white)).horizontal_rules == ()


@pytest.mark.parametrize(
    "later",
    [fill(40, 90, 120, 110, (1, 1, 1)), fill(40, 100, 210, 120, (1, 1, 1)), fill(40, 90, 210, 110, (1, 1, 1), 0.4)],
    ids=["over half of it", "along its edge", "see-through"],
)
def test_a_rule_not_wholly_covered_is_seen(later: Draw) -> None:
    assert len(read_page(rule(50, 100, 200, 100), later).horizontal_rules) == 1


def test_a_rule_over_an_earlier_fill_is_seen() -> None:
    assert len(read_page(fill(40, 90, 210, 110, (0.8, 0.9, 1)), rule(50, 100, 200, 100)).horizontal_rules) == 1


def test_a_double_struck_glyph_is_one_character() -> None:
    page = read_page(text("合计12", 50, 50), text("合计12", 50.4, 50), text("合计12", 50, 50.3))
    assert words(page) == "合计12"


def test_the_same_glyph_beside_or_below_itself_stays() -> None:
    assert words(read_page(text("1100", 50, 50), text("1100", 50, 62))) == "11001100"


def test_the_same_glyph_of_another_size_elsewhere_stays() -> None:
    # 100 / (0.12 × 10) = 83.3 and 140 / (0.12 × 14) = 83.3: the same place in steps, 40 pt apart on the page.
    assert words(read_page(text("单", 100, 100, size=10), text("单", 140, 140, size=14))) == "单单"


def test_pages_with_rules_are_read_twice() -> None:
    page = read_page(text("合计12", 50, 50), rule(10, 60, 200, 60), rule(10, 30, 10, 60))
    assert page.second_reading is not None
    assert page.second_reading is page.chars  # the same characters in the same places


def test_two_readings_are_the_same_in_whatever_order_but_not_at_other_places() -> None:
    chars = (*written("12", 10, 20), *written("12", 10, 32))
    boxes = [char[1:5] for char in chars]
    assert _alike(["1", "2", "1", "2"], boxes, chars)
    assert _alike(["2", "1", "2", "1"], boxes[::-1], chars)  # the lower line first
    assert not _alike(["2", "1", "1", "2"], boxes, chars)
    assert not _alike(["2", "1", "1", "3"], boxes[::-1], chars)
    assert not _alike([], [], ())


def test_lines_of_two_tables_that_stand_between_each_other_are_told_apart() -> None:
    left, right = written("11", 10, 20), written("11", 60, 20.6)
    chars = (*left, *right, *written("11", 10, 32))
    shuffled = [*range(4, 6), *range(2, 4), *range(2)]
    assert _alike(["1"] * 6, [chars[k][1:5] for k in shuffled], chars)


@pytest.mark.parametrize(("shift", "expected"), [(0.0, True), (0.9, True), (1.1, False)])
def test_two_readers_mean_one_character_within_a_tenth_of_its_size(shift: float, expected: bool) -> None:
    chars = (Char("5", 10, 10, 15, 20, 18, 10.0),)
    assert _alike(["5"], [(10 + shift, 10, 15 + shift, 20)], chars) is expected
    assert _alike(["6"], [(10 + shift, 10, 15 + shift, 20)], chars) is False


def test_a_table_with_three_horizontal_rules_is_read_twice() -> None:
    assert read_page(text("12", 50, 50), *(rule(10, y, 200, y) for y in (30, 40, 60))).second_reading is not None


def test_pages_without_rules_or_with_an_underline_are_read_once() -> None:
    assert read_page(text("合计12", 50, 50)).second_reading is None
    assert read_page(text("合计12", 50, 50), rule(10, 60, 200, 60)).second_reading is None


def test_the_second_reading_stands_where_the_first_does_on_a_turned_page() -> None:
    page = read_page(text("合计12", 100, 150), rule(90, 155, 165, 155), rule(90, 130, 90, 155), rotation=90)
    assert page.second_reading is not None
    for one, other in zip(page.chars, page.second_reading, strict=True):
        assert one.text == other.text
        assert one.centre == pytest.approx(other.centre, abs=3)


def test_shading_that_can_be_seen_is_a_fill_and_no_rule() -> None:
    page = read_page(fill(20, 20, 120, 60, colour=(0.8, 0.8, 0.8)), fill(20, 80, 120, 120, colour=(1, 1, 1)))
    assert [tuple(round(edge) for edge in box) for box in page.fills] == [(20, 20, 120, 60)]
    assert page.horizontal_rules == page.vertical_rules == ()


def test_shading_turns_with_the_page() -> None:
    shade = fill(20, 20, 120, 60, colour=(0.8, 0.8, 0.8))
    upright, turned = read_page(text("12345", 30, 50), shade), read_page(text("12345", 30, 50), shade, rotation=90)
    assert [[round(e) for e in box] for box in turned.fills] == [[round(e) for e in box] for box in upright.fills]


@pytest.mark.parametrize(("angle", "shown"), [(30, "12"), (-45, "12"), (2, "12公开")])
def test_a_watermark_written_aslant_is_no_text(angle: float, shown: str) -> None:
    def watermark(page: pymupdf.Page) -> None:
        at = pymupdf.Point(50, 200)
        page.insert_text(at, "公开", fontsize=40, fontname="china-s", morph=(at, pymupdf.Matrix(angle)))

    assert words(read_page(text("12", 100, 100), watermark)) == shown
