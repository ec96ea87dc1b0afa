"""Which of the amounts told so far a change, a percentage or a reason belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.config.schema import Statements
from pipeline.interpretation.prose import Paragraph
from pipeline.interpretation.subjects import Subject, Subjects
from pipeline.money import parse_number

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
PERCENT_WITHIN = 40
"""The percentage of a change follows its amount within so many characters."""
BARE = 2
"""So short a name (支出, 收入) ends many others and is none of them."""
PERCENT_FITS = 50
"""A percentage fits when it is off by no more than this part of itself."""


@dataclass(slots=True)
class Asserted:
    """One amount asserted; what is told of its change is filled in as the text goes on."""

    paragraph: Paragraph
    sentence: tuple[int, int]
    place: tuple[int, int]
    subject: Subject
    number: str
    unit: str | None
    direction: str | None = None
    change: str | None = None
    change_unit: str | None = None
    percent: str | None = None
    reason: str | None = None


class Change(NamedTuple):
    """A change as printed."""

    direction: str | None
    number: str | None
    unit: str | None
    percent: str | None


class Mentioned:
    """The amounts of the section so far: ``last`` asserted, ``changed`` in this sentence, ``focus`` told of last."""

    def __init__(self, subjects: Subjects, words: Statements) -> None:
        self._subjects, self._words = subjects, words
        self._section: list[Asserted] = []
        self._paragraph: Paragraph | None = None
        self._parts: list[Asserted] = []
        self._head: Asserted | None = None
        self._whole: Asserted | None = None
        self.sentence = (0, 0)
        self.last: Asserted | None = None
        self.changed: Asserted | None = None
        self.focus: Asserted | None = None

    @property
    def section(self) -> str:
        """The heading the text stands under, empty where there is none."""
        return (self._paragraph.section if self._paragraph else None) or ""

    def begin(self, paragraph: Paragraph) -> None:
        """A new paragraph; a new section forgets the amounts before."""
        if self._paragraph is None or paragraph.section != self._paragraph.section:
            self._section, self.last, self.focus = [], None, None
        self._paragraph = paragraph

    def begin_sentence(self, start: int, end: int) -> None:
        """A new sentence: nothing was changed in it, no list begun; what the list before was of is kept."""
        if self._parts or self.last is None or self.last.sentence[0] == self.sentence[0]:
            self._whole = self._head if self._parts else None
        self.sentence, self.changed, self._parts, self._head = (start, end), None, [], None

    def listed_under(self, is_part: bool) -> Asserted | None:
        """The amount whose parts are being listed, if the next one is such a part."""
        return self._opens_with() if is_part else self._head if self._parts else None

    def _opens_with(self) -> Asserted | None:
        """The total that a list of parts beginning here is of: the last amount, told in this sentence or before it."""
        last = self.last
        here = last is not None and last.paragraph is self._paragraph and last.sentence[1] >= self.sentence[0]
        return last if here else None

    def add(self, said: Asserted, is_part: bool) -> None:
        """An amount asserted; ``is_part``: words like 其中 open a list of parts of the amount before."""
        if is_part:
            self._head, self._parts = self._opens_with(), [said]
        elif self._parts:
            self._parts.append(said)
        self._section.append(said)
        self.last = self.focus = said

    def change(self, change: Change, named: str, closed: int | None, after: str = "") -> bool:
        """Whether an amount was found that the change belongs to.

        ``named``: the subject the change names; ``closed``: where the bracket before it was opened, if there is one.
        """
        target = self._target(change, named, closed, after)
        percentage_first = target is not None and target is self.changed and target.change is None
        if target is not None and percentage_first and change.number and change.direction == target.direction:
            target.change, target.change_unit = change.number, change.unit
            return True
        self.changed = None
        if target is None or target.direction or target.change or target.subject.prior_year:
            return False
        target.direction, target.change, target.change_unit, target.percent = change[:4]
        self.changed = self.focus = target
        self._extend(target, self.sentence[1])
        return True

    def percent(self, percent: str, direction: str | None) -> None:
        """The percentage of the change told just before."""
        if self.changed is not None and self.changed.percent is None:
            self.changed.percent = percent
            self.changed.direction = self.changed.direction or direction

    def reason(self, about: str, reason: str, end: int) -> None:
        """The reason of the change told last, or of what the words before it name."""
        target = self.changed or self.focus
        name = self._subjects.read(about).name
        general = not name or re.match(self._words.generic, name)
        if not self.changed and not general:
            fits = [said for said in self._section if self._subjects.same(name, said.subject.name)]
            target = next((said for said in reversed(fits) if said.direction), fits[-1] if fits else None)
        if target is not None:
            target.reason = target.reason or reason.strip("。;,:；，：") or None
            self._extend(target, end)

    def _target(self, change: Change, named: str, closed: int | None, after: str) -> Asserted | None:
        """The amount named, the one before the brackets, the total of a list, or the last."""
        if named:
            key = self._subjects.key(named)
            free = [s for s in self._section if not (s.direction or s.change or s.subject.prior_year)]
            for area in ([said for said in free if said.paragraph is self._paragraph], free):
                fits = [said for said in area if self._subjects.same(named, said.subject.name)]
                if len(key) <= BARE:
                    fits = [said for said in fits if self._subjects.key(said.subject.name) == key]
                if fits:
                    # The nearest in words, then the latest.
                    return min(reversed(fits), key=lambda s: abs(len(self._subjects.key(s.subject.name)) - len(key)))
            return None
        if closed is not None:
            outside = [s for s in self._section if s.paragraph is self._paragraph and s.place[1] <= closed]
            return outside[-1] if outside else None
        if len(self._parts) > 1 and change.number and self.last is not None:
            return self._of_list(change.number, after)
        if self._whole is not None and self.last is not None and self.last.sentence[0] != self.sentence[0]:
            return self._fitting(self._whole, change.number, after)  # of the list before, or of its last part?
        return self.last

    def borne_out(self, number: str, after: str) -> bool:
        """Whether the percentage printed behind a number shows it to be the change of the last amount."""
        return self._fitting(None, number, after) is not None

    def _fitting(self, whole: Asserted | None, number: str | None, after: str) -> Asserted | None:
        """Which of a list's total and its last part the printed percentage shows a change to be of, if it does."""
        percent = _PERCENT.search(after[:PERCENT_WITHIN])
        if percent is None or number is None:
            return None
        fitting = [s for s in (whole, self.last) if s is not None and _fits(s, number, percent[1])]
        return fitting[0] if len(fitting) == 1 else None

    def _of_list(self, number: str, after: str) -> Asserted | None:
        """The total whose parts were listed, or the last part: the percentage decides, else how they are listed."""
        if fitting := self._fitting(self._head, number, after):
            return fitting
        first = self._parts[0]
        listed = first.paragraph.text[first.place[1] : self._parts[-1].place[0]]
        return self._head if "、" in listed else self.last

    def _extend(self, said: Asserted, end: int) -> None:
        """Lets the sentence of an amount reach as far as what is told of it."""
        if said.paragraph is self._paragraph:
            said.sentence = (said.sentence[0], max(said.sentence[1], end))


def _fits(said: Asserted, change: str, percent: str) -> bool:
    """Whether the change is about the printed share of last year's amount."""
    amount, by, share = parse_number(said.number), parse_number(change), parse_number(percent)
    if amount is None or by is None or not share:
        return False
    return any(base > 0 and abs(by / base * 100 - share) <= share / PERCENT_FITS for base in (amount - by, amount + by))
