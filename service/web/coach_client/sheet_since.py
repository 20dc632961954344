"""Sections of the sheet before a session: what came since the last one."""

from collections.abc import Iterator
from datetime import date, timedelta

from domain.journey.events.weeks import monday_of
from domain.messages import capitalize_first
from domain.vocabulary import FirstNextWeek
from projections.refusals.view import Refusals
from projections.weeks.view import Weeks, WeekStep
from service.localization.code_labels import FIRST_NEXT_WEEK, KINDS, STAGES
from service.localization.translator import Translator
from service.web.coach_client.after_no import told_refusals
from service.web.coach_client.client_context import ClientContext
from service.web.coach_client.period import ComparedPeriod
from service.web.coach_client.replies import client_replies
from service.web.coach_client.sheet import ROWS_OF_WORDS, SheetLine, SheetSection
from service.web.experiments.offers import OpenOffer

WEEK = timedelta(weeks=1)
TWO_WEEKS = timedelta(weeks=2)


def offers_section(offers: tuple[OpenOffer, ...], translator: Translator) -> SheetSection:
    """The offers that wait for an answer."""
    return SheetSection(
        name="offers",
        heading=translator.gettext("An offer waits for their answer"),
        lines=tuple(
            SheetLine(
                lead=_about(translator.gettext(KINDS[one.kind]), one.role, one.who),
                text=translator.gettext("by %(day)s") % {"day": translator.day(one.answer_by)}
                if one.answer_by
                else "",
            )
            for one in offers
        ),
    )


def _about(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def steps_section(weeks: Weeks, period: ComparedPeriod, translator: Translator) -> SheetSection:
    """The steps since then, the latest first."""
    taken = [
        one for week in weeks.weeks for one in week.steps if period.since < one.on and one.ended != "dropped"
    ]
    lines = tuple(_step(one, translator) for one in reversed(taken))
    none = translator.gettext("No step since. Ask what is in the way, and make the next one smaller.")
    return SheetSection(
        name="happened",
        heading=translator.gettext("What happened"),
        lines=lines or (SheetLine(text=none),),
    )


def _step(step: WeekStep, translator: Translator) -> SheetLine:
    about = _about(translator.gettext(KINDS[step.kind]), step.role)
    ended = f" ({translator.gettext(STAGES[step.ended])})" if step.ended != "run" else ""
    return SheetLine(
        lead=f"{about}, {translator.short_day(step.on)}{ended}",
        text=capitalize_first(step.conclusion or ""),
        on=step.on,
    )


def replies_section(client: ClientContext, period: ComparedPeriod, translator: Translator) -> SheetSection:
    """The replies of employers since then, the latest first; a no has a section of its own."""
    return SheetSection(
        name="replies",
        heading=translator.gettext("Replies"),
        lines=tuple(
            SheetLine(
                lead=f"{one.words}, {translator.short_day(one.on)}",
                text=_about(translator.gettext(KINDS[one.kind]), one.role, one.who),
                on=one.on,
            )
            for one in client_replies(client.journey, translator)
            if one.on > period.since and not one.is_no
        ),
    )


def noes_section(refusals: Refusals, translator: Translator) -> SheetSection:
    """Each no and what the client did with it: the latest, then the latest whose reasons they heard, then the others."""
    noes = told_refusals(refusals, translator)
    heard = next((one for one in noes[1:] if one.points), None) if noes and not noes[0].points else None
    ordered = (*noes[:1], *([heard] if heard else []), *(one for one in noes[1:] if one is not heard))
    return SheetSection(
        name="after-no",
        heading=translator.gettext("After a no"),
        lines=tuple(
            SheetLine(
                lead=_about(translator.gettext(KINDS[one.view.kind]), one.view.role, one.view.employer)
                + f", {translator.short_day(one.view.on)}",
                text=" ".join(one.before),
                points=(*one.points, *one.after),
                on=one.view.on,
                most_rows=ROWS_OF_WORDS,
            )
            for one in ordered
        ),
        kept=2 if heard else 1,
    )


def conclusions_section(client: ClientContext, weeks: Weeks, translator: Translator) -> SheetSection:
    """What the last two weeks came to, and what came first after each."""
    first = monday_of(client.today) - TWO_WEEKS
    lines = [
        SheetLine(
            lead=translator.gettext("Week %(week)s") % {"week": translator.number(one.number)},
            text=" ".join(
                (capitalize_first(one.review.conclusion), *_first_after(client, one.monday, translator))
            ),
            on=one.review.on,
            most_rows=ROWS_OF_WORDS,
        )
        for one in reversed(weeks.weeks)
        if one.review and one.monday >= first
    ]
    return SheetSection(
        name="conclusions", heading=translator.gettext("What they concluded"), lines=tuple(lines)
    )


def _first_after(client: ClientContext, monday: date, translator: Translator) -> Iterator[str]:
    """What came first in the week after: as it was planned, else as the review chose."""
    known = client.journey.weeks
    planned, reviewed = known.planned.get(monday + WEEK), known.reviewed.get(monday)
    chosen = planned if planned and planned.first else reviewed
    if chosen and chosen.first:
        role = client.journey.roles.get(chosen.first_role_id) if chosen.first_role_id else None
        yield translator.gettext("First after that: %(what)s.") % {
            "what": role.title if role else _first(chosen.first, translator)
        }


def _first(chosen: FirstNextWeek, translator: Translator) -> str:
    words = translator.gettext(FIRST_NEXT_WEEK[chosen])
    return words[:1].lower() + words[1:]
