import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.recommendations.search_terms import (
    MAX_WORDS,
    Query,
    index_terms,
    parse_query,
    relevance,
    split_terms,
    stem,
)


@pytest.mark.parametrize(
    "forms",
    [
        "oven ovens",
        "bake bakes baked baking",
        "run runs running",
        "berry berries",
        "pie pies",
        "box boxes",
        "dish dishes",
        "agree agrees agreed agreeing",
        "store stores stored storing",
        "machine machines",
        "glass glasses",
        "house houses housing",
    ],
)
def test_inflections_have_one_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


def test_different_words_stay_different() -> None:
    words = split_terms("oven over sing sting bus business grind grinder bake baker red ring ofen thé")
    assert len({stem(word) for word in words}) == len(words)


def test_a_text_is_its_words_then_their_other_forms() -> None:
    assert index_terms("Small Ovens, e-bikes & Café ☕") == "small ovens e bikes cafe ☕ ‖ bike ebik ebikes oven"
    assert index_terms("") == "‖"
    assert split_terms("Zoë's 2½ \u202ax") == ["zoes", "21", "2", "x"]


@given(st.text(max_size=60))
def test_every_text_is_found_by_all_it_says(text: str) -> None:
    wanted = parse_query(" ".join(split_terms(text)))
    assert relevance(wanted, index_terms(text), "‖") == 1.0
    assert relevance(parse_query(text.replace('"', " ")), index_terms(text), "‖") is not None


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_query_of_plain_words(typed: str) -> None:
    wanted = parse_query(typed)
    assert len(wanted.clauses) <= MAX_WORDS
    for clause in wanted.clauses:
        for words in clause:
            for word in words:
                for part in (word.stem, word.prefix):
                    assert not set(part) & set(" \"'\\*()‖†")
                assert word.stem


def test_only_the_last_word_may_be_unfinished() -> None:
    assert parse_query("") == parse_query('"') == parse_query(" - ") == Query()
    assert relevance(parse_query("sto"), "stone ‖", "‖") == pytest.approx(0.9)
    assert relevance(parse_query("sto "), "stone ‖", "‖") is None
    assert relevance(parse_query("sto* oven"), "stone oven ‖", "‖") == pytest.approx(0.95)


def test_the_name_counts_twice_what_the_reason_counts() -> None:
    assert relevance(parse_query("oven"), "oven ‖", "‖") == 1.0
    assert relevance(parse_query("oven"), "stone ‖", "oven ‖") == 0.5
    assert relevance(parse_query("stone oven"), "stone ‖", "oven ‖") == 0.75
