"""The portrait: what the client told of herself, from the first agreement to the energy of the day."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from domain.journey.allies import AllyInvited
from domain.journey.contacts import ContactAdded
from domain.journey.intake import IntakeAgreed, QuestionsAnswered
from domain.journey.pulses import EnergyRated
from projections.fold import Projection
from projections.learning_model.parameters import Parameters
from projections.portrait import stories, vision
from projections.portrait.state import INITIAL, State, evolve, up_to
from projections.portrait.view import Agreement, AllyView, Answers, Energy, Portrait


def view(state: State, on: date, _parameters: Parameters) -> Portrait:
    """What the client had told of herself by a date; what lies after that date does not exist."""
    known = up_to(state, on)
    agreed = known.of(IntakeAgreed)
    qualities = vision.qualities(known)
    return Portrait(
        on=on,
        agreement=_agreement(agreed[-1]) if agreed else None,
        agreed_before=tuple(one.happened_on for one in agreed[:-1]),
        answers=_answers(known),
        values=vision.values(known),
        dreams=vision.dreams(known),
        sketches=vision.sketches(known),
        qualities=vision.quality_views(known, qualities),
        roles=vision.roles(qualities),
        stories=stories.stories(known),
        goals=stories.goals(known, on),
        reflections=stories.reflections(known),
        insights=stories.insights(known),
        assessments=stories.assessments(known),
        allies=_allies(known),
        energy=tuple(Energy(on=one.happened_on, rating=one.rating) for one in known.of(EnergyRated)),
    )


def _agreement(fact: IntakeAgreed) -> Agreement:
    return Agreement(
        since=fact.happened_on,
        question=fact.question,
        aim=fact.aim,
        occasion=fact.occasion,
        context=fact.context,
    )


def _answers(known: State) -> Answers | None:
    latest = next(reversed(known.of(QuestionsAnswered)), None)
    if latest is None:
        return None
    return Answers(on=latest.happened_on, can=latest.can, want=latest.want, move=latest.move)


def _allies(known: State) -> tuple[AllyView, ...]:
    """Who stands by, with the card as it reads now."""
    names = {one.contact_id: one.name for one in known.of(ContactAdded)}
    invited = defaultdict[UUID, list[AllyInvited]](list)
    for one in known.of(AllyInvited):
        invited[one.contact_id].append(one)
    return tuple(
        AllyView(
            contact_id=key,
            name=names.get(key),
            since=cards[0].happened_on,
            how_to_help=cards[-1].how_to_help,
            card_since=cards[-1].happened_on,
        )
        for key, cards in invited.items()
    )


PORTRAIT: Projection[State, Portrait] = Projection(
    name="portrait", version=1, initial=INITIAL, evolve=evolve, view=view
)
