"""Answers, refusals, follow-ups and applications, in words."""

from domain.journey.answers import AnswerReceived, FollowUpFellDue, FollowUpPlanned, SilenceElapsed
from domain.journey.feedback import FeedbackReceived, FeedbackRequested
from domain.journey.pitches import ApplicationSent, PitchRevised, PitchTried
from domain.journey.refusals import (
    FeedbackAgreed,
    KeptOnFile,
    KeptOnFileExpired,
    RefusalConcluded,
    RefusalPaused,
)
from domain.messages import sentence
from service.web.history.event_sentences import Said, code, said
from service.web.history.experiment_sentences import in_step
from service.web.history.reference_labels import Called
from service.web.words import ANSWERS, CHANNELS


def of_answers(fact: object, called: Called) -> Said | None:
    """What came back on an approach, and what follows; None for what is something else."""
    match fact:
        case AnswerReceived():
            answer = sentence("An answer came.")
            words = code(ANSWERS, fact.answer)
            return in_step(answer, called, fact.experiment_id, words, fact.note)
        case SilenceElapsed():
            return in_step(sentence("No answer came in 28 days."), called, fact.experiment_id)
        case FollowUpPlanned():
            planned = sentence("A day was set to come back: %(day)s.", day=fact.due)
            return in_step(planned, called, fact.experiment_id, fact.what)
        case FollowUpFellDue():
            step = called.steps.get(fact.follow_up_id)
            return said(sentence("A day to come back had come."), called.step(step), step=step)
        case KeptOnFile():
            kept = sentence("They keep the papers until %(day)s.", day=fact.until)
            return in_step(kept, called, fact.experiment_id)
        case KeptOnFileExpired():
            return in_step(sentence("The papers are kept no longer."), called, fact.experiment_id)
        case _:
            return _of_feedback(fact, called) or _of_papers(fact, called)


def _of_feedback(fact: object, called: Called) -> Said | None:
    match fact:
        case FeedbackAgreed():
            agreed = sentence("They agreed that one may ring afterwards.")
            return in_step(agreed, called, fact.experiment_id)
        case FeedbackRequested():
            way = code(CHANNELS, fact.channel) if fact.channel else None
            return in_step(sentence("It was asked what decided it."), called, fact.experiment_id, way)
        case FeedbackReceived():
            points = fact.points
            said_so = (
                points.competence,
                points.requirements,
                points.well_qualified,
                points.self_presentation,
            )
            came = (
                sentence("They said what decided it.")
                if fact.usable
                else sentence("They gave empty phrases, which change nothing.")
            )
            return in_step(came, called, fact.experiment_id, *said_so, fact.note)
        case RefusalPaused():
            paused = (
                sentence("The moment after a refusal was skipped.")
                if fact.skipped
                else sentence("A moment was taken after a refusal.")
            )
            return in_step(paused, called, fact.experiment_id)
        case RefusalConcluded():
            drawn = (
                sentence("A refusal changes one thing.")
                if fact.change
                else sentence("There was nothing in a refusal.")
            )
            return in_step(drawn, called, fact.experiment_id, fact.change)
        case _:
            return None


def _of_papers(fact: object, called: Called) -> Said | None:
    match fact:
        case PitchRevised():
            return said(sentence("The pitch got a new version."), (), (fact.wording,))
        case ApplicationSent():
            pitch = called.of(fact.pitch_id)
            return in_step(sentence("The papers went out."), called, fact.experiment_id, fact.cv, *pitch)
        case PitchTried():
            pitch = called.of(fact.pitch_id)
            tried = sentence("The pitch was tried, and landed %(rating)s of 10.", rating=fact.landed)
            return in_step(tried, called, fact.experiment_id, *pitch)
        case _:
            return None
