"""The rows of a station's tables: one dataclass for each CSV, one field for each column.

A column without a default must be filled in on every row. ``docs/data.md``, the Excel template with its guide, and the
heads of printed tables are generated from these classes.
"""

from __future__ import annotations

from typing import Literal

from sweval.domain.scheme.scheme import Step
from sweval.domain.values.parties import Party, Section
from sweval.domain.values.row import AREA, EVIDENCE, NOTE, Row, column, table
from sweval.domain.values.types import Amount, Count, Day, Flag, Identifier, Month, Number, PrintedRate, Text


@table("scores", key=("node", "area", "expert", "rater"))
class Score(Row):
    """A raw score (评分) of a component, on the scale of its full mark; without an expert, an agreed score.

    ``level`` names the level of a leaf scored by levels; no ``score`` is needed where the level has one mark only.
    ``rater`` is one of the raters of a party (``raters.csv``), in place of an expert.
    """

    title = "评分表"
    each = "一项评估内容的一个评分，分值按指标体系所定的满分；合议的评分不填评委。"
    node: Identifier = column("评估内容", "指标体系中的编号", "quality")
    area: Identifier | None = column(*AREA, default=None)
    expert: Identifier | None = column("评委", "评委编号；合议的留空", "e1", default=None)
    score: Amount | None = column("评分", "分，0至满分；0分也要写0", "14.45", default=None)
    evidence: Text | None = column(*EVIDENCE, default=None)
    level: Text | None = column("等次", "按等次评分的，填等次名称", "好", default=None)
    rater: Identifier | None = column(
        "评分者", "由多方分别评分的，填评分者编号，不填评委", "r1", default=None
    )


@table("leaf_inputs", key=("node", "area", "expert", "rater", "item"))
class LeafInput(Row):
    """What a leaf is scored from in place of a score: an ``item`` met or not, or a ``value``."""

    title = "评分依据表"
    each = "不直接评分的评估内容所依据的一项：是否满足，或数值。"
    node: Identifier = column("评估内容", "指标体系中的编号", "records")
    area: Identifier | None = column(*AREA, default=None)
    expert: Identifier | None = column("评委", "评委编号；合议的留空", "e1", default=None)
    rater: Identifier | None = column("评分者", "由多方分别评分的，填评分者编号", "r1", default=None)
    item: Identifier | None = column("事项", "组合分、满足若干项的，填项目编号", "ledger", default=None)
    met: Flag | None = column("满足", "是或否", "是", default=None)
    value: Number | None = column("数值", "其他评分办法所需的数，单位见指标体系", "34", default=None)
    evidence: Text | None = column(*EVIDENCE, default=None)


@table("self_scores", key=("node", "area"))
class SelfScore(Row):
    """The station's own score (自评) of a part of the scheme, on the scale of its full mark."""

    title = "自评表"
    each = "社工站对一项评估内容的自评分，与评委的评分分开，不计入总分。"
    node: Identifier = column("评估内容", "指标体系中的编号", "operations")
    area: Identifier | None = column(*AREA, default=None)
    score: Amount = column("自评分", "分，0至满分", "9.5")
    evidence: Text | None = column(*EVIDENCE, default=None)


@table("raters", key=("id",))
class Rater(Row):
    """One of the raters of a party, such as a village committee, with its weights."""

    title = "评分者表"
    each = "由多方分别评分时的一方（如一个村居），及其权重。"
    id: Identifier = column("编号", "评分者编号", "r1")
    node: Identifier = column("评估内容", "所评的评估内容或评分方编号", "purchaser")
    name: Text = column("名称", "评分者名称", "示例一村")
    units: Count | None = column("村、社区数", "个；按村、社区数加权时填", "3", default=None)
    people: Count | None = column("人数", "人；按人数加权时填", "1200", default=None)
    recused: Flag = column("回避", "是或否；留空为否", "否", default=False)
    reason: Text | None = column("原因", "回避的原因", "与承办方有利害关系", default=None)


@table("experts", key=("id",))
class Expert(Row):
    """A member of the panel (评委), by code; the scores of a recused expert (回避) don't count."""

    title = "评委表"
    each = "一位评委，用编号，不写姓名；应当回避的评委评分不计。"
    id: Identifier = column("编号", "评委编号", "e1")
    role: Text | None = column("职责", "在专家组中的职责", "组长", default=None)
    areas: Text | None = column("片区", "所评片区，用顿号分开；全部片区的留空", "a1、a2", default=None)
    recused: Flag = column("回避", "是或否；留空为否", "否", default=False)
    reason: Text | None = column("原因", "回避的原因", "曾在该站任职", default=None)


@table("indicators", key=("id", "month"))
class Indicator(Row):
    """Agreed and done volume of a service; ``reported_rate`` is copied as printed.

    Volumes by month have a row for each month, with ``agreed`` (of the whole contract) on the first row only.
    """

    title = "指标表"
    each = "一项服务的约定量和完成量；按月填的每月一行，约定量（整个合同期）只填第一行。"
    id: Identifier = column("编号", "指标编号", "home_visits")
    name: Text = column("名称", "指标名称", "家访")
    unit: Text = column("单位", "计量单位", "人次")
    agreed: Amount | None = column("约定量", "合同期约定的量", "2784", default=None)
    done: Amount | None = column("完成量", "截至统计日完成的量；按月填的为当月", "1420", default=None)
    reported_rate: PrintedRate | None = column(
        "所报完成率", "照原样抄写的百分比，保留末尾的0", "51.00%", default=None
    )
    month: Month | None = column("月份", "年-月；不按月填的留空", "2024-01", default=None)


@table("outputs", key=("id",))
class Output(Row):
    """An output beyond the agreed volumes, with qualifier and period as stated."""

    title = "产出表"
    each = "协议指标以外的一项产出，连同限定语和期间照原样记录。"
    id: Identifier = column("编号", "产出编号", "party_lectures")
    block: Text = column("板块", "所属板块", "党建引领")
    name: Text = column("名称", "产出名称", "党课学习")
    value: Amount | None = column("数量", "数量，单位见后", "5", default=None)
    unit: Text | None = column("单位", "计量单位", "次", default=None)
    qualifier: Text | None = column("限定", "原文的限定语", "以上", default=None)
    period: Text | None = column("期间", "所指期间", "2023年9月至2024年2月", default=None)
    level: Text | None = column("级别", "市级、区级等", "区级", default=None)


@table("finance", key=("item", "period_start"))
class Finance(Row):
    """Spending on an item in a period, in yuan; ``personnel`` marks staff cost (人员费用)."""

    title = "经费表"
    each = "一个项目在一段期间的支出，金额以元计；同一项目的期间不重叠。"
    item: Text = column("事项", "支出项目", "社工工资")
    budget: Amount | None = column("预算", "元，这一期间的", "1200000", default=None)
    spent: Amount = column("支出", "元", "598000.50")
    period_start: Day = column("期间起", "日期", "2023-09-01")
    period_end: Day = column("期间止", "日期", "2024-02-28")
    personnel: Flag = column("人员费用", "是或否", "是")


@table("findings", key=("id",))
class Finding(Row):
    """A strength (值得肯定) or concern (需要关注), in its author's words."""

    title = "意见表"
    each = "一条值得肯定或需要关注的意见，照提出方的原话。"
    id: Identifier = column("编号", "意见编号", "q1-c1")
    section: Section = column("部分", "报告的哪一部分", "服务质量情况")
    area: Identifier | None = column("片区", "服务质量部分分片区的，填片区编号", "a1", default=None)
    dimension: Text = column("方面", "所评的方面", "个案服务")
    kind: Literal["strength", "concern"] = column("性质", "值得肯定或需要关注", "需要关注")
    theme: Identifier = column("主题", "主题编号；同一主题用同一编号", "case_records")
    text: Text = column("内容", "意见全文", "个案记录不够完整。")
    author: Party = column("提出方", "谁提出的", "评估方")
    evidence: Text | None = column(*EVIDENCE, default=None)
    recommendation: Text | None = column("建议", "改进建议", "按月抽查个案记录。", default=None)


@table("process", key=("step",))
class ProcessStep(Row):
    """A step of the evaluation; ``completed`` without ``done``: completed on a day not stated."""

    title = "流程表"
    each = "评估的一个环节：由谁、哪天完成；完成而日期不详的，“已完成”填是。"
    step: Step = column("环节", "评估环节", "实地评估")
    actor: Text | None = column("承担方", "由谁完成", "评估方", default=None)
    done: Day | None = column("完成日", "日期", "2024-02-28", default=None)
    completed: Flag | None = column("已完成", "是或否", "是", default=None)
    note: Text | None = column(*NOTE, default=None)


@table("feedback", key=("party", "channel"))
class Feedback(Row):
    """A party's comment on site (``onsite``) or on the draft (``draft``)."""

    title = "反馈表"
    each = "一方在现场或对报告初稿的反馈。"
    party: Party = column("一方", "反馈的一方", "社工站")
    channel: Literal["onsite", "draft"] = column("时点", "现场或报告初稿", "现场")
    objection: Flag | None = column("有异议", "是或否", "否", default=None)
    comment: Text | None = column("意见", "反馈的内容", "无补充。", default=None)
    handling: Text | None = column("处理情况", "如何处理", "已采纳。", default=None)


@table("complaints", key=("id",))
class Complaint(Row):
    """A question or complaint (质疑或投诉) about the evaluation and how it was handled; never by whom.

    ``review``: the id of the change it led to, if any.
    """

    title = "质疑投诉表"
    each = "一件质疑或投诉：说什么、怎么处理；不写是谁提出的。"
    id: Identifier = column("编号", "质疑或投诉的编号", "q1")
    received: Day = column("收到日", "日期", "2024-03-26")
    about: Text = column("事项", "质疑或投诉什么，不写提出人", "对片区二的建档人数有疑问")
    handling: Text | None = column("处理情况", "怎么处理、怎么答复", "已复核并答复，维持原结果", default=None)
    done: Day | None = column("办结日", "日期；未办结的留空", "2024-03-29", default=None)
    review: Identifier | None = column("所作更改", "因此作了更改的，填复核表的编号", "v1", default=None)


@table("reviews", key=("id",))
class Review(Row):
    """A change made on review (复核) after the panel had scored: what, from what to what, and why."""

    title = "复核表"
    each = "评分之后经复核所作的一处更改。"
    id: Identifier = column("编号", "更改编号", "v1")
    item: Text = column("事项", "更改了什么", "片区一的服务质量评分")
    before: Text | None = column("原为", "更改前；原来没有的留空", "17.0", default=None)
    after: Text = column("改为", "更改后", "17.3")
    reason: Text = column("理由", "为何更改", "补交了个案档案")
    author: Party | None = column("复核方", "谁复核的", "评估方", default=None)
    done: Day | None = column("复核日", "日期", "2024-03-06", default=None)


@table("claims", key=("id",))
class Claim(Row):
    """A figure or statement as printed in a source, and how to check it.

    ``rate``: whether some fraction prints as ``printed``. ``relation``: whether ``printed`` (or the figure ``left``)
    has the relation ``operator`` to the figure ``right``. ``wording``: found by reading the source's text; it can't be
    recomputed and is shown as 原文核对所得.
    """

    title = "核对表"
    each = "资料或报告中所载的一个数字或说法，及其核对办法。"
    id: Identifier = column("编号", "核对事项编号", "total")
    about: Literal["station", "report"] = column("所涉", "社工站数据或报告文字", "社工站数据")
    kind: Literal["rate", "relation", "wording"] = column("核对方式", "百分比、关系或文字", "关系")
    name: Text = column("名称", "核对事项", "原报告总分与重新计算的总分")
    printed: Text | None = column("所载", "照原样抄写", "84.76", default=None)
    place: Text = column("出处", "在资料的何处", "四")
    left: Text | None = column("左项", "数字的引用编号；填了“所载”的留空", "score.total", default=None)
    operator: Literal["=", "<", "<=", ">", ">="] | None = column("关系", "=、<、<=、>、>=", "=", default=None)
    right: Text | None = column("右项", "数字的引用编号，或一个数", "score.total", default=None)
    denominator: Count | None = column("分母", "百分比的分母", "18", default=None)
    denominator_max: Count | None = column("分母上限", "不知道分母的，填上限", "200", default=None)
    method: Text | None = column("方法", "核对文字的方法", "逐段对读", default=None)
    note: Text | None = column(*NOTE, default=None)
    ask: Text | None = column("请求", "请社工站说明的事", "请说明约定量", default=None)


@table("declarations", key=("veto",))
class Declaration(Row):
    """A finding about a veto; a ``statement`` without a verdict leaves the veto not assessed."""

    title = "认定表"
    each = "对一种情形（一票否决、不予评估）的认定；作出认定须有佐证材料。"
    veto: Identifier = column("情形", "指标体系中的编号", "finance_fail")
    state: Literal["triggered", "clear", "not_assessed"] = column(
        "认定", "存在、经核查未发现、不作认定", "经核查未发现"
    )
    statement: Text | None = column("陈述", "有关陈述，不等于认定", "社工到岗情况符合规定。", default=None)
    evidence: Text | None = column(*EVIDENCE, default=None)
    author: Party | None = column("认定方", "谁认定的", "监督方", default=None)


@table("rectification", key=("id",))
class Rectification(Row):
    """A rectification: its due date, and whether it was done properly.

    ``concern``: the id of the concern it answers, among the findings of the assessment that raised it.
    """

    title = "整改表"
    each = "一项整改：期限、完成日、是否到位。"
    id: Identifier = column("编号", "整改事项编号", "r1")
    item: Text = column("事项", "整改什么", "补齐个案记录")
    owner: Text | None = column("责任人", "责任岗位，不写姓名", "站长", default=None)
    due: Day = column("期限", "日期", "2024-03-31")
    done: Day | None = column("完成日", "日期；未完成的留空", "2024-03-20", default=None)
    proper: Flag | None = column("到位", "是或否；尚未判断的留空", "是", default=None)
    proof: Text | None = column("佐证", "佐证材料", "P-031", default=None)
    concern: Identifier | None = column(
        "所对应的关注", "提出这一关注的意见编号，可为上一次评估的；没有的留空", "a1-c1", default=None
    )


@table("notes", key=("id",))
class CaseNote(Row):
    """A note on a case, by code; for the working papers only."""

    title = "个案记录表"
    each = "对一个个案的记录，用编号，不写姓名；只在工作底稿中出现。"
    id: Identifier = column("编号", "个案编号", "c07")
    area: Identifier | None = column(*AREA, default=None)
    subject: Text | None = column("方面", "记录所涉的方面", "家庭关系", default=None)
    text: Text = column("内容", "记录的内容", "已跟进三次，目标基本达成。")
    author: Party | None = column("记录方", "谁记录的", "评估方", default=None)
    evidence: Text | None = column(*EVIDENCE, default=None)
