"""The commands that look into a release: ``yusuan show``, ``yusuan explain``, ``yusuan coverage``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Out = Annotated[Path, typer.Argument(help="a release written by yusuan run")]


def show(
    out: Out,
    table_id: Annotated[str, typer.Argument(help="the table, as in data/tables.csv")],
    json: Annotated[bool, typer.Option("--json", help="cells with page, box and status")] = False,
) -> None:
    """Print one logical table as CSV, or as JSON with page and box of each cell."""
    from pipeline.emission.read import open_release  # noqa: PLC0415 - a fast --help loads no pipeline
    from pipeline.emission.tableview import table_csv, table_json  # noqa: PLC0415 - as above

    release = open_release(out)
    typer.echo(table_json(release, table_id) if json else table_csv(release, table_id), nl=False)


def explain(
    out: Out,
    record_id: Annotated[str, typer.Argument(help="a line_id of budget_lines or a cell_id of cells")],
) -> None:
    """Tell the story of one amount: where it is printed, how it was read, what it must agree with."""
    from pipeline.emission.explain import explanation  # noqa: PLC0415 - as above
    from pipeline.emission.read import open_release  # noqa: PLC0415 - as above

    typer.echo(explanation(open_release(out), record_id), nl=False)


def coverage(
    out: Out,
    json: Annotated[bool, typer.Option("--json", help="the same as a JSON list of documents")] = False,
) -> None:
    """Say of each document how many rows it gave, and of each table what it feeds, or why it feeds nothing."""
    from pipeline.emission.coverage import coverage as of_release  # noqa: PLC0415 - as above
    from pipeline.emission.coverage import coverage_json, coverage_lines  # noqa: PLC0415 - as above
    from pipeline.emission.read import open_release  # noqa: PLC0415 - as above

    documents = of_release(open_release(out))
    if json:
        typer.echo(coverage_json(documents), nl=False)
        return
    for line in coverage_lines(documents):
        typer.echo(line)
