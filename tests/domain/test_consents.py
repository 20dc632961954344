"""Consents: for a purpose, in a version of its words, withdrawn at any time, over when their day has passed."""

from datetime import date
from typing import Any, get_args

import msgspec
import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.consents import ExpireConsent, GiveConsent, WithdrawConsent
from domain.journey.events.consents import ConsentExpired, ConsentGiven, ConsentWithdrawn
from domain.vocabulary import ConsentPurpose
from tests.domain.journeys import day, start, uid
from tests.domain.more_journeys import ON, STRANGER, as_sent, later_than
from tests.domain.scenario import When, given

YES = uid("yes")
STUDY = uid("study")
ENDED, UNTIL, PASSED = day(9), day(40), day(41)
A_CONSENT = "the id of a consent"


def consent(**fields: Any) -> GiveConsent:
    return GiveConsent(
        **{"happened_on": ON, "consent_id": YES, "purpose": "research", "wording": 3, **fields}
    )


def agreed(**fields: Any) -> ConsentGiven:
    return ConsentGiven(
        **{"happened_on": ON, "consent_id": YES, "purpose": "research", "wording": 3, **fields}
    )


def withdraw(on: date = ENDED, consent_id: Any = YES) -> WithdrawConsent:
    return WithdrawConsent(happened_on=on, consent_id=consent_id)


def withdrawn(on: date = ENDED) -> ConsentWithdrawn:
    return ConsentWithdrawn(happened_on=on, consent_id=YES)


def expired(on: date = PASSED) -> ConsentExpired:
    return ConsentExpired(happened_on=on, consent_id=YES)


def passed(*earlier: Any, on: date = PASSED, consent_id: Any = YES) -> When:
    """The clock sees that the day has passed."""
    return given(start(), *earlier).when(ExpireConsent(happened_on=on, consent_id=consent_id))


@pytest.mark.parametrize("purpose", get_args(ConsentPurpose))
def test_a_client_agrees_to_a_purpose(purpose: ConsentPurpose) -> None:
    given(start()).when(consent(purpose=purpose)).then(agreed(purpose=purpose))


@pytest.mark.parametrize("until", [ON, UNTIL])
def test_a_consent_may_be_for_a_study_and_until_a_day(until: date) -> None:
    given(start()).when(consent(study_id=STUDY, until=until)).then(agreed(study_id=STUDY, until=until))


def test_the_same_consent_again_is_already_so() -> None:
    given(start(), consent()).when(consent()).then_nothing()


def test_a_consent_told_once_more_stays_withdrawn() -> None:
    given(start(), consent(), withdraw()).when(consent()).then_nothing()


@pytest.mark.parametrize(
    "fields", [{"wording": 4}, {"purpose": "coaching"}, {"until": UNTIL}, {"happened_on": day(9)}]
)
def test_agreeing_otherwise_or_again_is_a_new_consent(fields: dict[str, Any]) -> None:
    given(start(), consent(), withdraw()).when(consent(**fields)).then_refused(
        InvalidOperation, field="consent_id", allowed="a new id"
    )


def test_a_consent_is_not_given_up_to_a_day_that_has_passed() -> None:
    given(start()).when(consent(until=day(3))).then_refused(
        InvalidValue, field="until", allowed=later_than(ON)
    )


def test_the_words_that_were_read_have_a_version() -> None:
    with pytest.raises(msgspec.ValidationError, match="wording"):
        as_sent(consent(wording=0))


@pytest.mark.parametrize("on", [ON, day(9)])
def test_a_consent_is_withdrawn(on: date) -> None:
    given(start(), consent()).when(withdraw(on)).then(withdrawn(on))


@pytest.mark.parametrize("ended", [withdrawn(), expired(day(9))])
def test_what_has_ended_need_not_be_withdrawn(ended: ConsentWithdrawn | ConsentExpired) -> None:
    given(start(), consent(until=day(8)), ended).when(withdraw(day(12))).then_nothing()


def test_a_consent_is_withdrawn_no_earlier_than_it_was_given() -> None:
    given(start(), consent()).when(withdraw(day(3))).then(withdrawn(ON))


def test_a_consent_nobody_gave_is_not_withdrawn() -> None:
    given(start(), consent()).when(withdraw(consent_id=STRANGER)).then_refused(
        InvalidOperation, field="consent_id", allowed=A_CONSENT
    )


def test_a_consent_ends_when_its_day_has_passed() -> None:
    passed(agreed(until=UNTIL)).then(expired())


@pytest.mark.parametrize("ended", [withdrawn(), expired()])
def test_what_has_ended_does_not_end_again(ended: ConsentWithdrawn | ConsentExpired) -> None:
    passed(agreed(until=UNTIL), ended, on=day(50)).then_nothing()


@pytest.mark.parametrize(
    ("until", "allowed"),
    [(day(41), f"after {day(41)}"), (day(60), f"after {day(60)}"), (None, "a withdrawal")],
)
def test_a_consent_does_not_end_before_its_day_has_passed(until: date | None, allowed: str) -> None:
    passed(agreed(until=until)).then_refused(InvalidOperation, field="happened_on", allowed=allowed)


def test_a_consent_nobody_gave_does_not_end() -> None:
    passed(agreed(until=UNTIL), consent_id=STRANGER).then_refused(
        InvalidOperation, field="consent_id", allowed=A_CONSENT
    )
