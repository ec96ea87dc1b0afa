"""A copy of the shipped configs that a test may break, and the text of a small transcript."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.config.load import configs_root


@pytest.fixture
def configs_copy(tmp_path: Path) -> Path:
    """The shipped configs in a place of their own."""
    return Path(shutil.copytree(configs_root(), tmp_path / "configs"))


@pytest.fixture
def transcript(tmp_path: Path) -> Path:
    """A small document of a place that has a locality file: a titled table and one with a number only."""
    path = tmp_path / "document.txt"
    path.write_text(
        "镇安县医疗保险经办机构\n2023年单位预算公开说明\n目录\n第一部分 单位概况\n单位名称：镇安县医疗保险经办机构\n\n"
        "表5\n单位综合预算一般公共预算支出明细表（按支出功能分类科目）\n单位：元\n"
        "功能科目编码\t功能科目名称\t合计\t人员经费支出\t公用经费支出\n"
        "\t合计\t300\t200\t100\n"
        "2101505\t医疗保障政策管理\t300\t200\t100\n\n"
        "表10\n单位：元\n"
        "单位编码\t单位（项目）名称\t项目金额\t项目简介\n"
        "353002\t业务经费\t450000\t\n",
        encoding="utf-8",
    )
    return path
