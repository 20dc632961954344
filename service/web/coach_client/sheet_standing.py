"""Sections of the sheet before a session: what stands, whenever it came."""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.messages import capitalize_first
from projections.claims.view import Claims
from projections.coaching.questions import STANCE_QUESTIONS
from projections.coaching.suggested_stance import SuggestedStance
from projections.coaching.view import Coaching, StanceQuestion
from projections.guidance import PhraseAdvice
from projections.profile.view import ForecastsView, Profile
from projections.strengths.view import Strengths, StrengthView
from service.application.desk_alerts import DeskAlert
from service.localization.code_labels import KINDS, STANCES, STUCK_RULES
from service.localization.message_translation import translate_message
from service.localization.translator import Translator
from service.web.coach_client.labels import DEFAULT_STANCE
from service.web.coach_client.sheet import SheetLine, SheetSection
from service.web.coach_client.suggestion_reasons import reason_of_client
from service.web.role_story.claims import CLAIM_TITLES_OF_CLIENT

MAX_STEPS_TO_TRY = 3


def guesses_section(found: ForecastsView, translator: Translator) -> SheetSection:
    """What was guessed beside what happened, on average; each from four cases on."""
    return SheetSection(
        name="guesses",
        heading=translator.gettext("Guesses, and what happened"),
        lines=tuple(SheetLine(text=one) for one in _guesses(found, translator)),
        kept=0,
    )


def _guesses(found: ForecastsView, translator: Translator) -> Iterator[str]:
    if found.liking_gap is not None:
        points = {"points": translator.number(abs(found.liking_gap), 1), "count": found.liking_rated}
        if found.liking_gap >= 0:
            text = translator.gettext(
                "They like steps %(points)s points more than they guess (%(count)s steps)."
            )
        else:
            text = translator.gettext(
                "They like steps %(points)s points less than they guess (%(count)s steps)."
            )
        yield text % points
    if found.dread_before is not None and found.dread_after is not None:
        text = translator.gettext(
            "Dread is %(before)s before and %(after)s after, on average over %(count)s steps."
        )
        yield text % {
            "before": translator.number(found.dread_before, 1),
            "after": translator.number(found.dread_after, 1),
            "count": translator.number(found.dread_rated),
        }
    if found.expected is not None and found.invited is not None:
        text = translator.gettext(
            "They expected an interview in %(expected)s of applications. It came in %(invited)s."
        )
        yield text % {
            "expected": translator.percent(found.expected),
            "invited": translator.percent(found.invited),
        }


def alerts_section(stuck: Sequence[DeskAlert], translator: Translator) -> SheetSection:
    """The alerts that wait for the coach: why, and what might help."""
    return SheetSection(
        name="alerts",
        heading=translator.gettext("Alerts"),
        lines=tuple(
            SheetLine(
                lead=f"{translator.gettext(STUCK_RULES[one.rule])}.",
                text=f"{translate_message(translator, one.reason)} {translate_message(translator, one.move)}",
            )
            for one in stuck
        ),
    )


def contradictions_section(claims: Claims, profile: Profile, translator: Translator) -> SheetSection:
    """What some people said of a role and others contradicted; of active roles only."""
    active = {one.role_id for one in profile.roles if one.standing == "in_play"}
    return SheetSection(
        name="contradictions",
        heading=translator.gettext("Contradictions worth a question"),
        lines=tuple(
            SheetLine(
                lead=f"{capitalize_first(role.title)}.",
                text=f"{translator.gettext(CLAIM_TITLES_OF_CLIENT[one.claim])}: {translate_message(translator, one.words)}.",
            )
            for role in claims.roles
            if role.role_id in active
            for one in role.claims
            if one.agree and one.contradict
        ),
    )


def strengths_section(strengths: Strengths, translator: Translator) -> SheetSection:
    """The strengths that others saw, the latest first, and which a second person confirmed."""
    seen = [_seen_by_others(one, translator) for one in strengths.strengths]
    lines = sorted((one for one in seen if one), key=lambda one: one.on or date.min, reverse=True)
    return SheetSection(
        name="strengths", heading=translator.gettext("Strengths seen by others"), lines=tuple(lines), kept=0
    )


def _seen_by_others(strength: StrengthView, translator: Translator) -> SheetLine | None:
    seen = [one for one in strength.observations if one.witness == "contact"]
    if not seen:
        return None
    people = dict.fromkeys(one.contact or translator.gettext("Someone met along the way") for one in seen)
    by = translator.list_of(people)
    confirmed = translator.gettext("confirmed by a second person")
    return SheetLine(
        lead=capitalize_first(strength.wording),
        text=f"{by}, {confirmed}" if strength.confirmed else by,
        on=seen[-1].on,
    )


def style_section(
    suggested: SuggestedStance | None, coaching: Coaching, translator: Translator
) -> SheetSection:
    """The coaching style that might fit now, if it is another than the coach's own."""
    own = coaching.stance.stance if coaching.stance else None
    lines = (
        (
            SheetLine(
                lead=translator.gettext("What might fit now: %(stance)s.")
                % {"stance": translator.gettext(STANCES[suggested.stance])},
                text=translate_message(translator, suggested.reason),
            ),
        )
        if suggested and suggested.stance != own
        else ()
    )
    return SheetSection(name="style", heading=translator.gettext("Your coaching style"), lines=lines)


def questions_section(coaching: Coaching, translator: Translator) -> SheetSection:
    """The three questions of the coaching style."""
    return SheetSection(
        name="questions",
        heading=translator.gettext("Three questions"),
        lines=tuple(SheetLine(text=translate_message(translator, one.text)) for one in _questions(coaching)),
        numbered=True,
    )


def _questions(coaching: Coaching) -> tuple[StanceQuestion, ...]:
    if coaching.stance:
        return coaching.stance.questions
    return tuple(StanceQuestion(code=code, text=text) for code, text in STANCE_QUESTIONS[DEFAULT_STANCE])


def tries_section(profile: Profile, translator: Translator) -> SheetSection:
    """What could be tried next, and why."""
    titles = {role.role_id: role.title for role in profile.roles}
    return SheetSection(
        name="tries",
        heading=translator.gettext("What to try next"),
        lines=tuple(
            SheetLine(
                lead=f"{translator.gettext(KINDS[one.kind])} · {titles[one.role_id]}",
                page=f"roles/{one.role_id}",
                text=reason_of_client(one, translator),
            )
            for one in profile.suggestions[:MAX_STEPS_TO_TRY]
            if one.role_id in titles
        ),
    )


def phrases_section(phrases: Sequence[PhraseAdvice], translator: Translator) -> SheetSection:
    """What helps to hear after a no, and what does not."""
    return SheetSection(
        name="phrases",
        spare=True,
        heading=translator.gettext("After a no: what helps to hear"),
        lines=tuple(
            SheetLine(
                lead=translator.gettext("Rather: %(phrase)s")
                % {"phrase": translate_message(translator, one.rather)},
                text=translator.gettext("Rather not: %(phrase)s")
                % {"phrase": translate_message(translator, one.rather_not)},
            )
            for one in phrases
        ),
    )
