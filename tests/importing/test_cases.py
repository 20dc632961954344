"""Importing a case: the same commands each time, the same figures whenever it starts, and clear words when it fails."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from domain.errors import DomainError, InvalidValue
from domain.journey.aggregate import INITIAL, evolve
from domain.journey.commands.evidence import RecordEvidence
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import decide
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.profile.projection import PROFILE
from projections.profile.view import Profile
from service.importing.case_actions import CaseIds, case_journey_id
from service.importing.case_commands import case_commands
from service.importing.case_format import CaseFile, shift_case
from tests.projections.worked_cases import CASES, entries_of, raw, read, told

every_case = pytest.mark.parametrize("number", CASES)


@every_case
def test_a_case_read_twice_means_the_same_commands(number: int) -> None:
    again = msgspec.json.decode(raw(number), type=CaseFile)

    assert case_commands(read(number)) == case_commands(again)


@every_case
def test_a_case_read_twice_is_the_same_journey(number: int) -> None:
    again = msgspec.json.decode(raw(number), type=CaseFile)

    assert case_journey_id(read(number)) == case_journey_id(again)


@every_case
def test_a_command_of_a_case_told_twice_means_nothing_new(number: int) -> None:
    """But for evidence added later, which is told apart by its command's id alone."""
    journey, new = INITIAL, list[AnyJourneyEvent]()
    for one in case_commands(read(number)):
        today = one.command.happened_on
        for event in decide(journey, one.command, today):
            journey = evolve(journey, event)
        if not isinstance(one.command, RecordEvidence):
            with suppress(DomainError):
                new += decide(journey, one.command, today)

    assert new == []


@every_case
def test_a_case_is_told_in_the_order_of_its_days(number: int) -> None:
    days = [one.command.happened_on for one in case_commands(read(number))]

    assert days == sorted(days)


@every_case
def test_every_action_of_a_case_is_told(number: int) -> None:
    places = {one.where for one in case_commands(read(number))}

    assert {f"action {one.id}" for one in read(number).actions} <= places


@every_case
def test_every_command_is_told_with_its_place_in_the_file(number: int) -> None:
    kinds = Counter(one.where.partition(" ")[0] for one in case_commands(read(number)))

    assert kinds.keys() <= {
        "client",
        "client.constraints",
        "client.starting_criteria",
        "role",
        "parked",
        "action",
        "week",
        "pitches",
        "quest",
        "challenge",
        "phone",
        "energy",
    }


@every_case
@pytest.mark.parametrize("weeks", [-104, -1, 1, 37])
def test_a_case_moved_by_whole_weeks_gives_the_same_figures(number: int, weeks: int) -> None:
    as_told, later = read(number), shift_case(read(number), weeks)

    for week in (2, 6, 12):
        assert list(figures(at(as_told, week))) == list(figures(at(later, week)))


@every_case
def test_a_case_moved_to_other_dates_is_another_journey(number: int) -> None:
    assert case_journey_id(read(number)) != case_journey_id(shift_case(read(number), 1))


@every_case
def test_a_case_moved_there_and_back_is_as_it_was(number: int) -> None:
    assert read(number) == shift_case(shift_case(read(number), 9), -9)


@every_case
def test_a_case_moved_keeps_its_weekdays(number: int) -> None:
    days = [one.command.happened_on for one in case_commands(read(number))]
    later = [one.command.happened_on for one in case_commands(shift_case(read(number), 5))]

    assert [one + timedelta(weeks=5) for one in days] == later


def at(case: CaseFile, week: int) -> Profile:
    on = case.client.start_date + timedelta(days=7 * week - 1)
    return PROFILE.view(fold(PROFILE, entries_of(case)), on, DEFAULT_PARAMETERS)


def figures(shown: Profile) -> Iterator[tuple[object, ...]]:
    """All a profile says, without ids and days; wishes of one weight may stand in another order."""
    yield (shown.week, shown.called, shown.track, shown.steps, shown.focus, shown.scope, shown.forecasts)
    for role in shown.roles:
        yield (role.title, role.standing, role.reason, role.appeal, role.spread, role.alpha, role.beta)
        yield (role.reach, role.promise, role.share, role.contact, role.evidence)
    yield from sorted((one.wording, round(one.weight, 9), one.traded) for one in shown.criteria)
    for strength in shown.strengths:
        yield (strength.wording, strength.hidden, len(strength.observations))
    for gap in shown.gaps:
        yield (gap.wording, gap.closable, gap.times)
    yield tuple(sorted((one.kind, round(one.score, 12)) for one in shown.suggestions))


def test_an_action_about_an_unknown_role_names_it() -> None:
    case = read(1)
    astray = replace(case.actions[1], role="astronaut")

    with pytest.raises(InvalidValue, match="astronaut") as refused:
        case_commands(replace(case, actions=(case.actions[0], astray)))
    assert (refused.value.field, refused.value.allowed) == ("role", "a role of the case")


def test_what_an_action_without_a_conclusion_taught_is_evidence() -> None:
    case = read(1)
    told = replace(case, actions=(replace(case.actions[1], conclusion=None),), parked_roles=())
    taught = [one.command for one in case_commands(told) if isinstance(one.command, RecordEvidence)]

    assert [one.learned.appeal for one in taught] == [5]


def test_an_unknown_role_met_on_the_way_is_named() -> None:
    case = read(1)
    astray = replace(case.actions[1], new_roles=("astronaut",))

    with pytest.raises(InvalidValue, match="The role astronaut is not among the case's roles"):
        case_commands(replace(case, actions=(astray,)))


def test_what_is_no_case_is_refused_with_its_place_in_the_file() -> None:
    broken = {**told(1), "actions": [{**told(1)["actions"][0], "kind": "yoga"}]}

    with pytest.raises(msgspec.ValidationError, match=r"yoga.*actions\[0\]\.kind|actions\[\.\.\.\]\.kind"):
        msgspec.json.decode(msgspec.json.encode(broken), type=CaseFile)


@every_case
def test_what_the_file_says_besides_the_case_is_left_aside(number: int) -> None:
    bare = {
        key: value for key, value in told(number).items() if key not in ("expected", "vocabulary", "note")
    }

    assert read(number) == msgspec.json.decode(msgspec.json.encode(bare), type=CaseFile)


def test_an_unknown_role_that_was_parked_is_named() -> None:
    case = read(1)
    astray = replace(case.parked_roles[0], role="astronaut")

    with pytest.raises(InvalidValue, match="astronaut"):
        case_commands(replace(case, parked_roles=(astray,)))


@pytest.mark.parametrize(("noun", "wording"), [("role", "teacher"), ("criterion", "pay")])
def test_an_id_is_made_of_the_journey_the_noun_and_the_wording(noun: str, wording: str) -> None:
    made = CaseIds(read(1))

    assert made.id_for(noun, wording) == CaseIds(read(1)).id_for(noun, wording)
    assert made.id_for(noun, wording) != made.id_for(noun, f"{wording}s")
    assert made.id_for(noun, wording) != CaseIds(read(2)).id_for(noun, wording)
