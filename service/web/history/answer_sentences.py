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


def describe_answer_event(event: object, called: ReferenceLabels) -> EventSentence | None:
    """What came back on an approach, and what follows; None for what is something else."""
    match event:
        case AnswerReceived():
            answer = translatable("An answer came.")
            words = code_message(ANSWERS, event.answer)
            return experiment_sentence(answer, called, event.experiment_id, words, event.note)
        case SilenceElapsed():
            return experiment_sentence(
                translatable("No answer came in 28 days."), called, event.experiment_id
            )
        case FollowUpPlanned():
            planned = translatable("A day was set to come back: %(day)s.", day=event.due)
            return experiment_sentence(planned, called, event.experiment_id, event.what)
        case FollowUpFellDue():
            step = called.steps.get(event.follow_up_id)
            return event_sentence(
                translatable("A day to come back had come."), called.experiment(step), step=step
            )
        case KeptOnFile():
            kept = translatable("They keep the papers until %(day)s.", day=event.until)
            return experiment_sentence(kept, called, event.experiment_id)
        case KeptOnFileExpired():
            return experiment_sentence(
                translatable("The papers are kept no longer."), called, event.experiment_id
            )
        case _:
            return _of_feedback(event, called) or _of_papers(event, called)


def _of_feedback(event: object, called: ReferenceLabels) -> EventSentence | None:
    match event:
        case FeedbackAgreed():
            agreed = translatable("They agreed that one may ring afterwards.")
            return experiment_sentence(agreed, called, event.experiment_id)
        case FeedbackRequested():
            way = code_message(CHANNEL_CHOICES, event.channel) if event.channel else None
            return experiment_sentence(
                translatable("It was asked what decided it."), called, event.experiment_id, way
            )
        case FeedbackReceived():
            points = event.points
            said_so = (
                points.competence,
                points.requirements,
                points.well_qualified,
                points.self_presentation,
            )
            came = (
                translatable("They said what decided it.")
                if event.usable
                else translatable("They gave empty phrases, which change nothing.")
            )
            return experiment_sentence(came, called, event.experiment_id, *said_so, event.note)
        case RefusalPaused():
            paused = (
                translatable("The moment after a refusal was skipped.")
                if event.skipped
                else translatable("A moment was taken after a refusal.")
            )
            return experiment_sentence(paused, called, event.experiment_id)
        case RefusalConcluded():
            drawn = (
                translatable("A refusal changes one thing.")
                if event.change
                else translatable("There was nothing in a refusal.")
            )
            return experiment_sentence(drawn, called, event.experiment_id, event.change)
        case _:
            return None


def _of_papers(event: object, called: ReferenceLabels) -> EventSentence | None:
    match event:
        case PitchRevised():
            return event_sentence(translatable("The pitch got a new version."), (), (event.wording,))
        case ApplicationSent():
            pitch = called.names_of(event.pitch_id)
            return experiment_sentence(
                translatable("The papers went out."), called, event.experiment_id, event.cv, *pitch
            )
        case PitchTried():
            pitch = called.names_of(event.pitch_id)
            tried = translatable("The pitch was tried, and landed %(rating)s of 10.", rating=event.landed)
            return experiment_sentence(tried, called, event.experiment_id, *pitch)
        case _:
            return None
