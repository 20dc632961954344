"""What the domain and the folds say, in other languages."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from domain.errors import DomainError
from domain.journey.aggregate import INITIAL, evolve
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import decide
from domain.messages import Message
from projections.agenda.projection import AGENDA
from projections.alerts.projection import ALERTS
from projections.difference.projection import DIFFERENCE, compute_difference
from projections.difference.summary import difference_sentences
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.profile import summary as profile_reading
from projections.profile.projection import PROFILE
from service.localization.message_translation import translate_message
from service.localization.translator import Translator, translator_for
from tests.domain import journeys as j
from tests.histories import sample_journey
from tests.localization.pseudo import pseudo_words
from tests.projections.small_games import entries

DUTCH = {
    "%(role)s is now in the lead.": ("%(role)s staat nu vooraan.",),
    "One step done: %(kinds)s.": ("Eén stap gezet: %(kinds)s.", "%(number)s stappen gezet: %(kinds)s."),
    "one conversation": ("één gesprek", "%(number)s gesprekken"),
    "two": ("twee",),
    "This is before the journey started.": ("Dit ligt vóór het traject.",),
    "%(day)s or later": ("%(day)s of later",),
}
DATE = re.compile(r"\d{4}-\d\d-\d\d")
SAID_DATE = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")


def dutch() -> Translator:
    return Translator("nl", lambda _context, text, _many: DUTCH.get(text))


def everything_said(seed: int) -> Iterator[Message]:
    """What the folds say of a long journey, on days a month apart."""
    history = sample_journey(seed)
    told_of, since = history.entries(), history.events[0].happened_on
    while since < history.today:
        until = since + timedelta(days=28)
        yield from difference_sentences(compute_difference(fold(DIFFERENCE, told_of), since, until))
        profile = PROFILE.view(fold(PROFILE, told_of), until, DEFAULT_PARAMETERS)
        yield profile_reading.profile_headline(profile)
        yield from profile_reading.profile_sentences(profile)
        for alert in ALERTS.view(fold(ALERTS, told_of), until, DEFAULT_PARAMETERS):
            yield from (alert.reason, alert.brief, alert.move, alert.short_move)
        yield from (
            item.what
            for item in AGENDA.view(fold(AGENDA, told_of), until, DEFAULT_PARAMETERS).items
            if isinstance(item.what, Message)
        )
        since = until


def test_a_difference_is_told_in_dutch() -> None:
    history = (j.start(), j.discover(), j.plan(), j.run(), j.conclude())
    journey, events = INITIAL, list[AnyJourneyEvent]()
    for command in history:
        for event in decide(journey, command, date(2036, 1, 1)):
            journey = evolve(journey, event)
            events.append(event)
    found = compute_difference(fold(DIFFERENCE, entries(events)), date(2026, 1, 1), date(2036, 1, 1))

    said = [translate_message(dutch(), one) for one in difference_sentences(found)]

    assert "Eén stap gezet: één gesprek." in said


def test_a_refusal_is_told_in_dutch() -> None:
    journey = INITIAL
    for event in decide(journey, j.start(), date(2036, 1, 1)):
        journey = evolve(journey, event)

    with pytest.raises(DomainError) as refused:
        decide(journey, j.discover(happened_on=date(2020, 1, 1)), date(2036, 1, 1))

    started = journey.started.event.happened_on
    assert translate_message(dutch(), refused.value.message) == "Dit ligt vóór het traject."
    assert (
        translate_message(dutch(), refused.value.allowed) == f"{translator_for('nl').day(started)} of later"
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_told_in_english_a_sentence_reads_as_it_is_but_for_its_dates(seed: int) -> None:
    said = list(everything_said(seed))
    english = translator_for("en")

    assert [DATE.sub("DAY", one.replace("\xa0", " ")) for one in said] == [
        SAID_DATE.sub("DAY", translate_message(english, one).replace("\xa0", " ")) for one in said
    ]


def test_no_word_of_ours_is_left_in_english() -> None:
    said = [translate_message(pseudo_words(), one) for one in everything_said(3)]

    assert [one for one in said if not (one.startswith("⟦") and one.endswith("⟧"))] == []
