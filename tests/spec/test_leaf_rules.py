"""How each kind of leaf turns what is given into marks: both sides of every edge."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from sweval.domain.scheme.leaf_rules import (
    Checklist,
    ChecklistItem,
    Direct,
    KOfN,
    Level,
    Levels,
    PerUnit,
    RaterInput,
    Ratio,
    Steps,
    Threshold,
    describe,
    rule_sentence,
)

TEN = Decimal(10)


def d(text: str) -> Decimal:
    return Decimal(text)


@pytest.mark.parametrize(
    ("scale", "score", "marks"),
    [(None, "8.5", "8.5"), ("100", "85", "8.5"), ("5", "5", "10"), ("5", "0", "0")],
)
def test_direct(scale: str | None, score: str, marks: str) -> None:
    rule = Direct(scale=d(scale) if scale else None)
    assert rule.marks(RaterInput(score=d(score)), TEN) == Fraction(marks)


LEVELS = Levels(
    kind="levels",
    levels=(
        Level(name="好", low=d("8"), high=d("10")),
        Level(name="中", low=d("5"), high=d("5")),
        Level(name="差", low=d("0"), high=d("0")),
    ),
)


@pytest.mark.parametrize(
    ("level", "score", "marks"),
    [("好", "8.75", "8.75"), ("中", None, "5"), ("中", "5", "5"), ("差", None, "0")],
)
def test_levels(level: str, score: str | None, marks: str) -> None:
    assert LEVELS.marks(RaterInput(score=d(score) if score else None, level=level), TEN) == Fraction(marks)


LIST = Checklist(
    kind="checklist",
    items=tuple(ChecklistItem(id=i, name=i, marks=d(m)) for i, m in (("a", "5"), ("b", "3.5"), ("c", "1.5"))),
)


@pytest.mark.parametrize(("met", "marks"), [("", "0"), ("a", "5"), ("bc", "5"), ("abc", "10")])
def test_checklist(met: str, marks: str) -> None:
    assert LIST.marks(RaterInput(met=frozenset(met)), TEN) == Fraction(marks)


@pytest.mark.parametrize(
    ("below", "met", "marks"),
    [
        ("zero", "", "0"),
        ("zero", "a", "0"),
        ("zero", "ab", "10"),
        ("zero", "abc", "10"),
        ("proportional", "", "0"),
        ("proportional", "a", "5"),
        ("proportional", "ab", "10"),
        ("proportional", "abc", "10"),
    ],
)
def test_two_of_three(below: str, met: str, marks: str) -> None:
    items = tuple(ChecklistItem(id=i, name=i) for i in "abc")
    rule = KOfN(kind="k_of_n", k=2, items=items, below=below)  # type: ignore[arg-type]
    assert rule.marks(RaterInput(met=frozenset(met)), TEN) == Fraction(marks)


STEPS = Steps(
    kind="steps",
    # Out of order: which step is the highest reached doesn't depend on where it stands.
    steps=tuple(Threshold(at_least=d(a), marks=d(m)) for a, m in (("80", "6"), ("60", "3"), ("100", "10"))),
)


@pytest.mark.parametrize(
    ("value", "marks"),
    [
        ("0", "0"),
        ("59.99", "0"),
        ("60", "3"),
        ("79.99", "3"),
        ("80", "6"),
        ("99.99", "6"),
        ("100", "10"),
        ("500.81", "10"),
    ],
)
def test_steps(value: str, marks: str) -> None:
    assert STEPS.marks(RaterInput(value=d(value)), TEN) == Fraction(marks)


@pytest.mark.parametrize(
    ("zero_at", "full_at", "value", "marks"),
    [
        ("0", "40", "34", "8.5"),
        ("0", "40", "40", "10"),
        ("0", "40", "55", "10"),
        ("0", "40", "0", "0"),
        ("50", "100", "85", "7"),
        ("50", "100", "49", "0"),
        ("50", "100", "50", "0"),
        # The fewer the better: nothing lost at 2, all at 12.
        ("12", "2", "2", "10"),
        ("12", "2", "7", "5"),
        ("12", "2", "0", "10"),
        ("12", "2", "13", "0"),
    ],
)
def test_ratio(zero_at: str, full_at: str, value: str, marks: str) -> None:
    rule = Ratio(kind="ratio", zero_at=d(zero_at), full_at=d(full_at))
    assert rule.marks(RaterInput(value=d(value)), TEN) == Fraction(marks)


@pytest.mark.parametrize(
    ("start", "each", "floor", "cap", "units", "marks"),
    [
        ("0", "1.5", "0", None, "4", "6"),
        ("0", "1.5", "0", None, "7", "10"),
        ("2", "1.5", "0", "7", "4", "7"),
        ("10", "-2.5", "2", None, "0", "10"),
        ("10", "-2.5", "2", None, "3", "2.5"),
        ("10", "-2.5", "2", None, "4", "2"),
    ],
)
def test_per_unit(start: str, each: str, floor: str, cap: str | None, units: str, marks: str) -> None:
    rule = PerUnit(
        kind="per_unit", start=d(start), each=d(each), floor=d(floor), cap=d(cap) if cap else None, unit="件"
    )
    assert rule.marks(RaterInput(value=d(units)), TEN) == Fraction(marks)


NOTHING = [
    Direct(),
    LEVELS,
    STEPS,
    Ratio(kind="ratio", full_at=TEN),
    PerUnit(kind="per_unit", each=TEN, unit="件"),
]


@pytest.mark.parametrize("rule", NOTHING, ids=lambda rule: rule.kind)
def test_nothing_given_gives_no_marks(rule) -> None:
    with pytest.raises(ValueError, match=r"^a .*leaf.* without a (score|mark|value|count)$"):
        rule.marks(RaterInput(), TEN)


SENTENCES = [  # rule, its sentence, what was given, in words
    (Direct(), "直接评分", RaterInput(score=d("8.5")), "评分8.5"),
    (Direct(scale=d("100")), "按100分制评分，折算为10分", RaterInput(score=d("85")), "评分85"),
    (LEVELS, "好8—10分、中5分、差0分", RaterInput(score=d("8.5"), level="好"), "好8.5分"),
    (LEVELS, "好8—10分、中5分、差0分", RaterInput(level="中"), "中"),
    (LEVELS, "好8—10分、中5分、差0分", RaterInput(score=d("5")), "5分"),
    (LIST, "各项相加：a5分、b3.5分、c1.5分", RaterInput(met=frozenset("ab")), "满足2项（a、b）"),
    (LIST, "各项相加：a5分、b3.5分、c1.5分", RaterInput(), "满足0项"),
    (
        KOfN(kind="k_of_n", k=2, items=LIST.items),
        "a、b、c，满足2项得满分，不足的不得分",
        RaterInput(met=frozenset("c")),
        "满足1项（c）",
    ),
    (
        KOfN(kind="k_of_n", k=2, items=LIST.items, below="proportional"),
        "a、b、c，满足2项得满分，不足的按比例得分",
        RaterInput(),
        "满足0项",
    ),
    (
        STEPS,
        "60%（含）起3分、80%（含）起6分、100%（含）起10分，不足60%的不得分",
        RaterInput(value=d("83")),
        "83%",
    ),
    (
        Steps(kind="steps", steps=(Threshold(at_least=d("1"), marks=TEN),), unit="次"),
        "1次（含）起10分，不足1次的不得分",
        RaterInput(value=d("1")),
        "1次",
    ),
    (
        Steps(kind="steps", steps=(Threshold(at_least=d("0"), marks=d("2")),), unit="次"),
        "0次（含）起2分",
        RaterInput(value=d("0")),
        "0次",
    ),
    (
        Ratio(kind="ratio", full_at=d("40"), unit="学时"),
        "0学时为0分，40学时为满分，其间按比例计分",
        RaterInput(value=d("34")),
        "34学时",
    ),
    (
        PerUnit(kind="per_unit", each=d("1.5"), unit="篇"),
        "每篇计1.5分，不高于10分",
        RaterInput(value=d("4")),
        "4篇",
    ),
    (
        PerUnit(kind="per_unit", each=d("1.5"), start=d("4"), unit="篇"),
        "基础4分，每篇加1.5分，不高于10分",
        RaterInput(),
        "",
    ),
    (
        PerUnit(kind="per_unit", each=d("0.5"), start=d("4"), unit="篇"),
        "基础4分，每篇加0.5分，不高于10分",
        RaterInput(),
        "",
    ),
    (
        PerUnit(kind="per_unit", each=d("-1"), start=TEN, unit="件"),
        "基础10分，每件减1分，不低于0分，不高于10分",
        RaterInput(),
        "",
    ),
    (
        PerUnit(kind="per_unit", each=d("-2.5"), start=TEN, cap=d("9"), floor=d("2"), unit="件"),
        "基础10分，每件减2.5分，不低于2分，不高于9分",
        RaterInput(),
        "",
    ),
]


@pytest.mark.parametrize(("rule", "words", "given", "said"), SENTENCES)
def test_a_rule_and_what_was_given_read_as_words(rule, words: str, given: RaterInput, said: str) -> None:
    assert rule_sentence(rule, TEN) == words
    assert describe(rule, given) == said
