"""Chinese names of columns and coded values, for readers of the printed data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sweval.domain.rows import PARTIES, SECTIONS
from sweval.domain.scheme import STAGES, STEPS

COLUMNS: Final = {
    "node": "评估内容", "area": "片区", "expert": "评委", "score": "评分", "evidence": "佐证材料", "id": "编号",
    "role": "职责", "areas": "片区", "recused": "回避", "reason": "原因", "name": "名称", "unit": "单位",
    "agreed": "约定量", "done": "完成", "reported_rate": "所报完成率", "month": "月份", "block": "板块",
    "value": "数量", "qualifier": "限定", "period": "期间", "group": "类别",
    "qualification": "资格", "count": "人数", "required": "应配", "in_post": "实配",
    "certified_required": "应配持证", "certified": "实配持证", "item": "事项", "budget": "预算", "spent": "支出",
    "period_start": "期间起", "period_end": "期间止", "personnel": "人员费用", "mode": "方式",
    "band_low": "档下限（%）", "band_high": "档上限（%）", "aware": "知晓人数", "persons": "人数",
    "categories": "类别数", "on_paper": "纸质档案类别", "electronic": "电子档案类别", "step": "环节",
    "actor": "承担方", "completed": "已完成", "note": "说明", "party": "一方", "channel": "环节",
    "objection": "有异议", "comment": "意见", "handling": "处理情况", "about": "所涉", "kind": "核对方式",
    "printed": "所载", "place": "出处", "left": "左项", "operator": "关系", "right": "右项",
    "denominator": "分母", "denominator_max": "分母上限", "method": "方法", "ask": "请求", "veto": "情形",
    "state": "认定", "statement": "陈述", "author": "提出方", "owner": "责任人", "due": "期限",
    "proper": "到位", "proof": "佐证", "level": "等次或级别", "rater": "评分者", "met": "满足",
    "people": "人数", "units": "村、社区数",
}  # fmt: skip

PROFILE: Final = {
    "contract.start": "合同开始日", "contract.end": "合同结束日", "contract.amount": "合同金额（元）",
    "contract.kind": "服务协议", "assessment.stage": "评估阶段", "assessment.onsite_start": "实地评估开始日",
    "assessment.onsite_end": "实地评估结束日", "assessment.cut_off": "服务量统计截止日",
    "assessment.cut_off_note": "统计截止日说明", "assessment.experts": "评委人数",
    "assessment.staff": "评估工作人员人数", "assessment.methods": "评估方法",
    "assessment.population": "满意度调查所代表的总人数", "assessment.population_note": "总人数说明",
    "assessment.asked": "满意度调查应访人数", "assessment.sampling": "满意度调查抽样方式", "assessment.signed": "报告落款日期",
    "organisations.operator.since": "承办起始年月", "areas": "片区划分",
}  # fmt: skip

CODES: Final[Mapping[str, Mapping[Any, str]]] = {
    "step": STEPS,
    "party": PARTIES,
    "author": PARTIES,
    "section": SECTIONS,
    "channel": {"onsite": "现场", "draft": "报告初稿"},
    "group": {"social_worker": "社工专业人员", "related": "相关专业人员", "other": "其他人员"},
    "state": {"triggered": "存在", "clear": "经核查未发现", "not_assessed": "不作认定"},
    "about": {"station": "社工站数据", "report": "报告文字"},
    "kind": {"rate": "百分比", "relation": "关系", "wording": "文字"},
    "stage": STAGES,
}
