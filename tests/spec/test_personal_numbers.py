"""Numbers of persons are known by their own checks: identity cards, telephones, bank cards; names by a surname and no post."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sweval.domain.disclosure.privacy import looks_like_name, personal_numbers

# Made up: of a birthday no register has, of a series no network gives out, of a test range.
IDENTITY = "11010519491231002X"
MOBILE = "13800138000"
CARD = "6222020000000000000"

FOUND = [
    (IDENTITY, "身份证号"),
    (IDENTITY.lower(), "身份证号"),
    (f"证号：{IDENTITY}。", "身份证号"),
    ("110105200002290021", "身份证号"),  # born on 29 February
    ("110105 19491231 002X", "身份证号"),
    (MOBILE, "手机号码"),
    ("138 0013 8000", "手机号码"),
    ("138-0013-8000", "手机号码"),
    ("+86 13800138000", "手机号码"),
    ("１３８００１３８０００", "手机号码"),
    ("020-34567890", "固定电话号码"),
    ("02034567890", "固定电话号码"),
    (CARD, "银行卡号"),
    ("6222 0200 0000 0000 000", "银行卡号"),
    ("4012888888881881", "银行卡号"),
    ("5105105105105100", "银行卡号"),
]


@pytest.mark.parametrize(("text", "kind"), FOUND)
def test_a_number_that_is_somebodys_is_found(text: str, kind: str):
    (found,) = personal_numbers(text)
    assert found.kind == kind
    assert "*" in found.masked and found.masked.count("*") >= 6


@pytest.mark.parametrize(
    ("text", "masked", "start"),
    [
        (MOBILE, "138******00", 0),
        ("电话 138-0013-8000。", "138******00", 3),
        (IDENTITY.lower(), "110*************2X", 0),
        ("１３８００１３８０００", "138******00", 0),
        ("㈱㈱13800138000", "138******00", 2),
    ],
)
def test_it_is_shown_by_its_first_three_and_last_two_and_where_it_begins(text: str, masked: str, start: int):
    (found,) = personal_numbers(text)
    assert (found.masked, found.start) == (masked, start)


def test_every_number_in_a_text_is_found():
    assert [found.kind for found in personal_numbers(f"{MOBILE}，{IDENTITY}，{CARD}")] == [
        "手机号码",
        "身份证号",
        "银行卡号",
    ]


HARMLESS = [
    "11010519491231002Y",
    "110105194912310021",  # another check digit
    "110105194913310027",  # no such month
    "6222020000000000001",  # another check digit
    "2400000",
    "84.768",
    "2024-02-28",
    "2023年9月1日—2024年8月23日",
    "12345678901",
    "10086",
    "12800138000",
    "a13800138000",
    "13800138000a",
    "0.13800138000",
    "13800138000.5",
    "9f13800138000e4c1b2d7a6f5e4d3c2b1a0f9e8d7c6b5a4f3e2d1c0b9a8f7e6",  # a digest
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_one_is_not(text: str):
    assert list(personal_numbers(text)) == []


@given(st.text(alphabet="0123456789abcdef", min_size=64, max_size=64).filter(lambda text: not text.isdigit()))
def test_a_digest_is_hardly_ever_somebody(digest: str):
    # Digits that touch letters don't count; only a run between the digest's ends could.
    assert [found for found in personal_numbers(f"sha256 {digest}x") if found.start not in (7,)] == []


@given(
    st.from_regex(r"[1-9][0-9]{5}19[5-9][0-9](0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])[0-9]{3}", fullmatch=True)
)
def test_of_the_eleven_check_characters_one_is_right(stem: str):
    right = [
        check for check in "0123456789X" if any(f.kind == "身份证号" for f in personal_numbers(stem + check))
    ]
    assert len(right) == 1


@given(st.from_regex(r"62[0-9]{16}", fullmatch=True), st.integers(0, 17))
def test_of_ten_check_digits_one_is_right_and_another_digit_elsewhere_makes_it_wrong(stem: str, place: int):
    def is_card(number: str) -> bool:
        return any(found.kind == "银行卡号" for found in personal_numbers(number))

    (right,) = [digit for digit in "0123456789" if is_card(stem + digit)]
    other = str((int(stem[place]) + 1) % 10)
    assert not is_card(stem[:place] + other + stem[place + 1 :] + right)


@pytest.mark.parametrize("text", ["王小明", "李强", "欧阳明", "诸葛小明", "王长明"])
def test_a_name_is_like_one(text: str):
    assert looks_like_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "站长",
        "安全员",
        "高级社工师",
        "组长",
        "e1",
        "",
        "王",
        "主任",
        "方案负责人",
        "欧阳",
        "示范",
        "示范村",
        "高新技术",
    ],
)
def test_a_post_is_not(text: str):
    assert not looks_like_name(text)
