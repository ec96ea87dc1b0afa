"""The house styles: how documents look, as data."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import yaml

STYLES_FOLDER = Path(__file__).parent / "looks"


@dataclass(frozen=True)
class Style:
    """One house style; lengths in points, colours as #rrggbb or empty for none."""

    name: str
    font: str
    size: float
    least_size: float
    margin: float
    inset: float
    rule_width: float
    rule_colour: str
    outer_rule_width: float
    side_rules: bool
    header_fill: str
    header_text_colour: str
    stripe_fill: str
    repeat_header: bool
    break_rows: bool
    one_table_a_page: bool
    only_landscape: bool
    phantom_rules: bool
    unruled_kinds: tuple[str, ...]
    rules_as_fills: bool
    turn_pages: bool


def style_names(folder: Path = STYLES_FOLDER) -> tuple[str, ...]:
    """The names of all house styles, sorted."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


def load_style(name: str, folder: Path = STYLES_FOLDER) -> Style:
    """One house style; raises ValueError when its file has a key too few or too many."""
    raw = yaml.safe_load((folder / f"{name}.yaml").read_text(encoding="utf-8"))
    wrong = ({field.name for field in fields(Style)} - {"name"}) ^ set(raw)
    if wrong:
        raise ValueError(f"style {name}: keys missing or unknown: {', '.join(sorted(wrong))}")
    raw["unruled_kinds"] = tuple(raw["unruled_kinds"])
    return Style(name=name, **raw)
