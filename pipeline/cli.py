"""The command ``yusuan``. Data to stdout or files, messages to stderr, one exit code for each kind of end."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.emission.commands import FailOn, check_level, checks, coverage, explain, show, too_many_failed
from pipeline.ending import ended, say
from pipeline.errors import DataNotValid, DependencyMissing, OutputProblem, UsageProblem
from pipeline.review.commands import decisions_app, review

SOME_FAILED = 6
UNREADABLE = 3

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="预算 · turns Chinese budget and final-account PDFs into open data with evidence for every amount.",
)
codes_app = typer.Typer(no_args_is_help=True, help="Official editions of the classifications.")
app.add_typer(codes_app, name="codes")


@app.command()
def run(  # noqa: PLR0913, PLR0917 - one parameter an option
    inputs: Annotated[list[str], typer.Argument(help="PDFs, transcripts, folders or glob patterns")],
    out: Annotated[Path, typer.Option("--out", "-o", help="folder of the release to write")],
    workers: Annotated[int, typer.Option(min=0, help="processes that read documents; 0: as many as fit here")] = 0,
    configs: Annotated[Path | None, typer.Option(help="configs folder instead of the one shipped")] = None,
    stages: Annotated[str, typer.Option(help="which of read, document, release to carry out")] = "",
    force: Annotated[bool, typer.Option("--force", help="do again what is done already")] = False,
    retry_quarantined: Annotated[
        bool, typer.Option("--retry-quarantined", help="try those again that crashed")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would be done, write nothing")] = False,
    engine: Annotated[str, typer.Option(help="serial, local or dask")] = "local",
    scheduler: Annotated[str | None, typer.Option(help="address of a Dask scheduler, tcp://HOST:PORT")] = None,
    store: Annotated[str | None, typer.Option(help="folder or fsspec URL shared by workers on other machines")] = None,
    fail_on: FailOn = "never",
    log_json: Annotated[bool, typer.Option("--log-json", help="one JSON line an event on stderr")] = False,
) -> None:
    """Read documents and write a data package; what an earlier run has done already is not done again."""
    check_level(fail_on)
    from pipeline.batch import run as batch  # noqa: PLC0415 - a fast --help loads no pipeline
    from pipeline.batch.plan import STAGES, Choices  # noqa: PLC0415
    from pipeline.batch.progress import Progress  # noqa: PLC0415
    from pipeline.decisions.orphans import orphans  # noqa: PLC0415

    wanted = tuple(part.strip() for part in stages.split(",") if part.strip()) or STAGES
    choices = Choices(wanted, force, retry_quarantined)
    if dry_run:
        for why, path in batch.dry_run(inputs, out, configs, choices, store):
            typer.echo(f"{why}\t{path}")
        return
    with Progress(events=log_json) as progress:
        chosen = batch.Engine(engine, workers, scheduler, store)
        summary = batch.run(inputs, out, workers, configs, progress.ended, chosen, choices)
    _told(summary, progress if log_json else None)
    lost = orphans(out) if "release" in wanted else []
    for message in lost:
        say(f"decision-matches-nothing: {message}")
    failed = summary.ended.get("failed", 0) + summary.ended.get("quarantined", 0)
    if any(row.code == "dependency-missing" for row in summary.troubles):
        raise typer.Exit(DependencyMissing.exit_code)  # the others are written; what to install has been said
    if failed:
        raise typer.Exit(SOME_FAILED if summary.ended.get("done") else UNREADABLE)
    if lost:
        raise DataNotValid(f"{len(lost)} decision(s) match nothing, see above; the release is written without them")
    if "release" in wanted:
        too_many_failed(out, fail_on)


def _told(summary: Any, events: Any) -> None:
    """The summary as lines for people, or as one event."""
    total = sum(summary.ended.values())
    if events is not None:
        events.event("run", out=str(summary.out), ended=summary.ended, rows=summary.counts, worked_on=summary.worked_on)
        return
    for row in summary.troubles:
        say(f"{row.status}: {row.reason}")
    shown = ("documents", "tables", "cells", "budget_lines")
    counts = ", ".join(f"{summary.counts[name]} {name}" for name in shown if name in summary.counts)
    nothing = "a release without documents" if summary.counts else "no release written"
    failed = summary.ended.get("failed", 0) + summary.ended.get("quarantined", 0)
    kept = total - summary.worked_on
    say(f"{summary.out}: {counts or nothing}; {failed} of {total} inputs failed, {kept} were done already")


@app.command()
def status(
    out: Annotated[Path, typer.Argument(help="a folder yusuan run has written, or was writing")],
    json: Annotated[bool, typer.Option("--json", help="all that is known of each input")] = False,
) -> None:
    """Say of each input of the last run how far it came, how it ended, why and in how many seconds."""
    from pipeline.batch.looking import last_rows, status_json, status_lines  # noqa: PLC0415

    rows = last_rows(out)
    if json:
        typer.echo(status_json(rows), nl=False)
        return
    for line in status_lines(rows):
        typer.echo(line)


@app.command()
def clean(
    out: Annotated[Path, typer.Argument(help="a folder yusuan run has written")],
    unused: Annotated[bool, typer.Option("--unused", help="keep what the last run had use for")] = False,
) -> None:
    """Remove what runs keep in OUT/.work so as not to do things twice; the release stays."""
    from pipeline.batch.looking import clean as clean_work  # noqa: PLC0415

    files, size = clean_work(out, unused_only=unused)
    say(f"{out}: {files} files with {size / 1e6:.1f} MB removed")


@app.command()
def validate(
    out: Annotated[Path, typer.Argument(help="a release written by yusuan run")],
    json: Annotated[bool, typer.Option("--json", help="the findings as a JSON list")] = False,
    fail_on: FailOn = "never",
) -> None:
    """Check a release: schema, keys, code lists, amounts and their units, provenance; one finding a line."""
    from pipeline.emission.findings import findings_json  # noqa: PLC0415
    from pipeline.emission.validate import validate_release  # noqa: PLC0415

    check_level(fail_on)
    findings = validate_release(out)
    if json:
        typer.echo(findings_json(findings), nl=False)
    else:
        for finding in findings:
            typer.echo(str(finding))
    if any(finding.severity == "error" for finding in findings):
        raise DataNotValid(f"{out}: {len(findings)} finding(s); see above")
    say(f"{out}: valid")
    too_many_failed(out, fail_on)


@app.command()
def report(
    out: Annotated[Path, typer.Argument(help="a release")],
    pdfs: Annotated[Path | None, typer.Option(help="folder with the input files, where they lie elsewhere now")] = None,
    to: Annotated[Path | None, typer.Option(help="folder to write to; OUT/report when not given")] = None,
) -> None:
    """Write the release as a static site: tables with the picture of the page behind each amount, checks, repairs."""
    from pipeline.report.site import write_report  # noqa: PLC0415

    written = write_report(out, pdfs, to)
    for notice in written.notices:
        say(notice)
    say(f"{written.folder / 'index.html'}: {written.documents} documents, {written.pictures} pictures of pages")


@app.command()
def crops(
    out: Annotated[Path, typer.Argument(help="a release")],
    pdfs: Annotated[Path | None, typer.Option(help="folder with the input files, where they lie elsewhere now")] = None,
    to: Annotated[Path | None, typer.Option(help="folder to write to; OUT/crops when not given")] = None,
) -> None:
    """Write a picture of every place to look at: repaired, suspect or illegible, named by record, with an index."""
    from pipeline.report.close_ups import INDEX, write_close_ups  # noqa: PLC0415

    written = write_close_ups(out, pdfs, to)
    for notice in written.notices:
        say(notice)
    say(f"{written.folder / INDEX}: {written.pictures} pictures")


@codes_app.command("load")
def codes_load(
    file: Annotated[Path, typer.Argument(help="CSV or Excel with the columns code and name (编码, 名称)")],
    list_: Annotated[str, typer.Option("--list", help="functional, economic_department or economic_government")],
    edition: Annotated[int, typer.Option(help="year of the edition")],
    configs: Annotated[Path | None, typer.Option(help="configs folder instead of the one shipped")] = None,
) -> None:
    """Load the official edition of a classification; it is in force for fiscal years from its own on."""
    from pipeline.config.editions import load_edition  # noqa: PLC0415
    from pipeline.config.load import configs_root  # noqa: PLC0415

    target, count = load_edition(file, list_, edition, configs or configs_root())
    say(f"{target}: {count} codes")


@app.command()
def schema(
    format: Annotated[
        str, typer.Option("--format", help="json, md (Chinese and English) or csv (list of fields)")
    ] = "json",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="file to write instead of stdout")] = None,
) -> None:
    """Print the published schema."""
    from pipeline.emission.describe import SCHEMA_FORMATS  # noqa: PLC0415

    if format not in SCHEMA_FORMATS:
        raise UsageProblem(f"--format {format}: not known; choose {', '.join(SCHEMA_FORMATS)}")
    _give(SCHEMA_FORMATS[format](), out)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="a release")],
    new: Annotated[Path, typer.Argument(help="a later release")],
    json: Annotated[bool, typer.Option("--json", help="every row that differs, as JSON")] = False,
    changelog: Annotated[Path | None, typer.Option(help="write the changelog of the data release to this file")] = None,
) -> None:
    """Say what differs between two releases by stable key: rows added, removed, changed, and why."""
    from pipeline.emission import release_notes  # noqa: PLC0415
    from pipeline.emission.difference import compare  # noqa: PLC0415
    from pipeline.emission.read import open_release  # noqa: PLC0415

    comparison = compare(open_release(old), open_release(new))
    for note in comparison.notes:
        say(note)
    if changelog is not None:
        _give(release_notes.changelog(comparison, f"{old.name} → {new.name}"), changelog)
    typer.echo(release_notes.difference_json(comparison) if json else release_notes.summary(comparison), nl=False)


@app.command()
def publish(
    out: Annotated[Path, typer.Argument(help="a release")],
    to: Annotated[list[str], typer.Option("--to", help="the portal; repeat it for several")],
    base_url: Annotated[str, typer.Option(help="where the release will lie on the web; else links are relative")] = "",
    organization: Annotated[str, typer.Option(help="name of the organization that owns the dataset in CKAN")] = "",
) -> None:
    """Write a release for a data portal into OUT/portal/; a second time updates what is there."""
    from pipeline.portals.publish import publish_release  # noqa: PLC0415
    from pipeline.portals.target import Site  # noqa: PLC0415

    for line in publish_release(out, to, Site(base_url, organization)):
        say(line)


def _give(text: str, file: Path | None) -> None:
    """The text to the file, else to stdout."""
    if file is None:
        typer.echo(text, nl=False)
        return
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputProblem(f"{file}: cannot be written: {error.strerror}; give another place") from error


app.command()(checks)
app.command()(coverage)
app.command()(explain)
app.command()(show)
app.command()(review)
app.add_typer(decisions_app, name="decisions")


def main(arguments: list[str] | None = None) -> None:
    """Runs the command and ends the process with its exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as an interrupt does: children and locks let go
    sys.exit(run_command(arguments))


def run_command(arguments: list[str] | None = None) -> int:
    """The exit code of one command line; messages have gone to stderr."""
    given = sys.argv[1:] if arguments is None else arguments
    return ended(lambda: app(args=arguments, standalone_mode=False), next(iter(given), ""))


if __name__ == "__main__":
    main()
