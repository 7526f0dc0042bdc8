"""Generate ``docs/disclosure.md`` from the policy: ``python -m tools.disclosure_docs``; a test compares them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from sweval.analysis.survey.suppression import RANGE_WIDTH
from sweval.domain.disclosure.editions import EDITIONS, NOT_PUBLIC, Edition
from sweval.domain.disclosure.policy import (
    COLUMNS,
    FIGURES,
    GROUPED_ROWS,
    MEASURES,
    MIN_CROSSED,
    MIN_EXPERTS,
    MIN_POOLED,
    PASSAGES,
    ROWS,
    ROWS_WITH,
    SHARE_DECIMALS,
)
from sweval.domain.station.dictionary import CODES, TABLE_NAMES, head
from sweval.record.figures import GROUPS

ROOT: Final = Path(__file__).resolve().parents[1]
TARGET: Final = ROOT / "docs" / "disclosure.md"

HEAD: Final = f"""# 各稿可以写什么 · What each edition holds

[中文](#中文) · [English](#english) · [规则全表 · All rules](#规则全表--all-rules)

本页由 `sweval/domain/disclosure/` 里的规则生成（`python -m tools.disclosure_docs`）。This page is generated from the rules in `sweval/domain/disclosure/`.

## 中文

报告有三种稿：{"、".join(EDITIONS.values())}。一种稿不载列的内容，也不载入它的笔记本、数字记录、索引和附带文书：运行时只生成该稿读者可以看到的部分，笔记本中的 `evaluation` 就是这一部分（`evaluation.seen_by(edition)`）。规则集中在 `sweval/domain/disclosure/policy.py`，调整规则改这一个文件，再运行 `python -m tools.disclosure_docs` 更新本页；其他代码不得按稿别另作判断，由检查保证。

### 不载列的，不能由载列的推知

- 不载列的数字，所依据的数据行、算式和中间数字也不载列。
- 有的数字只是不作表述，读者可以自行算出，如总分与等级界限之差、有日期可比的环节是否逾期。全表逐项写明能否算出。
- {EDITIONS["public"]}不载列经费表和整改的数额；以人员费用占比、整改情况计算的两种情形，只载认定结果。合同金额照列。
- 核对表的事项，所对照的数字有一个不载列的，该事项也不载列。
- 评委各自所评的等次，只在{EDITIONS["working"]}。

### 人数少的

本页所称“人数少的”或“少数”，指1至{MIN_CROSSED - 1}人。各类人群在各片区的人数只列入{EDITIONS["working"]}和{EDITIONS["official"]}。{EDITIONS["official"]}按以下办法列出：

- **项目有核对密钥的**：少数列为“＊”。由合计减去其余各格可以推知少数，因此另有若干格也列为“＊”。依据报告所列的全部内容推算，一个“＊”或者可以是0至{MIN_CROSSED}中的任何一个数（已知某类确有人的，从1起；已知人数上限的，到上限为止），或者只能是{MIN_CROSSED}以上的数，两者都不能确定是几。另行隐去哪几格由密钥抽定，其中个别格本不需要隐去，所以即使知道程序的选取办法，也不能推知确数。同一密钥，每次隐去的格相同。
- **项目没有核对密钥的**：有少数的，每格只列所在的区间（{RANGE_WIDTH}人一段），每类的合计列各段之和。列出的内容只取决于该格本身。依据区间仍能推知少数的，整张表不列。
- 没有少数的，照实列出。
- **一个项目始终用一把密钥**：`sweval init` 或 `sweval key` 生成，请备份，勿随报告交出。换用另一把密钥，隐去的格不同，两份报告合起来可以推知少数；因此已有报告用另一把密钥（或没有用密钥）生成的，程序不再重做，并说明怎样处理。密钥的编号写在 `params/verification.id`，可以公开；缺少密钥的副本据此拒绝生成，`sweval verify` 据此说明不能照样得出。
- **上次隐去的，这次仍隐去**：在 `station.yaml` 的 `assessment.earlier` 填写上次评估的站点编号。经 `corrections.yaml` 更正的，更正前应隐去的也仍隐去。
- 建档、计划、走访只提供了部分人数的，占比不列。
- **文字**：意见、产出、说明、更正理由和自写段落写明了隐去的人数的（“片区三有1名孤儿”），{EDITIONS["official"]}和{EDITIONS["public"]}不予生成，并指出所在的格。`sweval check` 也会提示。

### 答卷少的

- 不足{MIN_POOLED}份的组，各稿都合并后列出；样本内外分别合并。占比保留{SHARE_DECIMALS}位小数。
- 一种分组（如按片区）中，样本中有一组选最高一档的、选其他各档的，或者知晓、不知晓的，只有1至{MIN_CROSSED - 1}人，{EDITIONS["official"]}不列该种分组样本各组的占比，只列各组份数。只隐去其中几组的，选取的办法会透露少数，因此一律不列。样本以外的组（如村居干部）单独判断。
- 依据样本结果和各组份数即可推知少数的，份数也不列。
- 一种分组有不列的组的，不比较各组，也不列加权的占比。
- 全站的合计照列，即使很小（如“2人”）。

### 评委

- 评委个人评分只在{EDITIONS["working"]}。
- 一个片区评分的评委不足{MIN_EXPERTS}位的，其他稿不单列该片区的分数，只计入平均。只有一个这样的片区的，评委最少的另一个片区也不单列，以免由平均分推算。各片区不是取平均的（如取中位数），各片区都不单列。
- 未提供评委的分数、共同商定的分数照列。

### 核对码

{EDITIONS["working"]}末尾为输入摘要。其他稿末尾为核对码，由密钥和该稿所载内容得出：两次生成只有不载列的内容不同的，核对码相同。文件、清单的“摘要”，数字旁的“编号”（如 B12），与核对码各不相同。

### 检验办法

- **求解**：把报告所列的合计、样本结果、份数、片区人数、区间列为方程，以整数规划求出每个“＊”的最小和最大可能值。500个示例站（半数人数很少），中期、末期两次评估，{EDITIONS["official"]}、{EDITIONS["public"]}，有密钥、无密钥，各类人群的格12万多个、答卷的格4万多个，逐一求解：能够推知的为0个，可能值的范围都符合上述要求。如果只隐去少数本身而不另行隐去其他格，用同一办法在多数站可以推知。
- **知道程序的人**：对小表列出与报告相符的全部表，分别换用多把密钥试算，找出会隐去相同各格的表：其中没有一个少数只有一个可能值。
- **孪生站**：两个站只有不载列的内容不同，各文件、清单、索引和核对码逐字节相同。
- **运算**：对16个示例站的全部数字试算，没有一种对一个或两个所列数字的加、减、乘、除，在各站都得出同一个不载列的数字。

### 代价

16个示例站，各类人群在各片区的格中少数占28.9%；隐去的格原为30.9%，现为31.7%（20把密钥平均，`python -m benchmarks.hidden`）。不列占比的答卷组原为45.3%，现为62.5%。没有密钥的，16张表都只列区间。

### 读者仍能推知的

- 有“＊”的表、不列占比的分组中，确有少数。
- 知道其中一部分的人（如某片区知道本片区的数），可以缩小其他格的范围。
- 各稿都列的合计本身很小的（全站不满意的2人，某片区共3人）。
- 更正使一格由多变少的，前后两份报告的合计之差。
- 不经 `corrections.yaml`、直接改数据后再次发出的，程序不知道以前载列过什么。
- 一项内容由一两位评委评全站的，该项得分即他们的评分；中位数可能恰是某位评委的评分，但看不出是谁的。各片区都是满分的，平均分即各片区的分数。
- 各方和评估方自己写的：意见、认定表的陈述、复核表的前后数。文字中不用数字的说法（“一对双胞胎”），程序不能识别。

## English

A report has three editions: working papers ({EDITIONS["working"]}), official ({EDITIONS["official"]}, for the bureau, the town and the station) and public ({EDITIONS["public"]}). Content that an edition withholds isn't in its notebook, record, index or papers either: the run generates only what the readers of the edition may see, and `evaluation` in the notebook is that view (`evaluation.seen_by(edition)`). All rules are in one module; a test on the syntax tree ensures that no other code decides by the name of an edition.

### Withheld content can't be recovered

- The rows, steps and inputs of a withheld figure are withheld too. Tested on the demonstration stations, over all figures: no sum, difference, product or quotient of two shown numbers, and no single number, gives the same withheld figure in every station.
- A claim is shown if all figures that it was checked against are shown. Levels given by single experts are in the working papers only.
- Some figures are only left out, and readers can calculate them: the distance to a grade, or whether a step was late if both days are shown. The table below lists them and how.
- The public edition has no amounts of spending or rectification; of the two conditions measured by them it shows only the result.

### Few people

Counts from 1 to {MIN_CROSSED - 1} are small. People by category and area are only in the working papers and the official edition. In the official edition:

- **With a key**, small counts are shown as ＊, and so are some other counts. Use one key per project (`sweval init` creates it, or once `sweval key`): a report whose previous version was made with another key is refused. From everything that is printed, each ＊ can be any number from 0 to at least {MIN_CROSSED} (within known bounds: the people of an area, or that a category exists), or is certainly {MIN_CROSSED} or more. The key determines which other counts are hidden, and a few cells are hidden without need. So for each table that fits the printed numbers there is a key that hides the same cells, and knowledge of the program reveals no count. The same key hides the same cells. `sweval verify` reports a missing key.
- **Without a key**, if any count is small, each cell is printed as a range of ten, and the total of a category as the sum of those ranges. Each range depends on its cell only. If the ranges would still reveal a small count, the table is left out.
- **Counts hidden in one report stay hidden in the next**: `assessment.earlier` in `station.yaml` names the earlier assessment. Counts that had to be hidden before a correction (`corrections.yaml`) stay hidden too.
- A share based on some of the rows (a measure that wasn't provided for all) isn't shown.
- **Texts** that state a hidden count are refused, with their cell.

### Few answers

- Groups of fewer than {MIN_POOLED} answers are merged, either inside the sample or outside it, never across, because every edition prints the result of the sample.
- If 1 to {MIN_CROSSED - 1} respondents of a group in the sample gave an answer, the official edition shows the sizes of the sample's groups but none of their shares: the choice of other groups to hide could reveal the small count. Groups outside the sample are treated separately. Sizes that would reveal too much are left out as well.
- If a group is withheld, groups aren't compared and no weighted share is shown.

### Experts

The scores of individual experts are in the working papers only. In the other editions, an area scored by fewer than {MIN_EXPERTS} experts has no separate score; if there is only one such area, another is withheld too. If areas aren't averaged, none is shown. The mean is shown. Agreed scores, and scores without named experts, are shown.

### Tests

- **Solving**: everything a report prints becomes equations, and integer programming finds the minimum and maximum of each ＊. 500 stations, half with few people, two stages, two editions, with and without a key: 0 recovered, and the ranges are as above. If only the small counts are hidden, the same attack finds cells in most stations.
- **Knowing the program**: for small tables, every table that fits is run under other keys, and those that hide the same cells are kept: no small count has only one possible value.
- **Twins**: two stations that differ only in withheld content have the same files, manifest, index and verification code, byte by byte.

### Cost

In the 16 demonstration stations 28.9 % of the cells are small. The share hidden rose from 30.9 % to 31.7 % (mean of 20 keys, `python -m benchmarks.hidden`). Groups without shares: 45.3 % before, 62.5 % now. Without a key all 16 tables are printed as ranges of ten.

### What a reader can still infer

- That a table with ＊ has small counts, and roughly where.
- More, for a reader who knows some of the hidden counts, as an area knows its own.
- Totals shown in all editions that are small themselves: 2 of the whole sample, an area of 3 people.
- The score of one or two experts who scored the whole station: it is part of the total.
- A correction that makes a count small: the totals of the two reports differ by it.
- Data changed in place and issued again, without `corrections.yaml`: the program has no record of what was shown before.
- A median may be the score of an expert, but not whose. If all areas have full marks, the mean is the score of each.
- What parties and evaluators write in opinions, statements and reviews; counts expressed without numbers.

## 规则全表 · All rules
"""


def document() -> str:
    """The whole page."""
    parts = [
        HEAD,
        "### 数字 · Figures\n",
        "没有列出的数字，各稿都可以写。个别数字另有限制：评估方自己文字的核对只在工作底稿；有不合格情形时，“若无该情形的等级”不公示；指标体系所列情形中，"
        f"{'、'.join(row.what for row in MEASURES.values())}只写入{_names(NOT_PUBLIC)}。\n",
        _table(
            ("编号", "类", "是什么", "可写入", "不写的稿里，读者能否算出"),
            (
                (
                    f"`{id}`",
                    GROUPS[id.partition(".")[0]][1],
                    row.what,
                    _names(row.editions),
                    f"能：{row.derived_from}" if row.derived_from else "不能",
                )
                for id, row in FIGURES.items()
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
                (TABLE_NAMES[name], "、".join(head(name, column) for column in columns), what)
                for name, (columns, what) in GROUPED_ROWS.items()
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
                (what, _names(edition for edition in editions if edition in EDITIONS))
                for editions, what in PASSAGES.values()
            ),
        ),
    ]
    return "\n".join(parts)


def _rows_with() -> Iterator[tuple[str, ...]]:
    for name, (columns, what) in ROWS_WITH.items():
        heads = [
            head(name, column)
            + (f"（{'、'.join(CODES[column][value] for value in values)}）" if values else "")
            for column, values in columns.items()
        ]
        yield TABLE_NAMES[name], "、".join(heads), what


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
