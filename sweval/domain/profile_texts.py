"""What is called what in ``station.yaml`` and ``text.yaml``: the dictionary's part for what is no table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sweval.domain.dictionary import ColumnText, TableText

#: ``station.yaml`` by dotted path; organisations by their roles.
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
#: Values of ``station.yaml`` as the report names them.
PROFILE: Final = {path: text.head for path, text in PROFILE_TEXTS.items()} | {"areas": "片区划分"}

#: A village, community or farm of an area: one row for each.
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
