"""The projection of the portrait."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from domain.journey.events.allies import AllyInvited
from domain.journey.events.intake import IntakeAgreed, QuestionsAnswered
from domain.journey.events.network import ContactAdded
from domain.journey.events.pulses import EnergyRated
from projections.event_history import EventHistory, keep_events
from projections.fold import Projection
from projections.learning_model.parameters import Parameters
from projections.portrait import stories, vision
from projections.portrait.state import PortraitEvent, PortraitState
from projections.portrait.view import (
    EnergyRating,
    IntakeAgreementView,
    Portrait,
    PortraitAlly,
    QuestionAnswersView,
)


def view(state: PortraitState, on: date, _parameters: Parameters) -> Portrait:
    """The portrait at a date. Events after that date are ignored."""
    known = state.as_of(on).in_day_order()
    agreed = known.events_of(IntakeAgreed)
    qualities = vision.known_qualities(known)
    return Portrait(
        on=on,
        agreement=_agreement(agreed[-1]) if agreed else None,
        agreed_before=tuple(one.happened_on for one in agreed[:-1]),
        answers=_answers(known),
        values=vision.value_views(known),
        dreams=vision.dream_views(known),
        sketches=vision.sketch_views(known),
        qualities=vision.quality_views(known, qualities),
        roles=vision.role_qualities(qualities),
        stories=stories.story_views(known),
        goals=stories.goal_views(known, on),
        reflections=stories.reflection_counts(known),
        insights=stories.insight_views(known),
        assessments=stories.assessment_views(known),
        allies=_allies(known),
        energy=tuple(
            EnergyRating(on=one.happened_on, rating=one.rating) for one in known.events_of(EnergyRated)
        ),
    )


def _agreement(event: IntakeAgreed) -> IntakeAgreementView:
    return IntakeAgreementView(
        since=event.happened_on,
        question=event.question,
        aim=event.aim,
        occasion=event.occasion,
        context=event.context,
    )


def _answers(known: PortraitState) -> QuestionAnswersView | None:
    latest = next(reversed(known.events_of(QuestionsAnswered)), None)
    if latest is None:
        return None
    return QuestionAnswersView(on=latest.happened_on, can=latest.can, want=latest.want, move=latest.move)


def _allies(known: PortraitState) -> tuple[PortraitAlly, ...]:
    """The allies, each with the latest version of the card."""
    names = {one.contact_id: one.name for one in known.events_of(ContactAdded)}
    invited = defaultdict[UUID, list[AllyInvited]](list)
    for one in known.events_of(AllyInvited):
        invited[one.contact_id].append(one)
    return tuple(
        PortraitAlly(
            contact_id=key,
            name=names.get(key),
            since=cards[0].happened_on,
            how_to_help=cards[-1].how_to_help,
            card_since=cards[-1].happened_on,
        )
        for key, cards in invited.items()
    )


PORTRAIT: Projection[PortraitState, Portrait] = Projection(
    name="portrait", version=1, initial=EventHistory(), evolve=keep_events(PortraitEvent), view=view
)
