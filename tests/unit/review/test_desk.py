"""What is left to do, and what deciding does to it: nothing lost, nothing decided on what is no longer so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.decisions.live import live
from pipeline.decisions.records import Decision
from pipeline.decisions.store import append, read_decisions
from pipeline.emission.release import write_release
from pipeline.review.deciding import Refused, Wish, take, undo
from pipeline.review.desk import Desk
from pipeline.review.report import faults
from pipeline.review.screen import screen
from tests.corpus.suspects import Suspects, write
from tests.unit.decisions.making import changed

NewDesk = Callable[[], Desk]


def table_of(case: Suspects) -> str:
    return case.misread.table_id


def shown(desk: Desk, case: Suspects) -> dict[str, Any]:
    return screen(desk, table_of(case), "zh")


def wish(desk: Desk, case: Suspects, line_id: str, verdict: str, value: str | None = None, reason: str = "") -> Wish:
    return Wish(line_id, shown(desk, case)["lines"][line_id]["etag"], verdict, value, reason)


def decide(
    desk: Desk, case: Suspects, line_id: str, verdict: str, value: str | None = None, who: str = "Li"
) -> Decision:
    (taken,) = take(desk, table_of(case), [wish(desk, case, line_id, verdict, value)], who)
    return taken


def kept(desk: Desk, case: Suspects) -> tuple[Decision, ...]:
    return read_decisions(desk.path(case.misread.document_id))


def test_the_queue_holds_doubt_and_nothing_else(desk: Desk, case: Suspects) -> None:
    (table, *others) = desk.queue()
    assert table.table_id == table_of(case), "the table with most money at risk comes first"
    codes = {item.line_id: {reason.code for reason in item.reasons} for item in table.items}
    assert codes[case.illegible.line_id] == {"illegible"}
    assert codes[case.doubtful.line_id] == {"low_confidence"}
    assert codes[case.misread.line_id] == {"contradicted"}
    assert [t.weight for t in (table, *others)] == sorted((t.weight for t in (table, *others)), reverse=True)
    lines = {line.line_id: line for line in desk.view.lines(case.misread.document_id)}
    for item in (item for one in (table, *others) for item in one.items):
        line = lines[item.line_id]
        doubt = "reading_doubtful" in str(line.flags) or line.value_status == "illegible"
        assert doubt or line.reconciliation == "contradicted"


def test_the_first_candidates_are_the_value_as_it_stands_and_the_one_the_sums_demand(
    desk: Desk, case: Suspects
) -> None:
    first, second, *_ = shown(desk, case)["lines"][case.misread.line_id]["candidates"]
    assert first["published"]
    assert Decimal(second["cny"]) == case.misread.amount_cny
    assert second["holds"] == second["of"] > first["holds"]
    (guess,) = [c for c in shown(desk, case)["lines"][case.doubtful.line_id]["candidates"] if c["text"] == "12.00"]
    assert guess["sources"] == ["识别的另一读数"]
    (demanded, *_) = shown(desk, case)["lines"][case.illegible.line_id]["candidates"]
    assert Decimal(demanded["cny"]) == case.illegible.amount_cny


def test_a_candidate_taken_settles_all_that_its_sums_accused(desk: Desk, case: Suspects) -> None:
    before = {i for i, line in shown(desk, case)["lines"].items() if line["item"]}
    decision = decide(desk, case, case.misread.line_id, "override", f"{case.misread.amount_cny:,}")
    assert (decision.value, decision.reviewer) == (str(case.misread.amount_cny), "Li")
    assert decision.seen.crop is not None
    left = {i for i, line in shown(desk, case)["lines"].items() if line["item"]}
    assert left < before
    assert left == {case.doubtful.line_id, case.illegible.line_id}
    line = shown(desk, case)["lines"][case.misread.line_id]
    assert (line["origin"], Decimal(line["cny"])) == ("decided", case.misread.amount_cny)
    assert [d["reviewer"] for d in line["decided"]] == ["Li"]


def test_undo_brings_everything_back_and_forgets_nothing(desk: Desk, case: Suspects) -> None:
    before = shown(desk, case)
    decision = decide(desk, case, case.misread.line_id, "override", "5.00")
    undo(desk, table_of(case), decision.id, "Li")
    assert shown(desk, case) == before
    assert [d.verdict for d in kept(desk, case)] == ["override", "undo"]
    with pytest.raises(Refused, match="undone"):
        undo(desk, table_of(case), decision.id, "Li")


def test_accepting_keeps_the_value_as_the_page_prints_it(desk: Desk, case: Suspects) -> None:
    decision = decide(desk, case, case.doubtful.line_id, "accept")
    assert decision.value == str(case.doubtful.amount_cny)
    assert not shown(desk, case)["lines"][case.doubtful.line_id]["item"]


@pytest.mark.parametrize(("verdict", "state"), [("unsure", "unsure"), ("reject", "sent_back")])
def test_what_nobody_could_settle_comes_back_at_the_end(desk: Desk, case: Suspects, verdict: str, state: str) -> None:
    decide(desk, case, case.doubtful.line_id, verdict)
    table = next(t for t in desk.queue() if t.table_id == table_of(case))
    assert (table.items[-1].line_id, table.items[-1].state) == (case.doubtful.line_id, state)
    assert table.open == len(table.items) - 1


def test_an_illegible_cell_said_to_be_blank_leaves_the_queue(desk: Desk, case: Suspects) -> None:
    decide(desk, case, case.illegible.line_id, "blank")
    assert not shown(desk, case)["lines"][case.illegible.line_id]["item"]


@pytest.mark.parametrize(
    ("verdict", "value", "fault"),
    [
        ("override", "12.3.4", "no_number"),
        ("override", None, "no_number"),
        ("override", "1.005", "too_fine"),
        ("perhaps", None, "verdict"),
        ("undo", None, "verdict"),
        ("accept", None, "no_value"),
    ],
)
def test_what_is_no_decision_is_refused(
    desk: Desk, case: Suspects, verdict: str, value: str | None, fault: str
) -> None:
    with pytest.raises(Refused, match=f"^{fault}"):
        decide(desk, case, case.illegible.line_id, verdict, value)
    assert kept(desk, case) == ()


def test_a_line_of_another_table_is_refused(desk: Desk, case: Suspects) -> None:
    other = next(x for x in desk.view.lines(case.misread.document_id) if x.table_id != table_of(case))
    with pytest.raises(Refused, match="no_line"):
        take(desk, table_of(case), [Wish(other.line_id, "", "unsure")], "Li")


def test_two_reviewers_on_one_checkout_lose_nothing(new_desk: NewDesk, case: Suspects) -> None:
    mine, theirs = new_desk(), new_desk()
    stale = wish(mine, case, case.misread.line_id, "override", "5.00")
    decide(theirs, case, case.misread.line_id, "override", "6.00", who="Wang")
    with pytest.raises(Refused, match=r"changed: Wang: 6.00"):
        take(mine, table_of(case), [stale], "Li")
    again = decide(mine, case, case.misread.line_id, "override", "5.00")
    assert [d.value for d in live(kept(mine, case))] == ["5.00"]
    assert again.supersedes is not None


def test_several_decisions_are_taken_all_or_none(desk: Desk, case: Suspects) -> None:
    good = wish(desk, case, case.doubtful.line_id, "accept")
    with pytest.raises(Refused, match="changed"):
        take(desk, table_of(case), [good, Wish(case.misread.line_id, "old", "accept")], "Li")
    twice = [wish(desk, case, case.doubtful.line_id, verdict) for verdict in ("unsure", "reject")]
    with pytest.raises(Refused, match="changed"):
        take(desk, table_of(case), twice, "Li")
    assert kept(desk, case) == ()
    both = [good, wish(desk, case, case.misread.line_id, "accept")]
    assert len(take(desk, table_of(case), both, "Li")) == 2


def test_a_conflict_is_queued_again_and_one_decision_ends_it(desk: Desk, case: Suspects) -> None:
    first = decide(desk, case, case.misread.line_id, "override", "5.00")
    other = first.model_copy(update={"id": "", "value": "6.00", "reviewer": "Wang"})
    append(desk.path(case.misread.document_id), [other.model_copy(update={"id": other.content_digest})])
    item = desk.items(case.misread.document_id)[case.misread.line_id]
    assert (item.state, item.reasons[0].code) == ("conflict", "decision_conflict")
    assert "Wang: 6.00" in item.reasons[0].message
    assert item.reasons[0].message in shown(desk, case)["lines"][case.misread.line_id]["why"][0]
    decide(desk, case, case.misread.line_id, "override", "7.00")
    assert [d.value for d in live(kept(desk, case))] == ["7.00"]
    assert case.misread.line_id not in desk.items(case.misread.document_id)


def rewritten(case: Suspects, tmp_path: Path, **fields: Any) -> Suspects:
    """The release of another reading of the same document, its PDF gone: the picture is no witness any more."""
    from pipeline import process_document

    result = changed(process_document(case.pdf), case.misread.line_id, **fields)
    write(result, case.pdf, tmp_path / "again", case.configs)
    manifest = tmp_path / "again" / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(str(case.pdf), "/nowhere.pdf"), encoding="utf-8")
    return replace(case, out=tmp_path / "again")


def test_a_stale_decision_returns_to_the_queue(desk: Desk, case: Suspects, tmp_path: Path) -> None:
    decide(desk, case, case.misread.line_id, "override", "5.00")
    later = rewritten(case, tmp_path, amount_raw="7.00", amount_cny=Decimal("7.00"))
    again = Desk(later.out, later.configs)
    item = again.items(case.misread.document_id)[case.misread.line_id]
    assert (item.state, item.reasons[0].code) == ("stale", "decision_stale")
    same = rewritten(case, tmp_path, amount_raw=desk.view.table_lines(table_of(case))[case.misread.line_id].amount_raw)
    assert Desk(same.out, same.configs).standing(case.misread.document_id).stale == {}


def test_what_does_not_fit_an_issue_that_another_took_the_place_of_is_no_fault(desk: Desk, case: Suspects) -> None:
    first = decide(desk, case, case.misread.line_id, "override", "5.00")
    lost = first.model_copy(update={"id": "", "key": first.key.model_copy(update={"row": "func:9999999"})})
    append(desk.path(case.misread.document_id), [lost.model_copy(update={"id": lost.content_digest})])
    assert len(faults(desk.configs, desk)) == 1
    desk.view.documents[case.misread.document_id]["is_current"] = False
    assert faults(desk.configs, desk) == []


def test_an_orphan_is_named(desk: Desk, case: Suspects) -> None:
    first = decide(desk, case, case.misread.line_id, "override", "5.00")
    lost = first.model_copy(update={"id": "", "key": first.key.model_copy(update={"row": "func:9999999"})})
    append(desk.path(case.misread.document_id), [lost.model_copy(update={"id": lost.content_digest})])
    assert [orphan.decision.key.row for orphan in desk.orphans()] == ["func:9999999"]


def test_a_blank_cell_that_sums_count_on_can_be_given_a_value(desk: Desk, case: Suspects) -> None:
    blank = next(i for i, x in desk.view.table_lines(table_of(case)).items() if x.value_status == "blank")
    line = shown(desk, case)["lines"][blank]
    assert (line["text"], line["item"], bool(line["sums"])) == ("", False, True)
    decide(desk, case, blank, "override", "12.50")
    assert shown(desk, case)["lines"][blank]["text"] == "12.50"
    assert desk.orphans() == []


def test_a_release_without_its_pdf_still_takes_decisions(case: Suspects, tmp_path: Path) -> None:
    gone = rewritten(case, tmp_path)
    desk = Desk(gone.out, gone.configs)
    assert shown(desk, gone)["pages"] == []
    assert decide(desk, gone, case.misread.line_id, "unsure").seen.crop is None


def test_the_pages_of_a_table_lie_on_the_page(desk: Desk, case: Suspects) -> None:
    (page,) = shown(desk, case)["pages"]
    width, height = desk.page_sizes(case.misread.document_id)[page["page"] - 1]
    x0, y0, x1, y1 = page["box"]
    assert 0 <= x0 < x1 <= width
    assert 0 <= y0 < y1 <= height
    for line in shown(desk, case)["lines"].values():
        assert x0 <= line["box"][0] < line["box"][2] <= x1


def test_only_rules_of_adding_up_are_sums(desk: Desk, case: Suspects) -> None:
    rules = {check["rule_id"] for check in desk.view.rows("checks", case.misread.document_id)}
    summed = {one.rule_id for one in desk.sums(case.misread.document_id)}
    families = {rule: desk.configs.identities.rules[rule].family for rule in rules}
    assert {"C-ROW", "C-TREE"} <= summed
    assert summed <= {rule for rule, family in families.items() if family in ("rows", "columns", "tables", "prose")}
    assert rules - summed, "the contents are checked as well, but are no sum"


def test_an_empty_release_has_an_empty_queue(case: Suspects, tmp_path: Path) -> None:
    write_release({}, tmp_path / "none", manifest={"inputs": []}, log_lines=[])
    assert Desk(tmp_path / "none", case.configs).queue() == []
