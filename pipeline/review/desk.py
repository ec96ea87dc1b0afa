"""A release on a reviewer's desk: what is left to do in it, and how the decisions made so far stand to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from pipeline.config.load import Configs
from pipeline.decisions.apply import Crop, Standing, amount_said, standing
from pipeline.decisions.keys import Places, places
from pipeline.decisions.records import Decision
from pipeline.decisions.renamed import Identifiers, about
from pipeline.decisions.store import decisions_of, decisions_path
from pipeline.emission.inputs import input_files
from pipeline.emission.read import open_release
from pipeline.ingest.pictures import crop_digests, page_sizes
from pipeline.model.records import BudgetLine
from pipeline.review.queue import Item, TableItems, by_table, settled, suspects
from pipeline.review.rereading import read_again
from pipeline.review.sums import Sum, sum_of
from pipeline.review.view import ReleaseView

FAMILIES = frozenset({"rows", "columns", "tables", "prose"})
"""Kinds of rules that say of amounts that they add up."""
NOTHING = Standing({}, {}, {}, ())


@dataclass(frozen=True, slots=True)
class Orphan:
    """A decision that matches no amount of its document."""

    document_id: str
    decision: Decision


class Desk:
    """One release, its input files and the decisions of one configs folder. All that is shown comes from here."""

    def __init__(self, out: Path, configs: Configs, pdfs: Path | None = None) -> None:
        self.view = ReleaseView(open_release(out))
        self.configs = configs
        self.out = out
        self._pdfs = pdfs
        self._sums: dict[str, list[Sum]] = {}
        self._applied: dict[str, frozenset[str]] = {}
        self._sizes: dict[str, tuple[tuple[float, float], ...]] = {}

    @cached_property
    def inputs(self) -> dict[str, Path]:
        """Input files still there with the bytes that were read, by document; PDFs alone have pages to show."""
        found = input_files(self.view.release, self._pdfs)
        return {document_id: path for document_id, path in found.items() if path.suffix.lower() == ".pdf"}

    def page_sizes(self, document_id: str) -> tuple[tuple[float, float], ...]:
        """Width and height of each page in points; none where the PDF is not at hand."""
        if document_id not in self._sizes:
            path = self.inputs.get(document_id)
            self._sizes[document_id] = page_sizes(path.read_bytes()) if path is not None else ()
        return self._sizes[document_id]

    def crop(self, document_id: str) -> Crop:
        """Page and box to the digest of the pixels there, ``None`` throughout where the PDF is not at hand."""
        path = self.inputs.get(document_id)
        return crop_digests(path) if path is not None else lambda _page, _box: None

    def path(self, document_id: str) -> Path:
        """The file decisions about the document are appended to."""
        return decisions_path(self.configs, self.view.documents[document_id]["locality_code"])

    def read_again(self, line: BudgetLine) -> tuple[str, ...]:
        """The numbers other readers see in the amount's cell, at other resolutions; none where the PDF is missing."""
        path = self.inputs.get(line.document_id)
        if path is None or line.page_no is None or line.bbox is None:
            return ()
        return read_again(path, line.page_no, line.bbox)

    def decisions(self, document_id: str) -> list[Decision]:
        """All decisions about the document, withdrawn ones among them."""
        document = self.view.documents[document_id]
        every = decisions_of(self.configs, document["locality_code"])
        now = Identifiers(document["disclosure_id"], document["unit_id"])
        return about(every, now, document["locality_code"], document["publisher_raw"])

    def standing(self, document_id: str) -> Standing:
        """How the decisions about the document stand to its published amounts."""
        own = self.decisions(document_id)
        if not own:
            return NOTHING
        lines = self.lines(document_id)
        found = standing(own, self.places(document_id, lines), lines, self.crop(document_id))
        # One that says a cell is blank has left no line to match.
        gone = self.applied_ids(document_id)
        return Standing(
            found.applied, found.stale, found.conflicting, tuple(d for d in found.unmatched if d.id not in gone)
        )

    def lines(self, document_id: str) -> dict[str, BudgetLine]:
        """The document's published lines, and where decisions are about blank cells, the lines those would be."""
        kinds = {d.key.table_kind for d in self.decisions(document_id) if d.seen.status == "blank"}
        return self.view.lines_with_blanks(document_id, kinds)

    def places(self, document_id: str, lines: Mapping[str, BudgetLine]) -> Places:
        """The keys of the document's published lines and of further ones given."""
        known = self.view.places(document_id)
        more = [line for line_id, line in lines.items() if line_id not in known.keys]
        if not more:
            return known
        return places(self.view.documents[document_id]["disclosure_id"], (*self.view.lines(document_id), *more))

    def applied_ids(self, document_id: str) -> frozenset[str]:
        """Decisions the run has applied already."""
        if document_id not in self._applied:
            repairs = self.view.rows("repairs", document_id)
            self._applied[document_id] = frozenset(str(r["rule_id"]) for r in repairs if r["actor"] == "human")
        return self._applied[document_id]

    def amounts(self, document_id: str, stand: Standing | None = None) -> dict[str, Decimal | None]:
        """Amounts in force by line and statement: the published ones, over them what has been decided since."""
        found = dict(self._published(document_id))
        lines = self.lines(document_id)
        for line_id, decision in (stand or self.standing(document_id)).applied.items():
            if decision.verdict in ("accept", "override"):
                said = amount_said(decision, lines[line_id])
                found[line_id] = said.cny if said else lines[line_id].amount_cny
            elif decision.verdict == "blank":
                found[line_id] = Decimal(0)
            elif decision.verdict == "reject":
                found[line_id] = None
        return found

    def sums(self, document_id: str) -> list[Sum]:
        """The document's checks that are sums of amounts."""
        if document_id not in self._sums:
            amounts = self._published(document_id)
            rules = self.configs.identities.rules
            every = self.view.rows("checks", document_id)
            # Others compare, count or multiply: an amount that is at most another demands no value of it.
            checks = [c for c in every if c["rule_id"] in rules and rules[c["rule_id"]].family in FAMILIES]
            found = (sum_of(check, amounts) for check in checks)
            self._sums[document_id] = [one for one in found if one is not None]
        return self._sums[document_id]

    def _published(self, document_id: str) -> Mapping[str, Decimal | None]:
        amounts: dict[str, Decimal | None] = {}
        for line in self.view.lines(document_id):
            # A placeholder (—) stands for nothing in a sum.
            amounts[line.line_id] = Decimal(0) if line.value_status == "not_applicable" else line.amount_cny
        for row in self.view.rows("statements", document_id):
            amounts[row["statement_id"]] = row["amount_cny"]
        return amounts

    @cached_property
    def _suspects(self) -> dict[str, dict[str, Item]]:
        """What the run left to look at, by document and line."""
        found: dict[str, dict[str, Item]] = defaultdict(dict)
        for line_id, item in suspects(self.view.triage, self._largest()).items():
            found[item.document_id][line_id] = item
        return found

    def _largest(self) -> Callable[[str], Decimal]:
        """Table to its largest amount: what is at risk where an amount is not known at all."""
        frame = self.view.release.arrow("budget_lines").select(["table_id", "amount_cny"])
        largest = frame.group_by("table_id").aggregate([("amount_cny", "max")]).to_pylist()
        by_id = {row["table_id"]: row["amount_cny_max"] or Decimal(1) for row in largest}
        return lambda table_id: by_id.get(table_id, Decimal(1))

    def items(self, document_id: str) -> dict[str, Item]:
        """What is left to look at in one document, by line."""
        found = self._suspects.get(document_id, {})
        if not self.decisions(document_id):
            return dict(found)
        stand = self.standing(document_id)
        lines = self.lines(document_id)
        amounts = self.amounts(document_id, stand)
        sums = {one.check_id: one for one in self.sums(document_id)}
        return settled(found, stand, lines, lambda i: i in sums and sums[i].holds(amounts) is True)

    def queue(self) -> list[TableItems]:
        """All that is left, by table, weightiest first."""
        return by_table(item for document_id in self.view.documents for item in self.items(document_id).values())

    def orphans(self) -> list[Orphan]:
        """Decisions that match nothing in the release's documents."""
        return [Orphan(i, d) for i in self.view.documents for d in self.standing(i).unmatched]
