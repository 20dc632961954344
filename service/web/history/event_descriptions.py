"""The sentence that describes an event, whatever its kind."""

from collections.abc import Callable

from domain.messages import Message
from service.localization.gettext_noop import gettext_noop
from service.web.history.answer_sentences import describe_answer_event
from service.web.history.coaching_sentences import describe_coaching_event, describe_correction_event
from service.web.history.course_sentences import describe_course_event, describe_portrait_event
from service.web.history.event_sentences import EventSentence, event_sentence
from service.web.history.experiment_sentences import describe_evidence_event, describe_experiment_event
from service.web.history.reference_labels import ReferenceLabels
from service.web.history.role_and_contact_sentences import describe_contact_event, describe_role_event

NO_SENTENCE = gettext_noop("Something was recorded.")
"""What stands for an event without a sentence, so that the history can be read all the same; a test misses the sentence."""

_DESCRIBERS: tuple[Callable[[object, ReferenceLabels], EventSentence | None], ...] = (
    describe_experiment_event,
    describe_evidence_event,
    describe_answer_event,
    describe_role_event,
    describe_contact_event,
    describe_course_event,
    describe_portrait_event,
    describe_coaching_event,
    describe_correction_event,
)


def describe_event(event: object, labels: ReferenceLabels) -> EventSentence:
    """An event in words, as the history shows it."""
    for describe in _DESCRIBERS:
        if sentence := describe(event, labels):
            return sentence
    return event_sentence(Message(text=NO_SENTENCE))
