"""State of the network: dated events, so that any date can be viewed."""

from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.growing import with_entry, with_item
from domain.history import RecordedEvent
from domain.journey.events.allies import AllyInvited, IntroductionMade
from domain.journey.events.answers import AnswerOrSilence, AnswerReceived, SilenceElapsed
from domain.journey.events.experiments import (
    ExperimentAttempt,
    ExperimentCancelled,
    ExperimentPlanned,
    ExperimentRefused,
    ExperimentRun,
)
from domain.journey.events.feedback import FeedbackReceived, FeedbackRequested
from domain.journey.events.market import LeadNoted
from domain.journey.events.network import ContactAdded, EmployerNamed
from domain.journey.events.pitches import ApplicationSent, MadeVisible, PitchRevised, PitchTried


class NetworkState(Struct, frozen=True, kw_only=True):
    """Every dated event that the network uses; by id, except for steps and answers."""

    contacts: dict[UUID, ContactAdded] = {}
    employers: dict[UUID, EmployerNamed] = {}
    plans: dict[UUID, ExperimentPlanned] = {}
    steps: tuple[ExperimentAttempt, ...] = ()
    """What was run, cancelled or refused, in the order it was logged."""
    words: tuple[AnswerOrSilence, ...] = ()
    """Answers and silences, in the order they were logged."""
    asked: dict[UUID, FeedbackRequested] = {}
    heard: dict[UUID, FeedbackReceived] = {}
    leads: tuple[LeadNoted, ...] = ()
    invited: tuple[AllyInvited, ...] = ()
    """How to help, each card that was given to an ally."""
    introductions: tuple[IntroductionMade, ...] = ()
    visible: tuple[MadeVisible, ...] = ()
    pitches: tuple[PitchRevised, ...] = ()
    sent: tuple[ApplicationSent, ...] = ()
    tried: tuple[PitchTried, ...] = ()

    def contact_name(self, contact_id: UUID | None) -> str | None:
        """The name of a contact; None if it is unknown or forgotten."""
        added = self.contacts.get(contact_id) if contact_id else None
        return added.name if added else None

    def employer_name(self, employer_id: UUID | None) -> str | None:
        """The name of an employer; None if it is unknown."""
        named = self.employers.get(employer_id) if employer_id else None
        return named.name if named else None

    def steps_by_day(self) -> list[ExperimentAttempt]:
        """The steps by day; on one day in the order of recording."""
        return sorted(self.steps, key=lambda step: step.happened_on)


INITIAL = NetworkState()


def evolve(state: NetworkState, entry: RecordedEvent) -> NetworkState:
    """Adds one event to the state, if the network needs it."""
    event = entry.event
    match event:
        case ExperimentPlanned():
            return replace(state, plans=with_entry(state.plans, event.experiment_id, event))
        case ExperimentRun() | ExperimentCancelled() | ExperimentRefused():
            return replace(state, steps=with_item(state.steps, event))
        case AnswerReceived() | SilenceElapsed():
            return replace(state, words=with_item(state.words, event))
        case ContactAdded():
            return replace(state, contacts=with_entry(state.contacts, event.contact_id, event))
        case EmployerNamed():
            return replace(state, employers=with_entry(state.employers, event.employer_id, event))
        case FeedbackRequested():
            return replace(state, asked=with_entry(state.asked, event.experiment_id, event))
        case FeedbackReceived():
            return replace(state, heard=with_entry(state.heard, event.experiment_id, event))
        case _:
            return _shown(state, event)


def _shown(state: NetworkState, event: Event) -> NetworkState:
    """Adds an event about leads, allies, pitches or visibility."""
    match event:
        case LeadNoted():
            return replace(state, leads=with_item(state.leads, event))
        case AllyInvited():
            return replace(state, invited=with_item(state.invited, event))
        case IntroductionMade():
            return replace(state, introductions=with_item(state.introductions, event))
        case MadeVisible():
            return replace(state, visible=with_item(state.visible, event))
        case PitchRevised():
            return replace(state, pitches=with_item(state.pitches, event))
        case ApplicationSent():
            return replace(state, sent=with_item(state.sent, event))
        case PitchTried():
            return replace(state, tried=with_item(state.tried, event))
        case _:
            return state
