"""The guide of a workbook (填写说明): how to fill it in, and the data dictionary."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.domain.station.dictionary import KINDS
from sweval.intake.workbook.layout import PROFILE_SHEET, Field, Layout


def guide_lines() -> tuple[str, ...]:
    """How to fill in a workbook."""
    return (
        "1. 浅黄色的格子填写，表头带＊的必填。没有的资料整表留空，报告写作“未提供”；留空不等于0，0要写0。",
        "2. 各表从第2行起，一行一条，不合并单元格、不隐藏行、不插入小计或第二行表头。",
        "3. 数只写阿拉伯数字；日期写成 2024-02-28；百分比照原样填写，如 51.00%；编号照原样填写，如 007。",
        "4. 资料所载的数字照抄，对不上也不改；对不上的写进核对表。",
        "5. 不填身份证号、电话、银行卡号和个人姓名；评委和服务对象用编号。",
        "6. 评委各自填写的，每人一份，交回后一起导入：sweval intake 甲.xlsx 乙.xlsx。",
        "7. 填好后运行 sweval intake 本文件.xlsx；有问题的逐格列出，没有问题的写入项目，再运行 sweval run 站点编号。",
    )


def guide_rows(shape: Layout) -> Iterator[tuple[str, ...]]:
    """The dictionary: sheet, item, what it holds, what may stand in it, whether it must, an example."""
    for f in shape.profile:
        yield PROFILE_SHEET, *_about(f)
    for sheet in shape.sheets:
        yield sheet.name, "（整表）", f"每行是{sheet.text.row}", "", "", ""
        for f in sheet.fields:
            yield sheet.name, *_about(f)


def _about(f: Field) -> tuple[str, ...]:
    allowed = "、".join(f.choices) if f.choices else KINDS[f.kind]
    return f.text.head, f.text.holds, allowed, "是" if f.required else "", f.text.example
