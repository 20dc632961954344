"""Labels of the ids in a journey's events: roles, people, wishes and steps, retracted ones included."""

from collections.abc import Iterator
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.corrections.events import EntryCorrected
from domain.journey.events.agreements import ChallengeSet, CommitmentMade
from domain.journey.events.answers import FollowUpPlanned
from domain.journey.events.catalogue import upcast_to_current
from domain.journey.events.deputies import DeputyProposed
from domain.journey.events.evidence import CriterionNamed, GapFound, StrengthObserved
from domain.journey.events.experiments import ExperimentPlanned
from domain.journey.events.network import ContactAdded, EmployerNamed
from domain.journey.events.pitches import PitchRevised
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.sight import SightGranted
from domain.journey.events.start import ConditionDeclared
from domain.journey.events.stories import GoalSet
from domain.journey.events.vision import DreamDecoded, IdealSketched
from domain.messages import Message
from domain.redacted import is_readable
from service.localization.code_labels import KINDS
from service.localization.gettext_noop import gettext_noop

TextOrMessage = str | Message
"""Somebody's own words, or ours."""

UNREADABLE = gettext_noop("These words can no longer be read.")


class ReferenceLabels(Struct, frozen=True, kw_only=True):
    """Words by the ids that stand for them."""

    names: dict[UUID, str]
    """Of roles, contacts, employers, wishes, strengths, gaps, qualities, goals, values, conditions and pitches."""
    plans: dict[UUID, ExperimentPlanned]
    steps: dict[UUID, UUID]
    """The step that a follow-up belongs to."""

    def names_of(self, *ids: UUID | None) -> tuple[TextOrMessage, ...]:
        """The labels of these, as far as they are known."""
        return tuple(name for one in ids if one and (name := self.names.get(one)))

    def experiment(self, experiment_id: UUID | None) -> tuple[TextOrMessage, ...]:
        """The label of a step: its kind, who it was with and which work it was about."""
        plan = self.plans.get(experiment_id) if experiment_id else None
        return self.plan(plan) if plan else ()

    def plan(self, plan: ExperimentPlanned) -> tuple[TextOrMessage, ...]:
        """The label of the step that was planned."""
        kind = Message(text=KINDS[plan.kind])
        meeting = plan.meeting
        return (kind, *self.names_of(meeting.contact_id if meeting else None, plan.role_id))


def collect_reference_labels(journey: Journey) -> ReferenceLabels:
    """Everything that was ever named in a journey; of names that were corrected the last."""
    names: dict[UUID, str] = {}
    plans: dict[UUID, ExperimentPlanned] = {}
    steps: dict[UUID, UUID] = {}
    for authored in journey.authored_events:
        event = authored.event
        event = upcast_to_current(event.fact) if isinstance(event, EntryCorrected) else event
        names.update(_labels_in(event))
        match event:
            case ExperimentPlanned():
                plans[event.experiment_id] = event
            case FollowUpPlanned():
                steps[event.follow_up_id] = event.experiment_id
            case _:
                pass
    return ReferenceLabels(
        names={key: name for key, name in names.items() if is_readable(name)}, plans=plans, steps=steps
    )


def _labels_in(event: object) -> Iterator[tuple[UUID, str]]:
    match event:
        case RoleDiscovered():
            yield event.role_id, event.title
        case ContactAdded():
            yield event.contact_id, event.name
        case EmployerNamed():
            yield event.employer_id, event.name
        case CriterionNamed():
            yield event.criterion_id, event.wording
        case StrengthObserved():
            yield event.strength_id, event.wording
        case GapFound():
            yield event.gap_id, event.wording
        case GoalSet():
            yield event.goal_id, event.wording
        case ConditionDeclared():
            yield event.condition_id, event.wording
        case CommitmentMade():
            yield event.commitment_id, event.what
        case ChallengeSet():
            yield event.challenge_id, event.what
        case SightGranted():
            yield event.reader_id, event.name
        case DeputyProposed():
            yield event.cover_id, event.name
        case PitchRevised():
            yield event.pitch_id, event.wording
        case DreamDecoded() | IdealSketched():
            yield from ((one.quality_id, one.wording) for one in event.qualities)
        case _:
            pass


def readable_text(text: TextOrMessage) -> TextOrMessage:
    """The text, or a sentence in its place if it cannot be read."""
    return text if isinstance(text, Message) or is_readable(text) else Message(text=UNREADABLE)
