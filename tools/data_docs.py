"""Generate ``docs/data.md`` from the data dictionary: ``python -m tools.data_docs``; a test compares them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from sweval.domain.station.dictionary import KINDS, OWN_TEXTS, PROFILE_TEXTS, UNITS, columns_of, table_text
from sweval.domain.station.station import REQUIRED_TABLES, SCHEMA, TABLES
from sweval.domain.values.row import ColumnText

ROOT: Final = Path(__file__).resolve().parents[1]
TARGET: Final = ROOT / "docs" / "data.md"

HEAD: Final = """# 一次评估的数据

目录 `data/stations/<站点编号>/` 放 `station.yaml` 和下列各表（CSV，UTF-8，逗号分隔，一行表头）。只有 `station.yaml` 和 `scores.csv` 必不可少；没有的表不放，报告相应部分写作“未提供”。不在此列的文件名不接受：写错的表名会被当作未提供。空格子就是未提供；零要写 `0`。

用 Excel 填写的，`sweval template` 给出模板，各工作表就是这里的各表，表头用这里的中文列名，所列的值也用中文；`sweval intake` 检查后写成这里的文件。直接写 CSV 的，用列名和代码。

数只写阿拉伯数字和小数点。编号永远是文字（`007` 就是 `007`）。资料所载的数字照原样抄写，末尾的零也抄。谁也不为了对得上而改动资料所载的数字：对不上的写进核对表（`claims.csv`）；确属笔误的写进 `corrections.yaml`。

最近一个公布放假安排的年份之后的工作日，写在 `params/calendar/<年>.yaml` 的 `holidays` 和 `workdays`（调休上班日）；没有的，期限一涉及那一年就写作“无法推算”。
"""


CORRECTIONS: Final = """## `corrections.yaml` 更正

来源数据不改，笔误在这里更正；报告附录逐条列出。来源数据与 `expect` 不符时停止运行，并列出两个值。再次导入工作簿时，更正照样适用。

```yaml
corrections:
  - table: indicators          # 表名；基本情况表写 station
    key: {id: home_visits}     # 哪一行；基本情况表不写
    field: agreed              # 哪一列；基本情况表写键，如 contract.amount
    expect: "2784"             # 来源数据现有的值，照抄；空格子写 ""
    value: "2748"              # 更正为；写 "" 即清空
    reason: 合同附件为2748
    by: 评估方
    on: 2024-03-01
```
"""


def document() -> str:
    """The whole page."""
    parts = [HEAD, _profile(), *(_table(table) for table in TABLES), _own_texts(), CORRECTIONS]
    return "\n".join(parts)


def _profile() -> str:
    """``station.yaml``: a line for each value, then the list of areas."""
    lines = [
        "## `station.yaml` 基本情况表\n",
        f"每个值都按文字读取。`schema` 是数据格式的版本，现写 `{SCHEMA}`；其他版本的数据不接受。\n",
    ]
    lines += _lines("键", PROFILE_TEXTS)
    lines += [
        f"\n`areas` 是片区的列表，每个片区有 `id`、`name` 和 `units`；`units` 是单位的列表，每行一个：{UNITS.row}\n"
    ]
    keys = {
        "id": "id",
        "name": "name",
        "unit": "units: name",
        "kind": "units: kind",
        "counted": "units: counted",
    }
    keys["managed_by"] = "units: managed_by"
    lines += _lines("键", {keys[column]: text for column, text in UNITS.columns.items()})
    lines += [
        "\n`kind` 写 `village`（村）、`community`（社区）、`farm`（农场）；`nature` 写 `actual`（真实评估）、`published`（公开报告复算）、`synthetic`（示例数据）；`stage` 写 `midterm`（中期）、`final`（末期）。\n"
    ]
    return "\n".join(lines)


def _lines(what: str, texts: Mapping[str, ColumnText]) -> Iterable[str]:
    yield f"| {what} | 名称 | 内容 | 示例 |"
    yield "| --- | --- | --- | --- |"
    for key, text in texts.items():
        yield f"| `{key}` | {text.head} | {text.holds} | {text.example} |"


def _table(table: str) -> str:
    text, key = table_text(table), TABLES[table].key
    need = "必不可少。" if table in REQUIRED_TABLES else ""
    lines = [f"## `{table}.csv` {text.name}\n"]
    lines += [f"每行是{text.row}{need}同一{'、'.join(f'`{column}`' for column in key)}只有一行。\n"]
    lines += ["| 列 | 名称 | 内容 | 可填 | 必填 | 示例 |", "| --- | --- | --- | --- | --- | --- |"]
    for column in columns_of(table):
        choices = [
            f"{shown}（`{stored}`）" if shown != stored else f"`{stored}`"
            for stored, shown in column.choices.items()
        ]
        allowed = "、".join(choices) or KINDS[column.kind]
        required = "是" if column.required else ""
        about = column.text
        lines.append(
            f"| `{column.name}` | {about.head} | {about.holds} | {allowed} | {required} | {about.example} |"
        )
    return "\n".join(lines) + "\n"


def _own_texts() -> str:
    lines = ["## `text.yaml` 评估方自己的文字\n"]
    lines += ["`paragraphs` 是列表，每段有下列各键。规则所定的（总分、等级、一票否决、评估局限）不能代替。\n"]
    lines += _lines("键", OWN_TEXTS.columns)
    lines += [
        "\n`mode` 写 `add`（加写）或 `replace`（代替）；`editions` 写 `working`（工作底稿）、`official`（送三方稿）、`public`（公示稿）。\n"
    ]
    return "\n".join(lines)


def main() -> int:
    """Write the page."""
    TARGET.write_text(document(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
