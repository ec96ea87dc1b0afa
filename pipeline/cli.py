"""The command ``yusuan``. Data to stdout or files, messages to stderr, one exit code for each kind of end."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from pipeline.errors import DataNotValid, DependencyMissing, UsageProblem, YusuanError
from pipeline.review.commands import decisions_app, review

SOME_FAILED = 6
UNREADABLE = 3
INTERRUPTED = 130
OTHER = 15

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="预算 · turns Chinese budget and final-account PDFs into open data with evidence for every amount.",
)


def _say(message: str) -> None:
    typer.echo(message, err=True)


@app.command()
def run(
    inputs: Annotated[list[str], typer.Argument(help="PDFs, transcripts, folders or glob patterns")],
    out: Annotated[Path, typer.Option("--out", "-o", help="folder of the release to write")],
    workers: Annotated[int, typer.Option(min=1, help="processes that read documents")] = 1,
    configs: Annotated[Path | None, typer.Option(help="configs folder instead of the one shipped")] = None,
) -> None:
    """Read documents and write a data package."""
    from pipeline.batch.progress import Progress  # noqa: PLC0415 - a fast --help loads no pipeline
    from pipeline.batch.run import run as run_batch  # noqa: PLC0415
    from pipeline.decisions.orphans import orphans  # noqa: PLC0415

    with Progress() as progress:
        summary = run_batch(inputs, out, workers, configs, progress.advance)
    for outcome in summary.outcomes:
        if outcome.reason:
            _say(f"{outcome.status}: {outcome.reason}")
    counts = ", ".join(f"{count} {name}" for name, count in summary.counts.items())
    _say(f"{summary.out}: {counts}; {len(summary.failed)} of {len(summary.outcomes)} inputs failed")
    lost = orphans(out)
    for message in lost:
        _say(f"decision-matches-nothing: {message}")
    if any(outcome.error == DependencyMissing.__name__ for outcome in summary.outcomes):
        raise typer.Exit(DependencyMissing.exit_code)  # the others are written; what to install has been said
    if summary.failed:
        done = any(outcome.status == "done" for outcome in summary.outcomes)
        raise typer.Exit(SOME_FAILED if done else UNREADABLE)
    if lost:
        raise DataNotValid(f"{len(lost)} decision(s) match nothing, see above; the release is written without them")


@app.command()
def validate(
    out: Annotated[Path, typer.Argument(help="a release written by yusuan run")],
) -> None:
    """Check a release against schema, keys and code lists; one finding a line."""
    from pipeline.emission.validate import validate_release  # noqa: PLC0415

    findings = validate_release(out)
    for finding in findings:
        typer.echo(str(finding))
    if any(finding.severity == "error" for finding in findings):
        raise DataNotValid(f"{out}: {len(findings)} finding(s); see above")
    _say(f"{out}: valid")


@app.command()
def show(
    out: Annotated[Path, typer.Argument(help="a release")],
    table_id: Annotated[str, typer.Argument(help="the table, as in data/tables.csv")],
    json: Annotated[bool, typer.Option("--json", help="cells with page, box and status")] = False,
) -> None:
    """Print one logical table as CSV, or as JSON with page and box of each cell."""
    from pipeline.emission.read import open_release  # noqa: PLC0415
    from pipeline.emission.tableview import table_csv, table_json  # noqa: PLC0415

    release = open_release(out)
    typer.echo(table_json(release, table_id) if json else table_csv(release, table_id), nl=False)


@app.command()
def explain(
    out: Annotated[Path, typer.Argument(help="a release")],
    record_id: Annotated[str, typer.Argument(help="a line_id of budget_lines or a cell_id of cells")],
) -> None:
    """Tell the story of one amount: where it is printed, how it was read, what it must agree with."""
    from pipeline.emission.explain import explanation  # noqa: PLC0415
    from pipeline.emission.read import open_release  # noqa: PLC0415

    typer.echo(explanation(open_release(out), record_id), nl=False)


@app.command()
def schema(
    format: Annotated[str, typer.Option("--format", help="json or md")] = "json",
) -> None:
    """Print the published schema."""
    from pipeline.emission.describe import schema_json, schema_markdown  # noqa: PLC0415

    printers = {"json": schema_json, "md": schema_markdown}
    if format not in printers:
        raise UsageProblem(f"--format {format}: not known; choose json or md")
    typer.echo(printers[format](), nl=False)


app.command()(review)
app.add_typer(decisions_app, name="decisions")


def main(arguments: list[str] | None = None) -> None:
    """Runs the command and ends the process with its exit code."""
    sys.exit(run_command(arguments))


def run_command(arguments: list[str] | None = None) -> int:
    """The exit code of one command line; messages have gone to stderr."""
    try:
        code: Any = app(args=arguments, standalone_mode=False)
    except YusuanError as error:
        _say(f"yusuan: {error}")
        return error.exit_code
    except typer.Exit as end:
        return end.exit_code
    except TyperException as error:
        _say(f"yusuan: {error}; see yusuan --help")
        return UsageProblem.exit_code
    except (KeyboardInterrupt, typer.Abort):
        _say("yusuan: interrupted; nothing was written")
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the command's own boundary: every end has a message and a code
        _say(f"yusuan: unexpected {type(error).__name__}: {error}; please report it")
        return OTHER
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    main()
