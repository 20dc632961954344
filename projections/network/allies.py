"""Allies, and the people the client introduced to others."""

from uuid import UUID

from domain.journey.events.allies import AllyInvited, IntroductionMade
from projections.network.state import NetworkState
from projections.network.view import AllyView, IntroductionView


def ally_views(state: NetworkState) -> tuple[AllyView, ...]:
    """Everyone asked to be an ally, in the order in which they were first asked."""
    cards: dict[UUID, list[AllyInvited]] = {}
    for card in sorted(state.invited, key=lambda one: one.happened_on):
        cards.setdefault(card.contact_id, []).append(card)
    return tuple(_ally(state, events) for events in cards.values())


def _ally(state: NetworkState, events: list[AllyInvited]) -> AllyView:
    first, last = events[0], events[-1]
    return AllyView(
        contact_id=last.contact_id,
        name=state.contact_name(last.contact_id),
        how_to_help=last.how_to_help,
        on=last.happened_on,
        since=first.happened_on,
    )


def introduction_views(state: NetworkState) -> tuple[IntroductionView, ...]:
    """The introductions the client made, the latest first."""
    by_day = sorted(state.introductions, key=lambda one: one.happened_on)
    return tuple(_introduction(state, one) for one in reversed(by_day))


def _introduction(state: NetworkState, made: IntroductionMade) -> IntroductionView:
    return IntroductionView(
        introduction_id=made.introduction_id,
        on=made.happened_on,
        contact_id=made.contact_id,
        contact=state.contact_name(made.contact_id),
        to_contact_id=made.to_contact_id,
        to_contact=state.contact_name(made.to_contact_id),
        note=made.note,
    )
