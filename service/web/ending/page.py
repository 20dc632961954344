"""The view model of the ending: before it the endings to choose from, after it what stays and what can follow."""

from datetime import date, timedelta

from msgspec import Struct

from domain.journey.events.endings import EndingRecorded
from domain.redacted import is_readable
from domain.vocabulary import Ending
from projections.course.projection import COURSE
from projections.course.view import AfterCareView, EndingView
from projections.network.projection import NETWORK
from service.application.folded_journey import FoldedJourney
from service.localization.translator import Translator
from service.web.ending.labels import (
    AT_WORK,
    CARE_DATES,
    ENDING_CHOICES,
    ENDINGS_WITHOUT_WORK,
    WEEKS_UNTIL,
    WITHOUT_WORK,
    CareDate,
)
from service.web.people.page import PersonCard, build_people_page
from service.web.week.finding import ENDED

PROJECTIONS = (COURSE, NETWORK)
MAX_HELPERS = 12
"""As many people as stand on the page; the others are on the page of people."""


class ProposedCare(Struct, frozen=True, kw_only=True):
    """A date for aftercare that could be planned, with its question."""

    code: CareDate
    due: date
    question: str


class EndingPage(Struct, frozen=True, kw_only=True):
    """The page."""

    finding: str
    ending: EndingView | None
    note: str | None
    """The client's words on it."""
    number: int | None
    """The entry of the ending in the history; None if someone else made it, who alone can correct it."""
    choices: tuple[tuple[Ending, str], ...]
    """The good endings of the track first."""
    helpers: tuple[PersonCard, ...]
    """Who was met, the last first."""
    more_helpers: bool
    due: tuple[AfterCareView, ...]
    """The dates whose question waits for an answer now."""
    planned: tuple[AfterCareView, ...]
    answered: tuple[AfterCareView, ...]
    asks_trust: bool
    """Whether there is a coach to trust."""
    proposed: tuple[ProposedCare, ...]
    """Empty once a date was planned."""


def build_ending_page(folded: FoldedJourney, translator: Translator) -> EndingPage:
    """The page of today."""
    journey, course = folded.journey, folded.view(COURSE)
    ending, cared = course.ending, (*course.after_care_past, *course.after_care)
    waiting = [one for one in cared if not one.answered_on]
    met = [one for one in build_people_page(journey, folded.view(NETWORK), translator).met if one.name]
    client, entries = journey.authored_events[0].by, journey.effective_events().items() if ending else ()
    return EndingPage(
        finding=translator.gettext(ENDED[ending.ending] if ending else "How does it end, for now?"),
        ending=ending,
        note=ending.note if ending and ending.note and is_readable(ending.note) else None,
        number=next(
            (
                key
                for key, one in entries
                if isinstance(one, EndingRecorded) and journey.authored_events[key - 1].by == client
            ),
            None,
        ),
        choices=_choices(course.good_endings, translator),
        helpers=tuple(met[:MAX_HELPERS]) if ending else (),
        more_helpers=len(met) > MAX_HELPERS,
        due=tuple(one for one in waiting if one.due <= folded.today),
        planned=tuple(one for one in waiting if one.due > folded.today),
        answered=tuple(one for one in cared if one.answered_on),
        asks_trust=journey.coaches.assigned is not None,
        proposed=proposed_care(ending.ending, folded.today, translator) if ending and not cared else (),
    )


def proposed_care(ending: Ending, today: date, translator: Translator) -> tuple[ProposedCare, ...]:
    """Three dates from today on, each with one question that fits how it ended."""
    questions = WITHOUT_WORK if ending in ENDINGS_WITHOUT_WORK else AT_WORK
    return tuple(
        ProposedCare(
            code=code,
            due=today + timedelta(weeks=WEEKS_UNTIL[code]),
            question=translator.gettext(questions[code]),
        )
        for code in CARE_DATES
    )


def _choices(good: tuple[Ending, ...], translator: Translator) -> tuple[tuple[Ending, str], ...]:
    ordered: list[Ending] = [*good, *(one for one in ENDING_CHOICES if one not in good)]
    return tuple((one, translator.gettext(ENDING_CHOICES[one])) for one in ordered)
