"""The committed example: one typeset document, the release made from it, and its report.

    python -m tests.corpus.example [FOLDER]      # default outputs/example

``FOLDER/source/`` holds the PDF. In the manifest its path is written relative to the folder, so that nothing tells of
the machine; all else is as ``yusuan run`` and ``yusuan report`` write it.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pipeline.cli import run_command
from pipeline.emission.package import MANIFEST, json_text
from pipeline.report.site import write_report
from tests.corpus.build import build

SOURCE, STYLE = "zhenan-2023", "ruled"
EXAMPLE = Path(__file__).parents[2] / "outputs" / "example"


def write_example(folder: Path) -> None:
    """The example in ``folder``, in place of what was there."""
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / "example"
        (built,) = build(made / "source", [SOURCE], [STYLE])
        built.truth.unlink()
        release = Path(scratch) / "release"
        if code := run_command(["run", str(built.pdf), "-o", str(release)]):
            sys.exit(f"example: yusuan run ended with exit code {code}")
        write_report(release)
        manifest = json.loads((release / MANIFEST).read_text(encoding="utf-8"))
        for entry in manifest["inputs"]:
            entry["path"] = f"source/{entry['file_name']}"
        (release / MANIFEST).write_text(json_text(manifest), encoding="utf-8")
        # What the run keeps for the next run is of this machine.
        shutil.copytree(release, made, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".work"))
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(made, folder)


def main(arguments: Sequence[str]) -> int:
    """The exit code of the command."""
    folder = Path(arguments[0]) if arguments else EXAMPLE
    write_example(folder)
    sys.stdout.write(f"{folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
