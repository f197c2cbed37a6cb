"""The distance of a typed word from a name: wrong, missing, extra or swapped letters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.services.profiles.typo_index import distance, mistakes_allowed

WORDS = st.text(alphabet="abcdefghijابپتجحخدرز", min_size=3, max_size=12)


@given(WORDS, st.data())
def test_one_wrong_missing_added_or_swapped_letter_is_forgiven(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("xyش"))
    swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    for typed in (word[:at] + letter + word[at + 1 :], word[:at] + letter + word[at:], swapped):
        assert distance(typed, ["zzzzzzzzzzzzzzzz", word]) is not None


@given(WORDS)
def test_a_word_and_its_beginnings_are_no_mistake_at_all(word: str) -> None:
    assert distance(word, [word]) == distance(word[:3], [word]) == 0


@given(WORDS, WORDS)
def test_two_words_written_as_one_are_found(one: str, other: str) -> None:
    assert distance(one + other, ["x", one, other]) is not None


def test_longer_words_may_have_more_mistakes() -> None:
    assert [mistakes_allowed("x" * n) for n in (1, 2, 3, 5, 6, 12)] == [0, 0, 1, 1, 2, 2]
    assert distance("karami", ["kerimi"]) == 2
    assert distance("kara", ["keri"]) is None


def test_of_an_unfinished_word_only_the_beginning_is_compared() -> None:
    assert distance("mohamd", ["mohammadreza"]) is None
    assert distance("mohamd", ["mohammadreza"], unfinished=True) == 1.5
