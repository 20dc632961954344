"""What stands below the finding of a week: the steps that are done, and the next thing with a date."""

from collections.abc import Iterator, Sequence
from datetime import date

from projections.agenda.view import AgendaItem
from projections.phrases import STEP_NOUNS
from service.localization.gettext_noop import gettext_noop
from service.localization.message_translation import translate_message
from service.localization.quotation import unquoted
from service.localization.translator import Translator
from service.web.agenda.labels import KINDS_IN_OWN_WORDS
from service.web.agenda.page import overdue_sentence
from service.web.week.finding import WeekFacts, WeekFinding, steps_done, weekday_or_date
from service.web.week.planned import UpcomingStep

IN_OUR_WORDS = (
    gettext_noop("Today, %(what)s."),
    gettext_noop("Tomorrow, %(what)s."),
    gettext_noop("On %(day)s, %(what)s."),
)
IN_OWN_WORDS = (
    gettext_noop("Today: “%(words)s”"),
    gettext_noop("Tomorrow: “%(words)s”"),
    gettext_noop("On %(day)s: “%(words)s”"),
)
"""What is due today, tomorrow and later: as a step of ours, and in the client's own words."""


def week_standfirst(
    finding: WeekFinding,
    known: WeekFacts,
    due: Sequence[AgendaItem],
    plans: Sequence[UpcomingStep],
    translator: Translator,
) -> str:
    """What the finding does not say; empty after an ending, in a week off and after a no."""
    if finding.kind in ("ended", "rest", "care", "offer"):
        return ""
    return " ".join(_sentences(finding, known, due, plans, translator))


def _sentences(
    finding: WeekFinding,
    known: WeekFacts,
    due: Sequence[AgendaItem],
    plans: Sequence[UpcomingStep],
    translator: Translator,
) -> Iterator[str]:
    if known.done and finding.kind != "done":
        yield steps_done(known.done, known.goal, translator)
    ahead = next_due(finding, due)
    if ahead and ahead.days < 0:
        yield overdue_sentence(due, translator)
    elif ahead:
        plan = next((one for one in plans if one.experiment_id == ahead.experiment_id), None)
        step = plan if ahead.kind == "planned" else None
        what = _step(step, translator) if step else translate_message(translator, ahead.what)
        yield _dated(ahead, what, known.today, translator)


def next_due(finding: WeekFinding, due: Sequence[AgendaItem]) -> AgendaItem | None:
    """The next thing with a date that the finding does not say: what is overdue first, as on the to-do list.

    A week to close stands on the page by itself.
    """
    if finding.kind in ("ended", "rest", "care", "offer"):
        return None
    dated = (one for one in due if one.kind != "close_week")
    ahead = next((one for one in dated if one.days < 0 or _is_ahead(one)), None)
    named = ahead and ahead.days >= 0 and finding.kind == ahead.kind == "planned"
    return None if named else ahead


def _is_ahead(item: AgendaItem) -> bool:
    """Whether it is still to come; the end of a wait for a reply only once it is there, for a reply may come first."""
    return item.days == 0 or (item.days > 0 and item.kind != "silence")


def _step(step: UpcomingStep, translator: Translator) -> str:
    """A planned step in few words: conversation with Karin."""
    noun = {"step": translate_message(translator, STEP_NOUNS[step.kind])}
    if step.who:
        return translator.gettext("%(step)s with %(name)s") % {**noun, "name": step.who}
    if step.role:
        return translator.gettext("%(step)s (%(role)s)") % {**noun, "role": step.role}
    return noun["step"]


def _dated(item: AgendaItem, what: str, today: date, translator: Translator) -> str:
    """What is due with its day: in quotation marks if it is in the client's own words, whichever way they end."""
    on_the_day, tomorrow, later = IN_OWN_WORDS if item.kind in KINDS_IN_OWN_WORDS else IN_OUR_WORDS
    named = {"what": what, "words": unquoted(what)}
    match item.days:
        case 0:
            return translator.gettext(on_the_day) % named
        case 1:
            return translator.gettext(tomorrow) % named
        case _:
            return translator.gettext(later) % {**named, "day": weekday_or_date(item.due, today, translator)}
