"""Codes of what the running text names by class, section and item: 社会保障和就业支出（类）抚恤（款）死亡抚恤（项）."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from pipeline.config.load import Configs
from pipeline.config.names import bare_name
from pipeline.model.records import BudgetLine

_PART = re.compile(r"[\-—、“”]*(?P<name>.+?)\((?P<digits>\d*)(?P<level>[类款项])\)")
CLASS, SECTION, ITEM = 3, 5, 7
"""Digits of a code of each level (政府收支分类科目)."""
_LENGTHS = {"类": CLASS, "款": SECTION, "项": ITEM}
_PATHS = frozenset({(CLASS,), (CLASS, SECTION), (CLASS, SECTION, ITEM), (SECTION,), (SECTION, ITEM)})
"""An item counts only below its section: the list knows too few items to tell one by its name."""


def printed_code(words: str) -> str | None:
    """The code that a path prints piece by piece or whole (卫生健康支出(210类)行政事业单位医疗(11款), (21011款))."""
    code = ""
    for match in _PART.finditer(words):
        length = _LENGTHS[match["level"]]
        code = match["digits"] if len(match["digits"]) == length else code + match["digits"]
        if len(code) != length:
            return None
    return code or None


class ClassificationPaths:
    """Finds the code a path of names means, by the codes a document prints in its tables and by the code list."""

    def __init__(self, lines: Iterable[BudgetLine], configs: Configs) -> None:
        """``lines``: those of the document; a code that was itself derived from its name tells nothing."""
        self._codes: dict[str, set[str]] = defaultdict(set)
        for code in configs.functional.values():
            self._codes[bare_name(code.name)].add(code.code)
        for line in lines:
            if line.func_code and line.label_raw and "code_from_name" not in (line.flags or ""):
                self._codes[bare_name(line.label_raw)].add(line.func_code)

    def code(self, words: str) -> str | None:
        """The one functional code that the path in ``words`` can mean, else ``None``.

        A class by a name of another year (医疗卫生与计划生育支出) does not stand in the way of its sections.
        """
        parts = [(match["name"], _LENGTHS[match["level"]]) for match in _PART.finditer(words)]
        if tuple(length for _, length in parts) not in _PATHS:
            return None
        *above, (name, length) = parts
        found = self._named(name, length)
        for upper, digits in reversed(above):
            known = self._named(upper, digits)
            if known or digits != CLASS:
                found = {code for code in found if code[:digits] in known}
        return found.pop() if len(found) == 1 else None

    def _named(self, name: str, length: int) -> set[str]:
        """The codes of a level that bear a name; classes are often named without their last word."""
        bare = bare_name(name)
        codes = self._codes.get(bare, set()) or (self._codes.get(bare + "支出", set()) if length == CLASS else set())
        return {code for code in codes if len(code) == length}
