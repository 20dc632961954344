"""What may speak of a skill is found in her words, by the words people use for it, and asked instead of claimed."""

from uuid import UUID, uuid5

import pytest

from domain.vocabulary import Language, SkillStanding
from service.atlas.folding import fold_label
from service.atlas.likely_skills import likely_skills, read_phrases
from service.atlas.same_skills import starter_skills
from service.atlas.skill_matching import OwnWording, SkillTitle
from service.atlas.starter_files import read_starter
from service.localization.locales import LANGUAGES

TOLERATE_STRESS = next(esco_id for esco_id, ours in starter_skills().items() if ours == "stay-calm")
OURS = [SkillTitle(skill_id=key, titles=titles) for key, titles in read_starter().skills.items()]


def likely(wording: str, language: Language, standing: SkillStanding = "has") -> set[str]:
    own = OwnWording(kind="strength", id=uuid5(UUID(int=7), wording), wording=wording, standing=standing)
    return set(likely_skills(OURS, [own], (language,)))


def test_the_table_names_skills_of_the_starter_in_folded_words_of_four_languages() -> None:
    rows = [*read_phrases()]

    assert {skill_id for skill_id, _, _ in rows} <= set(read_starter().skills)
    for skill_id in {one for one, _, _ in rows}:
        assert [one for key, one, _ in rows if key == skill_id] == [*LANGUAGES], skill_id
    words = [word for _, _, phrases in rows for phrase in phrases for word in phrase]
    assert [word for word in words if word != fold_label(word) or not word] == []


@pytest.mark.parametrize(
    ("language", "wording", "skill"),
    [
        ("nl", "zag als eerste dat de calamiteit vaker voorkwam", "investigate-incidents"),
        ("nl", "onderzoekt incidentmeldingen", "investigate-incidents"),
        ("nl", "blijft kalm als iedereen rent", "stay-calm"),
        ("sv", "förklarar ritningar för lekmän", "explain-simply"),
        ("sv", "saknar elbehörighet", "install-electrics"),
        ("nb", "holder hodet kaldt", "stay-calm"),
        ("nb", "rydder i regninger", "keep-books"),
        ("en", "listens before he answers", "listen-closely"),
        ("en", "explains budgets to people who hate figures", "explain-simply"),
    ],
)
def test_other_words_for_it_are_recognised(language: Language, wording: str, skill: str) -> None:
    assert skill in likely(wording, language, "not_yet" if "saknar" in wording else "has")


@pytest.mark.parametrize(
    ("language", "wording"),
    [
        ("en", "plays the violin"),
        ("en", "does not stay calm"),
        ("nl", "houdt van de zee"),
        ("nl", "blijft nooit rustig"),
        ("sv", "tycker om hundar"),
        ("nb", "liker sjøen"),
    ],
)
def test_what_says_nothing_of_a_skill_is_left(language: Language, wording: str) -> None:
    assert likely(wording, language) == set()


def test_the_same_skill_of_esco_is_recognised_by_the_same_words() -> None:
    own = OwnWording(kind="strength", id=UUID(int=1), wording="blijft kalm", standing="has")
    esco = SkillTitle(skill_id=TOLERATE_STRESS, titles={"en": "tolerate stress"})

    assert likely_skills([esco], [own], ("nl",)) == {TOLERATE_STRESS: own}


def test_a_skill_of_esco_alone_is_recognised_by_what_its_english_title_means() -> None:
    own = OwnWording(kind="strength", id=UUID(int=1), wording="leest incidentmeldingen", standing="has")
    skills = [
        SkillTitle(skill_id=str(number), titles={"en": title})
        for number, title in enumerate(("manage major incidents", "polish shoes", *["report accidents"] * 5))
    ]

    found = likely_skills(skills, [own], ("nl",))

    assert [*found] == ["0", "2", "3"]


def test_what_was_missing_is_asked_before_what_was_seen() -> None:
    seen = OwnWording(kind="strength", id=UUID(int=1), wording="calm", standing="has")
    missing = OwnWording(kind="gap", id=UUID(int=2), wording="could not stay calm", standing="not_yet")

    assert likely_skills(OURS, [seen, missing], ("en",))["stay-calm"] == missing
