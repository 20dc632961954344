"""Every kind of entry in words: one sentence each."""

from collections.abc import Callable

from domain.messages import sentence
from service.web.history.answer_sentences import of_answers
from service.web.history.coaching_sentences import of_coaching, of_entries
from service.web.history.course_sentences import of_course, of_portrait
from service.web.history.event_sentences import Said, said
from service.web.history.experiment_sentences import of_learning, of_steps
from service.web.history.reference_labels import Called
from service.web.history.role_and_contact_sentences import of_people, of_roles

_ROOMS: tuple[Callable[[object, Called], Said | None], ...] = (
    of_steps,
    of_learning,
    of_answers,
    of_roles,
    of_people,
    of_course,
    of_portrait,
    of_coaching,
    of_entries,
)


def in_words(event: object, called: Called) -> Said:
    """What an event tells."""
    for room in _ROOMS:
        if found := room(event, called):
            return found
    return said(sentence("Something was told."))
