"""How the client presents herself: versions of a pitch, which one went out, how it landed, and who noticed her."""

from typing import TYPE_CHECKING
from uuid import UUID

from domain.command import Command, LongText, Rating, Title
from domain.decision_rules import create_once, require_not_before, unknown_reference
from domain.errors import InvalidOperation, InvalidValue
from domain.event import Event
from domain.journey.events.experiments import Experiment
from domain.journey.events.pitches import ApplicationSent, MadeVisible, PitchRevised, PitchTried
from domain.messages import Message, translatable

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


_SENT = translatable("What went out with this step is noted already; nothing is overwritten.")


_TRIED = translatable("How the pitch landed in this step is noted already; nothing is overwritten.")


class RevisePitch(Command, frozen=True, kw_only=True, tag="RevisePitch"):
    """Write a new version of the pitch, perhaps after an earlier one."""

    pitch_id: UUID
    wording: LongText
    follows: UUID | None = None


class NotePapersSent(Command, frozen=True, kw_only=True, tag="NotePapersSent"):
    """Note which pitch or which CV went out with an approach, or both."""

    experiment_id: UUID
    pitch_id: UUID | None = None
    cv: Title | None = None


class TryPitch(Command, frozen=True, kw_only=True, tag="TryPitch"):
    """Say how a pitch landed in a step."""

    experiment_id: UUID
    pitch_id: UUID
    landed: Rating


class MakeVisible(Command, frozen=True, kw_only=True, tag="MakeVisible"):
    """Say to whom a step also made you visible."""

    experiment_id: UUID
    to: Title


def handle_revise_pitch(journey: "Journey", wish: RevisePitch) -> list[Event]:
    """Write a version once."""
    if wish.follows:
        earlier = _version(journey, wish.follows, field="follows").happened_on
        require_not_before(wish.happened_on, earlier, "The version it follows was written on %(day)s.")
    fact = PitchRevised(
        happened_on=wish.happened_on, pitch_id=wish.pitch_id, wording=wish.wording, follows=wish.follows
    )
    return create_once(journey.pitches.versions.get(wish.pitch_id), fact, "pitch", field="pitch_id")


def handle_note_papers_sent(journey: "Journey", wish: NotePapersSent) -> list[Event]:
    """Note once per approach what went out with it."""
    step = _taken(journey, wish)
    if wish.pitch_id is None and wish.cv is None:
        raise InvalidValue(
            "Neither a pitch nor a CV is named.", field="pitch_id", allowed="pitch_id, cv or both"
        )
    if wish.pitch_id:
        _written(journey, wish.pitch_id, step)
    fact = ApplicationSent(
        happened_on=wish.happened_on, experiment_id=wish.experiment_id, pitch_id=wish.pitch_id, cv=wish.cv
    )
    return _noted_once(journey.pitches.sent.get(wish.experiment_id), fact, _SENT)


def handle_try_pitch(journey: "Journey", wish: TryPitch) -> list[Event]:
    """Say once per step how the pitch landed."""
    _written(journey, wish.pitch_id, _taken(journey, wish))
    fact = PitchTried(
        happened_on=wish.happened_on,
        experiment_id=wish.experiment_id,
        pitch_id=wish.pitch_id,
        landed=wish.landed,
    )
    return _noted_once(journey.pitches.tried.get(wish.experiment_id), fact, _TRIED)


def handle_make_visible(journey: "Journey", wish: MakeVisible) -> list[Event]:
    """Say once who noticed."""
    _taken(journey, wish)
    if (wish.experiment_id, wish.to) in journey.pitches.visible:
        return []
    return [MadeVisible(happened_on=wish.happened_on, experiment_id=wish.experiment_id, to=wish.to)]


def _taken(journey: "Journey", wish: NotePapersSent | TryPitch | MakeVisible) -> Experiment:
    step = journey.experiment_that_ran(wish.experiment_id)
    require_not_before(wish.happened_on, step.on, "The step was on %(day)s.")
    return step


def _version(journey: "Journey", pitch_id: UUID, *, field: str) -> PitchRevised:
    if version := journey.pitches.versions.get(pitch_id):
        return version
    raise unknown_reference("pitch", field=field)


def _written(journey: "Journey", pitch_id: UUID, step: Experiment) -> None:
    written_on = _version(journey, pitch_id, field="pitch_id").happened_on
    if step.on < written_on:
        raise InvalidOperation(
            "This pitch was written on %(day)s, after the step.",
            field="pitch_id",
            day=written_on,
            allowed=translatable("a pitch of %(day)s or earlier", day=step.on),
        )


def _noted_once(known: Event | None, fact: Event, message: Message) -> list[Event]:
    if known is None:
        return [fact]
    if known == fact:
        return []
    raise InvalidOperation(
        message,
        field="experiment_id",
        allowed="another step, or a correction of what was noted",
    )
