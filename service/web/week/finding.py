"""The finding of the running week: what is true now, in a sentence. It is right at once after every act."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from domain.journey.events.weeks import monday_of
from domain.messages import Capitalized, capitalize_first, translatable
from domain.vocabulary import Ending
from projections.phrases import number_in_words
from service.localization.gettext_noop import gettext_noop
from service.localization.message_translation import translate_message
from service.localization.quotation import unquoted
from service.localization.translator import Translator

FindingKind = Literal[
    "ended", "rest", "care", "offer", "conclusion", "back", "first", "done", "planned", "nothing"
]

A_NEW_WEEK_UNTIL = 2
"""The last day of the week, counted from Monday as 0, on which it is called new."""

ENDED: Mapping[Ending, str] = MappingProxyType(
    {
        "new_work": gettext_noop("Your journey ended with new work."),
        "own_business": gettext_noop("Your journey ended with a business of your own."),
        "education": gettext_noop("Your journey ended with education."),
        "stayed_and_changed": gettext_noop("You stayed, and your work changed."),
        "return_to_work": gettext_noop("Your journey ended with your return to work."),
        "volunteering": gettext_noop("Your journey ended with volunteering."),
        "rest": gettext_noop("Your journey ended with a break from work."),
        "stopped": gettext_noop("Your journey has stopped here."),
    }
)
SOME_DONE: Mapping[tuple[int, int], str] = MappingProxyType(
    {
        (1, 2): gettext_noop("One of two steps done."),
        (1, 3): gettext_noop("One of three steps done."),
        (2, 3): gettext_noop("Two of three steps done."),
    }
)
"""By how many are done and how many are meant."""
ALL_DONE: Mapping[int, str] = MappingProxyType(
    {
        1: gettext_noop("Your one step is done. More is fine, and so is rest."),
        2: gettext_noop("Both steps done. More is fine, and so is rest."),
        3: gettext_noop("All three steps done. More is fine, and so is rest."),
    }
)


class FirstRole(Struct, frozen=True, kw_only=True):
    """A role that came first this week, and one that is first as well."""

    title: str
    level_with: str | None = None


class WeekFacts(Struct, frozen=True, kw_only=True):
    """What the finding of a week depends on."""

    today: date
    goal: int
    done: int = 0
    """Steps run, called off and declined."""
    planned: Sequence[date | None] = ()
    """The days of the open plans that are not past; None for one without a day."""
    overdue: int = 0
    """Open plans whose date has passed."""
    first: FirstRole | None = None
    conclusion: str | None = None
    """What last week was concluded with."""
    acted: bool = False
    """Whether the client recorded anything this week."""
    away: bool = False
    """Whether the two weeks before passed without a step or a rest."""
    care: bool = False
    """Whether a no comes first."""
    offer: bool = False
    """Whether an offer waits for an answer."""
    rest: bool = False
    ending: Ending | None = None


class WeekFinding(Struct, frozen=True, kw_only=True):
    """The finding, and which rule found it."""

    kind: FindingKind
    sentence: str


def week_finding(known: WeekFacts, translator: Translator) -> WeekFinding:
    """What is true of the week: the first rule that holds."""
    kind = _kind(known)
    return WeekFinding(kind=kind, sentence=_sentence(kind, known, translator))


def _kind(known: WeekFacts) -> FindingKind:
    rules: dict[FindingKind, object] = {
        "ended": known.ending,
        "rest": known.rest,
        "care": known.care,
        "offer": known.offer,
        "conclusion": known.conclusion and known.today == monday_of(known.today) and not known.acted,
        "back": known.away and not known.acted,
        "first": known.first,
        "done": known.done,
        "planned": known.planned,
    }
    for kind, holds in rules.items():
        if holds:
            return kind
    return "nothing"


def _sentence(kind: FindingKind, known: WeekFacts, translator: Translator) -> str:
    match kind:
        case "ended":
            return translator.gettext(ENDED[known.ending or "stopped"])
        case "rest":
            return translator.gettext("You have this week off. Nothing changes, nothing is lost.")
        case "care":
            return translator.gettext("You do not need to do anything today.")
        case "offer":
            return translator.gettext("You have an offer.")
        case "conclusion":
            return translator.gettext("“%(conclusion)s”") % {"conclusion": unquoted(known.conclusion or "")}
        case "back":
            return translator.gettext("Good to see you.")
        case "first" if known.first:
            return first_place(known.first, translator)
        case "done":
            return steps_done(known.done, known.goal, translator)
        case "planned":
            return _planned(known, translator)
        case _ if known.today.weekday() <= A_NEW_WEEK_UNTIL and not known.overdue:
            return translator.gettext("A new week. Nothing is planned yet.")
        case _:
            return translator.gettext("Room for one small step.")


def steps_done(done: int, goal: int, translator: Translator) -> str:
    """How many of the week's steps are done; at least one is."""
    if done < goal:
        return translator.gettext(SOME_DONE[done, goal])
    if done == goal:
        return translator.gettext(ALL_DONE[goal])
    text = translator.ngettext(
        "%(count)s step done. More is fine, and so is rest.",
        "%(count)s steps done. More is fine, and so is rest.",
        done,
    )
    return text % {"count": _in_words(done, translator)}


def _in_words(count: int, translator: Translator) -> str:
    """A number at the start of a sentence."""
    return translate_message(
        translator, translatable("%(number)s", number=Capitalized(number_in_words(count)))
    )


def first_place(first: FirstRole, translator: Translator) -> str:
    """Which role came first, or level with the first."""
    if first.level_with:
        both = {"role": capitalize_first(first.title), "other": first.level_with}
        return translator.gettext("%(role)s is level with %(other)s now.") % both
    return translator.gettext("%(role)s is first now.") % {"role": capitalize_first(first.title)}


def _planned(known: WeekFacts, translator: Translator) -> str:
    count, day = len(known.planned), min((one for one in known.planned if one), default=None)
    if day is None:
        text = translator.ngettext(
            "One step planned, with no date yet.", "%(count)s steps planned, with no dates yet.", count
        )
    elif day == known.today:
        text = translator.ngettext(
            "One step planned, for today.", "%(count)s steps planned, the first today.", count
        )
    elif day == known.today + timedelta(days=1):
        text = translator.ngettext(
            "One step planned, for tomorrow.", "%(count)s steps planned, the first tomorrow.", count
        )
    else:
        text = translator.ngettext(
            "One step planned, on %(day)s.", "%(count)s steps planned, the first on %(day)s.", count
        )
    return text % {
        "count": _in_words(count, translator),
        "day": weekday_or_date(day or known.today, known.today, translator),
    }


def weekday_or_date(day: date, today: date, translator: Translator) -> str:
    """A day of this week by its name, a later one by its date: Friday, 14 December."""
    this_week = monday_of(day) == monday_of(today)
    return translator.weekday(day) if this_week else translator.month_day(day)
