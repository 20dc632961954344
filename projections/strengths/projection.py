"""The projection of the strengths."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from domain.journey.events.assessments import AssessmentNoted
from domain.journey.events.evidence import StrengthObserved
from domain.journey.events.network import ContactAdded
from domain.journey.events.stories import StoryRecorded
from domain.text import words_key
from domain.vocabulary import Witness
from projections.as_of import as_of, in_day_order
from projections.fold import Projection
from projections.learning_model.parameters import Parameters
from projections.learning_model.strengths_and_gaps import KnownStrength, strengths_on
from projections.strengths.state import INITIAL, StrengthsState, evolve
from projections.strengths.view import (
    AssessedStrengthView,
    StrengthObservation,
    Strengths,
    StrengthSide,
    StrengthStory,
    StrengthView,
)


def view(state: StrengthsState, on: date, _parameters: Parameters) -> Strengths:
    """The strengths at a date. Events after that date are ignored."""
    known = in_day_order(as_of(state, on))
    seen = strengths_on(known.observed, on)
    known_as: set[UUID | str] = {words_key(one.wording) for one in seen}
    known_as.update(*(one.strength_ids for one in seen))
    stories = _stories(known.stories)
    return Strengths(
        on=on,
        strengths=tuple(_strength(one, known.contacts, stories) for one in seen),
        tested=tuple(view for test in known.tests for view in _tested(test, known_as)),
    )


def _strength(
    strength: KnownStrength,
    contacts: Mapping[UUID, ContactAdded],
    stories: Mapping[UUID, Sequence[StoryRecorded]],
) -> StrengthView:
    observations = strength.observations
    shown_in = {one.story_id: one for key in strength.strength_ids for one in stories.get(key, ())}
    confirming = _second_witness(observations)
    return StrengthView(
        strength_id=strength.strength_id,
        wording=strength.wording,
        hidden=observations[0].hidden,
        side=_side(observations[0]),
        evident_on=next((one.happened_on for one in observations if _side(one) == "own"), None),
        observations=tuple(_sighting(one, contacts) for one in observations),
        confirmed=confirming is not None,
        confirmed_on=confirming.happened_on if confirming else None,
        confirmed_by=_sighting(confirming, contacts) if confirming else None,
        stories=tuple(
            StrengthStory(story_id=one.story_id, title=one.title, on=one.happened_on)
            for one in sorted(shown_in.values(), key=lambda one: one.happened_on)
        ),
    )


def _side(seen: StrengthObserved) -> StrengthSide:
    return "hidden" if seen.hidden and seen.witness != "self" else "own"


def _second_witness(observations: Sequence[StrengthObserved]) -> StrengthObserved | None:
    """The first observation by a witness independent of an earlier one; None if there is none."""
    before: set[tuple[Witness, UUID | None]] = set()
    for one in observations:
        kind, who = one.witness, one.contact_id
        if any(kind != other or (who and known and who != known) for other, known in before):
            return one
        before.add((kind, who))
    return None


def _sighting(seen: StrengthObserved, contacts: Mapping[UUID, ContactAdded]) -> StrengthObservation:
    contact = contacts.get(seen.contact_id) if seen.contact_id else None
    return StrengthObservation(
        on=seen.happened_on,
        witness=seen.witness,
        contact_id=seen.contact_id,
        contact=contact.name if contact else None,
        source=seen.source.kind,
        source_id=seen.source.id,
        example=seen.example,
    )


def _stories(recorded: Sequence[StoryRecorded]) -> Mapping[UUID, Sequence[StoryRecorded]]:
    """The stories, by the strengths they show."""
    shown: defaultdict[UUID, list[StoryRecorded]] = defaultdict(list)
    for story in recorded:
        for strength_id in story.strength_ids:
            shown[strength_id].append(story)
    return shown


def _tested(test: AssessmentNoted, known_as: set[UUID | str]) -> list[AssessedStrengthView]:
    """The strengths of a test; observed is what was seen under its id or in its words."""
    return [
        AssessedStrengthView(
            strength_id=one.strength_id,
            wording=one.wording,
            assessment_id=test.assessment_id,
            instrument=test.instrument,
            on=test.happened_on,
            observed=not known_as.isdisjoint((one.strength_id, words_key(one.wording))),
        )
        for one in test.strengths
    ]


STRENGTHS: Projection[StrengthsState, Strengths] = Projection(
    name="strengths", version=2, initial=INITIAL, evolve=evolve, view=view
)
