"""Answers, refusals, follow-ups and applications, in words."""

from domain.journey.events.answers import AnswerReceived, FollowUpFellDue, FollowUpPlanned, SilenceElapsed
from domain.journey.events.feedback import FeedbackReceived, FeedbackRequested
from domain.journey.events.pitches import ApplicationSent, PitchRevised, PitchTried
from domain.journey.events.refusals import (
    FeedbackAgreed,
    KeptOnFile,
    KeptOnFileExpired,
    RefusalConcluded,
    RefusalPaused,
)
from domain.messages import translatable
from service.localization.code_labels import ANSWERS
from service.web.history.event_sentences import EventSentence, code_message, event_sentence
from service.web.history.experiment_sentences import experiment_sentence
from service.web.history.reference_labels import ReferenceLabels
from service.web.labels import CHANNEL_CHOICES


def describe_answer_event(fact: object, called: ReferenceLabels) -> EventSentence | None:
    """What came back on an approach, and what follows; None for what is something else."""
    match fact:
        case AnswerReceived():
            answer = translatable("An answer came.")
            words = code_message(ANSWERS, fact.answer)
            return experiment_sentence(answer, called, fact.experiment_id, words, fact.note)
        case SilenceElapsed():
            return experiment_sentence(translatable("No answer came in 28 days."), called, fact.experiment_id)
        case FollowUpPlanned():
            planned = translatable("A day was set to come back: %(day)s.", day=fact.due)
            return experiment_sentence(planned, called, fact.experiment_id, fact.what)
        case FollowUpFellDue():
            step = called.steps.get(fact.follow_up_id)
            return event_sentence(
                translatable("A day to come back had come."), called.experiment(step), step=step
            )
        case KeptOnFile():
            kept = translatable("They keep the papers until %(day)s.", day=fact.until)
            return experiment_sentence(kept, called, fact.experiment_id)
        case KeptOnFileExpired():
            return experiment_sentence(
                translatable("The papers are kept no longer."), called, fact.experiment_id
            )
        case _:
            return _of_feedback(fact, called) or _of_papers(fact, called)


def _of_feedback(fact: object, called: ReferenceLabels) -> EventSentence | None:
    match fact:
        case FeedbackAgreed():
            agreed = translatable("They agreed that one may ring afterwards.")
            return experiment_sentence(agreed, called, fact.experiment_id)
        case FeedbackRequested():
            way = code_message(CHANNEL_CHOICES, fact.channel) if fact.channel else None
            return experiment_sentence(
                translatable("It was asked what decided it."), called, fact.experiment_id, way
            )
        case FeedbackReceived():
            points = fact.points
            said_so = (
                points.competence,
                points.requirements,
                points.well_qualified,
                points.self_presentation,
            )
            came = (
                translatable("They said what decided it.")
                if fact.usable
                else translatable("They gave empty phrases, which change nothing.")
            )
            return experiment_sentence(came, called, fact.experiment_id, *said_so, fact.note)
        case RefusalPaused():
            paused = (
                translatable("The moment after a refusal was skipped.")
                if fact.skipped
                else translatable("A moment was taken after a refusal.")
            )
            return experiment_sentence(paused, called, fact.experiment_id)
        case RefusalConcluded():
            drawn = (
                translatable("A refusal changes one thing.")
                if fact.change
                else translatable("There was nothing in a refusal.")
            )
            return experiment_sentence(drawn, called, fact.experiment_id, fact.change)
        case _:
            return None


def _of_papers(fact: object, called: ReferenceLabels) -> EventSentence | None:
    match fact:
        case PitchRevised():
            return event_sentence(translatable("The pitch got a new version."), (), (fact.wording,))
        case ApplicationSent():
            pitch = called.names_of(fact.pitch_id)
            return experiment_sentence(
                translatable("The papers went out."), called, fact.experiment_id, fact.cv, *pitch
            )
        case PitchTried():
            pitch = called.names_of(fact.pitch_id)
            tried = translatable("The pitch was tried, and landed %(rating)s of 10.", rating=fact.landed)
            return experiment_sentence(tried, called, fact.experiment_id, *pitch)
        case _:
            return None
