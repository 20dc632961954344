"""Every kind of entry in words: one sentence each."""

from collections.abc import Callable

from domain.sentences import sentence
from service.web.history.called import Called
from service.web.history.of_answers import of_answers
from service.web.history.of_coaching import of_coaching, of_entries
from service.web.history.of_course import of_course, of_portrait
from service.web.history.of_people import of_people, of_roles
from service.web.history.of_steps import of_learning, of_steps
from service.web.history.saying import Said, said

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
