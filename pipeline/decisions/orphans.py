"""What a finished run says of decisions it could not place."""

from __future__ import annotations

import json
from pathlib import Path


def orphans(out: Path) -> list[str]:
    """One sentence for each decision that matched nothing, with the file it should have stood in.

    ``out``: a release; its log is read, so that it does not matter which process met the decision.
    """
    log = out / "logs" / "run.jsonl"
    if not log.is_file():
        return []
    events = (json.loads(line) for line in log.read_text(encoding="utf-8").split("\n") if line)
    return [f"{e['file']}: {e['message']}" for e in events if e.get("code") == "decision-matches-nothing"]
