"""Write ``docs/disclosure.md`` from the policy: ``python -m tools.disclosure_docs``; a test holds it current."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from sweval.analysis.suppression import TEN
from sweval.domain.dictionary import CODES, TABLE_NAMES, head
from sweval.domain.disclosure.editions import EDITIONS, NOT_PUBLIC, Edition
from sweval.domain.disclosure.policy import (
    COLUMNS,
    FIGURES,
    LEAST_CROSSED,
    LEAST_EXPERTS,
    LEAST_POOLED,
    MEASURES,
    PASSAGES,
    ROWS,
    ROWS_APART,
    ROWS_WITH,
    SHARE_DECIMALS,
)
from sweval.record import GROUPS

ROOT: Final = Path(__file__).resolve().parents[1]
TARGET: Final = ROOT / "docs" / "disclosure.md"

HEAD: Final = f"""# 各稿可以写什么 · What each edition holds

[中文](#中文) · [English](#english) · [规则全表 · All rules](#规则全表--all-rules)

本页由 `sweval/domain/disclosure/` 里的规则生成（`python -m tools.disclosure_docs`）。This page is written from the rules in `sweval/domain/disclosure/`.

## 中文

报告有三种稿：{"、".join(EDITIONS.values())}。一种稿不写的，也不在它的笔记本、数字记录、索引和附带文书里：写给谁看的，执行时就只生成给谁看的部分，笔记本里的 `evaluation` 就是那一份。规则只在一处，有一项检查逐行看过其余代码，不许它们按稿别判断。

### 不写的，也推不出

- 不写的数字，它所依据的数据行、算式和中间数字也不写。对16个示例站逐一试过：所写的数字、算式和数据行中，没有两个数相加、相减、相乘、相除，或一个数本身，在各站都得出同一个不写的数字。
- 有些数字只是不说，读者可以自己算出，如总分与等级界限之差、环节是否逾期（两个日期都写着）。下面的全表逐项写明能否算出。
- 公示稿不写经费和整改的数额；人员费用占比、整改是否及时这两种情形，只写存在与否。

### 人数少的

1至{LEAST_CROSSED - 1}人为少。各类人群在各片区的人数只在{EDITIONS["working"]}和{EDITIONS["official"]}，{EDITIONS["official"]}里：

- **有核对密钥的项目**（运行一次 `sweval key`）：少的写作“＊”，另有几格同写作“＊”，因为合计减去其余各格就是它。每个“＊”由所写的一切推算，至少可能是0至{LEAST_CROSSED}中的任何一个数（该片区总人数不足{LEAST_CROSSED}的，到总人数为止），或者怎样也不会少于{LEAST_CROSSED}。另隐哪几格由密钥抽定，还有个别格无故隐去，所以知道程序怎样选，也推不出更多。同一密钥，每次隐去同样的格。别处没有密钥，不能照样得出，`sweval verify` 会说明。
- **没有密钥的项目**：有少的，各格只写所在的区间（{TEN}人一段），每类的合计写各段之和。写什么只看这一格自己，从“选了什么”学不到东西。区间仍会透露少的数的，整张表不列。
- 没有少的，照写人数。
- **上次隐去的，这次仍隐去**：在 `station.yaml` 的 `assessment.earlier` 写上次评估的站点编号。经 `corrections.yaml` 更正的，更正前要隐去的也仍隐去。
- **文字**：意见和自写段落写明了隐去的人数的（“片区三有1名孤儿”），送三方稿和公示稿不生成，并指出在哪一格。

### 答卷少的

- 不足{LEAST_POOLED}份的组合并后列出，哪一稿都是；合并只在样本之内，或只在样本之外，因为样本的结果各稿都写。占比保留{SHARE_DECIMALS}位小数。
- 按类别、方式、片区等分组，样本中有一组选某一档的为1至{LEAST_CROSSED - 1}人，{EDITIONS["official"]}不写样本各组的占比，只写各组份数；只藏一两组，就要说清为什么偏是那几组，而那正会透露少的。样本以外的各组（如村居干部），各看各的，因为样本的合计不含它们。
- 由样本结果和各组份数就能推知少的一组的，连份数也不写。
- 有一组不写，就不比较各组，也不写加权的占比。
- 已公布的合计（如全站“2人”）照写。

### 评委

- 评委个人的评分只在{EDITIONS["working"]}。一个片区只有不足{LEAST_EXPERTS}位评委评分的，其他稿不单列这个片区的分数（一位的就是他的分，两位的互相可以推知），只计入平均；只有一个片区如此的，另一个片区也不单列，以免由平均推算。未提供评委的、共同商定的分数照写。

### 核对码

- {EDITIONS["working"]}末尾是输入摘要；其他稿末尾是核对码，由密钥和这一稿所写的内容算出：两次发出的报告，只有不写的内容不同，核对码就相同。文件和清单的是“摘要”，数字旁的 B12 是“编号”，三者不是一回事。

### 怎样试过

- **求解**：把一份报告所写的一切（表内各数、行列合计、样本的结果、各组份数、片区人数、区间）列成方程，用整数规划求每个“＊”的最小、最大可能值。500个示例站（半数人数很少）、两个阶段、送三方稿和公示稿、有密钥和无密钥：推出的0个，余地都够。不藏另外几格，同一办法在多数站推得出。
- **知道程序的人**：对小表列出与所写相符的所有表，逐个换密钥运行程序，留下会藏同样几格的：没有一个少的数只剩一种可能。原来按人数最少选格，(24 4)(15 8)(0 11) 这样的表就只剩一种。
- **孪生站**：两个站只在不写的数上不同，各文件、清单、索引和核对码逐字节相同。

### 代价

16个示例站：各类人群在各片区的格，少的占28.9%，隐去的从30.9%增到31.7%（20个密钥平均，`python -m benchmarks.hidden`）；答卷分组不写占比的从45.3%增到62.5%。没有密钥的，16张表都只列区间。

### 读者仍能推知的

- “＊”所在的表里确有少的；某类人群有没有少的，大致在哪几格。
- 一个组织自己知道的：某片区的人知道本片区的数，就能从“＊”之间的合计推知另一格的范围。
- 各稿都写的合计本身很小的（全站不满意的2人，某片区总共3人）。
- 一个内容只由一两位评委评全站的，这一项得分就是他们的分：它要计入总分，不能不写。
- 直接改数据文件、不经 `corrections.yaml` 再发一次报告的，程序不知道以前写过什么；只改了一格的，前后两份报告相减可以推知。
- 文字里换一种说法的人数（“一对双胞胎孤儿”），程序认不出。

## English

A report has three editions: working papers ({EDITIONS["working"]}), official ({EDITIONS["official"]}, for the bureau, the town and the station) and public ({EDITIONS["public"]}). What an edition doesn't hold isn't in its notebook, record, index or papers either: the run makes only what its readers may see, and the notebook's `evaluation` is that view (`evaluation.seen_by(edition)`). The rules stand in one place; a test on the syntax tree lets no other code decide by an edition's name.

### What is withheld can't be had back

- The rows, steps and inputs of a withheld figure are withheld too. Tried on the demonstration stations, over all figures: no sum, difference, product or share of two shown numbers, nor one number alone, gives the same withheld figure in every station.
- Some figures are only left unsaid, and readers can reckon them: the distance to a grade, or whether a step was late where both days are shown. The table below says which, and how.
- The public edition has no amounts of spending or rectification; of the two conditions measured by them it says only whether they hold.

### Few people

1 to {LEAST_CROSSED - 1} are few. People by category and area are only in the working papers and the official edition, and there:

- **With a key** (`sweval key`, once a project) few are shown as ＊, and some others with them. By all that is printed each ＊ can be anything from 0 to {LEAST_CROSSED} at least (or up to the area's people, where these are fewer), or is {LEAST_CROSSED} or more whatever it is. Which others are hidden is drawn with the key, and a few cells are hidden for no reason; so for every table that fits what is printed there is a key that would have hidden the same cells, and knowing the program tells nothing more. The same key hides the same cells. `sweval verify` says where the key is missing.
- **Without a key**, where any count is small, each cell is told by the ten it lies in, and a category's total by the sum of these. What is printed depends on that cell alone. Where the tens would still tell of a small count, the table is left out.
- **What one report hid the next hides**: `assessment.earlier` in `station.yaml` names the earlier assessment; what had to be hidden before a correction (`corrections.yaml`) stays hidden.
- **Texts** that state a hidden count are refused, with their cell.

### Few answers

- Groups of fewer than {LEAST_POOLED} answers are put together, within the sample or beside it, never across: the sample's own result is told everywhere.
- Where 1 to {LEAST_CROSSED - 1} of a group of the sample gave an answer, the official edition tells the shares of none of the sample's groups, only their sizes: which others would have to go with it could tell of it. Groups beside the sample stand each alone. Where the sizes would tell too much they are left out as well.
- Where a group is withheld, groups aren't compared and no weighted share is given.

### Experts

An expert's own scores are for the working papers. An area that fewer than {LEAST_EXPERTS} experts scored has no score of its own elsewhere, and where there is one such area another goes with it; the mean is shown. Agreed scores, and those whose experts aren't known, stay.

### How it was tried

- **Solved for**: everything a report prints as equations, and integer programming for the least and most each ＊ can be. 500 stations, half with few people, two stages, two editions, with and without a key: 0 recovered, room as above. With only the small counts hidden, the same attack finds cells in most stations.
- **Knowing the program**: for small tables every table that fits is run under other keys, and those that hide the same cells are kept: no small count is left with one value.
- **Twins**: two stations that differ only in what is withheld have the same files, manifest, index and verification code, byte by byte.

### The price

Of 16 demonstration stations 28.9 % of cells are small; hidden were 30.9 %, and are 31.7 % (mean of 20 keys, `python -m benchmarks.hidden`). Groups without shares: 45.3 % before, 62.5 % now. Without a key all 16 tables are told by tens.

### What a reader can still infer

- That a table with ＊ has small counts, and roughly where.
- More, whoever knows some of the hidden counts already, as an area knows its own.
- Totals told everywhere that are small themselves: 2 of the whole sample, an area of 3 people.
- The score of what one or two experts scored for the whole station: it is part of the total.
- Data changed in place and issued again, without `corrections.yaml`: the program doesn't know what was told before.
- Counts said in other words than numbers.

## 规则全表 · All rules
"""


def document() -> str:
    """The whole page."""
    parts = [
        HEAD,
        "### 数字 · Figures\n",
        "没有列出的数字，各稿都可以写。个别数字另有限制：评估方自己文字的核对只在工作底稿；有不合格情形时，“若无该情形的等级”不公示；指标体系所列情形中，"
        f"{'、'.join(held.what for held in MEASURES.values())}只写入{_names(NOT_PUBLIC)}。\n",
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
        "\n### 原始数据各行 · Rows\n",
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
        "\n### 各列 · Columns\n",
        _table(
            ("表", "列", "是什么", "可列出"),
            (
                (TABLE_NAMES.get(table, "各表"), column, what, _names(editions))
                for (table, column), (editions, what) in COLUMNS.items()
            ),
        ),
        "\n### 报告的部分和其他内容 · Parts and passages\n",
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
