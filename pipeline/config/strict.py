"""What every model under configs/ is: frozen, closed to unknown keys, patterns compiled when read."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
