"""What a change of the schema means for who reads its data: nothing, patch, minor or major, with the reasons.

The recipe of Data Package versions: a column added, removed, renamed or moved, and anything that accepts less than
before, is major; a new resource or anything that accepts more is minor; words are a patch. While the first number of a
version is 0 nothing is promised to be stable: major and minor changes both raise its second number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

Descriptor = Mapping[str, Any]
Version = tuple[int, int, int]


class Level(IntEnum):
    """How much a change asks of a reader."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two schemas."""

    level: Level
    reason: str


def changes(old: Descriptor, new: Descriptor) -> tuple[Change, ...]:
    """Every difference between two data package descriptors, without data, the gravest first."""
    found = [*_package_changes(old, new)]
    before, after = _by_name(old.get("resources", ())), _by_name(new.get("resources", ()))
    found += [Change(Level.MAJOR, f"resource {name} is gone") for name in before if name not in after]
    found += [Change(Level.MINOR, f"resource {name} is new") for name in after if name not in before]
    for name in before.keys() & after.keys():
        found += _resource_changes(name, before[name], after[name])
    return tuple(sorted(found, key=lambda change: (-change.level, change.reason)))


def level_of(found: tuple[Change, ...]) -> Level:
    """The gravest level among the changes."""
    return max((change.level for change in found), default=Level.NONE)


def lowest_version(released: str, level: Level) -> str:
    """The lowest version a schema with changes of that level may bear after the one that was released.

    Raises ``ValueError`` when the released version is not three numbers.
    """
    major, minor, patch = parsed_version(released)
    if level is Level.NONE:
        return released
    if level is Level.PATCH:
        return f"{major}.{minor}.{patch + 1}"
    if level is Level.MINOR or major == 0:
        return f"{major}.{minor + 1}.0"
    return f"{major + 1}.0.0"


def parsed_version(text: str) -> Version:
    """The three numbers of a version. Raises ``ValueError`` for anything else."""
    match = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", text)
    if not match:
        raise ValueError(f"{text}: a schema version is three numbers, such as 1.2.0")
    return int(match[1]), int(match[2]), int(match[3])


def _by_name(entries: Any) -> dict[str, Any]:
    return {entry["name"]: entry for entry in entries}


def _package_changes(old: Descriptor, new: Descriptor) -> Iterator[Change]:
    # The id ends in the version, which is the answer sought here and no difference of its own.
    for key in sorted((old.keys() | new.keys()) - {"resources", "version", "id"}):
        if old.get(key) != new.get(key):
            yield Change(Level.PATCH, f"the package's {key} changed")


_FILE = ("type", "path", "format", "encoding", "dialect")
_WORDS = ("title", "title_en", "description", "mediatype", "scheme")


def _resource_changes(name: str, old: Descriptor, new: Descriptor) -> Iterator[Change]:
    for key in _FILE:
        if old.get(key) != new.get(key):
            yield Change(Level.MAJOR, f"{name}: {key} of its file changed")
    for key in _WORDS:
        if old.get(key) != new.get(key):
            yield Change(Level.PATCH, f"{name}: {key} changed")
    if old.get("parquet") != new.get("parquet"):
        level = Level.MAJOR if old.get("parquet") else Level.MINOR
        yield Change(level, f"{name}: its Parquet file changed")
    yield from _schema_changes(name, old["schema"], new["schema"])


def _schema_changes(name: str, old: Descriptor, new: Descriptor) -> Iterator[Change]:
    before, after = _by_name(old["fields"]), _by_name(new["fields"])
    gone = [field for field in before if field not in after]
    added = [field for field in after if field not in before]
    yield from (Change(Level.MAJOR, f"{name}.{field} is gone") for field in gone)
    yield from (Change(Level.MAJOR, f"{name}.{field} is a new column") for field in added)
    if [field for field in before if field in after] != [field for field in after if field in before]:
        yield Change(Level.MAJOR, f"{name}: columns moved")
    if old.get("primaryKey") != new.get("primaryKey"):
        yield Change(Level.MAJOR, f"{name}: another primary key")
    if old.get("missingValues") != new.get("missingValues"):
        yield Change(Level.MAJOR, f"{name}: missing values are written differently")
    for key, what in (("uniqueKeys", "unique key"), ("foreignKeys", "foreign key")):
        was, now = old.get(key, []), new.get(key, [])
        yield from (Change(Level.MINOR, f"{name}: {what} {_columns(k)} is gone") for k in was if k not in now)
        yield from (Change(Level.MAJOR, f"{name}: {what} {_columns(k)} is new") for k in now if k not in was)
    for field in before.keys() & after.keys():
        yield from _field_changes(f"{name}.{field}", before[field], after[field])


def _columns(key: Any) -> str:
    return ", ".join(key["fields"] if isinstance(key, Mapping) else key)


def _field_changes(place: str, old: Descriptor, new: Descriptor) -> Iterator[Change]:
    for key in ("type", "parquetType", "unit"):
        if old.get(key) != new.get(key):
            yield Change(Level.MAJOR, f"{place}: {key} is {new.get(key)}, was {old.get(key)}")
    for key in ("title", "title_en", "description", "columnType"):
        if old.get(key) != new.get(key):
            yield Change(Level.PATCH, f"{place}: {key} changed")
    was = _limits(old)
    now = _limits(new)
    for key in sorted(was.keys() | now.keys()):
        if was.get(key) != now.get(key):
            looser = _looser(key, was.get(key), now.get(key))
            word = "accepts more" if looser else "accepts less"
            yield Change(Level.MINOR if looser else Level.MAJOR, f"{place}: {key} {word} than before")


def _limits(field: Descriptor) -> dict[str, Any]:
    """Everything that keeps a value out of the column."""
    limits = dict(field.get("constraints", {}))
    pattern = limits.get("pattern") or field.get("expectedPattern")
    return limits | {key: value for key, value in (("pattern", pattern), ("codeList", field.get("codeList"))) if value}


def _looser(key: str, old: Any, new: Any) -> bool:
    """Whether every value that was accepted still is. Two patterns cannot be compared: that counts as stricter."""
    if new is None or old is None:
        return new is None
    match key:
        case "enum":
            return set(old) <= set(new)
        case "minimum":
            return bool(new < old)
        case "maximum":
            return bool(new > old)
        case "required":
            return not new
        case _:
            return False
