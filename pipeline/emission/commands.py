"""The commands that show what a release says: ``yusuan checks``, ``coverage``, ``explain``, ``show``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import DataNotValid, UsageProblem

NEVER = "never"
LEVELS = (NEVER, "warning", "error")
FailOn = Annotated[
    str, typer.Option("--fail-on", help="exit with 1 when a check failed that is at least this grave: warning, error")
]
Out = Annotated[Path, typer.Argument(help="a release")]


def check_level(level: str) -> None:
    """Nothing; raises ``UsageProblem`` for a level of ``--fail-on`` that is none."""
    if level not in LEVELS:
        raise UsageProblem(f"--fail-on {level}: not known; choose {', '.join(LEVELS)}")


def too_many_failed(out: Path, level: str) -> None:
    """Nothing; raises ``DataNotValid`` when checks of the release failed that are at least as grave as ``level``."""
    from pipeline.emission.proof import proof_of  # noqa: PLC0415 - a fast --help loads no pipeline
    from pipeline.emission.read import open_release  # noqa: PLC0415 - as above

    if level == NEVER:
        return
    failed = proof_of(open_release(out)).failed(level)
    if failed:
        raise DataNotValid(f"{out}: {failed} check(s) failed at {level} or above; see yusuan checks {out} --failed")


def checks(
    out: Out,
    failed: Annotated[bool, typer.Option("--failed", help="the failed checks, each with its cause")] = False,
    json: Annotated[bool, typer.Option("--json", help="all of it as JSON")] = False,
    fail_on: FailOn = NEVER,
) -> None:
    """Count the checks by rule and outcome, and the amounts of each file that they confirm or contradict."""
    from pipeline.emission.proof import proof_json, proof_lines, proof_of  # noqa: PLC0415 - as above
    from pipeline.emission.read import open_release  # noqa: PLC0415 - as above

    check_level(fail_on)
    proof = proof_of(open_release(out))
    if json:
        typer.echo(proof_json(proof), nl=False)
    else:
        for line in proof_lines(proof, failures=failed):
            typer.echo(line)
    too_many_failed(out, fail_on)


def show(
    out: Out,
    table_id: Annotated[str, typer.Argument(help="the table, as in data/tables.csv")],
    json: Annotated[bool, typer.Option("--json", help="cells with page, box and status")] = False,
) -> None:
    """Print one logical table as CSV, or as JSON with page and box of each cell."""
    from pipeline.emission.read import open_release  # noqa: PLC0415 - as above
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
