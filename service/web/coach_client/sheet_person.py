"""Sections of the sheet before a session: what the client said about themselves."""

from collections.abc import Sequence
from datetime import date

from domain.messages import capitalize_first
from projections.coaching.view import Coaching, Pulse
from projections.portrait.view import NamedQuality, Portrait
from service.localization.translator import Translator
from service.web.coach_client.sheet import SheetLine, SheetSection


def intake_section(portrait: Portrait, translator: Translator) -> SheetSection:
    """The question and the aim they started with; before there are any, what to ask."""
    agreement = portrait.agreement
    none = translator.gettext(
        "Nothing is agreed yet. Ask: which question should be answered when we are done, and how will you know?"
    )
    lines = (
        (
            SheetLine(lead=translator.gettext("Their question"), text=agreement.question),
            SheetLine(lead=translator.gettext("Their aim"), text=agreement.aim),
        )
        if agreement
        else (SheetLine(text=none),)
    )
    return SheetSection(
        name="intake",
        heading=translator.gettext("What they started with"),
        lines=lines,
        kept=1 if agreement else 0,
    )


def stories_section(portrait: Portrait, translator: Translator) -> SheetSection:
    """Stories, tests, dreams and ideals, the latest first."""
    lines = (
        *(_noted(translator.gettext("Story"), one.title, one.on) for one in portrait.stories),
        *(_noted(translator.gettext("Test"), one.instrument, one.on) for one in portrait.assessments),
        *(
            _noted(translator.gettext("Dream"), one.dream, one.on, one.qualities, translator)
            for one in portrait.dreams
        ),
        *(
            _noted(translator.gettext("Ideal job"), one.sketch, one.on, one.qualities, translator)
            for one in portrait.sketches
        ),
    )
    return SheetSection(
        name="stories",
        heading=translator.gettext("Stories, tests and ideals"),
        lines=tuple(sorted(lines, key=lambda one: one.on or date.min, reverse=True)),
        kept=0,
    )


def _noted(
    lead: str,
    text: str,
    on: date,
    qualities: Sequence[NamedQuality] = (),
    translator: Translator | None = None,
) -> SheetLine:
    stands_for = ""
    if qualities and translator:
        stands_for = f" ({translator.list_of(one.wording for one in qualities)})"
    return SheetLine(lead=lead, text=capitalize_first(text) + stands_for, on=on)


def pulses_section(coaching: Coaching, translator: Translator) -> SheetSection:
    """The last rating of trust and of energy, and the one before."""
    rated = ((translator.gettext("Trust"), coaching.trust), (translator.gettext("Energy"), coaching.energy))
    return SheetSection(
        name="pulses",
        heading=translator.gettext("Trust and energy"),
        lines=tuple(SheetLine(lead=lead, text=_pulses(found, translator)) for lead, found in rated if found),
    )


def _pulses(found: Sequence[Pulse], translator: Translator) -> str:
    return ", ".join(
        translator.gettext("%(rating)s on %(day)s")
        % {"rating": translator.number(one.rating), "day": translator.month_day(one.on)}
        for one in reversed(found[-2:])
    )
