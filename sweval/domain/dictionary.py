"""The data dictionary (数据字典): what every table and column is called in Chinese, holds and looks like.

``docs/data.md``, the guide sheet of the Excel template and the heads of printed tables are made from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sweval.domain.parties import PARTIES, SECTIONS
from sweval.domain.scheme import STAGES, STEPS


@dataclass(frozen=True)
class ColumnText:
    """One column: its head, what it holds (with the unit), and an example as written in a cell."""

    head: str
    holds: str
    example: str


@dataclass(frozen=True)
class TableText:
    """One table: its name, what a row of it is, and its columns in order."""

    name: str
    row: str
    columns: Mapping[str, ColumnText]


AREA: Final = ColumnText("片区", "片区编号；不分片区的留空", "a1")
EVIDENCE: Final = ColumnText("佐证材料", "材料编号或名称", "P-012")
NOTE: Final = ColumnText("说明", "需要读者知道的情况", "原报告未写明")

DICTIONARY: Final[Mapping[str, TableText]] = {
    "scores": TableText("评分表", "一项评估内容的一个评分，分值按指标体系所定的满分；合议的评分不填评委。", {
        "node": ColumnText("评估内容", "指标体系中的编号", "quality"),
        "area": AREA,
        "expert": ColumnText("评委", "评委编号；合议的留空", "e1"),
        "score": ColumnText("评分", "分，0至满分；0分也要写0", "14.45"),
        "evidence": EVIDENCE,
        "level": ColumnText("等次", "按等次评分的，填等次名称", "好"),
        "rater": ColumnText("评分者", "由多方分别评分的，填评分者编号，不填评委", "r1"),
    }),
    "leaf_inputs": TableText("评分依据表", "不直接评分的评估内容所依据的一项：是否满足，或数值。", {
        "node": ColumnText("评估内容", "指标体系中的编号", "records"),
        "area": AREA,
        "expert": ColumnText("评委", "评委编号；合议的留空", "e1"),
        "rater": ColumnText("评分者", "由多方分别评分的，填评分者编号", "r1"),
        "item": ColumnText("事项", "组合分、满足若干项的，填项目编号", "ledger"),
        "met": ColumnText("满足", "是或否", "是"),
        "value": ColumnText("数值", "其他评分办法所需的数，单位见指标体系", "34"),
        "evidence": EVIDENCE,
    }),
    "self_scores": TableText("自评表", "社工站对一项评估内容的自评分，与评委的评分分开，不计入总分。", {
        "node": ColumnText("评估内容", "指标体系中的编号", "operations"),
        "area": AREA,
        "score": ColumnText("自评分", "分，0至满分", "9.5"),
        "evidence": EVIDENCE,
    }),
    "experts": TableText("评委表", "一位评委，用编号，不写姓名；应当回避的评委评分不计。", {
        "id": ColumnText("编号", "评委编号", "e1"),
        "role": ColumnText("职责", "在专家组中的职责", "组长"),
        "areas": ColumnText("片区", "所评片区，用顿号分开；全部片区的留空", "a1、a2"),
        "recused": ColumnText("回避", "是或否；留空为否", "否"),
        "reason": ColumnText("原因", "回避的原因", "曾在该站任职"),
    }),
    "raters": TableText("评分者表", "由多方分别评分时的一方（如一个村居），及其权重。", {
        "id": ColumnText("编号", "评分者编号", "r1"),
        "node": ColumnText("评估内容", "所评的评估内容或评分方编号", "purchaser"),
        "name": ColumnText("名称", "评分者名称", "示例一村"),
        "units": ColumnText("村、社区数", "个；按村、社区数加权时填", "3"),
        "people": ColumnText("人数", "人；按人数加权时填", "1200"),
        "recused": ColumnText("回避", "是或否；留空为否", "否"),
        "reason": ColumnText("原因", "回避的原因", "与承办方有利害关系"),
    }),
    "indicators": TableText("指标表", "一项服务的约定量和完成量；按月填的每月一行，约定量（整个合同期）只填第一行。", {
        "id": ColumnText("编号", "指标编号", "home_visits"),
        "name": ColumnText("名称", "指标名称", "家访"),
        "unit": ColumnText("单位", "计量单位", "人次"),
        "agreed": ColumnText("约定量", "合同期约定的量", "2784"),
        "done": ColumnText("完成量", "截至统计日完成的量；按月填的为当月", "1420"),
        "reported_rate": ColumnText("所报完成率", "照原样抄写的百分比，保留末尾的0", "51.00%"),
        "month": ColumnText("月份", "年-月；不按月填的留空", "2024-01"),
    }),
    "outputs": TableText("产出表", "协议指标以外的一项产出，连同限定语和期间照原样记录。", {
        "id": ColumnText("编号", "产出编号", "party_lectures"),
        "block": ColumnText("板块", "所属板块", "党建引领"),
        "name": ColumnText("名称", "产出名称", "党课学习"),
        "value": ColumnText("数量", "数量，单位见后", "5"),
        "unit": ColumnText("单位", "计量单位", "次"),
        "qualifier": ColumnText("限定", "原文的限定语", "以上"),
        "period": ColumnText("期间", "所指期间", "2023年9月至2024年2月"),
        "level": ColumnText("级别", "市级、区级等", "区级"),
    }),
    "staff": TableText("人员名册", "一名工作人员，用编号，不写姓名；离职的填到岗日和离岗日。", {
        "id": ColumnText("编号", "人员编号，不用姓名", "s01"),
        "group": ColumnText("类别", "人员类别", "社工专业人员"),
        "qualification": ColumnText("资格", "资格名称；没有的留空", "助理社会工作师"),
        "certified": ColumnText("持证", "是否持有社会工作者职业资格证书", "是"),
        "post": ColumnText("岗位", "岗位，不写姓名", "一线社工"),
        "start": ColumnText("到岗日", "日期", "2023-09-01"),
        "end": ColumnText("离岗日", "日期，最后在岗的一天；在岗的留空", "2024-01-31"),
        "training_hours": ColumnText("培训学时", "学时；自合同开始至统计日", "24"),
    }),
    "staff_totals": TableText("人员表", "一个月在岗的一类人员数，照所报填写。", {
        "month": ColumnText("月份", "年-月", "2024-01"),
        "group": ColumnText("类别", "人员类别", "社工专业人员"),
        "qualification": ColumnText("资格", "资格名称", "助理社会工作师"),
        "count": ColumnText("人数", "人", "10"),
    }),
    "headcount": TableText("配备表", "一个月的应配与实配人数；不足的按月累计为人次。", {
        "month": ColumnText("月份", "年-月", "2024-01"),
        "required": ColumnText("应配", "人", "15"),
        "in_post": ColumnText("实配", "人", "14"),
        "certified_required": ColumnText("应配持证", "人", "12"),
        "certified": ColumnText("实配持证", "人", "12"),
    }),
    "finance": TableText("经费表", "一个项目在一段期间的支出，金额以元计；同一项目的期间不重叠。", {
        "item": ColumnText("事项", "支出项目", "社工工资"),
        "budget": ColumnText("预算", "元，这一期间的", "1200000"),
        "spent": ColumnText("支出", "元", "598000.50"),
        "period_start": ColumnText("期间起", "日期", "2023-09-01"),
        "period_end": ColumnText("期间止", "日期", "2024-02-28"),
        "personnel": ColumnText("人员费用", "是或否", "是"),
    }),
    "satisfaction": TableText("满意度表", "一档满意度的作答人数；类别以“服务对象”开头或留空的计入样本。", {
        "group": ColumnText("类别", "作答人的类别", "服务对象"),
        "mode": ColumnText("方式", "调查方式", "问卷"),
        "area": AREA,
        "band_low": ColumnText("档下限（%）", "百分数，0至100", "95"),
        "band_high": ColumnText("档上限（%）", "百分数，大于下限", "100"),
        "count": ColumnText("人数", "人", "109"),
        "aware": ColumnText("知晓人数", "其中知晓社工站的人数", "100"),
        "category": ColumnText("所属类别", "作答人在抽样时所属的服务对象类别；不分的留空", "低保对象"),
        "id": ColumnText("答卷编号", "一份答卷一行的填编号，不用姓名；按档合计的留空", "a001"),
    }),
    "frame": TableText("抽样框", "一名服务对象，用编号，不写姓名；满意度调查的样本从中抽取。", {
        "id": ColumnText("编号", "服务对象编号，不用姓名或证件号", "p0001"),
        "area": AREA,
        "categories": ColumnText("类别", "所属的服务对象类别，用顿号分开", "低保对象、残疾人"),
        "level": ColumnText("跟进级别", "指标体系中分级跟进的编号；没有的留空", "level1"),
    }),
    "coverage": TableText("覆盖表", "一个片区一类服务对象的人数；不按片区统计的一类不填片区，为全站。一人可属多类，各行不相加。", {
        "area": AREA,
        "category": ColumnText("类别", "服务对象类别，用指标体系中的名称", "低保对象"),
        "level": ColumnText("跟进级别", "指标体系中分级跟进的编号；不分级的留空", "level1"),
        "persons": ColumnText("人数", "人", "120"),
        "on_file": ColumnText("已建档", "人，不多于人数", "118"),
        "medium": ColumnText("档案形式", "纸质、电子、两种都有", "纸质"),
        "with_plan": ColumnText("有计划", "有服务计划的人数，不多于人数", "96"),
        "visited": ColumnText("按期探访", "按规定次数探访的人数，不多于人数", "88"),
    }),
    "coverage_totals": TableText("建档表", "一个片区（不填片区为全站）的服务对象人数，一人只计一次。", {
        "area": AREA,
        "persons": ColumnText("人数", "人", "1367"),
        "categories": ColumnText("类别数", "类", "17"),
        "on_paper": ColumnText("纸质档案类别", "类", "8"),
        "electronic": ColumnText("电子档案类别", "类", "9"),
        "note": NOTE,
    }),
    "findings": TableText("意见表", "一条值得肯定或需要关注的意见，照提出方的原话。", {
        "id": ColumnText("编号", "意见编号", "q1-c1"),
        "section": ColumnText("部分", "报告的哪一部分", "服务质量情况"),
        "area": ColumnText("片区", "服务质量部分分片区的，填片区编号", "a1"),
        "dimension": ColumnText("方面", "所评的方面", "个案服务"),
        "kind": ColumnText("性质", "值得肯定或需要关注", "需要关注"),
        "theme": ColumnText("主题", "主题编号；同一主题用同一编号", "case_records"),
        "text": ColumnText("内容", "意见全文", "个案记录不够完整。"),
        "author": ColumnText("提出方", "谁提出的", "评估方"),
        "evidence": EVIDENCE,
        "recommendation": ColumnText("建议", "改进建议", "按月抽查个案记录。"),
    }),
    "process": TableText("流程表", "评估的一个环节：由谁、哪天完成；完成而日期不详的，“已完成”填是。", {
        "step": ColumnText("环节", "评估环节", "实地评估"),
        "actor": ColumnText("承担方", "由谁完成", "评估方"),
        "done": ColumnText("完成日", "日期", "2024-02-28"),
        "completed": ColumnText("已完成", "是或否", "是"),
        "note": NOTE,
    }),
    "feedback": TableText("反馈表", "一方在现场或对报告初稿的反馈。", {
        "party": ColumnText("一方", "反馈的一方", "社工站"),
        "channel": ColumnText("时点", "现场或报告初稿", "现场"),
        "objection": ColumnText("有异议", "是或否", "否"),
        "comment": ColumnText("意见", "反馈的内容", "无补充。"),
        "handling": ColumnText("处理情况", "如何处理", "已采纳。"),
    }),
    "complaints": TableText("质疑投诉表", "一件质疑或投诉：说什么、怎么处理；不写是谁提出的。", {
        "id": ColumnText("编号", "质疑或投诉的编号", "q1"),
        "received": ColumnText("收到日", "日期", "2024-03-26"),
        "about": ColumnText("事项", "质疑或投诉什么，不写提出人", "对片区二的建档人数有疑问"),
        "handling": ColumnText("处理情况", "怎么处理、怎么答复", "已复核并答复，维持原结果"),
        "done": ColumnText("办结日", "日期；未办结的留空", "2024-03-29"),
        "review": ColumnText("所作更改", "因此作了更改的，填复核表的编号", "v1"),
    }),
    "reviews": TableText("复核表", "评分之后经复核所作的一处更改。", {
        "id": ColumnText("编号", "更改编号", "v1"),
        "item": ColumnText("事项", "更改了什么", "片区一的服务质量评分"),
        "before": ColumnText("原为", "更改前；原来没有的留空", "17.0"),
        "after": ColumnText("改为", "更改后", "17.3"),
        "reason": ColumnText("理由", "为何更改", "补交了个案档案"),
        "author": ColumnText("复核方", "谁复核的", "评估方"),
        "done": ColumnText("复核日", "日期", "2024-03-06"),
    }),
    "claims": TableText("核对表", "资料或报告中所载的一个数字或说法，及其核对办法。", {
        "id": ColumnText("编号", "核对事项编号", "total"),
        "about": ColumnText("所涉", "社工站数据或报告文字", "社工站数据"),
        "kind": ColumnText("核对方式", "百分比、关系或文字", "关系"),
        "name": ColumnText("名称", "核对事项", "原报告总分与重新计算的总分"),
        "printed": ColumnText("所载", "照原样抄写", "84.76"),
        "place": ColumnText("出处", "在资料的何处", "四"),
        "left": ColumnText("左项", "数字的引用编号；填了“所载”的留空", "score.total"),
        "operator": ColumnText("关系", "=、<、<=、>、>=", "="),
        "right": ColumnText("右项", "数字的引用编号，或一个数", "score.total"),
        "denominator": ColumnText("分母", "百分比的分母", "18"),
        "denominator_max": ColumnText("分母上限", "不知道分母的，填上限", "200"),
        "method": ColumnText("方法", "核对文字的方法", "逐段对读"),
        "note": NOTE,
        "ask": ColumnText("请求", "请社工站说明的事", "请说明约定量"),
    }),
    "declarations": TableText("认定表", "对一种情形（一票否决、不予评估）的认定；作出认定须有佐证材料。", {
        "veto": ColumnText("情形", "指标体系中的编号", "finance_fail"),
        "state": ColumnText("认定", "存在、经核查未发现、不作认定", "经核查未发现"),
        "statement": ColumnText("陈述", "有关陈述，不等于认定", "社工到岗情况符合规定。"),
        "evidence": EVIDENCE,
        "author": ColumnText("认定方", "谁认定的", "监督方"),
    }),
    "rectification": TableText("整改表", "一项整改：期限、完成日、是否到位。", {
        "id": ColumnText("编号", "整改事项编号", "r1"),
        "item": ColumnText("事项", "整改什么", "补齐个案记录"),
        "owner": ColumnText("责任人", "责任岗位，不写姓名", "站长"),
        "due": ColumnText("期限", "日期", "2024-03-31"),
        "done": ColumnText("完成日", "日期；未完成的留空", "2024-03-20"),
        "proper": ColumnText("到位", "是或否；尚未判断的留空", "是"),
        "proof": ColumnText("佐证", "佐证材料", "P-031"),
        "concern": ColumnText("所对应的关注", "提出这一关注的意见编号，可为上一次评估的；没有的留空", "a1-c1"),
    }),
    "notes": TableText("个案记录表", "对一个个案的记录，用编号，不写姓名；只在工作底稿中出现。", {
        "id": ColumnText("编号", "个案编号", "c07"),
        "area": AREA,
        "subject": ColumnText("方面", "记录所涉的方面", "家庭关系"),
        "text": ColumnText("内容", "记录的内容", "已跟进三次，目标基本达成。"),
        "author": ColumnText("记录方", "谁记录的", "评估方"),
        "evidence": EVIDENCE,
    }),
}  # fmt: skip

#: Tables as readers know them; the letters are the start of a row's mark, as ``意见表12``.
TABLE_NAMES: Final = {table: text.name for table, text in DICTIONARY.items()}

#: What the codes of a column are called, in any table that has it.
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
#: Of a column that means another thing in one table.
OWN_CODES: Final[Mapping[tuple[str, str], Mapping[Any, str]]] = {
    ("findings", "kind"): {"strength": "值得肯定", "concern": "需要关注"}
}


def head(table: str, column: str) -> str:
    """What a column is called."""
    return DICTIONARY[table].columns[column].head


def codes(table: str, column: str) -> Mapping[Any, str]:
    """What the codes of a column are called; empty where it holds none."""
    return OWN_CODES.get((table, column), CODES.get(column, {}))
