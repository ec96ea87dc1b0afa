"""One decision of one person about one amount: a guarded claim about what the source prints, not a patch."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from pipeline.ids import content_id
from pipeline.money import AmountUnit, parse_number

Verdict = Literal["accept", "override", "blank", "unsure", "reject", "undo"]
WITH_VALUE = ("accept", "override")
TIME = "%Y-%m-%dT%H:%M:%SZ"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Key(Strict):
    """The amount meant, in terms that outlive line numbers, pages and file names.

    ``row``: the codes of the row (``func:2101501``), or its label path where it has none (``label:…``). ``label`` and
    ``occurrence`` (0 for the first in reading order) only tell apart amounts that the rest does not.
    """

    disclosure_id: str = Field(min_length=1)
    table_kind: str = Field(min_length=1)
    unit_id: str | None = Field(default=None)
    row: str = Field(min_length=1)
    label: str = Field(default="")
    side: str
    measure_id: str
    phase: str
    occurrence: int = Field(default=0, ge=0)


class Seen(Strict):
    """What stood there when the person decided: the machine's reading, what was published, the picture of the cell.

    ``cny``: the published amount in yuan as exact decimal text; ``crop``: SHA-256 of the cell's pixels, ``None`` where
    no page picture was at hand.
    """

    raw: str
    cny: str | None = None
    unit: AmountUnit | None = None
    status: str
    crop: str | None = None


class Decision(Strict):
    """One line of a decisions file. ``value``: the number as the source prints it, in the table's unit, no commas.

    ``undo`` withdraws the decision it ``supersedes``, any other verdict takes its place.
    """

    id: str = ""
    key: Key
    seen: Seen
    verdict: Verdict
    value: str | None = None
    reason: str = ""
    reviewer: str = Field(min_length=1)
    time: str
    supersedes: str | None = None

    @field_validator("time")
    @classmethod
    def _utc(cls, text: str) -> str:
        try:
            datetime.strptime(text, TIME)
        except ValueError as error:
            raise ValueError("not a time in UTC as 2026-01-31T08:00:00Z") from error
        return text

    @model_validator(mode="after")
    def _whole(self) -> Decision:
        if (self.value is not None) != (self.verdict in WITH_VALUE):
            raise ValueError(f"verdict {self.verdict} {'needs a' if self.verdict in WITH_VALUE else 'has no'} value")
        if self.value is not None and exact(self.value) != self.value:
            raise ValueError(f"value {self.value!r} is no plain decimal number (digits, one point, a leading minus)")
        if self.verdict == "undo" and self.supersedes is None:
            raise ValueError("verdict undo must say which decision it withdraws (supersedes)")
        if self.id and self.id != self.content_digest:
            raise ValueError(f"id {self.id} does not fit the content; append a new decision instead of editing one")
        return self

    @property
    def content_digest(self) -> str:
        """The identifier that follows from everything the decision says."""
        said = self.model_dump(exclude={"id"})
        return content_id("dec", json.dumps(said, sort_keys=True, ensure_ascii=False))

    @property
    def claim(self) -> tuple[str, Decimal | None]:
        """What is said about the source: two decisions with the same claim agree."""
        if self.value is not None:
            return "value", Decimal(self.value)
        return self.verdict, None

    @property
    def json_line(self) -> str:
        """The decision as one line of JSON, keys in a fixed order, without the line's end."""
        return json.dumps(self.model_dump(), ensure_ascii=False)


def exact(text: str) -> str | None:
    """The number a person typed as plain decimal text (``1,002.80`` is ``1002.80``), or ``None`` when it is none."""
    value = parse_number(text)
    return None if value is None else f"{value:f}"


def now() -> str:
    """The time of day as a decision states it."""
    return datetime.now(UTC).strftime(TIME)


def decide(key: Key, seen: Seen, verdict: Verdict, reviewer: str, **said: Any) -> Decision:
    """The decision with its identifier. ``said``: value, reason, time (default: now), supersedes.

    Raises pydantic's ``ValidationError`` when verdict and value do not fit.
    """
    time = said.pop("time", None) or now()
    draft = Decision(key=key, seen=seen, verdict=verdict, reviewer=reviewer, time=time, **said)
    return draft.model_copy(update={"id": draft.content_digest})
