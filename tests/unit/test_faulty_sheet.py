"""What is wrong in a score sheet is named by its cell, for every kind of leaf; what is missing by its leaf."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sweval.domain.values.faults import Fault, Refused
from sweval.intake.scheme_file import load_scheme
from sweval.intake.station.folder import read_station

Edit = tuple[str, str, str]  # file, old text, new text


def refusal(root: Path, tmp_path: Path, name: str, edits: tuple[Edit, ...]) -> tuple[Fault, ...]:
    folder = tmp_path / name
    shutil.copytree(root / "data" / "demo" / name, folder)
    for file, old, new in edits:
        text = (folder / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_station(folder, load_scheme(name, root))
    return refused.value.faults


ONE = "example-1000"
STARS = "example-stars"
WHOLE = "example-whole"
MANY = "example-committees"
AREAS = {"a": 100, "b": 300, "c": 200}
FAULTS = {
    # levels
    "a mark outside its level": (
        ONE,
        ("scores.csv", "plan,,,72,好", "plan,,,59,好"),
        "scores.csv 第2行 “score”",
        "不在“好”的60至80分之内",
    ),
    "a level there is not": (
        ONE,
        ("scores.csv", "plan,,,72,好", "plan,,,72,很好"),
        "scores.csv 第2行 “level”",
        "没有这个等次",
    ),
    "a level without its mark": (
        ONE,
        ("scores.csv", "plan,,,72,好", "plan,,,,好"),
        "scores.csv 第2行 “score”",
        "没有填评分",
    ),
    "a level where there are none": (
        ONE,
        ("scores.csv", "bureau,,,93,", "bureau,,,93,好"),
        "scores.csv 第7行 “level”",
        "不分等次",
    ),
    "a score above its scale": (
        ONE,
        ("scores.csv", "purchaser,,,88,", "purchaser,,,100.5,"),
        "scores.csv 第6行 “score”",
        "评分超过满分100",
    ),
    "no score": (ONE, ("scores.csv", "bureau,,,93,", "bureau,,,,"), "scores.csv 第7行 “score”", "没有填评分"),
    # checklist, k of n
    "an item there is not": (
        ONE,
        ("leaf_inputs.csv", "records,ledger,是", "records,book,是"),
        "leaf_inputs.csv 第4行 “item”",
        "没有这一项",
    ),
    "an item neither met nor not": (
        ONE,
        ("leaf_inputs.csv", "records,ledger,是", "records,ledger,"),
        "leaf_inputs.csv 第4行 “met”",
        "没有填是否满足",
    ),
    "an item not answered": (
        ONE,
        ("leaf_inputs.csv", "records,ledger,是,\n", ""),
        "leaf_inputs.csv “node”",
        "缺少各项是否满足：ledger",
    ),
    "an item of the other kind not answered": (
        STARS,
        ("leaf_inputs.csv", "sites,sign,否,\n", ""),
        "leaf_inputs.csv “node”",
        "缺少各项是否满足：sign",
    ),
    # values
    "no value": (
        ONE,
        ("leaf_inputs.csv", "training,,,34", "training,,,"),
        "leaf_inputs.csv 第5行 “value”",
        "没有填数值",
    ),
    "a value for an item": (
        ONE,
        ("leaf_inputs.csv", "training,,,34", "training,person,,34"),
        "leaf_inputs.csv 第5行 “item”",
        "不分项",
    ),
    "a negative count": (
        STARS,
        ("leaf_inputs.csv", "complaints,,,3", "complaints,,,-3"),
        "leaf_inputs.csv 第8行 “value”",
        "次数不能为负",
    ),
    "a rate given twice": (
        ONE,
        ("leaf_inputs.csv", "training,,,34", "training,,,34\nvisits,,,83"),
        "leaf_inputs.csv 第6行 “node”",
        "取指标“home_visits”的完成率",
    ),
    "a rate whose indicator is missing": (
        ONE,
        ("indicators.csv", "home_visits", "phone_visits"),
        "indicators.csv “id”",
        "指标表中没有这个指标",
    ),
    "a rate that can not be computed": (
        ONE,
        ("indicators.csv", "人次,1000,830", "人次,,830"),
        "indicators.csv “id”",
        "没有完成率，也没有完成量和约定量",
    ),
    # the wrong table
    "a score of what is counted": (
        ONE,
        ("scores.csv", "bureau,,,93,", "bureau,,,93,\ntraining,,,34,"),
        "scores.csv 第8行 “node”",
        "比例计分，不直接评分",
    ),
    "an input of what is scored": (
        ONE,
        ("leaf_inputs.csv", "training,,,34", "training,,,34\nbureau,,,93"),
        "leaf_inputs.csv 第6行 “node”",
        "直接评分",
    ),
    "a node that is no leaf": (
        ONE,
        ("scores.csv", "bureau,,,93,", "bureau,,,93,\nteam,,,34,"),
        "scores.csv 第8行 “node”",
        "没有这项评估内容",
    ),
    # raters
    "a rater there is not": (
        MANY,
        ("scores.csv", "presence,,r2,24.5,", "presence,,r9,24.5,"),
        "scores.csv 第5行 “rater”",
        "评分者表中没有",
    ),
    "an expert in place of a rater": (
        MANY,
        ("scores.csv", "presence,,r2,24.5,", "presence,e1,,24.5,"),
        "scores.csv 第5行 “rater”",
        "没有填评分者",
    ),
    "a rater in place of an expert": (
        MANY,
        ("scores.csv", "work,e1,,38,", "work,,r1,38,"),
        "scores.csv 第2行 “rater”",
        "不由多方分别评分",
    ),
    "both": (
        MANY,
        ("scores.csv", "presence,,r2,24.5,", "presence,e1,r2,24.5,"),
        "scores.csv 第5行 “expert”",
        "同时填了评委和评分者",
    ),
    "a rater without its weight": (
        MANY,
        ("raters.csv", "示例二村村民委员会,800", "示例二村村民委员会,"),
        "raters.csv 第3行 “people”",
        "没有填人数",
    ),
    "a rater of a party of one": (
        MANY,
        ("raters.csv", "r4,committees", "r4,panel"),
        "raters.csv 第5行 “node”",
        "不由多方分别评分",
    ),
    # what must not be missing
    "an expert who must score": (
        MANY,
        ("scores.csv", "work,e2,,40.5,\n", ""),
        "scores.csv “node”",
        "缺少“服务工作”的评分：e2",
    ),
    "an area that must be scored": (
        WHOLE,
        ("scores.csv", "reach,c,,85\n", ""),
        "scores.csv “node”",
        "缺少“覆盖”的评分（片区 c）",
    ),
    "an area without its weight": (
        WHOLE,
        ("coverage_totals.csv", "c,200\n", ""),
        "coverage_totals.csv “persons”",
        "缺片区 c 的人数",
    ),
    "two scores for a trimmed mean": (
        WHOLE,
        ("scores.csv", "rules,,e2,87\n", ""),
        "scores.csv “node”",
        "至少要3个评分者，只有2个",
    ),
    "nothing at all where some may be missing": (
        WHOLE,
        ("scores.csv", "result,a,,92\nresult,b,,95\n", ""),
        "scores.csv “node”",
        "缺少“效果”的评分",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_named_with_its_place(case: str, root: Path, tmp_path: Path):
    name, edit, place, words = FAULTS[case]
    found = [str(fault) for fault in refusal(root, tmp_path, name, (edit,))]
    (named,) = (fault for fault in found if words in fault)
    assert named.startswith(place)
    assert "→" in named, "what to do is said"


WEIGHTLESS = {
    "raters": (
        MANY,
        (
            ("raters.csv", "示例一村村民委员会,1200", "示例一村村民委员会,0"),
            ("raters.csv", "示例二村村民委员会,800", "示例二村村民委员会,0"),
        ),
        "raters.csv 第2行 “people”：“到位情况”按人数加权，而评分者的人数都是0",
    ),
    "areas": (
        WHOLE,
        tuple(("coverage_totals.csv", f"{area},{n}", f"{area},0") for area, n in AREAS.items()),
        "coverage_totals.csv “persons”：“覆盖”按各片区人数加权，而各片区的人数都是0",
    ),
}


@pytest.mark.parametrize("case", WEIGHTLESS)
def test_weights_that_are_all_nought_are_refused_and_one_above_nought_is_enough(
    case: str, root: Path, tmp_path: Path
):
    name, edits, words = WEIGHTLESS[case]
    (fault,) = refusal(root, tmp_path / "all", name, edits)
    assert str(fault).startswith(words)
    folder = tmp_path / name
    shutil.copytree(root / "data" / "demo" / name, folder)
    for file, old, new in edits[1:]:
        text = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    read_station(folder, load_scheme(name, root))


@pytest.mark.parametrize("name", [ONE, STARS, WHOLE, MANY])
def test_the_examples_are_sound_as_they_are(name: str, root: Path):
    read_station(root / "data" / "demo" / name, load_scheme(name, root))
