"""A comparison of two releases in words: a table for the terminal, a changelog of the data release, JSON."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from pipeline.emission.difference import REASONS, Comparison, Difference, Kind
from pipeline.emission.package import json_text
from pipeline.emission.schema import RESOURCES

KINDS: tuple[Kind, ...] = ("added", "removed", "changed")
SHOWN = 20
"""Changed amounts of a document that a changelog writes out; the others are counted."""


def difference_json(comparison: Comparison) -> str:
    """Everything as JSON: notes, counts by resource, and one entry a row that differs."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for (resource, kind), number in sorted(comparison.counts().items()):
        counts[resource][kind] = number
    differences = [difference.as_json() for difference in comparison.differences]
    return json_text({"notes": list(comparison.notes), "counts": counts, "differences": differences})


def summary(comparison: Comparison) -> str:
    """A table of plain text: one line a resource that differs, then how many rows differ for which reason."""
    if not comparison.differences:
        return "no difference\n"
    counts = comparison.counts()
    lines = [f"{'resource':24}" + "".join(f"{kind:>10}" for kind in KINDS)]
    lines += (f"{name:24}" + "".join(f"{counts[name, kind]:>10}" for kind in KINDS) for name in _named(comparison))
    lines.append("")
    by_reason = Counter(difference.reason for difference in comparison.differences)
    lines += (f"{reason:24}{by_reason[reason]:>10}  {text}" for reason, text in REASONS.items() if by_reason[reason])
    return "\n".join(lines) + "\n"


def changelog(comparison: Comparison, title: str) -> str:
    """The changelog of a data release as Markdown: documents, counts by resource and reason, changed amounts."""
    parts = [f"# {title}", *(f"- {note}" for note in comparison.notes)]
    if not comparison.differences:
        return "\n\n".join([*parts, "数据没有变化。 No difference."]) + "\n"
    parts += ["## 文件 Documents", "\n".join(_documents(comparison)) or "没有变化。 No difference."]
    parts += ["## 各资源行数 Rows by resource", "\n".join(_counts(comparison))]
    parts += ["## 原因 Reasons", "\n".join(_reasons(comparison))]
    if amounts := list(_amounts(comparison)):
        parts += ["## 变化的金额 Changed amounts", "\n".join(amounts)]
    return "\n\n".join(parts) + "\n"


def _named(comparison: Comparison) -> list[str]:
    differing = {difference.resource for difference in comparison.differences}
    return [resource.name for resource in RESOURCES if resource.name in differing]


def _documents(comparison: Comparison) -> Iterator[str]:
    words = {"added": "新增 added", "removed": "移除 removed", "changed": "变化 changed"}
    for d in comparison.differences:
        if d.resource == "documents":
            row = comparison.documents[d.record]
            name = f"{row['publisher_raw']} {row['fiscal_year']} `{row['disclosure_id']}` `{d.record}`"
            fields = f": {', '.join(d.fields)}" if d.fields else ""
            yield f"- {words[d.kind]} ({d.reason}): {name}{fields}"


def _counts(comparison: Comparison) -> Iterator[str]:
    counts = comparison.counts()
    yield "| 资源 resource | 新增 added | 移除 removed | 变化 changed |"
    yield "|---|---:|---:|---:|"
    for name in _named(comparison):
        yield f"| `{name}` | " + " | ".join(str(counts[name, kind]) for kind in KINDS) + " |"


def _reasons(comparison: Comparison) -> Iterator[str]:
    by_reason = Counter(difference.reason for difference in comparison.differences)
    for reason, text in REASONS.items():
        if by_reason[reason]:
            yield f"- `{reason}` {by_reason[reason]}: {text}"


def _amounts(comparison: Comparison) -> Iterator[str]:
    """Amounts that differ between the same bytes: what a reader who has used them must know."""
    found: dict[str | None, list[Difference]] = defaultdict(list)
    for difference in comparison.differences:
        if "amount_cny" in difference.fields:
            found[difference.document_id].append(difference)
    for document, differences in found.items():
        row = comparison.documents.get(document or "", {})
        yield f"- {row.get('publisher_raw', document)} {row.get('fiscal_year', '')}".rstrip()
        for d in differences[:SHOWN]:
            old, new = d.fields["amount_cny"]
            yield f"  - `{d.record}` {old} → {new} ({d.reason})"
        if len(differences) > SHOWN:
            yield f"  - … {len(differences) - SHOWN} more; `yusuan diff --json` lists all"
