"""The subjects of a journey, such as a role or an experiment. An event names those it creates and those it is part of."""

from collections.abc import Hashable, Iterable, Iterator

from domain.event import Event

SubjectKey = tuple[str, Hashable]
"""The noun of a subject, and its id."""

_IDENTIFIED_BY_EXPERIMENT = frozenset({"happened", "asked", "refused", "offered", "kept"})
"""Nouns whose id is that of the experiment."""


def subject_keys(event: Event, nouns: Iterable[str]) -> Iterator[SubjectKey]:
    """The key of each of these nouns, with the id that the event holds of it."""
    for noun in nouns:
        field = "experiment_id" if noun in _IDENTIFIED_BY_EXPERIMENT else f"{noun}_id"
        yield noun, getattr(event, field)
