"""How clients present themselves: versions of a pitch, which one went out, how it landed, and who noticed them."""

from uuid import UUID

from domain.command import Command, LongText, Rating, Title
from domain.decision_rules import create_once, require_not_before, unknown_reference
from domain.errors import InvalidOperation, InvalidValue
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.experiments import Experiment
from domain.journey.events.pitches import ApplicationSent, MadeVisible, PitchRevised, PitchTried
from domain.messages import Message, translatable
from domain.normal_texts import same_content

_SENT = translatable("What you sent with this step is already recorded. Nothing is overwritten.")


_TRIED = translatable("How the pitch went down in this step is already recorded. Nothing is overwritten.")


class RevisePitch(Command, frozen=True, kw_only=True, tag="RevisePitch"):
    """Write a new version of the pitch, perhaps after an earlier one."""

    pitch_id: UUID
    wording: LongText
    follows: UUID | None = None


class NotePapersSent(Command, frozen=True, kw_only=True, tag="NotePapersSent"):
    """Record which pitch or CV went out with an approach, or both."""

    experiment_id: UUID
    pitch_id: UUID | None = None
    cv: Title | None = None


class TryPitch(Command, frozen=True, kw_only=True, tag="TryPitch"):
    """Record how a pitch landed in a step."""

    experiment_id: UUID
    pitch_id: UUID
    landed: Rating


class MakeVisible(Command, frozen=True, kw_only=True, tag="MakeVisible"):
    """Say to whom a step also made you visible."""

    experiment_id: UUID
    to: Title


def handle_revise_pitch(journey: Journey, command: RevisePitch) -> list[JourneyEvent]:
    """Adds a version of the pitch under a new id."""
    if command.follows:
        earlier = _pitch_version(journey, command.follows, field="follows").happened_on
        require_not_before(command.happened_on, earlier, "The version before it was written on %(day)s.")
    event = PitchRevised(
        happened_on=command.happened_on,
        pitch_id=command.pitch_id,
        wording=command.wording,
        follows=command.follows,
    )
    return create_once(journey.pitches.versions.get(command.pitch_id), event, "pitch", field="pitch_id")


def handle_note_papers_sent(journey: Journey, command: NotePapersSent) -> list[JourneyEvent]:
    """Records once per approach which papers went out."""
    step = _step_that_ran(journey, command)
    if command.pitch_id is None and command.cv is None:
        raise InvalidValue("Name a pitch or a CV.", field="pitch_id", allowed="pitch_id, cv or both")
    if command.pitch_id:
        _require_written_before(journey, command.pitch_id, step)
    event = ApplicationSent(
        happened_on=command.happened_on,
        experiment_id=command.experiment_id,
        pitch_id=command.pitch_id,
        cv=command.cv,
    )
    return _create_per_step(journey.pitches.sent.get(command.experiment_id), event, _SENT)


def handle_try_pitch(journey: Journey, command: TryPitch) -> list[JourneyEvent]:
    """Records once per step how well a pitch landed."""
    _require_written_before(journey, command.pitch_id, _step_that_ran(journey, command))
    event = PitchTried(
        happened_on=command.happened_on,
        experiment_id=command.experiment_id,
        pitch_id=command.pitch_id,
        landed=command.landed,
    )
    return _create_per_step(journey.pitches.tried.get(command.experiment_id), event, _TRIED)


def handle_make_visible(journey: Journey, command: MakeVisible) -> list[JourneyEvent]:
    """Records who noticed the client in a step. Returns no event if the same person is recorded."""
    _step_that_ran(journey, command)
    if (command.experiment_id, command.to) in journey.pitches.visible:
        return []
    return [MadeVisible(happened_on=command.happened_on, experiment_id=command.experiment_id, to=command.to)]


def _step_that_ran(journey: Journey, command: NotePapersSent | TryPitch | MakeVisible) -> Experiment:
    step = journey.experiment_that_ran(command.experiment_id)
    require_not_before(command.happened_on, step.on, "The step was on %(day)s.")
    return step


def _pitch_version(journey: Journey, pitch_id: UUID, *, field: str) -> PitchRevised:
    if version := journey.pitches.versions.get(pitch_id):
        return version
    raise unknown_reference("pitch", field=field)


def _require_written_before(journey: Journey, pitch_id: UUID, step: Experiment) -> None:
    written_on = _pitch_version(journey, pitch_id, field="pitch_id").happened_on
    if step.on < written_on:
        raise InvalidOperation(
            "This pitch was written on %(day)s, after the step.",
            field="pitch_id",
            day=written_on,
            allowed=translatable("a pitch of %(day)s or earlier", day=step.on),
        )


def _create_per_step(known: JourneyEvent | None, event: JourneyEvent, message: Message) -> list[JourneyEvent]:
    if known is None:
        return [event]
    if same_content(known, event):
        return []
    raise InvalidOperation(
        message,
        field="experiment_id",
        allowed="another step, or a correction",
    )


HANDLERS: CommandHandlers = {
    RevisePitch: handle_revise_pitch,
    NotePapersSent: handle_note_papers_sent,
    TryPitch: handle_try_pitch,
    MakeVisible: handle_make_visible,
}
