"""The starter atlas: complete in four languages, near enough to itself, and of ESCO's identities."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from importlib.resources import files

import pytest

from domain.vocabulary import Language
from service.atlas.neighbours import neighbours
from service.atlas.qualities import QUALITIES
from service.atlas.starter_files import read_starter
from service.atlas.tables import read_table
from service.localization.locales import LANGUAGES
from tests.atlas.taxonomy import esco_rows

OCCUPATIONS = read_table("starter/occupations.tsv")
SKILLS = read_table("starter/skills.tsv")
LINKS = read_table("starter/occupation_skills.tsv")
KNOWN_FOR = read_table("starter/qualities.tsv")
GROUPS = read_table("starter/groups.tsv")
LICENCES = read_table("starter/licences.tsv")

IDS = {row["occupation_id"] for row in OCCUPATIONS}


def skills_of_occupations() -> Mapping[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in LINKS:
        found[row["occupation_id"]].add(row["skill_id"])
    return found


def labels_of(row: Mapping[str, str], language: Language) -> list[str]:
    """The title and the other words of an occupation."""
    others = row[f"others_{language}"].split("|")
    return [one.casefold() for one in (row[f"title_{language}"], *others) if one]


def texts() -> Iterator[tuple[str, str]]:
    for name, table in (
        ("occupations", OCCUPATIONS),
        ("skills", SKILLS),
        ("groups", GROUPS),
        ("licences", LICENCES),
    ):
        for number, row in enumerate(table, 2):
            for column, text in row.items():
                yield f"{name}.tsv, line {number}, {column}", text


def test_there_are_at_least_140_occupations_of_all_major_groups() -> None:
    assert len(OCCUPATIONS) >= 140
    assert {row["isco_group"][0] for row in OCCUPATIONS} == set("0123456789")


@pytest.mark.parametrize(
    "names",
    [
        [row["occupation_id"] for row in OCCUPATIONS],
        [row["skill_id"] for row in SKILLS],
        [row["code"] for row in GROUPS],
        [row["isco_group"] for row in LICENCES],
        [(row["occupation_id"], row["skill_id"]) for row in LINKS],
        [(row["occupation_id"], row["quality"]) for row in KNOWN_FOR],
        *[[row[f"title_{language}"] for row in OCCUPATIONS] for language in LANGUAGES],
        *[[row[language] for row in SKILLS] for language in LANGUAGES],
    ],
)
def test_nothing_stands_there_twice(names: list[object]) -> None:
    assert [one for one, count in Counter(names).items() if count > 1] == []


def test_every_text_is_written_in_every_language() -> None:
    empty = [place for place, text in texts() if not text.strip() and "others_" not in place]
    assert empty == []


def test_no_text_has_spaces_around_it_or_signs_that_do_not_belong() -> None:
    assert [
        place for place, text in texts() if text != text.strip() or "  " in text or "\u2026" in text
    ] == []


def test_a_description_is_one_short_sentence() -> None:
    for row in OCCUPATIONS:
        for language in LANGUAGES:
            text = row[f"description_{language}"]
            assert text[0].isupper(), text
            assert text.endswith("."), text
            assert len(text) <= 120, text


def test_other_words_are_few_and_not_the_title_again() -> None:
    for row in OCCUPATIONS:
        for language in LANGUAGES:
            others = [one for one in row[f"others_{language}"].split("|") if one]
            assert len(others) <= 4
            assert row[f"title_{language}"] not in others


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_means_one_occupation(language: Language) -> None:
    labels = Counter(label for row in OCCUPATIONS for label in labels_of(row, language))
    assert [label for label, count in labels.items() if count > 1] == []


@pytest.mark.parametrize(("case", "language"), [("case_1", "nl"), ("case_2", "sv"), ("case_3", "nb")])
def test_every_role_of_the_demo_is_a_word_of_the_starter(case: str, language: Language) -> None:
    known = {label for row in OCCUPATIONS for label in labels_of(row, language)}
    demo = json.loads(files("service.demo").joinpath("cases", f"{case}.json").read_bytes())
    assert [one["role"] for one in demo["roles"] if one["role"].casefold() not in known] == []


def test_every_occupation_asks_for_seven_to_twelve_skills() -> None:
    for occupation, skills in skills_of_occupations().items():
        assert 7 <= len(skills) <= 12, occupation
    assert set(skills_of_occupations()) == IDS
    assert {row["relation"] for row in LINKS} == {"essential", "optional"}


def test_every_skill_is_known_and_asked_for_more_than_once() -> None:
    asked = Counter(row["skill_id"] for row in LINKS)
    assert set(asked) == {row["skill_id"] for row in SKILLS}
    assert [skill for skill, count in asked.items() if count < 2] == []


def test_every_occupation_shares_three_skills_with_at_least_five_others() -> None:
    skills = skills_of_occupations()
    lonely = {
        one: near
        for one in skills
        if (near := sum(other != one and len(skills[one] & skills[other]) >= 3 for other in skills)) < 5
    }
    assert lonely == {}


def test_every_occupation_has_at_least_five_near_it_in_the_atlas_as_it_is_shown() -> None:
    starter = read_starter()
    groups = {key: one.isco_group for key, one in starter.occupations.items()}
    near = Counter(one.occupation_id for one in neighbours(starter.occupation_skills, groups))
    assert {
        row["title_en"]: near[row["occupation_id"]] for row in OCCUPATIONS if near[row["occupation_id"]] < 5
    } == {}


def test_every_occupation_has_two_to_five_qualities_and_every_quality_has_occupations() -> None:
    known_for = Counter(row["occupation_id"] for row in KNOWN_FOR)
    assert set(known_for) == IDS
    assert set(known_for.values()) <= {2, 3, 4, 5}
    by_quality = Counter(row["quality"] for row in KNOWN_FOR)
    assert set(by_quality) == set(QUALITIES)
    assert min(by_quality.values()) >= 5, by_quality


def test_every_occupation_has_its_groups() -> None:
    codes = {row["code"] for row in GROUPS}
    for row in OCCUPATIONS:
        assert {row["isco_group"], row["isco_group"][:2], row["isco_group"][:1]} <= codes, row["title_en"]


def test_licences_are_of_unit_groups_and_of_the_three_countries() -> None:
    for row in LICENCES:
        assert len(row["isco_group"]) == 4
        assert set(row["countries"].split()) <= {"NL", "SE", "NO"} != set()


def test_the_identities_are_those_of_esco() -> None:
    groups = {row["occupation_id"]: row["isco08"] for row in esco_rows("esco_occupations")}
    assert {row["occupation_id"]: row["isco_group"] for row in OCCUPATIONS}.items() <= groups.items()


def test_no_sentence_is_copied_from_esco() -> None:
    of_esco = {row["description"].casefold() for row in esco_rows("esco_occupation_descriptions")}
    ours = {row[f"description_{language}"].casefold() for row in OCCUPATIONS for language in ("en", "nl")}
    assert not ours & of_esco
