"""The scanner does to a page what its recipe says, and the same for the same seed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pymupdf
import pytest

from .scanner import RECIPES, Image, Recipe, scan_page, scan_pdf, write_scan
from .scans import DEFAULT_RECIPES, NOT_WRITABLE, SOME_FAILED, UNREADABLE, USAGE, main

CLEAN = {"dpi": 72, "jpeg": (95, 95)}
"""A recipe's fields that leave the page as it is; a test adds the one it is about."""
WIDTH, HEIGHT = 300, 420
SEEDS = range(10)


def white() -> Image:
    return np.full((HEIGHT, WIDTH, 3), 255, np.uint8)


def scanned(page: Image, seed: int = 0, **fields: Any) -> Any:
    """The scan of the page as numbers that may be subtracted, by a recipe that does one thing."""
    return scan_page(page, Recipe(**{**CLEAN, **fields}), np.random.default_rng(seed)).astype(int)


def write_pdf(path: Path, *widths: float, text: str = "1,234.50") -> Path:
    """A PDF with a page for each width; the text is real text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with pymupdf.open() as document:
        for width in widths:
            page = document.new_page(width=width, height=140)
            page.insert_text((20, 60), text)
            page.draw_line((10, 70), (width - 10, 70))
        document.save(path)
    return path


def scan_bytes(pdf: Path, recipe: Recipe, seed: int) -> bytes:
    out = pdf.with_name("scan.pdf")
    write_scan(pdf, out, recipe, seed)
    return out.read_bytes()


# --- the paper ---------------------------------------------------------------------------------------------------


def test_a_bent_page_lifts_the_middle_of_its_lines() -> None:
    page = white()
    page[200:203] = 0
    rows = scanned(page, curl=8.0).mean(axis=2).argmin(axis=0)
    assert abs(rows[0] - 201) <= 1
    assert abs(rows[WIDTH // 2] - 193) <= 1


def test_streaks_run_from_head_to_foot() -> None:
    columns = scanned(white(), streaks=3).mean(axis=2)
    dark = np.flatnonzero((columns < 230).all(axis=0))
    assert 3 <= len(dark) <= 6
    assert (np.delete(columns, dark, axis=1) > 250).all()
    assert (scanned(white()) == 255).all()


# --- the tones ---------------------------------------------------------------------------------------------------


def test_without_colour_a_seal_is_grey_and_in_black_and_white_nothing_is() -> None:
    page = white()
    page[100:140, 50:90] = (200, 30, 40)
    colour, grey, black = (scanned(page, tones=tones) for tones in ("colour", "grey", "black"))
    assert (colour[120, 70] == (200, 30, 40)).all()
    assert len({*grey[120, 70]}) == 1
    assert set(np.unique(grey)) - {0, 255}
    assert set(np.unique(black)) == {0, 255}
    assert (black[120, 70] == 0).all()


# --- the file ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", RECIPES)
def test_the_seed_alone_decides_the_bytes(tmp_path: Path, name: str) -> None:
    pdf = write_pdf(tmp_path / "a.pdf", 100, 100)
    first = scan_bytes(pdf, RECIPES[name], 1)
    assert scan_bytes(pdf, RECIPES[name], 1) == first
    assert scan_bytes(pdf, RECIPES[name], 2) != first


@pytest.mark.parametrize("name", RECIPES)
def test_a_scan_is_one_picture_a_page_in_the_recipe_s_resolution(tmp_path: Path, name: str) -> None:
    widths = (100.0, 211.3, 140.0)
    out = tmp_path / "scan.pdf"
    write_scan(write_pdf(tmp_path / "a.pdf", *widths), out, RECIPES[name], 3)
    with pymupdf.open(out) as scan:
        assert len(scan) == len(widths)
        for page, width in zip(scan, widths, strict=True):
            assert page.get_text().strip() == ""
            assert page.get_drawings() == []
            (picture,) = page.get_image_info()
            assert picture["bbox"] == pytest.approx(tuple(page.rect), abs=0.01)
            assert picture["width"] == pytest.approx(page.rect.width * RECIPES[name].dpi / 72, abs=0.01)
            sides = (page.rect.width, page.rect.height)
            assert sorted(sides) == pytest.approx(sorted((width, 140.0)), abs=1)
            if not RECIPES[name].turned:
                assert sides == pytest.approx((width, 140.0), abs=1)


def test_only_the_pages_named_are_read_and_come_out_as_in_the_whole_scan(tmp_path: Path) -> None:
    pdf = write_pdf(tmp_path / "a.pdf", 100, 120, 140)
    whole = dict(scan_pdf(pdf, RECIPES["200"], 5))
    assert list(whole) == [1, 2, 3]
    assert list(scan_pdf(pdf, RECIPES["200"], 5, pages=[3, 1])) == [(3, whole[3]), (1, whole[1])]


def test_pages_of_one_look_are_scanned_each_in_its_own_way(tmp_path: Path) -> None:
    (_, first), (_, second) = scan_pdf(write_pdf(tmp_path / "a.pdf", 100, 100), RECIPES["200"], 5)
    assert first != second


def test_jpeg_quality_stays_within_the_recipe_s_bounds(tmp_path: Path) -> None:
    pdf = write_pdf(tmp_path / "a.pdf", *[100] * 12)
    sizes = [len(jpeg) for _, jpeg in scan_pdf(pdf, Recipe(72, (20, 90)), 0)]
    (_, poorest), (_, best) = (next(scan_pdf(pdf, Recipe(72, (q, q)), 0)) for q in (20, 90))
    assert len(set(sizes)) > 3
    assert len(poorest) <= min(sizes) < max(sizes) <= len(best)


# --- the page ---------------------------------------------------------------------------------------------------


def test_a_recipe_that_does_nothing_leaves_the_page() -> None:
    page = np.random.default_rng(0).integers(0, 256, (HEIGHT, WIDTH, 3)).astype(np.uint8)
    assert (scanned(page) == page).all()


def slope(page: Any) -> float:
    """The turn in degrees of the one dark line on the page."""
    rows, columns = np.nonzero(page[..., 0] < 128)
    return float(np.degrees(np.arctan(np.polyfit(columns, rows, 1)[0])))


def test_skew_turns_a_line_either_way_and_no_further_than_allowed() -> None:
    page = white()
    page[200:202, 40:260] = 0
    slopes = [slope(scanned(page, seed, skew=2.0)) for seed in SEEDS]
    assert min(slopes) < -0.5
    assert max(slopes) > 0.5
    assert max(map(abs, slopes)) < 2.1
    assert slope(scanned(page)) == pytest.approx(0, abs=1e-6)


def marks(page: Any) -> Any:
    """The middles of the four marks, in x and y, from the top left clockwise."""
    ink = 255.0 - page[..., 0]
    rows, columns = np.indices(ink.shape)
    middles = []
    for low, right in ((False, False), (False, True), (True, True), (True, False)):
        mark = ink * ((rows >= HEIGHT / 2) == low) * ((columns >= WIDTH / 2) == right)
        middles.append(((columns * mark).sum() / mark.sum(), (rows * mark).sum() / mark.sum()))
    return np.array(middles)


def test_keystone_moves_each_corner_its_own_way_by_no_more_than_the_share() -> None:
    page = white()
    # As near the corners as a mark can be that must stay on the page.
    for x, y in ((12, 12), (WIDTH - 12, 12), (WIDTH - 12, HEIGHT - 12), (12, HEIGHT - 12)):
        page[y - 3 : y + 4, x - 3 : x + 4] = 0
    limit = 0.02 * WIDTH
    moves = np.array([marks(scanned(page, seed, keystone=0.02)) - marks(scanned(page)) for seed in SEEDS])
    assert abs(moves).max() <= limit + 0.5
    assert abs(moves).max() > 0.7 * limit
    # A page that is only shifted would keep its corners apart.
    assert np.ptp(moves, axis=1).max(axis=1).min() > 1


def test_what_comes_into_view_beside_a_bent_page_is_white() -> None:
    assert (scanned(white(), skew=3.0, keystone=0.03) == 255).all()


def test_fade_takes_ink_and_not_paper() -> None:
    page = white()
    page[100:200, 100:200] = 0
    for seed in SEEDS:
        faded = scanned(page, seed, fade=0.5)
        assert 0.35 * 255 - 1 <= faded[150, 150, 0] <= 0.5 * 255
        assert (faded[:100] == 255).all()


def test_blur_widens_an_edge_as_far_as_said_at_any_resolution() -> None:
    page = white()
    page[:, 150:] = 0
    for dpi in (72, 144):
        edge = scanned(page, dpi=dpi, blur=1.0)[200, :, 0]
        greys = ((edge > 255 * 0.16) & (edge < 255 * 0.84)).sum()
        # An edge blurred by a Gaussian runs from 16 to 84 % within two standard deviations.
        assert greys == pytest.approx(2 * dpi / 72, abs=1)


def test_noise_is_grey_and_as_strong_as_said() -> None:
    noisy = scanned(np.full_like(white(), 128), noise=8.0)
    assert noisy[..., 0].std() == pytest.approx(8, rel=0.05)
    assert noisy.mean() == pytest.approx(128, abs=1)
    assert (np.ptp(noisy, axis=2) == 0).all()


def test_dust_leaves_small_specks_all_over_a_white_page() -> None:
    dusty = (scanned(white(), dpi=144, dust=40)[..., 0] < 255).astype(np.uint8)
    count, _, boxes, middles = cv2.connectedComponentsWithStats(dusty)
    assert 30 <= count - 1 <= 40  # the first is the page; some specks touch
    assert boxes[1:, cv2.CC_STAT_AREA].mean() < 12
    assert np.ptp(middles[1:, 0]) > WIDTH / 2
    assert np.ptp(middles[1:, 1]) > HEIGHT / 2


def test_shadow_darkens_one_side_and_leaves_the_other() -> None:
    darkest = set()
    for seed in SEEDS:
        dim = scanned(white(), seed, shadow=0.4)[..., 0]
        edges = {"top": dim[0], "bottom": dim[-1], "left": dim[:, 0], "right": dim[:, -1]}
        means = {side: float(edge.mean()) for side, edge in edges.items()}
        assert min(means.values()) < 255 * 0.85
        assert max(means.values()) > 250
        assert dim.min() >= 255 * 0.6 - 1
        darkest.add(min(means, key=lambda side: means[side]))
    assert len(darkest) > 1


def has_red(page: Any) -> bool:
    return bool((page[..., 0] - page[..., 1] > 60).any())


@pytest.mark.parametrize(("share", "least", "most"), [(0.0, 0, 0), (0.3, 45, 75), (1.0, 200, 200)])
def test_seals_stamp_the_share_of_the_pages(share: float, least: int, most: int) -> None:
    page = np.full((105, 75, 3), 255, np.uint8)
    stamped = sum(has_red(scanned(page, seed, dpi=18, seal=share)) for seed in range(200))
    assert least <= stamped <= most


def test_a_seal_is_as_large_as_an_official_one_and_near_the_middle() -> None:
    page = np.full((842, 595, 3), 255, np.uint8)
    for seed in SEEDS:
        rows, columns = np.nonzero(scanned(page, seed, seal=1.0)[..., 1] < 250)
        # 4.2 cm are 119 pt; the rim adds half its width on either side.
        assert (np.ptp(rows), np.ptp(columns)) == pytest.approx((118, 118), abs=4)
        assert 842 * 0.25 - 4 <= (rows.min() + rows.max()) / 2 <= 842 * 0.75 + 4
        assert 595 * 0.25 - 4 <= (columns.min() + columns.max()) / 2 <= 595 * 0.75 + 4


def test_a_seal_hides_no_ink() -> None:
    assert (scanned(np.zeros_like(white()), seal=1.0) == 0).all()


def test_turned_pages_lie_on_either_side_or_upside_down_and_never_upright() -> None:
    page = white()
    page[:40, :40] = 0
    ways = set()
    for seed in SEEDS:
        turned = scanned(page, seed, turned=True)
        height, width = turned.shape[:2]
        corners = {"upright": (0, 0), "left": (-1, 0), "over": (-1, -1), "right": (0, -1)}
        (way,) = (name for name, (row, column) in corners.items() if turned[row, column, 0] == 0)
        assert (height, width) == ((HEIGHT, WIDTH) if way == "over" else (WIDTH, HEIGHT))
        ways.add(way)
    assert ways == {"left", "over", "right"}


# --- the command ------------------------------------------------------------------------------------------------


def run(out: Path, pdfs: Path, *options: str) -> int:
    return main([str(out), "--pdfs", str(pdfs), *options])


def test_the_command_scans_every_pdf_by_every_recipe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pdf(tmp_path / "in" / "b.PDF", 100)
    write_pdf(tmp_path / "in" / "below" / "预算.pdf", 100, 100, 100)
    (tmp_path / "in" / "note.txt").write_text("no PDF")
    assert run(tmp_path / "out", tmp_path / "in", "--max-pages", "2") == 0
    wanted = [tmp_path / "out" / recipe / f"{stem}.pdf" for stem in ("b", "预算") for recipe in ("200", "150", "hard")]
    assert capsys.readouterr().out.splitlines() == [str(path) for path in wanted]
    assert DEFAULT_RECIPES == ("200", "150", "hard")
    for path in wanted:
        with pymupdf.open(path) as scan:
            assert len(scan) == (1 if path.stem == "b" else 2)
            assert scan[0].get_text() == ""
    written = {path for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert written == set(wanted)


def test_a_file_s_scan_does_not_depend_on_its_neighbours(tmp_path: Path) -> None:
    alone, among = tmp_path / "alone", tmp_path / "among"
    write_pdf(alone / "m.pdf", 100)
    for name in ("a.pdf", "below/m.pdf", "z.pdf"):
        (among / name).parent.mkdir(parents=True, exist_ok=True)
        (among / name).write_bytes((alone / "m.pdf").read_bytes())
    for folder, seed in ((alone, 0), (among, 0), (alone, 7)):
        assert run(tmp_path / f"{folder.name}-{seed}", folder, "--recipe", "150", "--seed", str(seed)) == 0
    one = (tmp_path / "alone-0" / "150" / "m.pdf").read_bytes()
    assert (tmp_path / "among-0" / "150" / "m.pdf").read_bytes() == one
    assert (tmp_path / "among-0" / "150" / "a.pdf").read_bytes() != one
    assert (tmp_path / "alone-7" / "150" / "m.pdf").read_bytes() != one


@pytest.mark.parametrize(("readable", "code"), [(True, SOME_FAILED), (False, UNREADABLE)])
def test_an_unreadable_file_is_named_and_the_others_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], readable: bool, code: int
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    if readable:
        write_pdf(folder / "whole.pdf", 100)
    assert run(tmp_path / "out", folder, "--recipe", "150", "--recipe", "hard") == code
    said = capsys.readouterr()
    assert said.err.count(str(folder / "broken.pdf")) == 1
    assert f"1 of {1 + readable} PDFs failed" in said.err
    assert [Path(line).stem for line in said.out.splitlines()] == ["whole"] * 2 * readable
    assert {path.stem for path in (tmp_path / "out").rglob("*.pdf")} == ({"whole"} if readable else set())


@pytest.mark.parametrize("options", [["--recipe", "400"], ["--max-pages", "0"], ["--seed", "x"]])
def test_an_option_out_of_range_is_a_usage_error(tmp_path: Path, options: list[str]) -> None:
    write_pdf(tmp_path / "in" / "a.pdf", 100)
    with pytest.raises(SystemExit) as end:
        run(tmp_path / "out", tmp_path / "in", *options)
    assert end.value.code == USAGE
    assert not (tmp_path / "out").exists()


def test_folders_that_cannot_be_meant_are_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "in"
    assert run(tmp_path / "out", folder) == USAGE
    assert f"no PDF in {folder}" in capsys.readouterr().err
    write_pdf(folder / "a.pdf", 100)
    assert run(folder / "out", folder) == USAGE
    assert f"{folder / 'out'} lies in {folder}" in capsys.readouterr().err
    write_pdf(folder / "below" / "a.pdf", 100)
    assert run(tmp_path / "out", folder) == USAGE
    assert f"{folder / 'a.pdf'} and {folder / 'below' / 'a.pdf'} would" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("in_the_way", ["out", "out/150/a.pdf/b.pdf"])
def test_a_place_that_cannot_be_written_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], in_the_way: str
) -> None:
    write_pdf(tmp_path / "in" / "a.pdf", 100)
    (tmp_path / in_the_way).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / in_the_way).write_text("a file where a folder must be, or below a folder where a file must be")
    assert run(tmp_path / "out", tmp_path / "in", "--recipe", "150") == NOT_WRITABLE
    assert f"cannot write to {tmp_path / 'out'}" in capsys.readouterr().err
