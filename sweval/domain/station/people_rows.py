"""Rows about people: staff, respondents of the survey, service users."""

from __future__ import annotations

from typing import Literal, TypeAlias

from sweval.domain.values.row import AREA, NOTE, Row, column, table
from sweval.domain.values.types import Amount, Count, Day, Flag, Identifier, Month, Text

StaffGroup: TypeAlias = Literal["social_worker", "related", "other"]


@table("staff", key=("id",))
class Staff(Row):
    """A member of the staff, by code and never by name: post, qualification, first and last day, training.

    ``end`` is the last day in post, empty for staff in post. ``training_hours`` count from the contract's start.
    """

    title = "人员名册"
    each = "一名工作人员，用编号，不写姓名；离职的填到岗日和离岗日。"
    id: Identifier = column("编号", "人员编号，不用姓名", "s01")
    group: StaffGroup = column("类别", "人员类别", "社工专业人员")
    qualification: Text | None = column("资格", "资格名称；没有的留空", "助理社会工作师", default=None)
    certified: Flag | None = column("持证", "是否持有社会工作者职业资格证书", "是", default=None)
    post: Text | None = column("岗位", "岗位，不写姓名", "一线社工", default=None)
    start: Day = column("到岗日", "日期", "2023-09-01")
    end: Day | None = column("离岗日", "日期，最后在岗的一天；在岗的留空", "2024-01-31", default=None)
    training_hours: Amount | None = column("培训学时", "学时；自合同开始至统计日", "24", default=None)


@table("staff_totals", key=("month", "group", "qualification"))
class StaffTotal(Row):
    """People in post in a month, by group and qualification, as published."""

    title = "人员表"
    each = "一个月在岗的一类人员数，照所报填写。"
    month: Month = column("月份", "年-月", "2024-01")
    group: StaffGroup = column("类别", "人员类别", "社工专业人员")
    qualification: Text | None = column("资格", "资格名称", "助理社会工作师", default=None)
    count: Count = column("人数", "人", "10")


@table("headcount", key=("month",))
class Headcount(Row):
    """Posts required and filled in a month, all and certified; shortages are added up over months as person-times."""

    title = "配备表"
    each = "一个月的应配与实配人数；不足的按月累计为人次。"
    month: Month = column("月份", "年-月", "2024-01")
    required: Count = column("应配", "人", "15")
    in_post: Count = column("实配", "人", "14")
    certified_required: Count | None = column("应配持证", "人", "12", default=None)
    certified: Count | None = column("实配持证", "人", "12", default=None)


@table("satisfaction", key=("group", "mode", "area", "category", "band_low", "id"))
class Satisfaction(Row):
    """Answers in a band of satisfaction, from ``band_low`` to ``band_high`` per cent.

    The sample consists of the rows without a ``group`` or with a group that begins with 服务对象. ``category``: the
    category the respondents were sampled from; ``id``: the code of an answer that has a row to itself.
    """

    title = "满意度表"
    each = "一档满意度的作答人数；类别以“服务对象”开头或留空的计入样本。"
    group: Text | None = column("类别", "作答人的类别", "服务对象", default=None)
    mode: Text | None = column("方式", "调查方式", "问卷", default=None)
    area: Identifier | None = column(*AREA, default=None)
    band_low: Amount = column("档下限（%）", "百分数，0至100", "95")
    band_high: Amount = column("档上限（%）", "百分数，大于下限", "100")
    count: Count = column("人数", "人", "109")
    aware: Count | None = column("知晓人数", "其中知晓社工站的人数", "100", default=None)
    category: Text | None = column(
        "所属类别", "作答人在抽样时所属的服务对象类别；不分的留空", "低保对象", default=None
    )
    id: Identifier | None = column(
        "答卷编号", "一份答卷一行的填编号，不用姓名；按档合计的留空", "a001", default=None
    )


@table("frame", key=("id",))
class FrameMember(Row):
    """A service user of the sampling frame (抽样框), by code and never by name.

    ``categories``: all categories of the person, joined by 、; ``level``: the follow-up level in the scheme.
    """

    title = "抽样框"
    each = "一名服务对象，用编号，不写姓名；满意度调查的样本从中抽取。"
    id: Identifier = column("编号", "服务对象编号，不用姓名或证件号", "p0001")
    area: Identifier | None = column(*AREA, default=None)
    categories: Text | None = column(
        "类别", "所属的服务对象类别，用顿号分开", "低保对象、残疾人", default=None
    )
    level: Identifier | None = column(
        "跟进级别", "指标体系中分级跟进的编号；没有的留空", "level1", default=None
    )


@table("coverage", key=("area", "category", "level"))
class Coverage(Row):
    """People of a category in an area or (no area) the station: how many are on file, have a plan, were visited.

    A person may be in several categories, so rows don't add up to persons. ``visited``: visited as often as the
    scheme prescribes for the ``level``.
    """

    title = "覆盖表"
    each = "一个片区一类服务对象的人数；不按片区统计的一类不填片区，为全站。一人可属多类，各行不相加。"
    area: Identifier | None = column(*AREA, default=None)
    category: Text = column("类别", "服务对象类别，用指标体系中的名称", "低保对象")
    level: Identifier | None = column(
        "跟进级别", "指标体系中分级跟进的编号；不分级的留空", "level1", default=None
    )
    persons: Count = column("人数", "人", "120")
    on_file: Count | None = column("已建档", "人，不多于人数", "118", default=None)
    medium: Literal["paper", "electronic", "both"] | None = column(
        "档案形式", "纸质、电子、两种都有", "纸质", default=None
    )
    with_plan: Count | None = column("有计划", "有服务计划的人数，不多于人数", "96", default=None)
    visited: Count | None = column("按期探访", "按规定次数探访的人数，不多于人数", "88", default=None)


@table("coverage_totals", key=("area",))
class CoverageTotal(Row):
    """People in the 17 categories, each counted once, in an area or (no area) the station."""

    title = "建档表"
    each = "一个片区（不填片区为全站）的服务对象人数，一人只计一次。"
    area: Identifier | None = column(*AREA, default=None)
    persons: Count | None = column("人数", "人", "1367", default=None)
    categories: Count | None = column("类别数", "类", "17", default=None)
    on_paper: Count | None = column("纸质档案类别", "类", "8", default=None)
    electronic: Count | None = column("电子档案类别", "类", "9", default=None)
    note: Text | None = column(*NOTE, default=None)
