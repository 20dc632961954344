"""An offer waits until it is answered: declined once, accepted by an ending, or overtaken by another reply."""

import pytest

from domain.errors import InvalidOperation
from domain.journey.commands.endings import RecordEnding
from domain.journey.commands.offers import DeclineOffer
from domain.journey.decide import UserCommand
from domain.journey.events.offers import OfferDeclined, OfferStage
from tests.domain.journeys import APPLIED, LETTER, answer, day, follow_up, uid
from tests.domain.scenario import given, journey_after

OFFER = answer(answer="offer")
NO = DeclineOffer(happened_on=day(12), experiment_id=LETTER, why="too far")
ENDED = RecordEnding(happened_on=day(20), ending="new_work")


def test_an_offer_is_declined_with_its_reason() -> None:
    declined = OfferDeclined(happened_on=day(12), experiment_id=LETTER, why="too far")

    given(*APPLIED, OFFER).when(NO).then(declined)


def test_a_second_no_says_nothing_new() -> None:
    again = DeclineOffer(happened_on=day(13), experiment_id=LETTER)

    given(*APPLIED, OFFER, NO).when(again).then_nothing()


@pytest.mark.parametrize("told", [(), (answer(),), (OFFER, ENDED)])
def test_only_an_open_offer_is_declined(told: tuple[UserCommand, ...]) -> None:
    given(*APPLIED, *told).when(DeclineOffer(happened_on=day(20), experiment_id=LETTER)).then_refused(
        InvalidOperation, field="experiment_id", allowed="an approach with an open offer"
    )


@pytest.mark.parametrize(
    ("told", "stage"),
    [
        ((), "open"),
        ((follow_up(),), "open"),
        ((NO,), "declined"),
        ((NO, follow_up(happened_on=day(12))), "declined"),
        ((answer(happened_on=day(10), answer="rejected_unseen"),), "withdrawn"),
        ((ENDED,), "accepted"),
        (
            (NO, answer(happened_on=day(14), answer="invited"), answer(happened_on=day(15), answer="offer")),
            "open",
        ),
    ],
)
def test_an_offer_has_one_state(told: tuple[UserCommand, ...], stage: OfferStage) -> None:
    offers = journey_after(*APPLIED, OFFER, *told).job_offers

    assert [one.stage for one in offers.values()] == [stage]


def test_the_day_to_answer_is_the_one_that_was_set_last() -> None:
    earlier = follow_up(follow_up_id=uid("earlier"), due=day(15))
    journey = journey_after(*APPLIED, OFFER, follow_up(due=day(30)), earlier)

    assert journey.job_offers[LETTER].answer_by == day(15)
