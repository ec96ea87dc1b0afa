"""The commands ``yusuan review`` and ``yusuan decisions``."""

from __future__ import annotations

import getpass
import subprocess
from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import DataNotValid, OutputProblem, UsageProblem

decisions_app = typer.Typer(
    no_args_is_help=True, help="Decisions of reviewers without the page: list, check, apply, export, import."
)
Out = Annotated[Path, typer.Argument(help="a release written by yusuan run")]
ConfigsOption = Annotated[Path | None, typer.Option("--configs", help="configs folder decisions are kept in")]
PdfsOption = Annotated[Path | None, typer.Option("--pdfs", help="folder of the PDFs, if they moved since the run")]
ReviewerOption = Annotated[str | None, typer.Option("--reviewer", help="who decides (default: git's user.name)")]


def review(
    out: Out,
    pdfs: PdfsOption = None,
    configs: ConfigsOption = None,
    host: Annotated[str, typer.Option(help="address to bind to and to be called by")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one")] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="open the page")] = True,
    reviewer: ReviewerOption = None,
) -> None:
    """Settle doubtful amounts in the browser: what is left, table by table, most money at risk first."""
    from pipeline.review.serve import serve  # noqa: PLC0415 - a fast --help loads no pipeline

    serve(out, pdfs, configs, host, port, browser, _reviewer(reviewer))


@decisions_app.command("list")
def list_decisions(
    configs: ConfigsOption = None,
    every: Annotated[bool, typer.Option("--all", help="withdrawn and replaced ones as well")] = False,
    json: Annotated[bool, typer.Option("--json", help="one JSON line each, as in the files")] = False,
) -> None:
    """Print the decisions in force."""
    from pipeline.config.load import load_configs  # noqa: PLC0415 - as above
    from pipeline.review.report import list_line, listed  # noqa: PLC0415 - as above

    for path, decision in listed(load_configs(configs), every):
        typer.echo(decision.json_line if json else list_line(path, decision))


@decisions_app.command("check")
def check_decisions(
    out: Annotated[Path | None, typer.Argument(help="a release to check them against")] = None,
    configs: ConfigsOption = None,
    pdfs: PdfsOption = None,
) -> None:
    """Find decisions that do not fit, each other or the release; exit 1 if there are any."""
    from pipeline.config.load import load_configs  # noqa: PLC0415 - as above
    from pipeline.review.desk import Desk  # noqa: PLC0415 - as above
    from pipeline.review.report import elsewhere, faults  # noqa: PLC0415 - as above

    rules = load_configs(configs)
    desk = Desk(out, rules, pdfs) if out is not None else None
    found = faults(rules, desk)
    for fault in found:
        typer.echo(fault)
    if desk is not None and (away := elsewhere(rules, desk)):
        typer.echo(f"decisions: {away} about disclosures that are not in {out}", err=True)
    if found:
        raise DataNotValid(f"{len(found)} decision(s) do not fit; see above")
    typer.echo("decisions: all fit", err=True)


@decisions_app.command("apply")
def apply_decisions(
    out: Out,
    configs: ConfigsOption = None,
    pdfs: PdfsOption = None,
    json: Annotated[bool, typer.Option("--json", help="one JSON line each")] = False,
) -> None:
    """Say what the next run will make of the decisions, writing nothing; exit 1 if some cannot be applied."""
    from pipeline.config.load import load_configs  # noqa: PLC0415 - as above
    from pipeline.review.desk import Desk  # noqa: PLC0415 - as above
    from pipeline.review.report import change_line, changes, json_line  # noqa: PLC0415 - as above

    found = list(changes(Desk(out, load_configs(configs), pdfs)))
    for change in found:
        typer.echo(json_line(change) if json else change_line(change))
    lost = sum(change["outcome"] in ("stale", "conflict", "matches-nothing") for change in found)
    pending = sum(change["outcome"] == "pending" for change in found)
    typer.echo(f"decisions: {pending} take effect with the next `yusuan run`", err=True)
    if lost:
        raise DataNotValid(f"{lost} decision(s) cannot be applied; see above")


@decisions_app.command("export")
def export_queue(
    out: Out,
    to: Annotated[Path | None, typer.Option("--to", "-o", help="file to write (default: stdout)")] = None,
    form: Annotated[str, typer.Option("--format", help="csv or jsonl")] = "csv",
    configs: ConfigsOption = None,
    pdfs: PdfsOption = None,
) -> None:
    """Write the queue for a spreadsheet: fill in verdict, value and reason, then import it."""
    from pipeline.config.load import load_configs  # noqa: PLC0415 - as above
    from pipeline.review.desk import Desk  # noqa: PLC0415 - as above
    from pipeline.review.exchange import FORMATS, queue_rows, written  # noqa: PLC0415 - as above

    if form not in FORMATS:
        raise UsageProblem(f"--format {form}: not known; choose {' or '.join(FORMATS)}")
    text = written(queue_rows(Desk(out, load_configs(configs), pdfs)), form)
    if to is None:
        typer.echo(text, nl=False)
        return
    try:
        to.write_bytes(text.encode())
    except OSError as error:
        raise OutputProblem(f"{to}: cannot be written: {error.strerror or error}") from error


@decisions_app.command("import")
def import_queue(
    file: Annotated[Path, typer.Argument(help="what export wrote, with verdicts filled in")],
    out: Out,
    configs: ConfigsOption = None,
    pdfs: PdfsOption = None,
    reviewer: ReviewerOption = None,
) -> None:
    """Take the decisions of an exported file; rows whose amount changed since are refused, exit 1 then."""
    from pipeline.config.load import load_configs  # noqa: PLC0415 - as above
    from pipeline.review.desk import Desk  # noqa: PLC0415 - as above
    from pipeline.review.exchange import import_rows, read_back  # noqa: PLC0415 - as above
    from pipeline.review.serve import keeping_folder  # noqa: PLC0415 - as above

    desk = Desk(out, load_configs(keeping_folder(configs)), pdfs)
    done = import_rows(desk, read_back(file), _reviewer(reviewer))
    for refusal in done.refused:
        typer.echo(f"{file}: {refusal}")
    typer.echo(f"decisions: {len(done.taken)} taken, {done.already} there already", err=True)
    if done.refused:
        raise DataNotValid(f"{len(done.refused)} row(s) refused; export again and decide on what is there now")


def _reviewer(given: str | None) -> str:
    """The name decisions are signed with: the one given, git's, or the login's."""
    if given and given.strip():
        return given.strip()
    try:
        said = subprocess.run(
            ["git", "config", "user.name"], capture_output=True, text=True, check=False
        ).stdout.strip()
    except OSError:  # no git here
        said = ""
    return said or getpass.getuser()
