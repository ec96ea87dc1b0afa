"""The administrative division that a document names, by the divisions of GB/T 2260."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.config.load import Configs, Division

SHORTEST_STEM = 2
LEVELS = ("province", "prefecture", "county")
_PREFIX = re.compile(r"^(?:中共|中国共产党|中华人民共和国)")


def locality_named(texts: Sequence[str], lines: Sequence[str], configs: Configs) -> str | None:
    """The division the texts name, the first text that decides; parents named in the document break ties."""
    divisions = configs.divisions
    by_name: dict[str, list[Division]] = {}
    for division in divisions.values():
        by_name.setdefault(division.name, []).append(division)
    for locality in configs.localities.values():
        for name in (locality.name, *locality.names):
            known = by_name.setdefault(name, [])
            if divisions[locality.locality_code] not in known:
                known.append(divisions[locality.locality_code])
    whole = "".join(lines)
    for text in texts:
        found = _deepest(text, by_name, divisions, whole)
        if found:
            return found
        stem = _stem(_PREFIX.sub("", text), divisions, whole)
        if stem:
            return stem
    return None


def _deepest(
    text: str, by_name: Mapping[str, list[Division]], divisions: Mapping[str, Division], whole: str
) -> str | None:
    hits = [
        d
        for n in range(2, 16)
        for i in range(len(text) - n + 1)
        for d in by_name.get(text[i : i + n], ())
        if n > SHORTEST_STEM or i == 0 or text[i - 1] in "省市州盟区"
    ]
    scored = sorted(
        ((_support(d, divisions, text, whole), d) for d in hits),
        key=lambda item: (item[0], item[1].code),
        reverse=True,
    )
    if not scored:
        return None
    best = [d for score, d in scored if score == scored[0][0]]
    return best[0].code if len({d.code for d in best}) == 1 else None


def _support(division: Division, divisions: Mapping[str, Division], text: str, whole: str) -> tuple[int, int, int]:
    """How well the text bears out a division: ancestors named beside it, depth, ancestors named anywhere."""
    ancestors = []
    parent = division.parent_code
    while parent and parent in divisions:
        ancestors.append(divisions[parent].name)
        parent = divisions[parent].parent_code
    depth = len(ancestors)
    beside = sum(name in text for name in ancestors)
    anywhere = sum(name in whole for name in ancestors)
    return beside, depth, anywhere


def _stem(text: str, divisions: Mapping[str, Division], whole: str) -> str | None:
    """A division named without its suffix at the start of a name, when the full name stands elsewhere."""
    hits = [
        d
        for d in divisions.values()
        if len(d.name) > SHORTEST_STEM and text.startswith(d.name[:-1]) and d.name in whole
    ]
    if not hits:
        return None
    level = min((d.level for d in hits), key=LEVELS.index)
    codes = {d.code for d in hits if d.level == level}
    return codes.pop() if len(codes) == 1 else None
