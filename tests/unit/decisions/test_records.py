"""A decisions file keeps every line, refuses what is no decision, and says where."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from pydantic import ValidationError

from pipeline.config.load import Configs
from pipeline.decisions.live import conflicts, live
from pipeline.decisions.records import Decision, Key, Seen, decide, exact
from pipeline.decisions.store import append, decisions_of, decisions_path, locked, read_decisions
from pipeline.errors import OutputProblem, UsageProblem

KEY = Key(
    disclosure_id="610111-133-2024-unit_budget",
    table_kind="gpb_exp_func",
    row="func:2101501",
    side="expenditure",
    measure_id="general_public.all",
    phase="approved_budget",
)
SEEN = Seen(raw="1,002,827.00", cny="1002827.00", unit="CNY", status="reported")


def made(value: str = "1002828.00", **said: str) -> Decision:
    return decide(KEY, SEEN, "override", said.pop("reviewer", "Li"), value=value, time="2026-01-31T08:00:00Z", **said)


def test_a_decision_survives_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.decisions.jsonl"
    first, second = made(reason="页面清楚\u2028第二行\x85"), made("1002829.00")
    append(path, [first])
    append(path, [second])
    assert read_decisions(path) == (first, second)
    assert path.read_text(encoding="utf-8").count("\n") == 2


def test_the_identifier_follows_from_everything_said() -> None:
    assert made().id == made().id
    assert len({made().id, made("1.00").id, made(reason="x").id, made(reviewer="Wang").id}) == 4


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda d: {**d, "value": "7.00"}, "does not fit the content"),
        (lambda d: {**d, "verdict": "maybe"}, "verdict"),
        (lambda d: {**d, "id": "", "value": None}, "needs a value"),
        (lambda d: {**d, "id": "", "value": "1,0"}, "plain decimal"),
        (lambda d: {**d, "id": "", "verdict": "undo", "value": None}, "which decision it withdraws"),
        (lambda d: {**d, "id": "", "time": "yesterday"}, "UTC"),
        (lambda d: {**d, "id": "", "mood": "good"}, "mood"),
        (lambda d: {**d, "id": ""}, "no id"),
    ],
)
def test_what_is_no_decision_is_refused_with_file_and_line(tmp_path: Path, spoil: object, words: str) -> None:
    path = tmp_path / "x.decisions.jsonl"
    good = made()
    assert callable(spoil)
    spoilt = json.dumps(spoil(json.loads(good.json_line)))
    path.write_text(good.json_line + "\n" + spoilt + "\n", encoding="utf-8")
    with pytest.raises(UsageProblem, match=words) as caught:
        read_decisions(path)
    assert f"{path}:2:" in str(caught.value)


def test_a_line_that_is_cut_off_is_refused_and_not_lengthened(tmp_path: Path) -> None:
    path = tmp_path / "x.decisions.jsonl"
    path.write_text(made().json_line[:50], encoding="utf-8")
    append(path, [made("2.00")])
    assert path.read_text(encoding="utf-8").count("\n") == 2
    with pytest.raises(UsageProblem, match=":1: no decision"):
        read_decisions(path)


def test_a_line_brought_twice_by_a_merge_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "x.decisions.jsonl"
    append(path, [made(), made()])
    assert read_decisions(path) == (made(),)


def test_a_file_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.decisions.jsonl").mkdir()
    with pytest.raises(OutputProblem, match="not kept"):
        append(tmp_path / "x.decisions.jsonl", [made()])


def test_writers_that_hold_the_lock_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "x.decisions.jsonl"

    def write(who: int) -> None:
        for i in range(25):
            with locked(path):
                before = read_decisions(path)
                append(path, [made(f"{len(before)}.00", reviewer=f"r{who}", reason=str(i))])

    threads = [threading.Thread(target=write, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [d.value for d in read_decisions(path)] == [f"{i}.00" for i in range(100)]


def test_files_go_by_the_locality_or_by_its_code(configs: Configs) -> None:
    code, locality = next(iter(configs.localities.items()))
    assert decisions_path(configs, code).name == f"{locality.id}.decisions.jsonl"
    assert decisions_path(configs, "999999").name == "999999.decisions.jsonl"
    assert decisions_of(configs, "999999") == ()


def test_a_value_is_kept_as_plain_decimal_text() -> None:
    assert [exact(t) for t in ("1,002.80", "（12）", "-3", "12.3.4", "")] == ["1002.80", "-12", "-3", None, None]
    with pytest.raises(ValidationError):
        decide(KEY, SEEN, "override", "Li", value="1,0")


def test_a_later_decision_replaces_and_an_undo_brings_the_earlier_back() -> None:
    first = made("1.00")
    second = made("2.00", supersedes=first.id)
    undo = decide(KEY, SEEN, "undo", "Li", supersedes=second.id)
    again = decide(KEY, SEEN, "undo", "Li", supersedes=undo.id)
    assert live([first, second]) == (second,)
    assert live([first, second, undo]) == (first,)
    assert live([first, second, undo, again]) == (second,)
    assert live([undo, second, first]) == (first,), "the order of a merge does not matter"


def test_two_live_claims_about_one_amount_are_a_conflict() -> None:
    one, other = made("1.00"), made("2.00", reviewer="Wang")
    same = made("1.0", reviewer="Wang")
    assert conflicts(live([one, other])) == [(one, other)]
    assert conflicts(live([one, same])) == []
    assert conflicts(live([one, made("2.00", supersedes=one.id)])) == []
