"""A second publish touches the rows that differ and no other: ``python -m tests.prove.publish_twice --pdfs DIR``.

(``make prove-publish``.) Two releases are made of the folder: one of all inputs; one without the first input and with
an amount of another that a person has decided. Both go to SQLite and PostgreSQL; before the second, triggers on every
table write down each row that is inserted, updated or deleted. What they saw must be what differs between the releases.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from pipeline import process_document
from pipeline.cli import run_command
from pipeline.config.load import configs_root, load_configs
from pipeline.decisions.store import append, decisions_path
from pipeline.emission.read import Release, open_release
from pipeline.emission.schema import RESOURCES
from pipeline.ingest.pictures import crop_digests
from tests.prove.postgres import Psql, postgres
from tests.unit.decisions.making import decision

Touched = Counter[tuple[str, str]]
"""Rows by resource and deed."""
TARGETS = ("sqlite", "postgresql")


class NotProven(RuntimeError):
    """A step failed, or other rows were touched than differ."""


def yusuan(*arguments: str | Path) -> None:
    """Runs the command; raises ``NotProven`` unless it ends with 0."""
    code = run_command([str(argument) for argument in arguments])
    if code:
        raise NotProven(f"yusuan {arguments[0]} ended with {code}")


def decided(pdfs: Sequence[Path], configs: Path) -> str:
    """Appends the decision that an amount of the last file that counts in yuan stands as read; returns which."""
    for pdf in reversed(pdfs):
        result = process_document(pdf)
        fit = [n for n in result.budget_lines if n.is_additive and n.amount_unit == "CNY" and n.page_no is not None]
        if not fit:
            continue
        line = fit[0]
        crop = crop_digests(pdf)(line.page_no, line.bbox)
        made = decision(result, line, "accept", line.amount_raw.replace(",", ""), crop=crop, reason="proof")
        append(decisions_path(load_configs(configs), result.document.locality_code), [made])
        return f"{line.label_raw} {line.amount_raw} in {pdf.name}"
    raise NotProven("no file with an amount in yuan")


def differing(old: Release, new: Release) -> Touched:
    """Rows that are there, or as they are, in one of the two releases only."""
    found: Touched = Counter()
    for resource in RESOURCES:
        before, after = _rows(old, resource.name), _rows(new, resource.name)
        found[resource.name, "insert"] = len(after.keys() - before.keys())
        found[resource.name, "delete"] = len(before.keys() - after.keys())
        found[resource.name, "update"] = sum(before[key] != after[key] for key in before.keys() & after.keys())
    return +found


def _rows(release: Release, name: str) -> dict[object, tuple[object, ...]]:
    """The rows of a resource by their key, which is its first column."""
    columns = release.columns(name)
    return {row[0]: row for batch in release.batches(name, columns) for row in batch}


def watched_sqlite(old: Path, new: Path) -> tuple[Touched, Counter[str]]:
    """What a second publish did to the first one's database, and the rows that are in it then."""
    shutil.copytree(old / "portal", new / "portal")
    with closing(sqlite3.connect(new / "portal" / "yusuan.sqlite", isolation_level=None)) as database:
        database.execute("CREATE TABLE watched (resource TEXT, deed TEXT)")
        for resource, deed in _watches():
            database.execute(
                f"CREATE TRIGGER watch_{resource}_{deed} AFTER {deed} ON {resource}"
                f" BEGIN INSERT INTO watched VALUES ('{resource}', '{deed}'); END"
            )
    yusuan("publish", new, "--to", "sqlite")
    with closing(sqlite3.connect(new / "portal" / "yusuan.sqlite")) as database:
        seen = Counter(database.execute("SELECT resource, deed FROM watched").fetchall())
        rows = {r.name: database.execute(f"SELECT count(*) FROM {r.name}").fetchone()[0] for r in RESOURCES}
    return seen, Counter(rows)


def watched_postgresql(old: Path, new: Path, psql: Psql) -> tuple[Touched, Counter[str]]:
    """The same of a PostgreSQL server."""
    yusuan("publish", new, "--to", "postgresql")
    _said(psql, "-q", "-f", str(old / "portal" / "postgresql.sql"))
    watches = [
        "CREATE TABLE public.watched (resource text, deed text)",
        "CREATE FUNCTION public.watch() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN INSERT INTO public.watched VALUES (TG_TABLE_NAME, lower(TG_OP)); RETURN NULL; END $$",
        *(
            f"CREATE TRIGGER watch_{deed} AFTER {deed} ON yusuan.{resource}"
            " FOR EACH ROW EXECUTE FUNCTION public.watch()"
            for resource, deed in _watches()
        ),
    ]
    _said(psql, "-q", "-c", ";".join(watches))
    _said(psql, "-q", "-f", str(new / "portal" / "postgresql.sql"))
    seen: Touched = Counter()
    for line in _said(
        psql, "-A", "-t", "-F", "\t", "-c", "SELECT resource, deed, count(*) FROM public.watched GROUP BY 1, 2"
    ):
        resource, deed, count = line.split("\t")
        seen[resource, deed] = int(count)
    counts = " UNION ALL ".join(f"SELECT '{r.name}', count(*) FROM yusuan.{r.name}" for r in RESOURCES)
    rows = dict(line.split("\t") for line in _said(psql, "-A", "-t", "-F", "\t", "-c", counts))
    return seen, Counter({name: int(count) for name, count in rows.items()})


def _said(psql: Psql, *arguments: str) -> list[str]:
    done = psql("-v", "ON_ERROR_STOP=1", *arguments)
    if done.returncode:
        raise NotProven(f"psql: {done.stderr}")
    return done.stdout.splitlines()


def _watches() -> Iterator[tuple[str, str]]:
    return ((resource.name, deed) for resource in RESOURCES for deed in ("insert", "update", "delete"))


def prove(pdfs: Path, folder: Path) -> None:
    """Prints what differs and what each database was seen to do; raises ``NotProven`` when they are not the same."""
    inputs = sorted(pdfs.glob("*.pdf"))
    configs = folder / "configs"
    shutil.copytree(configs_root(), configs)
    old, new = folder / "old", folder / "new"
    yusuan("run", *inputs, "-o", old, "--configs", configs, "--store", folder / "store")
    about = decided(inputs[1:], configs)
    yusuan("run", *inputs[1:], "-o", new, "--configs", configs, "--store", folder / "store")
    yusuan("publish", old, *(part for target in TARGETS for part in ("--to", target)))
    first, second = open_release(old), open_release(new)
    wanted = differing(first, second)
    rows = Counter({resource.name: len(_rows(second, resource.name)) for resource in RESOURCES})
    with postgres() as (_, psql):
        seen = {"sqlite": watched_sqlite(old, new), "postgresql": watched_postgresql(old, new, psql)}
    sys.stdout.write(f"gone: {inputs[0].name}; decided: {about}\n")
    sys.stdout.write(f"{'resource':24}{'deed':8}{'differ':>8}{'sqlite':>8}{'postgresql':>12}{'rows then':>11}\n")
    for resource, deed in sorted({*wanted, *seen["sqlite"][0], *seen["postgresql"][0]}):
        key = resource, deed
        touched = f"{seen['sqlite'][0][key]:8}{seen['postgresql'][0][key]:12}"
        sys.stdout.write(f"{resource:24}{deed:8}{wanted[key]:8}{touched}{rows[resource]:11}\n")
    for target, (touched_rows, left) in seen.items():
        if touched_rows != wanted or +left != +rows:
            raise NotProven(f"{target}: the rows touched are not those that differ")
    sys.stdout.write(f"{sum(wanted.values())} rows differ of {sum(rows.values())}; both touched these and no other\n")


def main() -> int:
    """The exit code of the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pdfs", type=Path, required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="yusuan-twice-") as name:
        try:
            prove(options.pdfs, Path(name))
        except NotProven as fault:
            sys.stderr.write(f"{fault}\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
