"""Section of the sheet before a session: what is new since the last one, apart from what has a section of its own."""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.journey.events.check_ins import CheckInHeld
from domain.messages import capitalize_first
from projections.difference.summary import difference_sentences
from projections.difference.view import Difference
from projections.news.projection import NEWS
from projections.news.view import NewsItem, NewsKind
from service.authorization import field_filters
from service.localization.message_translation import translate_message
from service.localization.translator import Translator
from service.web.coach_client.client_context import ClientContext
from service.web.coach_client.sheet import SheetLine, SheetSection

IN_REPLIES: frozenset[NewsKind] = frozenset(
    {"rejected_close", "rejected_after_interview", "rejected_unseen", "offer", "invitation"}
)
TOLD_ELSEWHERE = IN_REPLIES | {"big_move", "new_role", "trust_rated", "low_energy"}
"""Replies and ratings have sections of their own; what changed in the roles is told by the two dates."""


def news_section(client: ClientContext, difference: Difference, translator: Translator) -> SheetSection:
    """The news that was recorded after the last session, or happened after it, the latest first; then what changed."""
    items = field_filters.filter_news(_since_session(client), client.level)
    own_lines = [one for one in items if one.kind not in TOLD_ELSEWHERE and one.kind != "week_reviewed"]
    lines = [
        *(_line(one, translator) for one in own_lines),
        *(SheetLine(text=translate_message(translator, one)) for one in difference_sentences(difference)),
        *_reviewed(items, translator),
    ]
    # Who does not see sessions compares with the start.
    since_session = client.sees("read_coaching") and client.last_check_in
    heading = (
        translator.gettext("New since the last session")
        if since_session
        else translator.gettext("What changed")
    )
    return SheetSection(name="news", heading=heading, lines=tuple(lines))


def _since_session(client: ClientContext) -> tuple[NewsItem, ...]:
    held_on, number = client.last_check_in or date.min, 0
    for entry, event in client.journey.unretracted_events().items():
        if isinstance(event, CheckInHeld) and event.happened_on == held_on:
            number = entry
    return tuple(one for one in client.folded.view(NEWS).items if one.number > number or one.on > held_on)


def _reviewed(items: Sequence[NewsItem], translator: Translator) -> Iterator[SheetLine]:
    count = sum(one.kind == "week_reviewed" for one in items)
    if count:
        text = translator.ngettext("One week reviewed.", "%(count)s weeks reviewed.", count)
        yield SheetLine(text=text % {"count": translator.number(count)})


def _line(item: NewsItem, translator: Translator) -> SheetLine:
    return SheetLine(lead=translator.short_day(item.on), text=news_in_words(item, translator), on=item.on)


def news_in_words(item: NewsItem, translator: Translator) -> str:
    """What an item tells, in a sentence; a change is told as with and without the entry, on the same day."""
    values = {
        "role": capitalize_first(item.role or ""),
        "before": "" if item.before is None else translator.number(item.before),
        "now": "" if item.after is None else translator.number(item.after),
        "words": item.words or "",
    }
    return _sentence(item, translator) % values


def _sentence(item: NewsItem, translator: Translator) -> str:
    match item.kind:
        case "worse_than_feared":
            return translator.gettext("Worse than feared: dread %(before)s before, %(now)s after.")
        case "ended":
            return translator.gettext("The journey ended.")
        case "low_energy":
            return translator.gettext("Energy was rated %(now)s.")
        case "trust_rated":
            return translator.gettext("Trust was rated %(now)s.")
        case "belief_dropped":
            return translator.gettext("A belief did not hold up: %(words)s")
        case "new_role":
            return translator.gettext("New: %(role)s.")
        case "after_care_answered":
            return translator.gettext("Aftercare was answered: %(words)s")
        case "big_move" if item.after is None:
            return translator.gettext("%(role)s came first.")
        case "big_move" if item.before is None:
            return translator.gettext("%(role)s is new, with a potential of %(now)s.")
        case _:
            return translator.gettext(
                "%(role)s: potential %(now)s that day; without this entry it would have been %(before)s."
            )
