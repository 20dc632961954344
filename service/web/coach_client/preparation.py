"""The sheet a coach reads before a session: what is new, what was agreed, what to ask and what to try; on one page."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from projections.claims.projection import CLAIMS
from projections.coaching.view import Coaching
from projections.news.projection import NEWS
from projections.portrait.projection import PORTRAIT
from projections.weeks.view import Weeks
from service.application.desk_alerts import answered_alerts
from service.authorization import field_filters
from service.localization.translator import Translator
from service.web.coach_client.after_no import open_phrases
from service.web.coach_client.client_context import ClientContext
from service.web.coach_client.headlines import check_ins_headline, difference_headline, progress_headline
from service.web.coach_client.page import ClientData
from service.web.coach_client.period import ComparedPeriod, is_todays_session
from service.web.coach_client.planned import planned_lines
from service.web.coach_client.sheet import ROWS_OF_A_PAGE, SheetSection, fit_on_page
from service.web.coach_client.sheet_agreed import agreed_section, planned_section
from service.web.coach_client.sheet_news import news_section
from service.web.coach_client.sheet_person import intake_section, pulses_section, stories_section
from service.web.coach_client.sheet_since import (
    conclusions_section,
    noes_section,
    offers_section,
    replies_section,
    steps_section,
)
from service.web.coach_client.sheet_standing import (
    alerts_section,
    contradictions_section,
    guesses_section,
    phrases_section,
    questions_section,
    strengths_section,
    style_section,
    tries_section,
)
from service.web.coach_client.visible_views import PROJECTIONS, fitting_stance
from service.web.experiments.offers import open_offers

PREPARATION_PROJECTIONS = (*PROJECTIONS, CLAIMS, PORTRAIT, NEWS)
LETTERS_OF_A_HEADING = 60
ROWS_OF_A_NOTICE = 2
COLUMNS = 2


class PreparationSheet(Struct, frozen=True, kw_only=True):
    """One page; what its reader may not see is left out."""

    finding: str
    period: ComparedPeriod
    sections: tuple[SheetSection, ...] = ()
    first: bool = False
    """Whether there was no session yet."""


def build_preparation_sheet(
    client: ClientContext,
    period: ComparedPeriod,
    found: ClientData,
    *,
    weeks: Weeks,
    coaching: Coaching | None,
    translator: Translator,
) -> PreparationSheet:
    """The sheet for who sees the profile or more."""
    compared = field_filters.filter_difference(
        found.difference, client.level, instead=field_filters.WITHHELD_REASON
    )
    found = replace(found, difference=compared)
    first = coaching is not None and client.last_check_in is None and not client.ending
    pressing = {"offers"} | ({"intake"} if first else set[str]())
    if open_phrases(found.refusals):
        pressing |= {"after-no", "phrases"}
    sections = _sections(client, period, found, weeks=weeks, coaching=coaching, translator=translator)
    built = [one for one in sections if one.lines]
    finding = (
        check_ins_headline(client, translator)
        if is_todays_session(client, period)
        else difference_headline(compared, client.journey, translator)
    )
    return PreparationSheet(
        finding=finding,
        period=period,
        sections=fit_on_page(
            [one for urgent in (True, False) for one in built if (one.name in pressing) is urgent],
            period.since,
            ROWS_OF_A_PAGE - _rows_above(client, finding, first=first),
        ),
        first=first,
    )


def _rows_above(client: ClientContext, finding: str, *, first: bool) -> int:
    """The rows that notices and a long heading take from both columns."""
    above = len(finding) // LETTERS_OF_A_HEADING
    above += first + bool(client.ending) + 2 * bool(client.withheld_notice) + 3 * len(client.after_care)
    return COLUMNS * ROWS_OF_A_NOTICE * above


def _sections(
    client: ClientContext,
    period: ComparedPeriod,
    found: ClientData,
    *,
    weeks: Weeks,
    coaching: Coaching | None,
    translator: Translator,
) -> Iterator[SheetSection]:
    """Every section in its order, also those that are empty."""
    yield news_section(client, found.difference, translator)
    if not is_todays_session(client, period):
        yield steps_section(weeks, period, translator)
    yield guesses_section(found.profile.forecasts, translator)
    if found.refusals:
        yield offers_section(open_offers(client.journey), translator)
        yield replies_section(client, period, translator)
        yield noes_section(found.refusals, translator)
    if coaching:
        planned = planned_lines(client, translator)
        yield planned_section(planned, translator)
        yield agreed_section(
            coaching,
            period,
            translator,
            asks=not (planned or client.ending),
            names=client.sessions_of_others,
        )
    yield conclusions_section(client, weeks, translator)
    held = answered_alerts(found.alerts, client.journey.alerts, client.today, ended=client.ending is not None)
    yield alerts_section([one for one in held if one.needs_attention(client.today)], translator)
    claims = field_filters.filter_claims(client.folded.view(CLAIMS), client.level)
    yield contradictions_section(claims, found.profile, translator)
    yield strengths_section(found.strengths, translator)
    if client.sees("read_portrait"):
        portrait = client.folded.view(PORTRAIT)
        if portrait.agreement or not client.ending:
            yield intake_section(portrait, translator)
        yield stories_section(portrait, translator)
    if coaching:
        yield pulses_section(coaching, translator)
        yield style_section(fitting_stance(client), coaching, translator)
        yield questions_section(coaching, translator)
    if not client.ending:
        yield tries_section(found.profile, translator)
    yield phrases_section(open_phrases(found.refusals), translator)


def build_progress_sheet(period: ComparedPeriod, weeks: Weeks, translator: Translator) -> PreparationSheet:
    """The sheet for who sees progress only."""
    return PreparationSheet(finding=progress_headline(weeks, translator), period=period)
