"""Section of the sheet before a session: what was agreed, and whether it was kept."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from domain.messages import capitalize_first
from projections.coaching.view import Coaching, CommitmentStatus
from service.localization.code_labels import QUESTS
from service.localization.translator import Translator
from service.web.coach_client.period import ComparedPeriod
from service.web.coach_client.planned import PlannedLine
from service.web.coach_client.sheet import ROWS_OF_WORDS, SheetLine, SheetSection

PLANNED_LINES = 3
"""As many of what has a date stay, however little room there is."""
OPEN_LINES = 6
"""As many of what is open stay, however little room there is."""


def planned_section(lines: Sequence[PlannedLine], translator: Translator) -> SheetSection:
    """What has a date, the nearest to today first."""
    passed = translator.gettext("Date passed")
    return SheetSection(
        name="planned",
        heading=translator.gettext("Coming up, and overdue"),
        lines=tuple(
            SheetLine(
                lead=translator.short_day(one.due),
                text=f"{one.text} ({passed})" if one.overdue else one.text,
                most_rows=ROWS_OF_WORDS,
            )
            for one in lines
        ),
        kept=min(len(lines), PLANNED_LINES),
    )


def agreed_section(
    coaching: Coaching,
    period: ComparedPeriod,
    translator: Translator,
    *,
    asks: bool,
    names: Mapping[UUID, str],
) -> SheetSection:
    """The last session and its agreements: commitments, challenges and quests that are open, and what became of others since.

    `names` says who held a session, where that was not the reader. Unless it `asks`, it does not say that nothing is agreed.
    """
    agreed = [
        *_commitments(coaching, period, translator),
        *_challenges(coaching, period, translator),
    ]
    open_lines = (
        *_last_session(coaching, period, names, translator),
        *(one for one in agreed if one.on is None),
        *_quests(coaching, translator),
    )
    settled = sorted(
        (one for one in agreed if one.on is not None), key=lambda one: one.on or date.min, reverse=True
    )
    none = translator.gettext("No commitments are open. Agree on one small thing with a date.")
    nothing = (SheetLine(text=none),) if asks and not coaching.commitments else ()
    return SheetSection(
        name="agreed",
        heading=translator.gettext("What was agreed, and whether it was kept"),
        lines=(*open_lines, *settled, *nothing),
        kept=max(1, min(len(open_lines), OPEN_LINES)),
    )


def _quests(coaching: Coaching, translator: Translator) -> Iterator[SheetLine]:
    taken = [translator.gettext(QUESTS[one.quest]) for one in coaching.quests if one.stage == "taken"]
    if taken:
        yield SheetLine(lead=translator.gettext("Quest accepted"), text=translator.list_of(taken))


def _last_session(
    coaching: Coaching, period: ComparedPeriod, names: Mapping[UUID, str], translator: Translator
) -> Iterator[SheetLine]:
    before = [one for one in coaching.check_ins if one.on <= period.since]
    if not before:
        return
    last = before[-1]
    if last.conclusion:
        text = translator.gettext("On %(day)s: %(conclusion)s") % {
            "day": translator.month_day(last.on),
            "conclusion": last.conclusion,
        }
        yield SheetLine(lead=names.get(last.check_in_id, ""), text=text, most_rows=ROWS_OF_WORDS)
    if last.next_step:
        text = translator.gettext("Next: %(what)s") % {"what": last.next_step}
        due = f", {translator.short_day(last.next_step_due)}" if last.next_step_due else ""
        yield SheetLine(text=text + due, most_rows=ROWS_OF_WORDS)


def _commitments(coaching: Coaching, period: ComparedPeriod, translator: Translator) -> Iterator[SheetLine]:
    for one in reversed(coaching.commitments):
        if one.settled_on is None or one.settled_on > period.since or one.made_on >= period.since:
            yield _promised(_kept(one.stands, translator), one.what, one.due, one.settled_on, translator)


def _kept(stands: CommitmentStatus, translator: Translator) -> str:
    match stands:
        case "kept":
            return translator.gettext("Kept")
        case "let_go":
            return translator.gettext("Dropped")
        case "overdue":
            return translator.gettext("Date passed")
        case "open":
            return translator.gettext("Still open")


def _challenges(coaching: Coaching, period: ComparedPeriod, translator: Translator) -> Iterator[SheetLine]:
    for one in reversed(coaching.challenges):
        if one.answer is None:
            yield _promised(
                translator.gettext("Challenge, not answered yet"), one.what, one.due, None, translator
            )
        elif one.answer == "accepted":
            yield _promised(translator.gettext("Challenge accepted"), one.what, one.due, None, translator)
        elif one.answer == "met" and one.since and one.since > period.since:
            yield _promised(translator.gettext("Challenge met"), one.what, one.due, one.since, translator)


def _promised(
    lead: str, what: str, due: date | None, settled_on: date | None, translator: Translator
) -> SheetLine:
    """What is open is of no day: it stays longer than what was settled."""
    by = f", {translator.short_day(due)}" if due else ""
    return SheetLine(lead=lead, text=capitalize_first(what) + by, on=settled_on)
