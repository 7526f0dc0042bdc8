"""The data dictionary (数据字典): Chinese name, content and example of every table, column and value of the data.

``docs/data.md``, the guide sheet of the Excel template and the heads of printed tables are generated from it. Columns
of tables are described on the row classes (:mod:`sweval.domain.station.rows`), values of ``station.yaml`` here.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any, Final, Literal

from sweval.domain.scheme.scheme import STAGES, STEPS
from sweval.domain.station.station import TABLES, Station
from sweval.domain.values import types
from sweval.domain.values.parties import PARTIES, SECTIONS
from sweval.domain.values.row import ColumnText

Kind = Literal["number", "amount", "count", "day", "month", "flag", "identifier", "rate", "choice", "text"]

#: The kinds that are numbers.
NUMBERS: Final[tuple[Kind, ...]] = ("number", "amount", "count")
#: Each kind in words, as the guide describes what a cell may contain.
KINDS: Final[Mapping[Kind, str]] = {
    "number": "数",
    "amount": "数，不小于0",
    "count": "整数，不小于0",
    "day": "日期，如 2024-02-28",
    "month": "年月，如 2024-01",
    "flag": "是、否",
    "identifier": "编号：小写字母、数字、-、_，最长64个字符",
    "rate": "百分比，照原样，如 51.00%",
    "choice": "只填所列的值",
    "text": "文字",
}
#: Compared by equality, since several kinds are annotated text.
_TYPES: Final[tuple[tuple[Any, Kind], ...]] = (
    (types.Number, "number"),
    (types.Amount, "amount"),
    (types.Count, "count"),
    (types.Day, "day"),
    (types.Month, "month"),
    (types.Flag, "flag"),
    (types.Identifier, "identifier"),
    (types.PrintedRate, "rate"),
    (types.Text, "text"),
)


@dataclass(frozen=True)
class ColumnKind:
    """A column of a table; ``choices`` are the values it may contain: the stored code -> the text shown."""

    name: str
    text: ColumnText
    #: The value type; ``default`` is ``MISSING`` where every row must fill the column in.
    type: Any
    default: Any
    kind: Kind
    choices: Mapping[str, str]

    @property
    def required(self) -> bool:
        """Whether every row must fill the column in."""
        return self.default is MISSING


@dataclass(frozen=True)
class TableText:
    """The texts of a table: its name, what a row is, and its columns in order."""

    name: str
    row: str
    columns: Mapping[str, ColumnText]


#: The Chinese name of each table; a row is cited as ``意见表12``.
TABLE_NAMES: Final = {table: kind.title for table, kind in TABLES.items()}

#: The texts of a column's codes, in any table that has the column.
CODES: Final[Mapping[str, Mapping[Any, str]]] = {
    "step": STEPS,
    "party": PARTIES,
    "author": PARTIES,
    "section": SECTIONS,
    "channel": {"onsite": "现场", "draft": "报告初稿"},
    "group": {"social_worker": "社工专业人员", "related": "相关专业人员", "other": "其他人员"},
    "state": {"triggered": "存在", "clear": "经核查未发现", "not_assessed": "不作认定"},
    "medium": {"paper": "纸质", "electronic": "电子", "both": "两种都有"},
    "about": {"station": "社工站数据", "report": "报告文字"},
    "kind": {"rate": "百分比", "relation": "关系", "wording": "文字"},
    "stage": STAGES,
}
#: The same for a column that has another meaning in one table.
OWN_CODES: Final[Mapping[tuple[str, str], Mapping[Any, str]]] = {
    ("findings", "kind"): {"strength": "值得肯定", "concern": "需要关注"}
}


#: The values of ``station.yaml`` by dotted path.
PROFILE_TEXTS: Final[Mapping[str, ColumnText]] = {
    "id": ColumnText("站点编号", "小写字母、数字、-、_；即数据目录的名称", "shili-jia-2024-midterm"),
    "nature": ColumnText("数据性质", "真实评估、公开报告复算或示例数据；示例数据每页注明", "真实评估"),
    "source": ColumnText("数据来源", "数据从何而来，写在报告里", "社工站自评材料及实地评估"),
    "profile.name": ColumnText("社工站全称", "报告用的全称", "示例甲镇社工服务站"),
    "profile.short_name": ColumnText("社工站简称", "报告用的简称", "示例甲镇社工站"),
    "profile.town": ColumnText("镇（街道）", "所在镇或街道", "示例甲镇"),
    "profile.district": ColumnText("区（县）", "所在区或县", "示例区"),
    "profile.city": ColumnText("市", "所在市", "示例市"),
    "profile.address": ColumnText("地址", "社工站地址", "示例路1号"),
    "profile.blocks": ColumnText("服务板块", "每行一项", "困难群众服务"),
    "organisations.commissioner.name": ColumnText("评估委托方", "名称", "示例区民政局"),
    "organisations.purchaser.name": ColumnText("项目购买方", "名称", "示例甲镇人民政府"),
    "organisations.evaluator.name": ColumnText("评估方", "名称", "示例评估中心"),
    "organisations.supervision_centre.name": ColumnText("督导中心", "名称；没有的留空", "示例督导中心"),
    "organisations.bureau.name": ColumnText("监督方", "名称", "示例区民政局"),
    "organisations.operator.name": ColumnText("项目承办方", "名称", "示例社会工作服务中心"),
    "organisations.operator.since": ColumnText("承办起始年月", "年-月", "2021-09"),
    "contract.start": ColumnText("合同开始日", "日期", "2023-09-01"),
    "contract.end": ColumnText("合同结束日", "日期", "2024-08-31"),
    "contract.amount": ColumnText("合同金额（元）", "元", "2400000"),
    "contract.kind": ColumnText("服务协议", "协议名称或类别", "政府购买服务协议"),
    "assessment.stage": ColumnText("评估阶段", "中期或末期", "中期"),
    "assessment.onsite_start": ColumnText("实地评估开始日", "日期", "2024-02-28"),
    "assessment.onsite_end": ColumnText("实地评估结束日", "日期；一天的与开始日相同", "2024-02-28"),
    "assessment.cut_off": ColumnText("服务量统计截止日", "日期，在合同期内", "2024-02-28"),
    "assessment.cut_off_note": ColumnText("统计截止日说明", "截止日如何确定", "原报告未写明，取评估日"),
    "assessment.experts": ColumnText("评委人数", "人", "5"),
    "assessment.staff": ColumnText("评估工作人员人数", "人", "2"),
    "assessment.methods": ColumnText("评估方法", "每行一项，用指标体系中的名称", "听取介绍"),
    "assessment.population": ColumnText("满意度调查所代表的总人数", "人", "1367"),
    "assessment.earlier": ColumnText(
        "上次评估", "上次评估的站点编号；上次报告隐去的数，这次仍隐去", "shili-0001"
    ),
    "assessment.population_note": ColumnText("总人数说明", "总人数从何而来", "建档人数"),
    "assessment.asked": ColumnText("满意度调查应访人数", "人", "120"),
    "assessment.sampling": ColumnText("满意度调查抽样方式", "如何抽取", "按片区随机抽取"),
    "assessment.signed": ColumnText("报告落款日期", "日期", "2024-03-12"),
}
#: The heads of the values of ``station.yaml`` by dotted path.
PROFILE: Final = {path: text.head for path, text in PROFILE_TEXTS.items()} | {"areas": "片区划分"}

#: The units of areas: a row for each village, community or farm.
UNITS: Final = TableText(
    "片区表",
    "一个村、社区或农场，及其所在片区。",
    {
        "id": ColumnText("片区编号", "同一片区的各行相同", "a1"),
        "name": ColumnText("片区名称", "同一片区的各行相同", "东片区"),
        "unit": ColumnText("单位", "村、社区或农场的名称", "示例一村"),
        "kind": ColumnText("类别", "村、社区或农场", "村"),
        "counted": ColumnText("计数", "是或否；留空为是", "是"),
        "managed_by": ColumnText("管辖单位", "不计数的单位由谁管辖", "示例二村"),
    },
)

#: The evaluator's own paragraphs (``text.yaml``).
OWN_TEXTS: Final = TableText(
    "文字表",
    "评估方自己写的一段文字，加在报告的一个部分，或代替所生成的文字。",
    {
        "section": ColumnText("部分", "报告的部分，见 docs/data.md", "quality"),
        "mode": ColumnText("方式", "加写或代替", "加写"),
        "author": ColumnText("作者", "谁写的", "评估方"),
        "text": ColumnText("内容", "{{引用编号}} 代表那个数字", "总分为{{score.total}}。"),
        "editions": ColumnText(
            "版本", "每行一项；留空为所有版本；text.yaml 里写 working、official、public", "工作底稿"
        ),
    },
)


@cache
def columns_of(table: str) -> tuple[ColumnKind, ...]:
    """The columns of a table, in order. Raises ``KeyError`` for an unknown table."""
    kind = TABLES[table]
    hints = typing.get_type_hints(kind, include_extras=True)
    found = []
    for f in fields(kind):
        if f.name != "row":
            bare = without_none(hints[f.name])
            coded = typing.get_origin(bare) is Literal
            texts = codes(table, f.name)
            choices = {code: texts.get(code, code) for code in typing.get_args(bare)} if coded else {}
            column_kind: Kind = "choice" if coded else kind_of(bare)
            found.append(ColumnKind(f.name, f.metadata["text"], bare, f.default, column_kind, choices))
    return tuple(found)


@cache
def table_text(table: str) -> TableText:
    """The texts of a table. Raises ``KeyError`` for an unknown table."""
    kind = TABLES[table]
    return TableText(kind.title, kind.each, {column.name: column.text for column in columns_of(table)})


def head(table: str, column: str) -> str:
    """The head of a column."""
    return table_text(table).columns[column].head


def codes(table: str, column: str) -> Mapping[Any, str]:
    """The texts of a column's codes; empty for a column without codes."""
    return OWN_CODES.get((table, column), CODES.get(column, {}))


def kind_of(hint: Any) -> Kind:
    """The kind of a value type of :mod:`sweval.domain.values.types`. Raises ``StopIteration`` for any other type."""
    return next(kind for known, kind in _TYPES if known == hint)


def without_none(hint: Any) -> Any:
    """The type of an optional value without ``None``; any other type unchanged."""
    options = [option for option in typing.get_args(hint) if option is not type(None)]
    return options[0] if type(None) in typing.get_args(hint) else hint


@dataclass(frozen=True)
class ProfileKind:
    """The kind of a value of ``station.yaml``; ``many``: a list of such values."""

    kind: Kind
    required: bool
    many: bool


@cache
def profile_kinds() -> Mapping[str, ProfileKind]:
    """The kind of each value of the profile by dotted path, read off the station's classes."""

    return {path: _profile_kind(path.split(".")) for path in PROFILE_TEXTS}


def _profile_kind(keys: list[str]) -> ProfileKind:
    owner: Any = Station
    required = True
    for key in keys:
        found = next(f for f in fields(owner) if f.name == key)
        required &= found.default is MISSING and found.default_factory is MISSING
        owner = without_none(typing.get_type_hints(owner, include_extras=True)[key])
    many = typing.get_origin(owner) is tuple
    if typing.get_origin(owner) is Literal:
        return ProfileKind("choice", required, many)
    return ProfileKind("text" if many or owner is str else kind_of(owner), required, many)
