"""Typeset the corpus: python -m tests.corpus.build OUT_DIR [--source ID]… [--style NAME]…"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .facts import load_document, source_ids
from .rewrite import rewrite
from .styles import load_style, style_names
from .truth import truth_text
from .typeset import typeset


@dataclass(frozen=True)
class BuiltDocument:
    """One document on disk: its PDF and the truth about it."""

    source: str
    style: str
    pdf: Path
    truth: Path


def build(
    out_dir: Path, sources: Sequence[str] | None = None, styles: Sequence[str] | None = None
) -> list[BuiltDocument]:
    """Every source in every style, written to out_dir; all of them when none are named."""
    out_dir.mkdir(parents=True, exist_ok=True)
    looks = [load_style(name) for name in styles or style_names()]
    built = []
    for source in sources or source_ids():
        document = load_document(source)
        for style in looks:
            pdf_path = out_dir / f"{source}--{style.name}.pdf"
            truth_path = out_dir / f"{source}--{style.name}.truth.json"
            pdf_path.write_bytes(rewrite(typeset(document, style), style))
            truth_path.write_text(truth_text(document, style.name), encoding="utf-8")
            built.append(BuiltDocument(source, style.name, pdf_path, truth_path))
    return built


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of the command; the paths of the PDFs go to standard output."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.build", description=__doc__)
    parser.add_argument("out_dir", type=Path)
    parser.add_argument("--source", action="append", choices=source_ids())
    parser.add_argument("--style", action="append", choices=style_names())
    options = parser.parse_args(arguments)
    for document in build(options.out_dir, options.source, options.style):
        sys.stdout.write(f"{document.pdf}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
