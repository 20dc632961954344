"""Answers, refusals, follow-ups and applications, in label."""

from domain.journey.events.answers import AnswerReceived, FollowUpFellDue, FollowUpPlanned, SilenceElapsed
from domain.journey.events.feedback import FeedbackReceived, FeedbackRequested
from domain.journey.events.offers import OfferDeclined
from domain.journey.events.pitches import ApplicationSent, PitchRevised, PitchTried
from domain.journey.events.refusals import (
    FeedbackAgreed,
    KeptOnFile,
    KeptOnFileExpired,
    RefusalConcluded,
    RefusalPaused,
)
from domain.messages import Message, translatable
from service.localization.code_labels import ANSWERS
from service.localization.feedback_labels import ANSWERS_BY_POINT, FEEDBACK_POINTS, FEEDBACK_VIA
from service.web.history.event_sentences import EventSentence, code_message, event_sentence
from service.web.history.experiment_sentences import experiment_sentence
from service.web.history.reference_labels import ReferenceLabels, TextOrMessage
from service.web.labels import CHANNEL_CHOICES


def describe_answer_event(event: object, labels: ReferenceLabels) -> EventSentence | None:
    """What came back on an approach, and what follows; None for what is something else."""
    match event:
        case AnswerReceived():
            sentence = translatable("A reply came.")
            label = code_message(ANSWERS, event.answer)
            return experiment_sentence(sentence, labels, event.experiment_id, label, event.note)
        case SilenceElapsed():
            return experiment_sentence(translatable("No reply came in 28 days."), labels, event.experiment_id)
        case FollowUpPlanned():
            sentence = translatable("A follow-up was set for %(day)s.", day=event.due)
            return experiment_sentence(sentence, labels, event.experiment_id, event.what)
        case FollowUpFellDue():
            step = labels.steps.get(event.follow_up_id)
            return event_sentence(translatable("A follow-up was due."), labels.experiment(step), step=step)
        case OfferDeclined():
            return experiment_sentence(
                translatable("You declined the offer."), labels, event.experiment_id, event.why
            )
        case KeptOnFile():
            sentence = translatable("They keep the details on file until %(day)s.", day=event.until)
            return experiment_sentence(sentence, labels, event.experiment_id)
        case KeptOnFileExpired():
            return experiment_sentence(
                translatable("The details are no longer kept."), labels, event.experiment_id
            )
        case _:
            return _describe_feedback_event(event, labels) or _describe_application_event(event, labels)


def _describe_feedback_event(event: object, labels: ReferenceLabels) -> EventSentence | None:
    match event:
        case FeedbackAgreed():
            sentence = translatable("They agreed to a call afterwards.")
            return experiment_sentence(sentence, labels, event.experiment_id)
        case FeedbackRequested():
            channel = code_message(CHANNEL_CHOICES, event.channel) if event.channel else None
            way = code_message(FEEDBACK_VIA, event.via) if event.via else channel
            return experiment_sentence(
                translatable("Feedback was asked for."), labels, event.experiment_id, way
            )
        case FeedbackReceived():
            sentence = (
                translatable("They gave their reasons.")
                if event.usable
                else translatable("They gave empty phrases, which change nothing.")
            )
            via = code_message(FEEDBACK_VIA, event.via) if event.via else None
            return experiment_sentence(
                sentence, labels, event.experiment_id, *_points_heard(event), event.note, via
            )
        case RefusalPaused():
            sentence = (
                translatable("The break after a rejection was skipped.")
                if event.skipped
                else translatable("A break was taken after a rejection.")
            )
            return experiment_sentence(sentence, labels, event.experiment_id)
        case RefusalConcluded():
            sentence = (
                translatable("A rejection changes one thing.")
                if event.change
                else translatable("There was nothing to learn from a rejection.")
            )
            return experiment_sentence(sentence, labels, event.experiment_id, event.change)
        case _:
            return None


def _describe_application_event(event: object, labels: ReferenceLabels) -> EventSentence | None:
    match event:
        case PitchRevised():
            return event_sentence(
                translatable("A new version of the pitch was written."), (), (event.wording,)
            )
        case ApplicationSent():
            pitch = labels.names_of(event.pitch_id)
            return experiment_sentence(
                translatable("The application was sent."),
                labels,
                event.experiment_id,
                event.cv,
                *pitch,
            )
        case PitchTried():
            pitch = labels.names_of(event.pitch_id)
            sentence = translatable(
                "The pitch was tried, and scored %(rating)s out of 10.", rating=event.landed
            )
            return experiment_sentence(sentence, labels, event.experiment_id, *pitch)
        case _:
            return None


def _points_heard(event: FeedbackReceived) -> tuple[TextOrMessage | None, ...]:
    """What was heard on each point, each followed by their words."""
    found: list[TextOrMessage | None] = []
    for point, label in FEEDBACK_POINTS.items():
        if heard := getattr(event.heard, point):
            answer = code_message(ANSWERS_BY_POINT[point], heard)
            found.append(translatable("%(point)s: %(heard)s", point=Message(text=label), heard=answer))
        found.append(getattr(event.points, point))
    return tuple(found)
