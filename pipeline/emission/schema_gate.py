"""Is the schema's version right? Compared with the schema last released; ``python -m pipeline.emission.schema_gate``.

The last released schema is ``configs/schema/schema.json`` at the highest git tag ``schema-vX.Y.Z``; where there is no
git or no such tag, the committed snapshot ``configs/schema/released.json``. Whoever tags a release commits the
snapshot with it (``--release``).
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from pipeline.emission.compatibility import changes, level_of, lowest_version, parsed_version
from pipeline.emission.package import json_text, package_descriptor
from pipeline.errors import DataNotValid, InputUnreadable, UsageProblem, YusuanError

TAG = "schema-v"
PUBLISHED = "configs/schema/schema.json"
SNAPSHOT = "configs/schema/released.json"
CHANGELOG = "CHANGELOG.md"


def gate(released: dict[str, Any], current: dict[str, Any], changelog: str) -> tuple[str, ...]:
    """What is wrong with the current schema's version; empty when it fits its changes and the changelog names it."""
    found = changes(released, current)
    level = level_of(found)
    version, lowest = str(current["version"]), lowest_version(str(released["version"]), level)
    faults = []
    if parsed_version(version) < parsed_version(lowest):
        reasons = "; ".join(change.reason for change in found if change.level is level)
        faults.append(
            f"the schema is {version}, but a {level.name.lower()} change after {released['version']} makes it at least"
            f" {lowest}: set SCHEMA_VERSION in pipeline/emission/schema.py ({reasons})"
        )
    if version != released["version"] and not re.search(rf"\bSchema {re.escape(version)}\b", changelog):
        faults.append(
            f"{CHANGELOG} has no entry `Schema {version}`: say there what changed since {released['version']}"
        )
    return tuple(faults)


def last_released(root: Path) -> tuple[dict[str, Any], str]:
    """The descriptor of the schema released last, and where it was found.

    Raises ``InputUnreadable`` when it is neither tagged nor in the snapshot.
    """
    tags = _git(root, "tag", "--list", f"{TAG}*").split()
    versions = sorted((parsed_version(tag.removeprefix(TAG)), tag) for tag in tags)
    if versions:
        tag = versions[-1][1]
        text = _git(root, "show", f"{tag}:{PUBLISHED}")
        return _descriptor(text, f"{PUBLISHED} at {tag}"), f"git tag {tag}"
    try:
        text = (root / SNAPSHOT).read_text(encoding="utf-8")
    except OSError as error:
        advice = "fetch the tags, or write the snapshot with --release"
        raise InputUnreadable(f"{root / SNAPSHOT}: {error.strerror}, and no git tag {TAG}*; {advice}") from error
    return _descriptor(text, SNAPSHOT), f"{SNAPSHOT} (no git tag {TAG}*)"


def _descriptor(text: str, place: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise InputUnreadable(f"{place}: is no JSON ({error}); restore it from the tagged release") from error
    if not isinstance(found, dict) or "resources" not in found:
        raise InputUnreadable(f"{place}: is no data package descriptor; restore it from the tagged release")
    return found


def _git(root: Path, *arguments: str) -> str:
    """What git prints; nothing where there is no git or no repository."""
    program = shutil.which("git")
    if program is None:
        return ""
    done = subprocess.run([program, "-C", str(root), *arguments], capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""


def main(arguments: list[str], root: Path) -> int:
    """The exit code: 0 when the version fits, 1 when not. ``--release`` writes the snapshot instead."""
    try:
        if arguments == ["--release"]:
            (root / SNAPSHOT).write_text(json_text(package_descriptor()), encoding="utf-8")
            return 0
        if arguments:
            raise UsageProblem(f"{' '.join(arguments)}: not known; there is only --release")
        released, place = last_released(root)
        current = package_descriptor()
        changelog = (root / CHANGELOG).read_text(encoding="utf-8")
        if faults := gate(released, current, changelog):
            raise DataNotValid("\n".join(faults))
    except YusuanError as error:
        sys.stderr.write(f"schema: {error}\n")
        return error.exit_code
    level = level_of(changes(released, current)).name.lower()
    sys.stderr.write(f"schema {current['version']}: {level} change(s) after {released['version']} of {place}; fits\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path.cwd()))
