"""Each field of the case format means something, and the cases of the demo show it."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from msgspec import NODEFAULT, Struct, inspect
from msgspec.structs import fields, replace

from domain.errors import DomainError, InvalidValue
from domain.journey.commands.agreements import AnswerChallenge
from domain.journey.commands.experiments import PlanExperiment
from domain.journey.commands.quests import DeclineQuest, OfferQuest
from domain.journey.decide import UserCommand
from service.importing.case_commands import case_commands
from service.importing.case_format import CaseChallenge, CaseFile, CaseQuest
from tests.projections.worked_cases import read

FieldOfStruct = tuple[str, str]
READER_ONLY = {("CaseAction", "week")}
"""What is for whoever reads the file."""
NOT_SHOWN = {
    ("CaseClient", "time_zone"),
    ("CaseClient", "weekly_goal"),
    ("CaseFeedback", "for_this_job_only"),
    ("CaseQuest", "declined_on"),
    ("CaseChallenge", "declined_on"),
}
"""What nobody in the demo did."""
DEMO = tuple(read(number) for number in (1, 2, 3))


def without_each(value: Any) -> Iterator[tuple[FieldOfStruct, Any]]:
    """Each optional field that is used anywhere, with the whole as it is without it."""
    if isinstance(value, tuple):
        for place, one in enumerate(value):
            for used, less in without_each(one):
                yield used, (*value[:place], less, *value[place + 1 :])
    if isinstance(value, Struct):
        for field in fields(value):
            held, unused = getattr(value, field.name), unused_value(field)
            if unused is not NODEFAULT and held != unused:
                yield (type(value).__name__, field.name), replace(value, **{field.name: unused})
            for inner, less in without_each(held):
                yield inner, replace(value, **{field.name: less})


def unused_value(field: msgspec.structs.FieldInfo) -> Any:
    return field.default if field.default_factory is NODEFAULT else field.default_factory()


def optional_fields(of: inspect.Type) -> Iterator[FieldOfStruct]:
    """The optional fields of a Struct and of all within it."""
    if isinstance(of, inspect.StructType):
        for field in of.fields:
            if not field.required:
                yield of.cls.__name__, field.name
            yield from optional_fields(field.type)
    for name in ("type", "types", "item_type"):
        inner: Any = getattr(of, name, ())
        for one in inner if isinstance(inner, tuple) else (inner,):
            yield from optional_fields(one)


FIELDS = sorted(set(optional_fields(inspect.type_info(CaseFile))) - READER_ONLY)


def commands(case: CaseFile) -> list[UserCommand] | str:
    try:
        return [one.command for one in case_commands(case)]
    except DomainError as error:
        return str(error)


@pytest.mark.parametrize("field", FIELDS, ids=".".join)
def test_the_demo_shows_every_field_and_each_is_read(field: FieldOfStruct) -> None:
    less = ((case, without) for case in DEMO for one, without in without_each(case) if one == field)
    means_something = any(commands(without) != commands(case) for case, without in less)

    assert means_something is (field not in NOT_SHOWN)


def test_a_step_that_is_only_planned_is_a_plan_and_nothing_else() -> None:
    case = read(3)
    planned = [one for one in case.actions if one.outcome == "planned"]
    told = [one for one in case_commands(case) if one.where in {f"action {one.id}" for one in planned}]
    plans = [one.command for one in told if isinstance(one.command, PlanExperiment)]

    assert len(plans) == len(told) == len(planned) == 2
    assert [(one.happened_on, one.planned_for) for one in plans] == [
        (one.planned_on, one.date) for one in planned
    ]
    assert all(one.feared and one.plan for one in plans)


def test_a_step_that_is_only_planned_says_since_when() -> None:
    case = read(3)
    (*_, last) = case.actions

    with pytest.raises(InvalidValue, match="does not say since when") as refused:
        case_commands(replace(case, actions=(replace(last, planned_on=None),)))
    assert refused.value.field == "planned_on"


def test_a_pitch_lands_only_where_one_was_written() -> None:
    with pytest.raises(InvalidValue, match="No pitch was written before the action a14") as refused:
        case_commands(replace(read(1), pitches=()))
    assert refused.value.field == "pitch_landed"


def test_a_quest_and_a_challenge_may_be_declined() -> None:
    on = read(1).client.start_date
    declined = replace(
        read(1),
        quests=(CaseQuest(quest="walk_a_day", offered_on=on, declined_on=on),),
        challenges=(CaseChallenge(what="Ring somebody", date=on, declined_on=on),),
    )
    told = [one.command for one in case_commands(declined)]

    assert [type(one) for one in told if isinstance(one, OfferQuest | DeclineQuest)] == [
        OfferQuest,
        DeclineQuest,
    ]
    assert [one.answer for one in told if isinstance(one, AnswerChallenge)] == ["declined"]
