"""Claims about a role: who counts as an independent source, on which side, and which beliefs are left to test."""

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.evidence import GapInput, OddsSignalInput
from domain.journey.commands.market import NoteMarketSignal
from domain.journey.commands.network import EmployerInput
from domain.journey.commands.refusals import KeepOnFile
from domain.journey.decide import UserCommand
from domain.vocabulary import AnswerSignal, HeardSignal
from projections.claims.beliefs import beliefs_to_test
from projections.claims.projection import CLAIM_NAMES, CLAIMS, tell_gaps_once
from projections.claims.statements import CLAIM_OF_SIGNAL
from projections.claims.view import ClaimName, Claims, RoleClaim, RoleClaims
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from tests.domain.journeys import (
    ABOUT_TEACHING,
    APPLIED,
    TEACHER,
    answer,
    check_in,
    contact,
    day,
    learn,
    plan,
    run,
    silence,
    uid,
)
from tests.domain.scenario import decide_commands
from tests.histories import SET_OUT, History, histories
from tests.projections.small_games import LONG_AFTER, entries

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
days = st.integers(0, 90).map(lambda ahead: SET_OUT + timedelta(days=ahead))
SCHOOL = EmployerInput(employer_id=uid("school"), name="the school")


def claims(*told: UserCommand, on: date = LONG_AFTER) -> Claims:
    events = decide_commands((*ABOUT_TEACHING, *told))
    return CLAIMS.view(fold(CLAIMS, entries(events)), on, DEFAULT_PARAMETERS)


def about_teaching(*told: UserCommand, on: date = LONG_AFTER) -> RoleClaims:
    (role,) = (one for one in claims(*told, on=on).roles if one.role_id == TEACHER)
    return role


def claim(name: ClaimName, *told: UserCommand, on: date = LONG_AFTER) -> RoleClaim:
    (found,) = (one for one in about_teaching(*told, on=on).claims if one.claim == name)
    return found


def sides(name: ClaimName, *told: UserCommand, on: date = LONG_AFTER) -> tuple[int, int]:
    found = claim(name, *told, on=on)
    return found.agree, found.contradict


def talk(
    name: str,
    signal: HeardSignal,
    *,
    at: int = 2,
    who: str | None = None,
    employer: EmployerInput | None = None,
) -> list[UserCommand]:
    """A conversation of a day, and what was heard in it."""
    person = contact(contact_id=uid(who), name=who, employer=employer) if who else None
    return [
        plan(experiment_id=uid(name), contact=person, happened_on=day(at)),
        run(experiment_id=uid(name), happened_on=day(at)),
        learn(from_step=uid(name), happened_on=day(at), odds=(OddsSignalInput(signal=signal),)),
    ]


def test_every_role_has_the_five_claims_and_no_one_is_asked_at_first() -> None:
    role = about_teaching()

    assert tuple(one.claim for one in role.claims) == CLAIM_NAMES
    assert [str(one.words) for one in role.claims] == ["No one asked yet"] * 4 + ["No meeting rated yet"]


def test_every_signal_is_about_a_claim() -> None:
    assert set(CLAIM_OF_SIGNAL) == {*get_args(HeardSignal), *get_args(AnswerSignal)}


def test_two_people_agree_and_a_third_contradicts() -> None:
    told = (
        *talk("one", "fresh_outsider", who="Anouk"),
        *talk("two", "fresh_outsider", who="Bert"),
        *talk("three", "one_of_many", who="Carla"),
    )

    assert [str(claim("newcomers_welcome", *told[: 3 * many]).words) for many in (1, 2, 3)] == [
        "1 agrees, no one else asked yet",
        "2 agree",
        "2 agree, 1 contradicts",
    ]


def test_a_person_counts_once_by_what_they_said_last() -> None:
    told = (
        *talk("one", "fresh_outsider", who="Anouk"),
        *talk("two", "fresh_outsider", who="Anouk", at=3),
        *talk("three", "one_of_many", who="Anouk", at=4),
    )

    assert [sides("newcomers_welcome", *told, on=day(at)) for at in (2, 3, 4)] == [(1, 0), (1, 0), (0, 1)]


def test_two_people_of_one_organisation_count_as_one() -> None:
    told = (
        *talk("one", "fresh_outsider", who="Anouk", employer=SCHOOL),
        *talk("two", "fresh_outsider", who="Bert", employer=SCHOOL),
    )
    found = claim("newcomers_welcome", *told)

    assert (found.agree, found.contradict) == (1, 0)
    assert {one.contact_id for one in found.sources} == {uid("Anouk"), uid("Bert")}
    assert {one.employer_id for one in found.sources} == {SCHOOL.employer_id}


def test_one_organisation_whose_people_disagree_counts_once_on_each_side() -> None:
    told = (
        *talk("one", "fresh_outsider", who="Anouk", employer=SCHOOL),
        *talk("two", "one_of_many", who="Bert", employer=SCHOOL),
    )

    assert sides("newcomers_welcome", *told) == (1, 1)


def test_who_is_not_known_counts_by_the_step() -> None:
    told = (*talk("one", "fresh_outsider"), *talk("two", "fresh_outsider"))

    assert sides("newcomers_welcome", *told) == (2, 0)


def test_the_client_and_the_coach_are_no_sources() -> None:
    told = (
        learn(from_step=None, odds=(OddsSignalInput(signal="fresh_outsider", role_id=TEACHER),)),
        check_in(),
        learn(
            from_step=None,
            check_in_id=check_in().check_in_id,
            happened_on=day(5),
            odds=(OddsSignalInput(signal="fresh_outsider", role_id=TEACHER),),
        ),
        plan(experiment_id=uid("alone"), kind="reflection"),
        run(experiment_id=uid("alone")),
        learn(from_step=uid("alone"), odds=(OddsSignalInput(signal="fresh_outsider"),)),
    )

    assert claim("newcomers_welcome", *told).sources == ()


def test_what_one_talk_says_both_ways_counts_on_both_sides() -> None:
    told = [
        *talk("one", "requirement_met", who="Anouk"),
        learn(
            from_step=uid("one"), happened_on=day(2), odds=(OddsSignalInput(signal="requirement_missing"),)
        ),
    ]

    assert sides("has_what_is_asked", *told) == (1, 1)


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        ((answer(),), (1, 0)),
        ((answer(answer="rejected_unseen"),), (0, 1)),
        ((silence(),), (0, 1)),
        ((silence(), answer(happened_on=day(40))), (1, 0)),
        ((answer(), answer(answer="rejected_after_interview", close=True, happened_on=day(12))), (1, 1)),
        ((answer(), answer(answer="rejected_after_interview", close=False, happened_on=day(12))), (1, 0)),
    ],
)
def test_employers_respond_by_the_last_answer_of_each(
    replies: tuple[UserCommand, ...], expected: tuple[int, int]
) -> None:
    assert sides("employers_respond", *APPLIED[2:], *replies) == expected


@pytest.mark.parametrize(
    "no",
    [
        answer(answer="rejected_unseen", happened_on=day(12)),
        answer(answer="rejected_after_interview", close=True, happened_on=day(12)),
        answer(answer="rejected_after_interview", close=False, happened_on=day(12)),
    ],
    ids=["unseen", "close", "not close"],
)
def test_a_no_stays_when_they_keep_the_details_on_file(no: RecordAnswer) -> None:
    told = (*APPLIED[2:], answer(), no)
    kept = KeepOnFile(happened_on=day(14), experiment_id=no.experiment_id, until=day(40))

    _, contradict = sides("employers_respond", *told)

    assert sides("employers_respond", *told, kept) == (1, contradict)
    assert sides("employers_respond", *told, kept, on=day(13)) == sides("employers_respond", *told)


def test_a_publication_counts_once_by_its_name() -> None:
    def note(name: str, source: str, signal: Any) -> NoteMarketSignal:
        return NoteMarketSignal(
            happened_on=day(3),
            signal_id=uid(name),
            role_id=TEACHER,
            signal=signal,
            published=day(1),
            source=source,
        )

    told = (
        note("one", "Labour Office", "market_growing"),
        note("two", "labour office", "vacancies_many"),
        note("three", "The Paper", "vacancies_none"),
    )
    found = claim("there_is_work", *told)

    assert (found.agree, found.contradict) == (1, 1)
    assert {one.market_signal_id for one in found.sources} == {uid("one"), uid("two"), uid("three")}


def test_liking_is_by_the_people_met_and_says_the_ratings() -> None:
    def liked(name: str, rating: int, *, at: int = 2, **planned: Any) -> list[UserCommand]:
        return [
            plan(experiment_id=uid(name), happened_on=day(1), **planned),
            run(experiment_id=uid(name), happened_on=day(at)),
            learn(from_step=uid(name), happened_on=day(at), appeal=rating),
        ]

    told = [
        *liked("one", 9, contact=contact()),
        *liked("two", 5, at=3),
        *liked("three", 3, at=4, kind="job_shadow"),
        *liked("advert", 8, kind="desk_research"),
    ]
    found = claim("would_like_it", *told)

    assert str(found.words) == "3 people met: rated 9, 5 and 3"
    assert (found.agree, found.contradict) == (1, 1)
    assert [one.side for one in found.sources] == ["contradicts", None, "agrees"]


def test_a_source_names_its_step() -> None:
    (source,) = claim("newcomers_welcome", *talk("one", "fresh_outsider", who="Anouk")).sources

    assert (source.experiment_id, source.contact_id, source.signal) == (
        uid("one"),
        uid("Anouk"),
        "fresh_outsider",
    )


def test_a_gap_that_was_told_is_part_of_what_the_claim_says() -> None:
    gap = GapInput(gap_id=uid("certificate"), wording="certificate", closable=True)
    told = [
        *talk("one", "fresh_outsider", who="Anouk"),
        learn(from_step=uid("one"), happened_on=day(2), gaps=(gap,)),
    ]

    assert str(claim("has_what_is_asked", *told).words) == "One gap found, no one asked about the rest"
    assert str(claim("there_is_work", *told).words) == "No one asked yet"


def test_the_gaps_of_the_role_stand_beside_what_is_asked() -> None:
    gap = GapInput(gap_id=uid("certificate"), wording="certificate", closable=True)
    told = [
        *talk("one", "requirement_missing", who="Anouk"),
        learn(from_step=uid("one"), happened_on=day(2), gaps=(gap,)),
    ]

    assert claim("has_what_is_asked", *told).gap_ids == (uid("certificate"),)
    assert claim("newcomers_welcome", *told).gap_ids == ()


def test_beside_a_gap_that_somebody_told_of_nothing_says_that_no_one_was_asked() -> None:
    told: list[UserCommand] = [*talk("one", "requirement_missing", who="Anouk")]
    for number, (name, wording) in enumerate((("certificate", "certificate"), ("again", "Certificate"))):
        gap = GapInput(gap_id=uid(name), wording=wording, closable=True)
        told.append(learn(from_step=uid("one"), happened_on=day(2 + number), gaps=(gap,)))
    found = claim("has_what_is_asked", *told)

    assert str(found.words) == "1 contradicts"
    assert found.gap_ids == (uid("certificate"), uid("again"))


def test_a_page_tells_a_gap_of_one_wording_once() -> None:
    wordings = {uid("certificate"): "certificate", uid("again"): "Certificate", uid("licence"): "licence"}
    told: list[UserCommand] = []
    for number, (gap_id, wording) in enumerate(wordings.items()):
        gap = GapInput(gap_id=gap_id, wording=wording, closable=True)
        told += talk(f"step {number}", "fresh_outsider", who="Anouk", at=2 + number)
        told.append(learn(from_step=uid(f"step {number}"), happened_on=day(2 + number), gaps=(gap,)))
    role = about_teaching(*told)

    def asked(of: RoleClaims) -> tuple[str, tuple[object, ...]]:
        (one,) = (one for one in of.claims if one.claim == "has_what_is_asked")
        return str(one.words), one.gap_ids

    assert asked(role) == ("3 gaps found, no one asked about the rest", tuple(wordings))
    assert asked(tell_gaps_once(role, wordings)) == (
        "2 gaps found, no one asked about the rest",
        (uid("certificate"), uid("licence")),
    )
    assert asked(tell_gaps_once(role, {})) == asked(role), "words that cannot be read make no two gaps one"


def test_beliefs_are_of_the_claims_with_the_fewest_sources() -> None:
    told = (*talk("one", "fresh_outsider", who="Anouk"), *talk("two", "requirement_met", who="Bert"))

    assert [one.claim for one in beliefs_to_test(about_teaching())] == list(CLAIM_NAMES[:3])
    assert [one.claim for one in beliefs_to_test(about_teaching(*told))] == list(CLAIM_NAMES[2:])


def test_a_claim_on_which_two_agree_and_none_contradicts_is_left_alone() -> None:
    settled = (*talk("one", "fresh_outsider", who="Anouk"), *talk("two", "fresh_outsider", who="Bert"))
    disputed = (*settled, *talk("three", "one_of_many", who="Carla"))
    rest = [
        *talk("four", "requirement_met", who="Anouk"),
        *talk("five", "requirement_met", who="Bert"),
        *talk("six", "vacancies_many", who="Anouk"),
        *talk("seven", "vacancies_many", who="Bert"),
        *APPLIED[2:],
    ]

    assert "newcomers_welcome" not in {one.claim for one in beliefs_to_test(about_teaching(*settled, *rest))}
    assert "newcomers_welcome" in {one.claim for one in beliefs_to_test(about_teaching(*disputed, *rest))}


def test_a_belief_is_a_sentence_with_what_it_tests() -> None:
    belief = beliefs_to_test(about_teaching())[0]

    assert (str(belief.text), belief.tests) == ("I would be one of many.", "odds")


@given(histories(), days)
@long_histories
def test_claims_at_a_date_depend_only_on_what_is_dated_up_to_it(history: History, on: date) -> None:
    def view(events: list[Any]) -> Claims:
        return CLAIMS.view(fold(CLAIMS, entries(events)), on, DEFAULT_PARAMETERS)

    assert view(list(history.events)) == view([one for one in history.events if one.happened_on <= on])


@given(histories(corrections=True))
@long_histories
def test_no_more_sources_are_counted_than_are_shown(history: History) -> None:
    for role in CLAIMS.view(fold(CLAIMS, history.entries()), LONG_AFTER, DEFAULT_PARAMETERS).roles:
        for one in role.claims:
            shown = [
                [each for each in one.sources if each.side == side] for side in ("agrees", "contradicts")
            ]

            assert one.agree <= len(shown[0])
            assert one.contradict <= len(shown[1])
            assert bool(shown[0]) == bool(one.agree)
        assert len(beliefs_to_test(role)) <= 3
