"""One file in one process: the boundary at which a document's failure stops."""

from __future__ import annotations

import time
import traceback
from dataclasses import replace
from pathlib import Path

from pipeline.batch.outcome import Outcome
from pipeline.batch.rows import document_rows
from pipeline.config.load import load_configs
from pipeline.document import process_document
from pipeline.emission.rows import shaped_rows
from pipeline.emission.schema import BY_NAME
from pipeline.errors import YusuanError
from pipeline.ingest.discover import InputFile


def work(file: InputFile, configs_root: Path | None) -> Outcome:
    """The outcome of one file; never raises for what is wrong with the file."""
    start = time.process_time()
    outcome = Outcome(str(file.path), file.path.name, "done")
    try:
        result = process_document(file, load_configs(configs_root))
        # Rows the schema refuses end here, as this document's fault, not in the release of all.
        for name, rows in document_rows(result, "unreleased").items():
            shaped_rows(BY_NAME[name], rows)
        # The logical tables have done their work; records alone travel between processes.
        outcome = replace(outcome, result=replace(result, logical_tables=(), entries=()))
    except YusuanError as error:
        outcome = replace(outcome, status="failed", reason=str(error), error=type(error).__name__)
    except Exception as error:  # noqa: BLE001 - the one boundary around a document: one file must not hurt another
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        reason = f"{file.path.name}: unexpected {type(error).__name__} at {place}: {error}; please report it"
        outcome = replace(outcome, status="failed", reason=reason, error=type(error).__name__)
    return replace(outcome, seconds=time.process_time() - start)
