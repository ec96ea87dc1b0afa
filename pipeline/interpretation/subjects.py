"""What an amount in running text is about: the words before it without connecting words, year and code."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.config.rules import Rules
from pipeline.config.words import is_only

_CODE = re.compile(r"[(\[]([235]\d{2}(?:\d{2}){0,2})[)\]]$")
_CODE_BEFORE = re.compile(r"(?:\d{1,2}[、.])?([235]\d{2}(?:\d{2}){0,2})[-—](?=[一-鿿])")
_YEAR = re.compile(r"(20\d{2})年(?:度)?")
_DATE = re.compile(r"(20\d{2})年(?:度)?(?:(?:\d{1,2}月)?(?:\d{1,2}日)?[底末初]?)?,?")
_OPENS = re.compile(
    r"(?:\d{1,2}[、.])?(20\d{2})年(?:度)?(?:,|[^,;。]{0,40}中,|"
    r"(?![^,;。]{0,6}(?:结转|结余|余额))[^,;。]{0,40}\d(?:万|亿)?元)"
)
"""A year at the head of a sentence, alone or of its first amount: that of all its amounts that say no other."""
_LEVEL = re.compile(r"\(\d*[类款项]\)")
_PATH_ENDS = re.compile(f"{_LEVEL.pattern}$")
"""Ends a name by class, section and item, however long it is."""
_QUOTED_PATH = re.compile(rf"^[“\"]?(?P<path>[^“”\"]+{_LEVEL.pattern})[”\"]")
"""Such a name in quotation marks, one of which may be lost, or printed or read as a plain one."""
_OWN_YEAR = re.compile("[本当今]年|[本当]期")
LONGEST_TOPIC, LONGEST_PATH = 60, 120
LONGEST_DIFFERENCE = 2
SHORTEST_PUBLISHER = 4
"""So many characters of the end of a publisher's name stand for it (县财政局 for 示例市示例县财政局)."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject, its printed code, and whether it is one of the year before. ``name`` is empty where none is said."""

    name: str
    code: str | None = None
    prior_year: bool = False


class Subjects:
    """Reads the subjects of one document."""

    def __init__(self, fiscal_year: int, publisher: str, rules: Rules) -> None:
        self._year, self._publisher = fiscal_year, publisher
        self._words = rules.vocabulary.statements
        self._organisation = rules.vocabulary.identification.organisation_end
        self._enumerator = rules.vocabulary.rows.enumerator

    def read(self, words: str, before: str = "") -> Subject:
        """The subject that ``words`` say; ``before``: the sentence before them, whose date or first year counts."""
        prior = bool(re.search(self._words.prior_year, words))
        name = self._own(self._trimmed(words))
        if date := _DATE.search(words) or _date_before(words, before):
            prior = prior or int(date[1]) != self._year
        if year := _YEAR.search(name):
            name = self._without(name, year)
            name = self._trimmed(name)
        if code := _CODE.search(name):
            name = self._trimmed(name[: code.start()])
        elif code := _CODE_BEFORE.match(name):
            name = self._trimmed(name[code.end() :])
        name = self._own(name)
        return Subject(_unquoted(name), code[1] if code else None, prior)

    def says_year(self, words: str, before: str = "") -> bool:
        """Whether the words, or the sentence before them, say whose year an amount is of."""
        return bool(_DATE.search(words) or _OWN_YEAR.search(words) or _date_before(words, before))

    def is_generic(self, name: str) -> bool:
        """Whether the name says nothing without what the paragraph is about."""
        return not name or is_only(self._words.generic, name)

    def stem(self, name: str) -> str:
        """The name without the general words it ends with: what two amounts of one thing share."""
        return re.sub(f"(?:{self._words.generic})$", "", name)

    def topic(self, paragraph: str) -> Subject:
        """What a paragraph is about: its first words up to a full stop, comma, colon or amount."""
        first = re.split(r"[。:;]|,(?!\d{3})|\d[\d,.]*(?:千|万|百万|亿)?元", paragraph, maxsplit=1)[0]
        if len(first) > LONGEST_TOPIC and not _PATH_ENDS.search(first):
            return Subject("")
        subject = self.read(first)
        return subject if not self.is_generic(subject.name) else Subject("")

    def item(self, sentence: str) -> Subject:
        """The item, by class, section and item, that a sentence begins with: from there on that is what it is about."""
        subject = self.topic(sentence) if _LEVEL.search(sentence, 0, LONGEST_PATH) else Subject("")
        return subject if _PATH_ENDS.search(subject.name) else Subject("")

    def same(self, one: str, other: str) -> bool:
        """Whether two subjects are one, said in more or fewer words."""
        a, b = self.key(one), self.key(other)
        return a == b or _inside(a, b) or (len(b) > 1 and len(a) - len(b) <= LONGEST_DIFFERENCE and _inside(b, a))

    def key(self, name: str) -> str:
        """The subject without the words in which two mentions of it may differ."""
        return re.sub(self._words.filler, "", name)

    def _own(self, name: str) -> str:
        """The name without the publisher in front, or without the end of its name (the county's name left out)."""
        for end in (self._publisher[i:] for i in range(len(self._publisher))):
            named = end == self._publisher or len(end) >= SHORTEST_PUBLISHER
            if named and name.startswith(end) and name != end:
                return self._trimmed(name[len(end) :])
        return name

    def _without(self, name: str, year: re.Match[str]) -> str:
        """The name without its year, and without an organisation before it."""
        before, after = name[: year.start()], name[year.end() :]
        organisation = before and (
            self._publisher.endswith(before) or re.search(f"(?:{self._organisation})(?:\\(.*\\))?$", before)
        )
        return after if organisation else before + after

    def _trimmed(self, name: str) -> str:
        while True:
            shorter = re.sub(self._enumerator, "", name)
            shorter = re.sub(f"^(?:{self._words.leading})", "", shorter)
            shorter = re.sub(f"(?:{self._words.trailing})$", "", shorter)
            if shorter == name:
                return name
            name = shorter


def _date_before(words: str, before: str) -> re.Match[str] | None:
    """The date that a sentence told before these words, alone or first of all."""
    sentence = before.rsplit("。", 1)[-1]
    alone = _DATE.fullmatch(sentence.lstrip("截至止"))
    return alone or (None if _OWN_YEAR.search(words) else _OPENS.match(sentence))


def _unquoted(name: str) -> str:
    """The name without quotation marks around the whole of it, or around a path of class, section and item."""
    name = _QUOTED_PATH.sub(r"\g<path>", name)
    if "“" not in name:
        return name.rstrip("”")
    return name.strip("“”") if name[:1] == "“" and name.find("”") in (-1, len(name) - 1) else name


def _inside(part: str, whole: str) -> bool:
    """Whether the characters of ``part`` occur in ``whole`` in this order."""
    rest = iter(whole)
    return len(part) > 1 and all(char in rest for char in part)
