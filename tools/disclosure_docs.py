"""Write ``docs/disclosure.md`` from the policy: ``python -m tools.disclosure_docs``; a test holds it current."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from sweval.domain.dictionary import CODES, TABLE_NAMES, head
from sweval.domain.disclosure.editions import EDITIONS, Edition
from sweval.domain.disclosure.policy import (
    COLUMNS,
    FIGURES,
    LEAST_CROSSED,
    LEAST_POOLED,
    PASSAGES,
    ROWS,
    ROWS_APART,
    ROWS_WITH,
    SHARE_DECIMALS,
)
from sweval.record import GROUPS

ROOT: Final = Path(__file__).resolve().parents[1]
TARGET: Final = ROOT / "docs" / "disclosure.md"

HEAD: Final = f"""# 各稿可以写什么

报告有三种稿：{"、".join(EDITIONS.values())}。一种稿不写的，也不在它的笔记本、数字记录、索引和附带文书里：写给谁看的，执行时就只生成给谁看的部分。规则都在 `sweval/domain/disclosure/`，本页由它生成；要改规则，改那里，不在别处另设例外：有一项检查逐行看过其余代码，不许它们按稿别判断。

## 人数少的

- 各类人群在各片区的人数只在{EDITIONS["working"]}和{EDITIONS["official"]}。{EDITIONS["official"]}里，不足{LEAST_CROSSED}人的格写作“＊”。
- 只藏起少的还不够：合计减去其余各格就是它。所以同时再藏若干格（尽量藏人数少的），直到没有一个“＊”能由表内各数、各合计和已公布的片区人数推算出来；藏不住的，整张表不列。“＊”可能是0，不能读作0。
- 满意度按类别、方式、片区分组时，不足{LEAST_POOLED}份的组合并后列出；一组中不足{LEAST_CROSSED}人选某一档的，{EDITIONS["official"]}不写这一组的占比，并照同样的办法再藏别的组。占比保留{SHARE_DECIMALS}位小数。
- 按总体构成加权的占比，只在各片区的占比都写出时才写：它和各片区的占比合在一起，也能推算。
- 已公布的合计（如“2人”）照写。
"""


def document() -> str:
    """The whole page."""
    parts = [
        HEAD,
        "## 数字\n",
        "没有列出的数字，各稿都可以写。个别数字另有限制：评估方自己文字的核对只在工作底稿；有不合格情形时，“若无该情形的等级”不公示。\n",
        _table(
            ("编号", "类", "是什么", "可写入", "不写的稿里，读者能否算出"),
            (
                (
                    f"`{id}`",
                    GROUPS[id.partition(".")[0]][1],
                    held.what,
                    _names(held.editions),
                    f"能：{held.reckoned}" if held.reckoned else "不能",
                )
                for id, held in FIGURES.items()
            ),
        ),
        "\n## 原始数据各行\n",
        "没有列出的表，各稿都可以逐行列出。\n",
        _table(
            ("表", "是什么", "可逐行列出"),
            ((TABLE_NAMES[name], what, _names(editions)) for name, (editions, what) in ROWS.items()),
        ),
        "\n下列各行只在工作底稿：\n",
        _table(("表", "填写了哪一列的行", "是什么"), _rows_with()),
        "\n下列各表，各行在这些列上不全相同的，只在工作底稿：\n",
        _table(
            ("表", "列", "是什么"),
            (
                (TABLE_NAMES[name], "、".join(head(name, one) for one in columns), what)
                for name, (columns, what) in ROWS_APART.items()
            ),
        ),
        "\n## 各列\n",
        _table(
            ("表", "列", "是什么", "可列出"),
            (
                (TABLE_NAMES.get(table, "各表"), column, what, _names(editions))
                for (table, column), (editions, what) in COLUMNS.items()
            ),
        ),
        "\n## 报告的部分和其他内容\n",
        "没有列出的部分，各稿都有。\n",
        _table(
            ("内容", "可写入"),
            (
                (what, _names(one for one in editions if one in EDITIONS))
                for editions, what in PASSAGES.values()
            ),
        ),
    ]
    return "\n".join(parts)


def _rows_with() -> Iterator[tuple[str, ...]]:
    for name, (columns, what) in ROWS_WITH.items():
        told = [
            head(name, one) + (f"（{'、'.join(CODES[one][value] for value in values)}）" if values else "")
            for one, values in columns.items()
        ]
        yield TABLE_NAMES[name], "、".join(told), what


def _names(editions: Iterable[Edition]) -> str:
    return "、".join(EDITIONS[edition] for edition in editions)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the page."""
    TARGET.write_text(document(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
