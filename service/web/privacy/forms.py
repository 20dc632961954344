"""From the forms about sight, consents and the plan to what is told."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import get_args
from uuid import UUID, uuid5

from domain.journey.aggregate import Journey
from domain.journey.commands.consents import GiveConsent, WithdrawConsent
from domain.journey.commands.course import AdjustPlan
from domain.journey.commands.sight import GrantSight, WithdrawSight
from domain.journey.decide import UserCommand
from domain.journey.events.sight import SightGranted
from domain.vocabulary import MAX_WEEKLY_GOAL, ConsentPurpose, Language, ReaderKind, SightScope
from service.accounts.invitation_terms import CONSENT_WORDING_VERSION
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FORM_ERROR, FormData
from service.web.privacy.page import current_plan

NAME_REQUIRED = gettext_noop("Say who it is.")
READER_REQUIRED = gettext_noop("Say what they are to you.")
SCOPE_REQUIRED = gettext_noop("Say how much they may see.")
NOT_A_STUDY = gettext_noop("This is not the number of a study. It stands in what you were sent about it.")
NOTHING_CHANGED = gettext_noop("This is how it is already.")

READERS: tuple[ReaderKind, ...] = get_args(ReaderKind)
SCOPES: tuple[SightScope, ...] = get_args(SightScope)
PURPOSES: tuple[ConsentPurpose, ...] = get_args(ConsentPurpose)
WEEKLY_GOAL_CHOICES = tuple(str(one) for one in range(1, MAX_WEEKLY_GOAL + 1))

PrivacyFormParser = Callable[[FormData, Journey, date], UserCommand | None]
"""Reads a form. What it returns counts when the form has no errors; None when nothing is to be told."""


def parse_sight_grant(form: FormData, _journey: Journey, today: date) -> UserCommand:
    """Somebody is let see something."""
    translator = current_translator()
    return GrantSight(
        happened_on=today,
        reader_id=uuid5(form.command_id, "reader"),
        name=form.text("name", needed=translator.gettext(NAME_REQUIRED), most=200) or "",
        reader=form.choice("reader", READERS, needed=translator.gettext(READER_REQUIRED)) or "ally",
        scope=form.choice("scope", SCOPES, needed=translator.gettext(SCOPE_REQUIRED)) or "progress",
        until=parse_last_day(form, "until"),
    )


def parse_sight_change(form: FormData, journey: Journey, today: date) -> UserCommand | None:
    """A reader sees more or less than before, or up to another day."""
    reader_id = form.uuid("reader_id", needed=True)
    known = journey.sight.get(reader_id) if reader_id else None
    if not isinstance(known, SightGranted):
        form.add_error(FORM_ERROR, current_translator().gettext(NAME_REQUIRED))
        return None
    scope = form.choice(f"scope-{reader_id}", SCOPES, needed=current_translator().gettext(SCOPE_REQUIRED))
    return GrantSight(
        happened_on=today,
        reader_id=known.reader_id,
        reader=known.reader,
        name=known.name,
        scope=scope or known.scope,
        until=parse_last_day(form, f"until-{reader_id}"),
    )


def parse_sight_withdrawal(form: FormData, _journey: Journey, today: date) -> UserCommand:
    """A reader sees nothing any more."""
    return WithdrawSight(happened_on=today, reader_id=_id(form, "reader_id"))


def parse_consent(form: FormData, _journey: Journey, today: date) -> UserCommand:
    """A purpose is agreed to, or one study."""
    purpose = form.choice("purpose", PURPOSES, needed=True) or "research"
    study_id = _study(form) if purpose == "research" else None
    return GiveConsent(
        happened_on=today,
        consent_id=uuid5(form.command_id, "consent"),
        purpose=purpose,
        wording=CONSENT_WORDING_VERSION,
        study_id=study_id,
        until=parse_last_day(form, f"until-{purpose}-study" if form.first("of") else f"until-{purpose}"),
    )


def parse_consent_withdrawal(form: FormData, _journey: Journey, today: date) -> UserCommand:
    """A consent holds no longer."""
    return WithdrawConsent(happened_on=today, consent_id=_id(form, "consent_id"))


def parse_plan_adjustment(form: FormData, journey: Journey, today: date) -> UserCommand | None:
    """The plan is fitted; what is left as it was is not told again."""
    plan, languages = current_plan(journey), get_args(Language)
    goal = form.choice("weekly_goal", WEEKLY_GOAL_CHOICES)
    end = parse_last_day(form, "programme_end")
    locale = form.choice("locale", languages)
    told = (
        int(goal) if goal and int(goal) != plan.weekly_goal else None,
        end if end != plan.programme_end else None,
        locale if locale != plan.language else None,
    )
    if told == (None, None, None):
        if not form.errors:
            form.add_error(FORM_ERROR, current_translator().gettext(NOTHING_CHANGED))
        return None
    return AdjustPlan(happened_on=today, weekly_goal=told[0], programme_end=told[1], locale=told[2])


PRIVACY_FORMS: Mapping[str, PrivacyFormParser] = MappingProxyType(
    {
        "sight": parse_sight_grant,
        "change": parse_sight_change,
        "withdraw": parse_sight_withdrawal,
        "consent": parse_consent,
        "take-back": parse_consent_withdrawal,
        "plan": parse_plan_adjustment,
    }
)
"""By the end of their address."""


def privacy_form_field(deed: str, form: FormData, field: str) -> str:
    """What a command's field is called in its form: forms that stand there several times tell theirs apart."""
    first = field.partition("/")[0]
    match deed, first:
        case "change", "scope" | "until":
            return f"{first}-{form.first('reader_id')}"
        case "consent", "until":
            return f"until-{form.first('purpose')}{'-study' if form.first('of') else ''}"
        case ("sight", "name" | "reader" | "scope" | "until") | ("plan", "weekly_goal" | "programme_end"):
            return first
        case _:
            return FORM_ERROR


def parse_last_day(form: FormData, name: str) -> date | None:
    """A last day, if one was given."""
    return form.date(name, date.max) if form.has(name) else None


def _study(form: FormData) -> UUID | None:
    if not form.first("of"):
        return None
    try:
        return UUID(form.first("study_id").strip())
    except ValueError:
        form.add_error("study_id", current_translator().gettext(NOT_A_STUDY))
        return None


def _id(form: FormData, name: str) -> UUID:
    return form.uuid(name, needed=True) or uuid5(form.command_id, name)
