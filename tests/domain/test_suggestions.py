"""Suggestions that were shown with a week's plan, each noted once a week."""

from datetime import date, timedelta
from uuid import UUID

import msgspec
import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.suggestions import OfferedExperimentInput, OfferSuggestions
from domain.journey.events.suggestions import OfferedExperiment, SuggestionOffered
from domain.vocabulary import ExperimentKind
from tests.domain.journeys import ABOUT_TEACHING, MONDAY, RISK, TEACHER, day, discover
from tests.domain.more_journeys import ON, STRANGER, as_sent
from tests.domain.scenario import given

NEXT = MONDAY + timedelta(days=7)
TWO_ROLES = (*ABOUT_TEACHING, discover(role_id=RISK, title="risk manager"))


def suggestion(role: UUID = TEACHER, kind: ExperimentKind = "conversation") -> OfferedExperimentInput:
    return OfferedExperimentInput(role_id=role, kind=kind)


def offered(role: UUID = TEACHER, kind: ExperimentKind = "conversation") -> OfferedExperiment:
    return OfferedExperiment(role_id=role, kind=kind)


def offer(*offers: OfferedExperimentInput, monday: date = NEXT, on: date = ON) -> OfferSuggestions:
    return OfferSuggestions(happened_on=on, monday=monday, offers=offers)


def shown(*offers: OfferedExperiment, monday: date = NEXT, on: date = ON) -> SuggestionOffered:
    return SuggestionOffered(happened_on=on, monday=monday, offers=offers)


TALK, DAY, RISKY = suggestion(), suggestion(kind="job_shadow"), suggestion(RISK)


def test_suggestions_shown_are_noted_together() -> None:
    given(*TWO_ROLES).when(offer(TALK, RISKY)).then(shown(offered(), offered(RISK)))


def test_the_same_suggestions_again_are_already_so() -> None:
    given(*TWO_ROLES, offer(TALK, RISKY)).when(offer(RISKY, on=day(5))).then_nothing()


def test_only_new_suggestions_are_noted() -> None:
    given(*TWO_ROLES, offer(TALK)).when(offer(TALK, DAY, DAY)).then(shown(offered(kind="job_shadow")))


def test_each_week_has_its_own_suggestions() -> None:
    later = NEXT + timedelta(days=7)

    given(*TWO_ROLES, offer(TALK)).when(offer(TALK, monday=later)).then(shown(offered(), monday=later))


def test_a_suggestion_is_about_a_role_on_the_list() -> None:
    given(*TWO_ROLES).when(offer(TALK, suggestion(STRANGER))).then_refused(
        InvalidOperation, field="offers/1/role_id", allowed="the id of a role on the list"
    )


@pytest.mark.parametrize(
    ("monday", "allowed"),
    [
        (NEXT + timedelta(days=2), f"a Monday, such as {NEXT}"),
        (MONDAY - timedelta(days=7), f"{MONDAY} or a later Monday"),
    ],
)
def test_suggestions_belong_to_a_week_of_the_journey(monday: date, allowed: str) -> None:
    given(*TWO_ROLES).when(offer(TALK, monday=monday)).then_refused(
        InvalidValue, field="monday", allowed=allowed
    )


def test_no_suggestion_is_no_news() -> None:
    with pytest.raises(msgspec.ValidationError, match="offers"):
        as_sent(offer())
