"""One sentence after the other: which amounts assert something, and which tell the change of another amount."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from functools import reduce

from pipeline.config.rules import Rules
from pipeline.interpretation.changes import Asserted, Change, Mentioned
from pipeline.interpretation.clauses import Clause, clause_start, opening
from pipeline.interpretation.prose import Paragraph
from pipeline.interpretation.subjects import Subject, Subjects
from pipeline.money import parse_number

_AND = (r"、|以及|[和及与]", "、")
"""What parts names one after the other; 和 stands within some (商品和服务支出)."""
_GOES_ON = r"(?<![\d.,])(?<!\d[^\d\s一-鿿(),、:;。\-—])"
"""A number does not begin behind another and a sign that parts none (1’200.50, 1□254.95): it is the rest of one."""
_SIGNED_OTHERWISE = r"(?<!负)(?<![一-鿿][—–−])"
"""… nor behind a sign of negatives that is no minus: whose it is cannot be told from a dash."""
NUMBER = rf"{_GOES_ON}{_SIGNED_OTHERWISE}-?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?"
_AMOUNT = re.compile(r"\d(?:千|万|百万|亿)?元")
_YEAR = re.compile(r"(20\d{2})年")
_TITLED = re.compile(r"\(?[一二三四五六七八九十\d]{1,3}[)、.][^。,;:\d]{2,20}。.")
"""A paragraph that begins with its title: （二）公务接待费。2021年预算支出5万元。"""
_SPENT = re.compile("(?:预算|决算)支出数?")
_OF_WHICH_SHARE = re.compile(r"的\d+(?:\.\d+)?%")
_CHANGE_FOLLOWS = re.compile(r"增|减|上升|下降|提高|降低|[多少](?=\d)")


class Reader:
    """Reads paragraph by paragraph; ``found`` grows. ``left_out``: amounts that are none, each with the reason.

    ``other_years``: those besides its own that the document is about, a part of it under each one's heading.
    """

    def __init__(self, subjects: Subjects, fiscal_year: int, rules: Rules, other_years: Collection[int] = ()) -> None:
        self._subjects, self._year, self._other_years = subjects, fiscal_year, other_years
        self._words = words = rules.vocabulary.statements
        unit = "|".join(sorted(rules.vocabulary.amount_units, key=len, reverse=True))
        self._event = re.compile(
            f"(?P<amount>{NUMBER})(?P<unit>{unit})|(?P<percent>{NUMBER})%|(?P<flat>{words.flat})|{words.without_unit}"
        )
        self._another = re.compile(f"[、,和及与]+(?P<number>{NUMBER})(?P<unit>{unit})")
        self._dealt = 0  # amounts up to here were dealt out one by one
        self._reason = re.compile(words.reason)
        self._softly = re.compile(f"[,。;](?:{words.reason_after_change})|^(?:{words.reason_after_change})")
        self._mentioned = Mentioned(subjects, words)
        self._topic = Subject("")
        self._comparing = self._goes_on = False  # with the year before: the last sentence, and this one with it
        self.found: list[Asserted] = []
        self.left_out: list[tuple[str, str]] = []

    def read(self, paragraph: Paragraph) -> None:
        """Adds the amounts of one paragraph."""
        self._mentioned.begin(paragraph)
        self._dealt = 0
        self._topic = self._subjects.topic(paragraph.text)
        for start, end in paragraph.sentences(self._words.reason_goes_on):
            self._sentence(paragraph, start, end)

    def _sentence(self, paragraph: Paragraph, start: int, end: int) -> None:
        text, told = paragraph.text[:end], self._mentioned
        told.begin_sentence(start, end)
        if (item := self._subjects.item(text[start:])).name:
            self._topic = item
        more = re.match(f"{self._words.parts}|{self._words.reason}", text[start:])
        self._goes_on = self._comparing and bool(more or text[start - 1 : start] == ";")
        self._comparing = self._goes_on or self._compared(text[start:]) is not None
        reason = self._reason.search(text, start)
        if not reason and told.focus is not None and told.focus.direction:
            begins = re.match(self._words.reason_after_change, text[start:])
            reason = re.compile(self._words.reason_after_change).match(text, start) if begins else None
        stop, at = reason.start() if reason else end, start
        for event in self._event.finditer(text, start):
            softly = self._softly.search(text, at, event.start()) if told.changed else None
            if event.start() >= stop or (softly and softly.start() < stop):
                if softly and softly.start() < stop:
                    reason, stop = softly, softly.start()
                break
            if event.start() < self._dealt or self._take(paragraph, text, start, at, event):
                at = event.end()
        if told.changed and (softly := self._softly.search(text, at, stop)):
            reason = softly
        if reason:
            clause = Clause(text, start, clause_start(text, at, reason.start()), reason.start())
            told.reason(clause.words, paragraph.raw[reason.end() : end], end)
            for event in self._event.finditer(text, max(reason.start(), at)):
                if event["amount"]:
                    self.left_out.append(("reason", text[max(at, event.start() - 20) : event.end()]))

    def _take(self, paragraph: Paragraph, text: str, start: int, at: int, event: re.Match[str]) -> bool:
        """Whether the words up to the end of the event are used up."""
        told = self._mentioned
        where = event.start("number") if event["number"] else event.start()
        clause = Clause(text, start, clause_start(text, at, where), where)
        words = clause.words
        closed = opening(text, at) if text[at : at + 1] == ")" else None
        compared = self._compared(words)
        if event["flat"]:
            last = self._compared(text[at:where])
            if re.search(self._words.other_comparison, words):
                return True
            if (compared or event["flat"].startswith("无")) and not self._not_with_before(last[0] if last else ""):
                told.change(Change("flat", None, None, None), self._named(clause, at), closed)
            return True
        if event["percent"]:
            direction = self._direction(words)
            of_next = compared and told.changed is not told.focus  # an amount came between
            if told.changed and not of_next and (direction or re.fullmatch(r"[(,]*", words)):
                told.percent(event["percent"], direction)
            elif direction and compared and not self._not_with_before(compared[0]):
                told.change(Change(direction, None, None, event["percent"]), self._named(clause, at), closed)
            return True
        number, unit = event["amount"] or event["number"], event["unit"]
        after = text[event.end() : event.end() + 12]
        # Where an amount follows another at once, a word between them is lost (较上年688万元131万元).
        follows = text[where - 1 : where] == "元"
        if none := "no words" if follows and not words else self._no_amount(words, text[at:where], after):
            self.left_out.append((none, words + number))
            return none != "threshold"
        if each := re.search(self._words.each, words):
            self._deal(paragraph, clause, words[: each.start()], (where, event.end()), (number, unit))
            return True
        direction = self._direction(words)
        ends_compared = compared is not None and compared.end() == len(words)
        if compared is not None and self._is_base(words, compared) and _CHANGE_FOLLOWS.match(after):
            self._base((where, event.end()), number, unit)
        elif ends_compared and not direction and not told.borne_out(number, text[event.end() :]):
            self.left_out.append(("compared", words + number))  # last year's amount, or by how much: nothing says
        elif direction or ends_compared or re.search(self._words.either, words):
            self._change(clause, at, Change(direction, number, unit, None), closed)
        else:
            self._assert(paragraph, clause, event.end(), number, unit)
        return True

    def _no_amount(self, words: str, since: str, after: str) -> str | None:
        """Why a number between these words is no amount of the budget, ``None`` where it may be one.

        ``since``: the text from the last number on, brackets and all.
        """
        if re.search(self._words.threshold_before, words) or re.search(self._words.threshold_after, after):
            return "threshold"
        if re.search(self._words.difference, words) or re.search(self._words.difference, since):
            return "difference"
        return None

    def _deal(
        self, paragraph: Paragraph, clause: Clause, named: str, place: tuple[int, int], amount: tuple[str, str | None]
    ) -> None:
        """Gives each of the amounts in a row to its name; none to any where names and amounts are not as many."""
        amounts = [(place, amount)]
        while another := self._another.match(clause.text, amounts[-1][0][1]):
            amounts.append(((another.start("number"), another.end()), (another["number"], another["unit"])))
        self._dealt = amounts[-1][0][1]
        lists = [names for names in (re.split(sign, named) for sign in _AND) if len(names) == len(amounts)]
        change = self._direction(clause.words) or self._compared(clause.words)
        if change or not lists or not all(lists[0]):
            self.left_out.append(("one by one", clause.text[clause.start : self._dealt]))
            return
        for name, (where, (number, unit)) in zip(lists[0], amounts, strict=True):
            subject = self._subjects.read(name)
            self.found.append(Asserted(paragraph, self._mentioned.sentence, where, subject, number, unit))

    def _direction(self, words: str) -> str | None:
        """Up or down when the words end so."""
        if re.search(self._words.up, words):
            return "up"
        return "down" if re.search(self._words.down, words) else None

    def _compared(self, words: str) -> re.Match[str] | None:
        """The last comparison with the year before."""
        return next(iter(reversed(list(re.finditer(self._words.compared, words)))), None)

    def _not_with_before(self, compared: str) -> bool:
        """Whether a comparison is with another year than the one before, or with its own by a slip of the pen."""
        return any(int(year) != self._year - 1 for year in _YEAR.findall(compared))

    def _named(self, clause: Clause, at: int) -> str:
        """What a change says it is the change of, or its comparison since ``at``; empty where they name nothing."""
        compared = [part for part in clause.text[at : clause.start].split(",") if self._compared(part)]
        change = (self._words.either, self._words.up, self._words.down, self._words.compared)
        for words in (clause.words, *compared[-1:]):
            rest = reduce(lambda text, pattern: re.sub(pattern, "", text), change, words)
            name = self._subjects.read(rest).name
            if not self._subjects.is_generic(name):
                return name
        return ""

    def _change(self, clause: Clause, at: int, change: Change, closed: int | None) -> None:
        words = clause.words
        last = self._compared(clause.text[at : clause.end])
        wrong = last is not None and self._not_with_before(last[0])
        known = self._compared(words) or self._goes_on or self._compared(clause.text[clause.sentence : clause.start])
        if not known and not re.search(self._words.changes_section, self._mentioned.section):
            done = False  # more or less than what, nothing says
        elif wrong or re.search(self._words.other_comparison, words):
            self._mentioned.changed = None
            done = False
        else:
            if change.number and parse_number(change.number) == 0:
                change = change._replace(direction="flat")
            done = self._mentioned.change(change, self._named(clause, at), closed, clause.text[clause.end :])
        if not done:
            self._mentioned.focus = None  # nor is its reason one of the amount before
            self.left_out.append(("change of nothing", words + str(change.number)))

    def _is_base(self, words: str, compared: re.Match[str]) -> bool:
        """Whether words before an amount are a comparison alone, or one that names the last subject again."""
        name, last = self._subjects.read(words[compared.end() :]).name, self._mentioned.last
        again = compared.start() == 0 and last is not None and self._subjects.same(name, last.subject.name)
        return not name or again

    def _base(self, place: tuple[int, int], number: str, unit: str | None) -> None:
        """Last year's amount, told between this year's and the change."""
        last = self._mentioned.last
        if last is not None:
            subject = Subject(last.subject.name, last.subject.code, prior_year=True)
            self.found.append(Asserted(last.paragraph, self._mentioned.sentence, place, subject, number, unit))

    def _assert(self, paragraph: Paragraph, clause: Clause, end: int, number: str, unit: str | None) -> None:
        is_part = bool(re.search(self._words.parts, clause.text[clause.start - 3 : clause.end]))
        own_name = self._subjects.read(clause.words).name
        unnamed = is_part and not own_name
        subject = self._subject(paragraph, clause)
        if not subject.name or (unnamed and re.match(self._words.named_after, clause.text[end:])):
            self.left_out.append(("no subject", clause.text[max(0, clause.end - 20) : end]))
            return
        whole = self._mentioned.listed_under(is_part)
        before = clause.text[clause.sentence : clause.start]
        part_of_before = whole is not None and self._is_of_before(whole) and not self._subjects.says_year(clause.words)
        under_before = paragraph.year in self._other_years and not self._subjects.says_year(clause.words, before)
        if part_of_before or under_before:
            subject = replace(subject, prior_year=True)
        said = Asserted(paragraph, self._mentioned.sentence, (clause.end, end), subject, number, unit)
        self.found.append(said)
        if _OF_WHICH_SHARE.match(clause.text, end):
            return  # what is told on is the amount that is such a share of it
        beside = subject.prior_year and self._subjects.is_generic(own_name)
        if not beside or self._mentioned.last is None:
            self._mentioned.add(said, is_part)

    def _is_of_before(self, said: Asserted) -> bool:
        """Whether an amount is of the year before, and is not compared with that very year by a slip of the pen."""
        text = said.paragraph.text
        own = _YEAR.findall(text[said.sentence[0] : said.place[0]])
        compared = self._compared(text[said.place[1] : said.sentence[1]])
        return said.subject.prior_year and not (own and compared and own[-1] in compared[0])

    def _subject(self, paragraph: Paragraph, clause: Clause) -> Subject:
        """The subject of an amount; general words take what the sentence or the paragraph is about with them."""
        before = clause.text[clause.sentence : clause.start]
        subject = self._subjects.read(clause.words, before)
        spent = _TITLED.match(paragraph.text) and _SPENT.fullmatch(subject.name)
        if not spent and not self._subjects.is_generic(subject.name):
            return subject
        last = self._mentioned.last
        previous = re.split(r"[,:;。]", before.rstrip(",:;"))[-1]
        about = Subject("")
        if last is not None and last.paragraph is paragraph and last.sentence[0] == clause.sentence:
            about = Subject(self._subjects.stem(last.subject.name), last.subject.code)
        elif not _AMOUNT.search(previous):
            about = self._subjects.read(previous)
        about = about if about.name and not self._subjects.is_generic(about.name) else self._topic
        return Subject(_joined(about.name, subject.name), subject.code or about.code, subject.prior_year)


def _joined(about: str, name: str) -> str:
    """Both in a row, a word at the seam said once."""
    if name in about:
        return about
    return about + (name.removeprefix(about[-2:]) if about else name)
