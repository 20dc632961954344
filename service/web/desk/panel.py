"""The panel of a row: what a coach can do for a client without leaving the desk."""

from collections.abc import Mapping
from datetime import date, timedelta
from urllib.parse import quote
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.commands.alerts import A_WEEK, longest_snooze
from domain.journey.events.alerts import AlertAcknowledged, AlertSnoozed
from domain.vocabulary import Quest, StuckRule
from projections.alerts.projection import ALERTS
from projections.approaches.care import care_on
from projections.game.view import Game
from projections.guidance import GUIDANCE, PhraseAdvice
from service.application.desk import DeskRow
from service.authorization.desk_entries import DeskEntry, DeskJourney
from service.authorization.policy import level_covers
from service.email.emails import email_language
from service.localization.code_labels import QUESTS, STUCK_RULES
from service.localization.gettext_noop import gettext_noop
from service.localization.translator import Translator, translator_for
from service.web.coach_client.labels import QUEST_SUMMARIES
from service.web.coach_client.quests import QuestOffers, quest_offers
from service.web.desk.labels import TAB_LABELS, DeskTab
from service.web.desk.row_texts import NewsLine, news_lines
from service.web.standing_in import dealt_with_by_others

FRIDAY = 4

MESSAGE_SUBJECT = gettext_noop("Shall we talk?")
MESSAGE_BODY = gettext_noop(
    "Hello %(name)s, I thought of you. You do not need to do anything. Shall we talk on %(one)s or %(other)s?"
)
"""A message never carries a reason or a number: somebody else may read along."""


class PanelMessage(Struct, frozen=True, kw_only=True):
    """A message in the client's language, for the coach's own mail program."""

    language: str
    body: str
    address: str
    phrases: tuple[PhraseAdvice, ...]
    """What to rather not say, after a no."""


class DeskPanel(Struct, frozen=True, kw_only=True):
    """The panel of one client's row."""

    row: DeskRow
    tab: DeskTab
    tabs: Mapping[DeskTab, str]
    rules: tuple[tuple[StuckRule, str], ...]
    """The alerts that need attention, the one that decides first."""
    quests: tuple[tuple[Quest, str, str], ...]
    """Those that can be offered, with name and summary."""
    quest_waits: bool
    """Whether an offer waits until the client's present quest is done."""
    message: PanelMessage
    dealt_with_by: Mapping[StuckRule, str]
    """Who dealt with an alert, where it was another than the reader."""
    news: tuple[NewsLine, ...]
    """All that is new."""
    undoable: Mapping[StuckRule, int]
    """What the reader did about alerts that rest since, by the entry that can be withdrawn."""

    @property
    def last_snoozed(self) -> date:
        """The last day until which one of the alerts may be snoozed."""
        return self.row.today + max((longest_snooze(rule) for rule, _ in self.rules), default=A_WEEK)

    @property
    def next_week(self) -> date:
        """Until when an alert is snoozed at first."""
        return self.row.today + A_WEEK


def build_panel(
    entry: DeskEntry, row: DeskRow, tab: str, *, game: Game | None, translator: Translator
) -> DeskPanel:
    """The panel, with the tab that was asked for, or the first. Without the game no quest can be offered."""
    journey = entry.folded.journey
    rules: list[tuple[StuckRule, str]] = [
        (one, translator.gettext(STUCK_RULES[one])) for one in row.reasons if one != "after_care"
    ]
    offers = quest_offers(journey, game) if game and level_covers(entry.level, "read_coaching") else None
    quests = _quests(offers, translator) if offers else ()
    tabs: dict[DeskTab, str] = {
        one: translator.gettext(label)
        for one, label in TAB_LABELS.items()
        if _offers(one, row, rules=bool(rules), quests=bool(quests))
    }
    chosen: DeskTab = "session"
    for one in tabs:
        if one == tab:
            chosen = one
    return DeskPanel(
        row=row,
        tab=chosen,
        tabs=tabs,
        rules=tuple(rules),
        quests=quests,
        quest_waits=bool(offers and offers.running),
        message=_message(entry, row),
        dealt_with_by=dealt_with_by_others(journey, entry.coach_id),
        news=tuple(news_lines(row.news, row.journey_id, translator)),
        undoable=_undoable(journey, row, entry.coach_id),
    )


def _undoable(journey: Journey, row: DeskRow, reader_id: UUID) -> Mapping[StuckRule, int]:
    """The last entries about alerts that rest, where they are the reader's own."""
    rest = {one.rule for one in row.alerts if not one.needs_attention(row.today)}
    last: dict[StuckRule, int] = {}
    for number, event in journey.effective_events().items():
        if isinstance(event, AlertAcknowledged | AlertSnoozed) and event.rule in rest:
            last[event.rule] = number
    return {
        rule: number for rule, number in last.items() if journey.authored_events[number - 1].by == reader_id
    }


def _offers(tab: DeskTab, row: DeskRow, *, rules: bool, quests: bool) -> bool:
    ended = row.ending is not None
    match tab:
        case "session" | "message":
            return True
        case "challenge":
            return not ended
        case "quest":
            return not ended and quests
        case "after_care":
            return row.after_care_id is not None
        case "snooze" | "done":
            return rules


def _quests(offers: QuestOffers, translator: Translator) -> tuple[tuple[Quest, str, str], ...]:
    return tuple(
        (one, translator.gettext(QUESTS[one]), translator.gettext(QUEST_SUMMARIES[one]))
        for one in offers.free
    )


def _message(entry: DeskJourney, row: DeskRow) -> PanelMessage:
    hers = translator_for(email_language(entry.case.locale))
    one, other = _days_to_talk(row.today)
    places = {"name": row.called, "one": hers.weekday(one), "other": hers.weekday(other)}
    subject, body = hers.gettext(MESSAGE_SUBJECT), hers.gettext(MESSAGE_BODY) % places
    return PanelMessage(
        language=email_language(entry.case.locale),
        body=body,
        address=f"mailto:?subject={quote(subject)}&body={quote(body)}",
        phrases=GUIDANCE.phrases if _after_a_no(entry) else (),
    )


def _after_a_no(entry: DeskJourney) -> bool:
    known, today = entry.folded.state(ALERTS).approaches, entry.folded.today
    return level_covers(entry.level, "read_refusals") and care_on(known, today) is not None


def _days_to_talk(today: date) -> tuple[date, date]:
    """Two working days ahead, one between them."""
    ahead = (today + timedelta(days=days) for days in range(1, 7))
    working = [one for one in ahead if one.weekday() <= FRIDAY]
    return working[0], working[2]
