"""What the client's own words say of the skills that are asked: careful, in her language and in English."""

from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.journey.events.skills import SkillEvidenceKind
from domain.vocabulary import Language, SkillStanding
from service.atlas.folding import fold_label
from service.atlas.skill_matching import OwnWording, SkillTitle, match_skills

SEED = UUID(int=7)
words = st.text(st.sampled_from("abdeinrst åéø'.-"), max_size=30)


def own(wording: str, standing: SkillStanding = "has", kind: SkillEvidenceKind = "strength") -> OwnWording:
    return OwnWording(kind=kind, id=uuid5(SEED, wording), wording=wording, standing=standing)


def skill(title: str, language: Language = "en") -> SkillTitle:
    return SkillTitle(skill_id=title, titles={language: title})


def speaks(wording: str, title: str, language: Language = "en") -> bool:
    return bool(match_skills([skill(title, language)], [own(wording)], language))


@pytest.mark.parametrize(
    ("language", "wording", "title"),
    [
        ("en", "stays calm", "stay calm"),
        ("en", "keeps calm when it beeps", "stay calm"),
        ("en", "writes clear reports", "write reports"),
        ("en", "Listens", "listen"),
        ("en", "leads projects and people", "lead projects"),
        ("nl", "schrijft rapporten", "rapport schrijven"),
        ("nl", "blijft rustig", "rustig blijven"),
        ("sv", "skriver rapporter", "skriva rapport"),
        ("sv", "håller ordning på dokument", "hålla ordning på dokumenten"),
        ("nb", "holder oversikt", "holde oversikten"),
    ],
)
def test_the_same_in_other_forms_is_recognised(language: Language, wording: str, title: str) -> None:
    assert speaks(wording, title, language)


@pytest.mark.parametrize(
    ("language", "wording", "title"),
    [
        ("en", "writes letters", "write reports"),
        ("en", "first in the office", "give first aid"),
        ("en", "good with people", "work with people who are ill"),
        ("en", "does not stay calm", "stay calm"),
        ("en", "cannot read drawings", "read drawings"),
        ("en", "planned a whole festival with forty musicians and a boat", "plan"),
        ("en", "a calm and patient teacher of small children", "calm"),
        ("nl", "kan niet goed plannen", "plannen"),
        ("nl", "schrijft brieven", "rapporten schrijven"),
        ("sv", "skriver inte rapporter", "skriva rapport"),
    ],
)
def test_what_only_sounds_like_it_is_not(language: Language, wording: str, title: str) -> None:
    assert not speaks(wording, title, language)


def test_english_is_read_beside_the_reader_s_language() -> None:
    assert match_skills([skill("stay calm")], [own("stays calm")], "nl")
    assert not match_skills([skill("rustig blijven", "nl")], [own("blijft rustig")], "sv")


def test_of_several_wordings_the_most_careful_one_is_proposed() -> None:
    gap = own("writing reports", "not_yet", "gap")
    found = match_skills([skill("write reports")], [own("writes reports"), gap], "en")

    assert found == {"write reports": gap}


def test_a_skill_without_words_is_never_recognised() -> None:
    assert not match_skills([skill("the"), skill(""), skill("%")], [own("the"), own("")], "en")


@given(words, words)
def test_nothing_is_recognised_that_shares_no_beginning_of_a_word(wording: str, title: str) -> None:
    if speaks(wording, title):
        begins = {word[:1] for word in title.casefold().replace("'", " ").split()}
        assert begins


@given(st.lists(words, max_size=5), st.lists(words, max_size=5))
def test_the_order_of_skills_changes_nothing(titles: list[str], wordings: list[str]) -> None:
    skills, told = [skill(one) for one in titles], [own(one) for one in wordings]

    assert match_skills(skills, told, "en") == match_skills(skills[::-1], told, "en")


@given(words)
def test_more_words_never_find_less_of_a_skill_of_two(more: str) -> None:
    found = speaks(f"writes reports {more}", "write reports")

    assert found or {"not", "no", "inte", "niet", "don"}.intersection(fold_label(more).split())
