"""Sentences for events between client and coach, and for those of the clock."""

from domain.journey.corrections.events import EntryCorrected, EntryRetracted
from domain.journey.events.agreements import (
    ChallengeAnswered,
    ChallengeSet,
    CommitmentMade,
    CommitmentSettled,
)
from domain.journey.events.alerts import AlertAcknowledged, AlertClosed, AlertOpened, AlertSnoozed
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.coaches import CoachAssigned, CoachStanceSet
from domain.journey.events.deputies import DeputyAnswered, DeputyAnswerLapsed, DeputyEnded, DeputyProposed
from domain.journey.events.erasure import ContactForgotten
from domain.journey.events.notes import NoteShared, NoteWritten
from domain.journey.events.pulses import TrustRated
from domain.journey.events.quests import QuestDeclined, QuestOffered, QuestTaken
from domain.messages import translatable
from service.localization.code_labels import CHALLENGE_ANSWERS, QUESTS, SCOPES, STANCES, STUCK_RULES
from service.web.history.event_sentences import EventSentence, code_message, event_sentence
from service.web.history.experiment_sentences import next_step_message
from service.web.history.reference_labels import ReferenceLabels


def describe_coaching_event(event: object, labels: ReferenceLabels) -> EventSentence | None:
    """Talks, notes, agreements and quests; None for what is something else."""
    match event:
        case CoachAssigned():
            return event_sentence(translatable("A coach was chosen."), (event.name,))
        case CoachStanceSet():
            return event_sentence(
                translatable("The coach changed coaching style."), (), (code_message(STANCES, event.stance),)
            )
        case CheckInHeld():
            sentence = translatable("Client and coach had a session.")
            return event_sentence(
                sentence, (), (event.conclusion, event.note, next_step_message(event.next_step))
            )
        case NoteWritten():
            return event_sentence(translatable("A note was written."), (), (event.text,))
        case NoteShared():
            return event_sentence(translatable("A note was shared."))
        case TrustRated():
            return event_sentence(
                translatable("Trust in the coach: %(rating)s out of 10.", rating=event.rating)
            )
        case _:
            return (
                _describe_deputy_event(event, labels)
                or _describe_agreement_event(event, labels)
                or _describe_quest_or_alert_event(event)
            )


def _describe_deputy_event(event: object, labels: ReferenceLabels) -> EventSentence | None:
    match event:
        case DeputyProposed():
            sentence = translatable(
                "A deputy was proposed, from %(first)s to %(last)s.",
                first=event.first_day,
                last=event.last_day,
            )
            return event_sentence(sentence, (event.name,))
        case DeputyAnswered(agreed=True, scope=scope) if scope:
            return event_sentence(
                translatable("A deputy was agreed to."),
                labels.names_of(event.cover_id),
                (code_message(SCOPES, scope),),
            )
        case DeputyAnswered():
            return event_sentence(translatable("A deputy was declined."), labels.names_of(event.cover_id))
        case DeputyAnswerLapsed():
            return event_sentence(
                translatable("The earlier yes to a deputy counts no longer. The question is open again."),
                labels.names_of(event.cover_id),
            )
        case DeputyEnded():
            return event_sentence(
                translatable("A deputy stands in no longer."), labels.names_of(event.cover_id)
            )
        case _:
            return None


def _describe_agreement_event(event: object, labels: ReferenceLabels) -> EventSentence | None:
    match event:
        case CommitmentMade():
            sentence = translatable("A commitment was made.")
            if event.due:
                sentence = translatable("A commitment was made, for %(day)s.", day=event.due)
            return event_sentence(sentence, (), (event.what,))
        case CommitmentSettled():
            sentence = (
                translatable("A commitment was kept.")
                if event.kept
                else translatable("A commitment was dropped.")
            )
            return event_sentence(sentence, labels.names_of(event.commitment_id), (event.note,))
        case ChallengeSet():
            sentence = translatable("A challenge was set.")
            if event.due:
                sentence = translatable("A challenge was set, for %(day)s.", day=event.due)
            return event_sentence(sentence, (), (event.what,))
        case ChallengeAnswered():
            answer = code_message(CHALLENGE_ANSWERS, event.answer)
            return event_sentence(
                translatable("A challenge was answered."), labels.names_of(event.challenge_id), (answer,)
            )
        case _:
            return None


def _describe_quest_or_alert_event(event: object) -> EventSentence | None:
    match event:
        case QuestOffered():
            return event_sentence(translatable("A quest was offered."), (code_message(QUESTS, event.quest),))
        case QuestTaken():
            return event_sentence(translatable("A quest was accepted."), (code_message(QUESTS, event.quest),))
        case QuestDeclined():
            return event_sentence(translatable("A quest was declined."), (code_message(QUESTS, event.quest),))
        case AlertOpened():
            return event_sentence(translatable("An alert opened."), (code_message(STUCK_RULES, event.rule),))
        case AlertClosed():
            return event_sentence(translatable("An alert closed."), (code_message(STUCK_RULES, event.rule),))
        case AlertAcknowledged():
            return event_sentence(
                translatable("An alert was dealt with."),
                (code_message(STUCK_RULES, event.rule),),
                (event.move,),
            )
        case AlertSnoozed():
            sentence = translatable("An alert was snoozed until %(day)s.", day=event.until)
            return event_sentence(sentence, (code_message(STUCK_RULES, event.rule),))
        case _:
            return None


def describe_correction_event(event: object, labels: ReferenceLabels) -> EventSentence | None:
    """The sentence for a correction or retraction; None for other events."""
    match event:
        case EntryCorrected():
            return event_sentence(translatable("An earlier entry was corrected."), (), (event.reason,))
        case EntryRetracted():
            return event_sentence(translatable("An earlier entry was withdrawn."), (), (event.reason,))
        case ContactForgotten():
            sentence = translatable("Someone was forgotten: who it was can never be read again.")
            return event_sentence(sentence, labels.names_of(event.contact_id))
        case _:
            return None
