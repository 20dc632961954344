"""Qualities: heard in a client's own words, derived for every occupation, and given to no occupation that has none of them."""

from collections import defaultdict
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.vocabulary import Language
from service.atlas.derived_qualities import FEWEST, MOST, codes_of_skills, derive_qualities
from service.atlas.qualities import QUALITIES, recognise
from service.atlas.tables import read_table
from service.localization.locales import LANGUAGES
from tests.atlas.taxonomy import esco_rows

Derived = Mapping[str, Mapping[str, float]]

HEARD: list[tuple[str, Language, tuple[str, ...]]] = [
    ("Being outdoors", "en", ("outdoors",)),
    ("helping people who cannot help themselves", "en", ("helping",)),
    ("adventure, a real problem, a team", "en", ("rescue", "puzzles", "team")),
    ("being known and sorting things out", "en", ("meeting", "order")),
    ("To make something that lasts", "en", ("lasting",)),
    ("the sea", "en", ("water",)),
    ("buiten zijn", "nl", ("outdoors",)),
    ("mensen helpen", "nl", ("helping",)),
    ("met dieren werken", "nl", ("animals",)),
    ("een goed verhaal vertellen", "nl", ("words",)),
    ("gezien worden", "nl", ("stage",)),
    ("iets maken dat blijft", "nl", ("lasting",)),
    ("utomhus", "sv", ("outdoors",)),
    ("att få vara ute i naturen", "sv", ("outdoors",)),
    ("hjälpa andra", "sv", ("helping",)),
    ("laganda", "sv", ("team",)),
    ("äventyret", "sv", ("rescue",)),
    ("lösa problem", "sv", ("puzzles",)),
    ("hjelpe folk", "nb", ("helping",)),
    ("spenning og fellesskap", "nb", ("rescue", "team")),
    ("å være kjent for noe", "nb", ("meeting",)),
    ("rettferdighet", "nb", ("justice",)),
    ("dyr", "nb", ("animals",)),
    ("å lage mat", "nb", ("food",)),
    ("Time to think", "en", ("puzzles",)),
    ("Dezelfde dag het resultaat zien", "nl", ("lasting",)),
    ("Om raad gevraagd worden", "nl", ("teaching",)),
    ("Ett lag som skrattar", "sv", ("team",)),
    ("få människor att skratta", "sv", ("stage",)),
    ("en bedre verden", "nb", ("nature",)),
    ("se verden", "nb", ("travel",)),
    ("helping children learn", "en", ("children", "teaching")),
    ("finding things out", "en", ("puzzles",)),
    ("always learning", "en", ("puzzles",)),
    ("a calm place", "en", ("own_pace",)),
    ("kinderen iets leren", "nl", ("children", "teaching")),
    ("zelf nieuwe dingen leren", "nl", ("puzzles",)),
    ("lära barn att läsa", "sv", ("children", "teaching")),
    ("lære barn å lese", "nb", ("children", "teaching")),
    ("lære nye ting", "nb", ("puzzles",)),
    ("fart", "nb", ("travel",)),
]


@pytest.mark.parametrize(("wording", "language", "qualities"), HEARD)
def test_a_clients_own_words_are_read_as_qualities(
    wording: str, language: Language, qualities: tuple[str, ...]
) -> None:
    assert set(qualities) <= set(recognise(wording, language))


@pytest.mark.parametrize(
    ("wording", "language", "quality"),
    [
        ("never working alone", "en", "own_pace"),
        ("niet alleen werken", "nl", "own_pace"),
        ("inte ensam", "sv", "own_pace"),
        ("aldri alene", "nb", "own_pace"),
        ("no animals", "en", "animals"),
        ("as a child", "en", "children"),
        ("als kind", "nl", "children"),
        ("som barn", "nb", "children"),
        ("seasons", "en", "water"),
        ("artikel", "nl", "beauty"),
        ("Ett lag som skrattar", "sv", "justice"),
        ("ta hand om någon", "sv", "hands"),
        ("a better world", "en", "travel"),
        ("helping children learn", "en", "puzzles"),
        ("kinderen iets leren", "nl", "puzzles"),
        ("lære barn å lese", "nb", "puzzles"),
        ("fart", "nb", "rescue"),
    ],
)
def test_what_is_denied_or_only_sounds_alike_is_not_heard(
    wording: str, language: Language, quality: str
) -> None:
    assert quality not in recognise(wording, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_another_language_are_read_as_english_if_they_are_no_words_here(language: Language) -> None:
    assert "helping" in recognise("helpful to others", language) or language == "nl"


@given(st.text(max_size=300), st.sampled_from(LANGUAGES))
def test_any_text_is_read_without_fault_and_each_quality_once(wording: str, language: Language) -> None:
    heard = recognise(wording, language)
    assert len(set(heard)) == len(heard)
    assert set(heard) <= set(QUALITIES)


@pytest.mark.parametrize("table", ["quality_words.tsv", "quality_groups.tsv"])
def test_every_quality_is_in_every_table_and_no_other_is(table: str) -> None:
    assert {row["quality"] for row in read_table(table)} == set(QUALITIES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_quality_has_words_of_its_own_in_every_language(language: Language) -> None:
    for row in read_table("quality_words.tsv"):
        words = row[language].split("|")
        assert len(words) >= 3, (row["quality"], language)
        assert len(set(words)) == len(words), (row["quality"], language)
        assert all(word.strip("= ") for word in words)


def test_a_line_of_the_table_counts_once_and_some() -> None:
    rows = read_table("quality_groups.tsv")
    assert {row["kind"] for row in rows} == {"skill", "skill group", "work group"}
    keys = [(row["quality"], row["kind"], row["code"]) for row in rows]
    assert len(set(keys)) == len(keys)
    assert all(0 <= float(row["weight"]) <= 3 for row in rows)


def test_codes_reach_through_all_levels_and_a_circle_ends() -> None:
    broader = {"skill": ["other"], "other": ["group"], "group": ["top"], "top": ["skill"]}
    assert codes_of_skills(broader, {"group": "S3.1", "top": "S3"})["skill"] == {"S3.1", "S3"}


def test_what_stands_out_counts_and_not_what_all_have() -> None:
    everybody = [(f"team {number}", 1.0) for number in range(5)]
    skills = {
        "keeper": [*everybody, ("feed", 1.0), ("tame", 1.0)],
        **{f"clerk {n}": [*everybody, ("file", 1.0)] for n in range(9)},
    }
    codes = {one: {"S1.8.1"} for one, _ in everybody} | {
        "feed": {"S6.9"},
        "tame": {"S6.9"},
        "file": {"S4.4.3"},
    }
    derived = derive_qualities(skills, codes, dict.fromkeys(skills, "4110"))
    assert next(iter(derived["keeper"])) == "animals"
    assert "animals" not in derived["clerk 1"]
    assert "team" not in derived["keeper"]


def test_an_occupation_without_skills_is_known_by_its_kind_of_work() -> None:
    assert "rescue" in derive_qualities({}, {}, {"one": "5411"})["one"]
    assert derive_qualities({}, {}, {}) == {}


@pytest.mark.parametrize(
    "unit", ["0110", "1219", "2149", "3339", "4110", "5223", "6130", "7115", "8121", "9622"]
)
def test_every_occupation_has_two_to_five_even_where_nothing_is_known_of_it(unit: str) -> None:
    derived = derive_qualities({"one": []}, {}, {"one": unit})["one"]
    assert FEWEST <= len(derived) <= MOST
    assert all(0 < strength <= 1 for strength in derived.values())


@pytest.fixture(scope="module")
def derived() -> Derived:
    """The qualities of all occupations of ESCO, by their English names."""
    skills: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in esco_rows("esco_occupation_skills"):
        skills[row["occupation_id"]].append((row["skill_id"], 1.0 if row["relation"] == "e" else 0.5))
    broader: defaultdict[str, list[str]] = defaultdict(list)
    for row in esco_rows("esco_skill_broader"):
        broader[row["concept_id"]].append(row["broader_id"])
    codes = {row["group_id"]: row["code"] for row in esco_rows("esco_skill_groups")}
    occupations = esco_rows("esco_occupations")
    found = derive_qualities(
        skills, codes_of_skills(broader, codes), {row["occupation_id"]: row["isco08"] for row in occupations}
    )
    return {row["label_en"]: found[row["occupation_id"]] for row in occupations}


def test_all_occupations_of_esco_have_two_to_five_qualities(derived: Derived) -> None:
    assert len(derived) > 3000
    assert all(FEWEST <= len(one) <= MOST for one in derived.values())
    assert all(list(one.values()) == sorted(one.values(), reverse=True) for one in derived.values())


def test_no_quality_is_of_nearly_all_and_none_of_hardly_any(derived: Derived) -> None:
    for quality in QUALITIES:
        known = sum(quality in one for one in derived.values())
        assert 30 < known < len(derived) / 3, (quality, known)


@pytest.mark.parametrize(
    ("occupation", "qualities"),
    [
        ("firefighter", "rescue team helping"),
        ("infantry soldier", "rescue outdoors"),
        ("park guide", "outdoors nature meeting"),
        ("forest ranger", "outdoors nature plants"),
        ("nurse responsible for general care", "body helping"),
        ("general veterinarian", "animals body"),
        ("landscape gardener", "plants outdoors"),
        ("primary school teacher", "teaching children"),
        ("actor/actress", "stage words"),
        ("musician", "music stage"),
        ("keyboard musical instrument maker", "music hands precision"),
        ("carpenter", "lasting hands"),
        ("civil engineer", "lasting machines"),
        ("ship captain", "water travel"),
        ("train driver", "travel machines"),
        ("judge", "justice"),
        ("police detective", "justice puzzles"),
        ("bookkeeper", "numbers order"),
        ("translator", "words"),
        ("software developer", "machines puzzles"),
        ("waiter/waitress", "food meeting"),
        ("baker", "food hands"),
        ("hairdresser", "beauty meeting"),
        ("shop assistant", "persuading meeting"),
        ("human resources manager", "leading"),
        ("file clerk", "order own_pace"),
        ("watch and clock repairer", "precision hands"),
    ],
)
def test_what_an_occupation_of_esco_is_known_for_reads_true(
    derived: Derived, occupation: str, qualities: str
) -> None:
    assert set(qualities.split()) <= set(derived[occupation])
