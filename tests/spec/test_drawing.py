"""抽样: the people to ask are drawn at random from a list of codes, by area and category, reproducibly."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sweval.analysis.survey.drawing import NO_AREA, NO_CATEGORY, allocate, draw, draw_key, strata_of
from sweval.domain.station.people_rows import Coverage, CoverageTotal, FrameMember
from sweval.domain.station.station import Station
from sweval.intake.scheme_file import load_scheme

SCHEME = load_scheme("guangzhou-2023")


def frame(*groups: tuple[str, str | None, int]) -> tuple[FrameMember, ...]:
    """A list with these numbers of people by area and categories, numbered consecutively."""
    rows = []
    for place, categories, count in groups:
        for _ in range(count):
            rows.append(
                FrameMember(row=len(rows) + 2, id=f"p{len(rows):04d}", area=place, categories=categories)
            )
    return tuple(rows)


@pytest.fixture
def listed(station: Station):
    """The station with such a list, without stated numbers of people."""
    bare = replace(
        station, coverage_totals=(), coverage=(), assessment=replace(station.assessment, population=None)
    )
    return lambda *groups: replace(bare, frame=frame(*groups))


def test_a_hundred_are_drawn_in_proportion_to_areas_and_categories(listed):
    found = draw(
        listed(("a1", "残疾人", 300), ("a1", "低保对象", 100), ("a2", "残疾人", 600)),
        SCHEME,
        wanted=100,
        seed=7,
    )
    assert found.allocated == {("a1", "低保对象"): 10, ("a1", "残疾人"): 30, ("a2", "残疾人"): 60}
    assert len(found.sample) == 100
    assert len({one.member.id for one in found.drawn}) == len(found.drawn)


def test_where_there_are_fewer_all_are_drawn(listed):
    found = draw(listed(("a1", "残疾人", 40)), SCHEME, wanted=100, seed=7)
    assert len(found.sample) == 40
    assert found.reserves == ()


def test_as_many_reserves_again_stand_ready_in_each_stratum(listed):
    found = draw(listed(("a1", "残疾人", 300), ("a2", "残疾人", 300)), SCHEME, wanted=20, seed=7)
    assert len(found.reserves) == 20
    assert {one.stratum for one in found.reserves} == {("a1", "残疾人"), ("a2", "残疾人")}


def test_a_small_stratum_is_not_left_out(listed):
    found = draw(listed(("a1", "残疾人", 995), ("a2", "单身特困母亲", 5)), SCHEME, wanted=20, seed=7)
    assert found.allocated["a2", "单身特困母亲"] == 1


def test_a_person_in_two_categories_is_counted_in_the_rarer():
    rows = [
        *frame(("a1", "残疾人", 50)),
        FrameMember(row=99, id="q", area="a1", categories="残疾人、单身特困母亲"),
    ]
    assert [member.id for member in strata_of(rows)["a1", "单身特困母亲"]] == ["q"]


def test_which_category_is_the_rarer_is_counted_in_the_list_and_the_name_decides_between_equals():
    both = FrameMember(row=99, id="q", area="a1", categories="残疾人、低保对象")
    rows = [*frame(("a1", "低保对象", 5), ("a1", "残疾人", 3)), both]
    assert [member.id for member in strata_of(rows)["a1", "残疾人"]][-1] == "q"
    equal = [*frame(("a1", "低保对象", 3), ("a1", "残疾人", 3)), both]
    assert [member.id for member in strata_of(equal)["a1", "低保对象"]][-1] == "q"


def test_a_person_without_category_is_drawn_too():
    assert ("a1", NO_CATEGORY) in strata_of(frame(("a1", None, 3)))


def test_the_order_is_that_of_a_digest_anybody_can_compute(listed):
    found = draw(listed(("a1", "残疾人", 30)), SCHEME, wanted=5, seed=7)
    by_hand = sorted(
        (f"p{n:04d}" for n in range(30)), key=lambda id: hashlib.sha256(f"7:{id}".encode()).hexdigest()
    )
    assert [one.member.id for one in found.sample] == by_hand[:5]
    assert draw_key(7, "p0001") == hashlib.sha256(b"7:p0001").hexdigest()


def test_the_same_seed_draws_the_same_people_and_another_seed_others(listed):
    some = listed(("a1", "残疾人", 200))
    first, again, other = (draw(some, SCHEME, wanted=50, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert {one.member.id for one in first.sample} != {one.member.id for one in other.sample}


def test_one_more_in_the_list_leaves_the_order_of_the_others_as_it_was(listed):
    before, after = (draw(listed(("a1", "残疾人", n)), SCHEME, wanted=n, seed=3) for n in (30, 31))
    order = [one.member.id for one in after.sample if one.member.id != "p0030"]
    assert [one.member.id for one in before.sample] == order


def test_strata_stand_in_the_order_of_areas_and_of_the_schemes_categories(listed):
    groups = [
        ("a2", "残疾人"),
        ("a1", None),
        ("a1", "另一类"),
        ("a1", "残疾人"),
        ("a1", "低保对象"),
        (None, "特困人员"),
        ("z9", "残疾人"),
    ]
    some = listed(*((area, category, 5) for area, category in groups))
    ordered = [
        ("a1", "低保对象"),
        ("a1", "残疾人"),
        ("a1", "另一类"),
        ("a1", NO_CATEGORY),
        ("a2", "残疾人"),
        (NO_AREA, "特困人员"),
        ("z9", "残疾人"),
    ]
    assert list(draw(some, SCHEME, wanted=7, seed=1).strata) == ordered
    without = draw(some, replace(SCHEME, categories=None), wanted=7, seed=1)
    assert list(without.strata)[:3] == [("a1", "低保对象"), ("a1", "另一类"), ("a1", NO_CATEGORY)]


def test_a_draw_records_its_list_and_its_seed(listed):
    some = listed(("a1", "残疾人", 30), ("a2", "低保对象", 10))
    found = draw(some, SCHEME, wanted=4, seed=9)
    assert (found.wanted, found.seed) == (4, 9)
    assert found.strata == {("a1", "残疾人"): 30, ("a2", "低保对象"): 10}
    assert [one.order for one in found.drawn] == [1, 2, 3, 4, 5, 6, 1, 2]
    assert [one.reserve for one in found.drawn] == [False] * 3 + [True] * 3 + [False, True]
    codes = "\n".join(f"p{n:04d}" for n in range(40))
    assert found.frame_digest == hashlib.sha256(codes.encode()).hexdigest()
    assert len(draw(some, SCHEME, wanted=1, seed=9).sample) == 1


def test_the_list_is_compared_with_the_stated_numbers(listed):
    some = listed(("a1", "残疾人", 30), ("a2", "残疾人", 10))
    stated = (
        CoverageTotal(row=2, area="a1", persons=31),
        CoverageTotal(row=3, area="a2", persons=10),
        CoverageTotal(row=4, area=None, persons=42),
    )
    told = replace(some, coverage_totals=stated)
    found = draw(told, SCHEME, wanted=5, seed=1)
    assert [(one.what, one.listed, one.stated) for one in found.mismatches] == [
        (told.area("a1").name, 30, 31),
        ("全站（建档表）", 40, 42),
    ]


def test_the_list_is_compared_with_the_stated_people_in_all_and_by_category(listed):
    some = listed(("a1", "残疾人", 29), ("a1", "低保对象", 1), ("a2", "残疾人、低保对象", 10))
    stated = [
        Coverage(row=2, area=None, category="残疾人", persons=39, on_file=None, with_plan=None, visited=None),
        Coverage(
            row=3, area="a2", category="低保对象", persons=4, on_file=None, with_plan=None, visited=None
        ),
        Coverage(
            row=4, area="a2", category="低保对象", persons=5, on_file=None, with_plan=None, visited=None
        ),
        Coverage(
            row=5, area=None, category="特困人员", persons=2, on_file=None, with_plan=None, visited=None
        ),
    ]
    told = replace(some, coverage=tuple(stated), assessment=replace(some.assessment, population=41))
    found = [(one.what, one.listed, one.stated) for one in draw(told, SCHEME, wanted=5, seed=1).mismatches]
    assert found == [
        ("总人数", 40, 41),
        (f"{told.area('a2').name}的低保对象", 10, 9),
        ("全站的特困人员", 0, 2),
    ]


def test_an_empty_list_is_refused(station: Station):
    with pytest.raises(ValueError, match=r"^the list is empty, or the sample size is below 1$"):
        draw(replace(station, frame=()), SCHEME, wanted=5, seed=1)


def test_a_sample_larger_than_the_population_is_refused():
    with pytest.raises(ValueError, match="a sample of"):
        allocate({("a1", "x"): 3}, 4)


SHARED_OUT = [  # people of each stratum, sample size, sample size of each stratum
    pytest.param([61, 39], 10, [6, 4], id="the-larger-remainder"),
    pytest.param([5, 3, 2], 5, [3, 1, 1], id="of-equal-remainders-the-larger-stratum"),
    pytest.param([33, 33, 34], 5, [1, 2, 2], id="one-each-to-two-remainders"),
    pytest.param([1, 1, 40, 58], 5, [1, 1, 1, 2], id="who-is-farther-above-proportion-gives-way"),
    pytest.param([1, 1, 48, 50], 7, [1, 1, 2, 3], id="and-gives-one"),
    pytest.param([1, 1, 49, 49], 5, [1, 1, 2, 1], id="the-later-name-of-equals"),
    pytest.param([7, 7, 7], 2, [0, 1, 1], id="fewer-than-strata"),
]


@pytest.mark.parametrize(("people", "wanted", "shares"), SHARED_OUT)
def test_places_go_by_largest_remainders(people: list[int], wanted: int, shares: list[int]):
    given_ = allocate({("a1", f"c{n}"): size for n, size in enumerate(people)}, wanted)
    assert list(given_.values()) == shares


def test_where_one_each_is_more_than_in_proportion_the_large_give_way():
    assert allocate({("a1", "x"): 1, ("a1", "y"): 1, ("a1", "z"): 98}, 3) == {
        ("a1", "x"): 1,
        ("a1", "y"): 1,
        ("a1", "z"): 1,
    }


sizes = st.dictionaries(
    st.tuples(st.sampled_from("ab"), st.sampled_from("uvwxyz")), st.integers(1, 300), min_size=1
)


@given(sizes=sizes, share=st.floats(0, 1))
def test_what_is_shared_out_adds_up_and_takes_from_no_stratum_more_than_it_has(sizes, share: float):
    wanted = max(1, round(share * sum(sizes.values())))
    given_ = allocate(sizes, wanted)
    assert sum(given_.values()) == wanted
    assert all(0 <= given_[key] <= size for key, size in sizes.items())
    assert wanted < len(sizes) or all(given_.values())


@given(sizes=sizes, share=st.floats(0, 1))
def test_no_stratum_is_more_than_a_few_from_its_proportion(sizes, share: float):
    total, wanted = sum(sizes.values()), max(1, round(share * sum(sizes.values())))
    for key, count in allocate(sizes, wanted).items():
        # The minimum of 1 for small strata reduces the large ones.
        assert abs(count - sizes[key] * wanted / total) <= len(sizes)
