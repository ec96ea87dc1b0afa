"""JSON Schemas of the files under configs/, for editors: completion and errors while typing.

``python -m pipeline.config.editor_schema [FOLDER]`` writes them there, or prints them as one JSON object.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel

from pipeline.config.schema import Locality, Template, Vocabulary
from pipeline.errors import OutputProblem, UsageProblem, YusuanError

MODELS: dict[str, type[BaseModel]] = {"default": Vocabulary, "template": Template, "locality": Locality}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def editor_schemas() -> dict[str, str]:
    """The text of every schema file by its file name; equal models give equal bytes."""
    return {
        f"{name}.schema.json": json.dumps(
            {"$schema": DIALECT, **model.model_json_schema()}, ensure_ascii=False, indent=2
        )
        + "\n"
        for name, model in MODELS.items()
    }


def write_editor_schemas(folder: Path) -> tuple[Path, ...]:
    """The files written below ``folder``, which is made when it is not there."""
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in editor_schemas().items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
            written.append(folder / name)
    except OSError as error:
        raise OutputProblem(f"{folder}: cannot write the schemas: {error.strerror}") from error
    return tuple(written)


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 done, 2 usage, 5 nothing could be written there."""
    try:
        if len(arguments) > 1 or (arguments and arguments[0].startswith("-")):
            raise UsageProblem("usage: python -m pipeline.config.editor_schema [FOLDER]")
        if not arguments:
            whole = {name: json.loads(text) for name, text in editor_schemas().items()}
            sys.stdout.write(json.dumps(whole, ensure_ascii=False, indent=2) + "\n")
            return 0
        for path in write_editor_schemas(Path(arguments[0])):
            sys.stderr.write(f"written {path}\n")
    except YusuanError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
