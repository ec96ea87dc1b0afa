"""Classification codes: what a code or a name says, and how one proposes the other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.config.editions import Code
from pipeline.config.load import Configs
from pipeline.config.names import bare_name
from pipeline.digits import one_slip
from pipeline.money import plain

CLASS_OF_DIGIT = {"2": "functional", "3": "econ_dept", "5": "econ_gov"}
CLASSIFICATIONS = tuple(CLASS_OF_DIGIT.values())
_CODE = re.compile(r"[235]\d{2}(?:\d{2}){0,2}")
_DOTS = re.compile(r"(?<=\d)[.·-](?=\d{2}(?:\D|$))")
"""Between 类, 款 and 项, where they are printed apart (201.03.01)."""
NEARLY = 0.5
"""Two names of which so much is the same are one, misread."""
SHORTEST_NAME = 4
"""A shorter text is one slip away from many names."""
_IN_LABEL = re.compile(r"^\[(\d{3,7})\](.+)$|^(\d{3}(?:[.·-]?\d{2}){0,2})[-_ ]?([一-鿿].*)$")


@dataclass(frozen=True, slots=True)
class Classified:
    """A code with its classification; ``from_name`` when only the name was printed."""

    classification: str
    code: str
    from_name: bool = False


def code_list(configs: Configs, classification: str) -> Mapping[str, Code]:
    """The code list of one classification."""
    return {"functional": configs.functional, "econ_dept": configs.econ_dept, "econ_gov": configs.econ_gov}[
        classification
    ]


def read_code(text: str, expected: str | None) -> Classified | None:
    """A printed whole code, or ``None`` when the text is none of the expected classification's shape."""
    code = _DOTS.sub("", plain(text))
    if not _CODE.fullmatch(code):
        return None
    classification = CLASS_OF_DIGIT[code[0]]
    if expected is not None and expected != classification:
        return None
    longest = 7 if classification == "functional" else 5
    return Classified(classification, code) if len(code) <= longest else None


def split_label(text: str) -> tuple[str | None, str]:
    """Code and name of a label that carries its code (``[30101]基本工资``), else ``None`` and the label."""
    match = _IN_LABEL.match(plain(text))
    if not match:
        return None, text
    return match.group(1) or match.group(3), match.group(2) or match.group(4)


class NameIndex:
    """Codes by name, for rows that print only the name."""

    def __init__(self, configs: Configs) -> None:
        self._configs = configs
        self._codes: dict[tuple[str, str], list[Code]] = {}
        for classification in CLASSIFICATIONS:
            for code in code_list(configs, classification).values():
                self._codes.setdefault((classification, bare_name(code.name)), []).append(code)
        self._names = {name for _, name in self._codes} | set(map(bare_name, configs.vocabulary.rows.names))

    def find(self, classification: str, name: str, ancestors: Sequence[str]) -> Classified | None:
        """The one code a name can mean below the codes of the rows above it, or ``None``."""
        candidates = self._codes.get((classification, bare_name(name)), [])
        if not candidates:  # 大类 are often printed without their last word
            candidates = [c for c in self._codes.get((classification, bare_name(name) + "支出"), []) if c.level == 1]
        # An item's section must be printed above it: the list knows too few items of a class to tell one by that.
        below = [c for c in candidates if c.code[:-2] in ancestors]
        found = below or [c for c in candidates if c.level == 1] or candidates
        return Classified(classification, found[0].code, from_name=True) if len(found) == 1 else None

    def knows(self, name: str) -> bool:
        """Whether the lists or forms have the name."""
        return bare_name(name) in self._names

    def disagrees(self, label: str, code: Classified | None) -> bool:
        """Whether a label is not the name that the list has for its code, but nearly it, or that of another code.

        Without a code: whether it is one slip away from a name that the lists or forms have.
        """
        if code is None:
            return self._a_slip_away(bare_name(label))
        listed = code_list(self._configs, code.classification).get(code.code)
        if listed is None:
            return False
        printed, name = bare_name(label), bare_name(listed.name)
        anothers = (code.classification, printed) in self._codes
        return printed != name and (anothers or SequenceMatcher(None, printed, name).ratio() >= NEARLY)

    def _a_slip_away(self, printed: str) -> bool:
        if printed in self._names or len(printed) < SHORTEST_NAME:
            return False
        return any(one_slip(printed, name) for name in self._names if abs(len(name) - len(printed)) <= 1)
