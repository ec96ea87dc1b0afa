"""A flow as the geometry of an SVG: bars for amounts, ribbons between them, one scale for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pipeline.report.flows import Breakdown, Flow

WIDTH = 1040
TALLEST = 330.0
GAP = 16.0
LABEL_HEIGHT = 36.0
BAR = 14.0
LABEL_ROOM = 190.0
"""Beside the first and the last column, and behind a column of labelled bars before the bar of the total."""
TOP = 34.0
LEAST = 1.5
"""No bar is drawn thinner, so that a small amount is still seen."""


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    height: float
    label: str
    amount: Decimal
    anchor: Literal["start", "end"]
    label_x: float
    tone: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Ribbon:
    path: str
    tone: str
    title: str


@dataclass(frozen=True, slots=True)
class Drawing:
    width: int
    height: float
    bars: tuple[Bar, ...]
    ribbons: tuple[Ribbon, ...]
    heads: tuple[tuple[float, str, str], ...]  # x, text, anchor


Label = Callable[[Breakdown, str], str]


def drawing(flow: Flow, label: Label, heads: Mapping[str, str], total: str) -> Drawing:
    """The drawing of a flow: stages from left to right, each joined to the next through a bar of the common total.

    ``label``: the name of a part; ``heads``: the heading of each kind of stage; ``total``: the name of the total.
    """
    scale = TALLEST / float(flow.total)
    columns = _columns(flow)
    xs = _places(columns)
    bars: list[Bar] = []
    ribbons: list[Ribbon] = []
    places: list[list[tuple[float, float, str, str]]] = []  # y, height, key, tone
    named: list[tuple[float, str, str]] = []
    bottom = TOP + TALLEST
    for number, stage in enumerate(columns):
        x = xs[number]
        anchor: Literal["start", "end"] = "end" if number == 0 else "start"
        label_x = x - 8 if number == 0 else x + BAR + 8
        if stage is None:
            bars.append(Bar(x, TOP, TALLEST, "", flow.total, anchor, label_x, "total", None))
            named.append((x + BAR / 2, total, "middle"))
            places.append([(TOP, TALLEST, "", "total")])
            continue
        own = []
        y = TOP
        for at, part in enumerate(stage.parts):
            height = max(float(part.amount) * scale, LEAST)
            tone = f"{stage.by}-{at % 6}"
            href = f"#{part.line_ids[0]}"
            bars.append(Bar(x, y, height, label(stage, part.key), part.amount, anchor, label_x, tone, href))
            own.append((y, height, part.key, tone))
            # Room for two lines of label even beside the thinnest bar.
            y += max(height + GAP / 2, LABEL_HEIGHT)
        bottom = max(bottom, y)
        places.append(own)
        named.append((label_x, heads[stage.by], anchor))
    for number in range(len(columns) - 1):
        ribbons += _ribbons(flow, columns, places, number, xs[number] + BAR, xs[number + 1] - xs[number] - BAR, scale)
    return Drawing(WIDTH, bottom + 8, tuple(bars), tuple(ribbons), tuple(named))


def _places(columns: list[Breakdown | None]) -> list[float]:
    """Where the columns stand: labels of a column in the middle need room before the next."""
    needs = [LABEL_ROOM if n > 0 and column is not None else 1.0 for n, column in enumerate(columns[:-1])]
    needs = [max(need, LABEL_ROOM / 2) for need in needs]
    free = WIDTH - 2 * LABEL_ROOM - BAR
    places = [LABEL_ROOM]
    for need in needs:
        places.append(places[-1] + need * free / sum(needs))
    return places


def _columns(flow: Flow) -> list[Breakdown | None]:
    """The stages with a bar of the total (``None``) between them, unless the rows say how one flows into the next."""
    columns: list[Breakdown | None] = []
    for number, stage in enumerate(flow.stages):
        if number and not (stage.joint and flow.stages[number - 1].by == "function" and _same(flow, stage)):
            columns.append(None)
        columns.append(stage)
    if len(flow.stages) == 1:
        columns.insert(1 if flow.stages[0].by == "source" else 0, None)
    return columns


def _same(flow: Flow, stage: Breakdown) -> bool:
    """Whether the direct flows of the stage start from exactly the parts of the stage before it."""
    before = next(s for s in flow.stages if s.by == "function")
    sums: dict[str, Decimal] = {}
    for (function, _), amount in stage.joint.items():
        sums[function] = sums.get(function, Decimal(0)) + amount
    return sums == {part.key: part.amount for part in before.parts}


def _ribbons(
    flow: Flow,
    columns: list[Breakdown | None],
    places: list[list[tuple[float, float, str, str]]],
    number: int,
    x: float,
    run: float,
    scale: float,
) -> list[Ribbon]:
    left, right = columns[number], columns[number + 1]
    ribbons = []
    if left is not None and right is not None:
        used_left = {key: y for y, _, key, _ in places[number]}
        used_right = {key: y for y, _, key, _ in places[number + 1]}
        tones = {key: tone for _, _, key, tone in places[number]}
        for (a, b), amount in sorted(right.joint.items()):
            height = float(amount) * scale
            ribbons.append(Ribbon(_path(x, used_left[a], used_right[b], run, height), tones[a], f"{a} → {b}"))
            used_left[a] += height
            used_right[b] += height
        return ribbons
    y = TOP
    for at, height, key, tone in places[number if left is not None else number + 1]:
        path = _path(x, at, y, run, height) if left is not None else _path(x, y, at, run, height)
        ribbons.append(Ribbon(path, tone, key))
        y += height
    return ribbons


def _path(x: float, y0: float, y1: float, run: float, height: float) -> str:
    middle, end = x + run / 2, x + run
    return (
        f"M{x:.1f} {y0:.1f}C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {end:.1f} {y1:.1f}"
        f"V{y1 + height:.1f}C{middle:.1f} {y1 + height:.1f} {middle:.1f} {y0 + height:.1f} {x:.1f} {y0 + height:.1f}Z"
    )
