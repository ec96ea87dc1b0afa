"""Every word the page, its templates and its scripts use is there, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.config.load import load_configs
from pipeline.emission.resources.audit import TRIAGE_REASONS
from pipeline.review.app import ORIGINS
from pipeline.review.desk import FAMILIES
from pipeline.review.words import WORDS, word

REVIEW = Path(__file__).parents[3] / "pipeline" / "review"


def test_every_key_used_is_there() -> None:
    used = set()
    for path in (*REVIEW.glob("templates/*.html"), *REVIEW.glob("static/*.js")):
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r"""\bw\[["']([\w.]+)["']\]""", text))
        used |= set(
            re.findall(r"""words(?:\.(\w+)|\["([\w.]+)"\])""", text)
            and [a or b for a, b in re.findall(r"""words(?:\.(\w+)|\["([\w.]+)"\])""", text)]
        )
    assert len(used) > 40
    assert used - {"get"} <= set(WORDS)


def test_every_mark_reason_and_rule_of_a_line_has_words() -> None:
    assert {f"origin.{origin}" for origin in ORIGINS} <= set(WORDS)
    lines = set(TRIAGE_REASONS) - {
        "table_illegible",
        "code_name_mismatch",
        "contents_conflict",
        "form_contradicted",
        "text_contradicted",
        "printed_twice",
    }
    assert {f"why.{reason}" for reason in lines} <= set(WORDS)
    rules = load_configs().identities.rules
    assert {f"rule.{rule}" for rule in rules if rules[rule].family in FAMILIES} <= set(WORDS)


def test_both_languages_say_something_and_fill_the_same_blanks() -> None:
    for key, (zh, en) in WORDS.items():
        assert zh
        assert en
        assert set(re.findall(r"{(\w+)}", zh)) == set(re.findall(r"{(\w+)}", en)), key


def test_an_unknown_rule_goes_by_its_name() -> None:
    assert word("rule.C-NEW", "zh", "C-NEW") == "C-NEW"
