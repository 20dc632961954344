"""What a step brought besides figures: a trade-off, a strength with who else saw it, a gap, a role."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.evidence import StrengthObserved
from domain.messages import translatable
from domain.redacted import is_readable
from projections.learning_model.potential_order import printed_change
from projections.learning_model.reveal import StepReveal
from projections.learning_model.state import LearningState
from projections.learning_model.strengths_and_gaps import gaps_on, strengths_on
from projections.phrases import number_in_words
from service.localization.message_translation import translate_message
from service.localization.translator import Translator


class TradeoffChoice(Struct, frozen=True, kw_only=True):
    """Which of two priorities was chosen."""

    winner: str
    loser: str
    met: bool


class WeightChange(Struct, frozen=True, kw_only=True):
    """The weight of a priority, 0-1, without the step and with it; it differs in print."""

    wording: str
    before: float
    now: float


class RevealedStrength(Struct, frozen=True, kw_only=True):
    """A strength that was seen in the step: a heading that counts who saw it, and who they are."""

    heading: str
    wording: str
    sentences: tuple[str, ...]


class RevealedGap(Struct, frozen=True, kw_only=True):
    """Something that a role asks for and the client lacks."""

    gap_id: UUID
    wording: str


class Learned(Struct, frozen=True, kw_only=True):
    """All of it."""

    choices: tuple[TradeoffChoice, ...]
    weights: tuple[WeightChange, ...]
    strengths: tuple[RevealedStrength, ...]
    gaps: tuple[RevealedGap, ...]


def build_learned(
    journey: Journey, state: LearningState, reveal: StepReveal, on: date, translator: Translator
) -> Learned:
    """What the step brought, as it stands on a day."""
    wordings = journey.evidence.criteria
    return Learned(
        choices=tuple(
            TradeoffChoice(winner=wordings[one.winner], loser=wordings[one.loser], met=one.met_in_reality)
            for one in reveal.tradeoffs
            if one.winner in wordings and one.loser in wordings
        ),
        weights=tuple(
            WeightChange(wording=one.wording, before=one.weight_before, now=one.weight)
            for one in reveal.criteria
            if one.weight_before is not None and printed_change(100 * one.weight_before, 100 * one.weight)
        ),
        strengths=tuple(_strengths(journey, state, reveal.experiment_id, on, translator)),
        gaps=tuple(
            RevealedGap(gap_id=one.gap_id, wording=one.wording)
            for one in gaps_on(state.gaps, on)
            if any(found.source.id == reveal.experiment_id for found in one.findings)
        ),
    )


def _strengths(
    journey: Journey, state: LearningState, experiment_id: UUID, on: date, translator: Translator
) -> Iterator[RevealedStrength]:
    for strength in strengths_on(state.strengths, on):
        here = [one for one in strength.observations if one.source.id == experiment_id]
        if not here:
            continue
        seen = _once_each(strength.observations)
        earlier = [one for one in _once_each(strength.observations) if one not in here]
        yield RevealedStrength(
            heading=_heading(len([one for one in seen if one.witness != "self"]), translator),
            wording=strength.wording,
            sentences=(
                _named(journey, here[-1], translator),
                *(_saw(journey, one, translator) for one in earlier[-1:]),
            ),
        )


def _once_each(observations: Sequence[StrengthObserved]) -> list[StrengthObserved]:
    """The observations by independent witnesses: of one person, and of people who cannot be told apart, the last."""
    return list({(one.witness, one.contact_id): one for one in observations}.values())


def _heading(others: int, translator: Translator) -> str:
    if others == 0:
        return translator.gettext("A strength you saw yourself")
    if others == 1:
        return translator.gettext("A strength that someone saw in you")
    number = number_in_words(others)
    return translate_message(
        translator, translatable("A strength, seen by %(number)s people now", number=number)
    )


def _named(journey: Journey, one: StrengthObserved, translator: Translator) -> str:
    if one.witness == "self":
        return translator.gettext("You named it.")
    return translator.gettext("%(name)s named it.") % {"name": _who(journey, one, translator)}


def _saw(journey: Journey, one: StrengthObserved, translator: Translator) -> str:
    on = translator.month_day(one.happened_on)
    if one.witness == "self":
        return translator.gettext("You saw it on %(day)s.") % {"day": on}
    return translator.gettext("%(name)s saw it on %(day)s.") % {
        "name": _who(journey, one, translator),
        "day": on,
    }


def _who(journey: Journey, one: StrengthObserved, translator: Translator) -> str:
    contact = journey.network.contacts.get(one.contact_id) if one.contact_id else None
    if contact and is_readable(contact.name):
        return contact.name
    if one.witness == "coach":
        coach = journey.coaches.assigned
        return coach.name if coach else translator.gettext("Your coach")
    return translator.gettext("Someone you met")
