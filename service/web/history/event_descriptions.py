"""The sentence that describes an event, whatever its kind."""

from collections.abc import Callable

from domain.messages import translatable
from service.web.history.answer_sentences import describe_answer_event
from service.web.history.coaching_sentences import describe_coaching_event, describe_correction_event
from service.web.history.course_sentences import describe_course_event, describe_portrait_event
from service.web.history.event_sentences import EventSentence, event_sentence
from service.web.history.experiment_sentences import describe_evidence_event, describe_experiment_event
from service.web.history.reference_labels import ReferenceLabels
from service.web.history.role_and_contact_sentences import describe_contact_event, describe_role_event

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


def describe_event(event: object, called: ReferenceLabels) -> EventSentence:
    """What an event tells."""
    for room in _DESCRIBERS:
        if found := room(event, called):
            return found
    return event_sentence(translatable("Something was told."))
