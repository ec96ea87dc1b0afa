"""Small budget documents: transcripts that take milliseconds, each with content of its own."""

from __future__ import annotations

from pathlib import Path

PLACES = ("西安市长安区", "洛阳市")


def write_documents(folder: Path, count: int, lines: int = 6) -> list[Path]:
    """``count`` transcripts of two places in turn; ``lines`` rows each."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        path = folder / f"document-{number:05d}.txt"
        path.write_text(transcript(PLACES[number % len(PLACES)], number, lines), encoding="utf-8")
        paths.append(path)
    return paths


def transcript(place: str, number: int, lines: int) -> str:
    """A document with one table whose rows add up to its total."""
    amounts = [(number * 37 + i * 11) % 9000 + 100 for i in range(lines)]
    rows = [f"21{i:02d}501\t行政运行{i}\t{amount}.00\t{amount}.00\t0.00" for i, amount in enumerate(amounts)]
    total = f"{sum(amounts)}.00"
    return "\n".join(
        (
            f"{place}第{number}测试局2024年部门预算",
            "",
            "表3 部门综合预算支出总表",
            "单位：元",
            "科目编码\t科目名称\t合计\t基本支出\t项目支出",
            f"合计\t\t{total}\t{total}\t0.00",
            *rows,
            "",
        )
    )
