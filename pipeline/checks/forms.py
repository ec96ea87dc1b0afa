"""Identities within forms: the items of “三公” tables, and the amounts of performance goals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.checks.evaluate import HALF, ZERO, Amount, finest_quanta
from pipeline.checks.figure import Figure
from pipeline.checks.identity import FIELD, Family, Identity, Term
from pipeline.checks.prose import printed_total
from pipeline.config.identities import IdentityRules, ItemSum, TotalTerm
from pipeline.model.forms import PerformanceGoal, Project, ThreePublic
from pipeline.model.joined import apart
from pipeline.model.records import DocumentResult
from pipeline.money import parse_amount, unit_of

THREE_PUBLIC, PERFORMANCE = "C-3P", "C-PERF"
PRIOR, CHANGE = FIELD + "prior", FIELD + "change"
TOTAL, FISCAL, OTHER = FIELD + "total", FIELD + "fiscal", FIELD + "other"
SHOWN = {PRIOR: "上年", CHANGE: "增减", TOTAL: "合计", FISCAL: "财政拨款", OTHER: "其他资金"}
WHOLE_FUNDS = ("all", "fiscal_total")
"""Fund sources that leave no other out: a sentence that names none means them."""


@dataclass(frozen=True, slots=True)
class Printed:
    """An amount of a form: what sums reckon with, and how it was printed."""

    amount: Amount
    figure: Figure


def form_figures(result: DocumentResult) -> dict[str, Printed]:
    """The amounts of all forms by record and, where a record has several, field.

    An amount of a table, and a 0 of the text, is as exact as the finest amount beside it.
    """
    found: dict[str, Printed] = {}
    finest = finest_quanta((item.table_id, item.amount_quantum_cny) for item in result.three_public)
    for item in result.three_public:
        own_quantum = item.amount_quantum_cny or ZERO
        exact = own_quantum and (item.table_id is not None or item.amount_cny == 0)
        half = (finest[item.table_id] if exact else own_quantum) * HALF
        blank = item.value_status == "blank"
        own = Amount(ZERO if blank else item.amount_cny, half, blank=blank)
        found[item.three_public_id] = Printed(own, _figure(item, item.item_raw, item.amount_raw, item.amount_cny))
        for field, cny in ((PRIOR, item.prior_year_cny), (CHANGE, item.change_cny)):
            if cny is not None:
                found[item.three_public_id + field] = Printed(
                    Amount(cny, half), _figure(item, _label(item.item_raw, field), str(cny), cny)
                )
    listed = finest_quanta((project.table_id, project.amount_quantum_cny) for project in result.projects)
    for project in result.projects:
        half = (listed[project.table_id] if project.amount_quantum_cny else ZERO) * HALF
        figure = _figure(project, project.project_name_raw, project.amount_raw, project.amount_cny)
        found[project.project_id] = Printed(Amount(project.amount_cny, half), figure)
    for goal in result.performance_goals:
        fields = (
            (TOTAL, goal.amount_total_raw, goal.amount_total_cny),
            (FISCAL, goal.amount_fiscal_raw, goal.amount_fiscal_cny),
            (OTHER, goal.amount_other_raw, goal.amount_other_cny),
        )
        read = [parse_amount(raw or "", unit_of(goal.amount_unit)) for _, raw, _ in fields]
        half = min((amount.quantum_cny for amount in read if amount), default=ZERO) * HALF
        for field, raw, cny in fields:
            if cny is not None:
                label = _label(goal.name_raw or "", field)
                found[goal.goal_id + field] = Printed(Amount(cny, half), _figure(goal, label, raw, cny))
    return found


def _label(name: str, field: str) -> str:
    return f"{name}（{SHOWN[field]}）"


def _figure(
    record: ThreePublic | Project | PerformanceGoal, label: str, raw: str | None, cny: Decimal | None
) -> Figure:
    flags = frozenset(apart(record.flags))
    return Figure(label, raw, cny, record.extraction_method, record.value_status, flags, record.page_no)


def form_identities(result: DocumentResult, rules: IdentityRules, printed: Mapping[str, Printed]) -> Iterator[Identity]:
    """What forms state: sums of items, change against last year, units, the text beside the table; amounts of goals."""
    tabled = [item for item in result.three_public if item.source_kind == "table"]
    yield from _items(tabled, rules.items, printed)
    yield from _changes(tabled, printed)
    yield from _units(tabled, printed)
    yield from _narrated(result.three_public, printed)
    yield from _sources(result.performance_goals, printed)
    yield from _tasks(result.performance_goals, printed)
    yield from _projects(result.performance_goals, result.projects, printed)
    yield from _whole_unit(result, rules.totals, printed)


def _items(items: Sequence[ThreePublic], sums: Sequence[ItemSum], printed: Mapping[str, Printed]) -> Iterator[Identity]:
    """The items of one unit and fund source: 公务用车 = 购置 + 运行, 三公 = 因公出国 + 公务接待 + 公务用车."""
    lists: dict[tuple[object, ...], list[ThreePublic]] = defaultdict(list)
    for item in items:
        lists[item.table_id, item.unit_id, item.unit_name_raw, item.row_role, item.fund_source, item.phase].append(item)
    for own in lists.values():
        by_item = {item.item: item for item in own}
        if len(by_item) < len(own):
            continue  # an item printed twice: which one counts is not known
        done: set[str] = set()
        for rule in sums:
            if rule.whole in done or not {rule.whole, *rule.items} <= by_item.keys():
                continue
            done.add(rule.whole)
            for field in ("", PRIOR):
                ids = [by_item[name].three_public_id + field for name in (rule.whole, *rule.items)]
                yield from _sum(rule.rule_id, ids, printed, by_item[rule.whole].table_id)


def _changes(items: Sequence[ThreePublic], printed: Mapping[str, Printed]) -> Iterator[Identity]:
    """Last year's amount = this year's less the change; a blank amount of this year is none."""
    for item in items:
        ids = [item.three_public_id + field for field in (PRIOR, "", CHANGE)]
        yield from _sum(THREE_PUBLIC, ids, printed, item.table_id, weights=(1, -1))


def _units(items: Sequence[ThreePublic], printed: Mapping[str, Printed]) -> Iterator[Identity]:
    """The row of the total = the sum of the units' rows; that all units are listed, other columns must bear out."""
    lists: dict[tuple[object, ...], list[ThreePublic]] = defaultdict(list)
    for item in items:
        lists[item.table_id, item.item, item.fund_source, item.phase].append(item)
    for own in lists.values():
        totals = [item for item in own if item.row_role == "total"]
        units = [item for item in own if item.row_role == "detail"]
        if len(totals) == 1 and units:
            ids = [item.three_public_id for item in (*totals, *units)]
            yield from _sum(THREE_PUBLIC, ids, printed, totals[0].table_id, proven=False)


def _narrated(items: Sequence[ThreePublic], printed: Mapping[str, Printed]) -> Iterator[Identity]:
    """What the running text says of an item = what the table prints of it, where one amount of each can be meant."""
    told = Counter((item.item, item.phase) for item in items if item.source_kind == "narrative")
    for said in items:
        if said.source_kind != "narrative" or told[said.item, said.phase] > 1:
            continue
        rows = [
            item
            for item in items
            if (item.item, item.phase, item.row_role) == (said.item, said.phase, "total")
            and item.source_kind == "table"
        ]
        funds = [item for item in rows if item.fund_source == said.fund_source or item.fund_source in WHOLE_FUNDS]
        fitting = funds or (rows if len({item.fund_source for item in rows}) == 1 else [])
        if len({item.amount_cny for item in fitting}) == 1:  # two tables may print the same amount
            ids = [fitting[0].three_public_id, said.three_public_id]
            yield from _sum(THREE_PUBLIC, ids, printed, fitting[0].table_id)


def _sources(goals: Sequence[PerformanceGoal], printed: Mapping[str, Printed]) -> Iterator[Identity]:
    """A goal's amount = its fiscal funds + its other funds."""
    for goal in goals:
        yield from _sum(PERFORMANCE, [goal.goal_id + f for f in (TOTAL, FISCAL, OTHER)], printed, goal.table_id)


def _tasks(goals: Sequence[PerformanceGoal], printed: Mapping[str, Printed]) -> Iterator[Identity]:
    """A unit's amount = the sum of its tasks' amounts."""
    tasks: dict[str, list[PerformanceGoal]] = defaultdict(list)
    for goal in goals:
        if goal.parent_goal_id is not None:
            tasks[goal.parent_goal_id].append(goal)
    for goal in goals:
        for field in (TOTAL, FISCAL, OTHER):
            ids = [one.goal_id + field for one in (goal, *tasks[goal.goal_id])]
            yield from _sum(PERFORMANCE, ids, printed, goal.table_id)


def _projects(
    goals: Sequence[PerformanceGoal], projects: Sequence[Project], printed: Mapping[str, Printed]
) -> Iterator[Identity]:
    """A goal's amount = that of its project in the list, where no other project has its name."""
    names = Counter(project.project_name_norm for project in projects)
    by_id = {project.project_id: project for project in projects}
    for goal in goals:
        project = by_id.get(goal.project_id or "")
        if project is not None and project.table_id != goal.table_id and names[project.project_name_norm] == 1:
            yield from _sum(
                PERFORMANCE, [goal.goal_id + TOTAL, project.project_id], printed, goal.table_id, family="goals"
            )


def _whole_unit(
    result: DocumentResult, terms: Sequence[TotalTerm], printed: Mapping[str, Printed]
) -> Iterator[Identity]:
    """The amount of the publisher's overall goal = the document's total, in the first table that prints it."""
    overall = [goal for goal in result.performance_goals if goal.goal_scope == "unit_overall"]
    if len(overall) != 1 or overall[0].unit_id != result.document.unit_id:
        return
    for term in terms:
        line = overall[0].goal_id + FIELD + term.amount
        entry = printed_total(result.entries, term)
        if entry is not None and line in printed:
            own = printed[line].figure
            said = f"{own.label} {own.raw} = {entry.line.table_kind} {entry.line.label_raw} {entry.line.amount_raw}"
            parts = (Term(entry.line.line_id, 1),)
            yield Identity(term.rule_id, "goals", Term(line, 1), parts, said, table_id=overall[0].table_id)
            return


def _sum(
    rule_id: str,
    ids: Sequence[str],
    printed: Mapping[str, Printed],
    table_id: str | None,
    *,
    family: Family = "forms",
    weights: Sequence[int] = (),
    proven: bool = True,
) -> Iterator[Identity]:
    """The first amount as the sum of the others, where all are printed and one at least is more than nothing."""
    own = [printed[i] for i in ids if i in printed]
    if len(own) < max(len(ids), 2) or not any(one.amount.value for one in own):
        return
    if all(one.amount.blank for one in own[1:]):
        return  # an amount whose parts are all left blank is not said to be nothing
    said = [f"{one.figure.label} {one.figure.raw or '—'}" for one in own]
    signed = weights or (1,) * (len(ids) - 1)
    parts = tuple(Term(i, weight) for i, weight in zip(ids[1:], signed, strict=True))
    signs = ["" if n == 0 and part.weight > 0 else " + " if part.weight > 0 else " - " for n, part in enumerate(parts)]
    text = f"{said[0]} = " + "".join(sign + term for sign, term in zip(signs, said[1:], strict=True))
    yield Identity(rule_id, family, Term(ids[0], 1), parts, text, ("forms", table_id), proven, table_id)
