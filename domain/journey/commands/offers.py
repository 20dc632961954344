"""Saying no to an offer. Saying yes is the ending of the journey."""

from uuid import UUID

from domain.command import Command, SentenceText
from domain.decision_rules import require_not_before
from domain.errors import InvalidOperation
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.offers import OfferDeclined


class DeclineOffer(Command, frozen=True, kw_only=True, tag="DeclineOffer"):
    """Say that you declined an offer, perhaps with the reason."""

    experiment_id: UUID
    why: SentenceText | None = None


def handle_decline_offer(journey: Journey, command: DeclineOffer) -> list[JourneyEvent]:
    """Records that an offer was declined. Returns no event if it was."""
    journey.experiment(command.experiment_id)
    offer = journey.job_offers.get(command.experiment_id)
    if offer is None or offer.stage in ("accepted", "withdrawn"):
        raise InvalidOperation(
            "There is no open offer here.", field="experiment_id", allowed="an approach with an open offer"
        )
    if offer.stage == "declined":
        return []
    require_not_before(command.happened_on, offer.on, "The offer came on %(day)s.")
    return [
        OfferDeclined(happened_on=command.happened_on, experiment_id=command.experiment_id, why=command.why)
    ]


HANDLERS: CommandHandlers = {DeclineOffer: handle_decline_offer}
