"""From the forms about sight, consents and the plan to what is told."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import get_args
from uuid import UUID, uuid5

from domain.journey.aggregate import Journey
from domain.journey.consents import GiveConsent, WithdrawConsent
from domain.journey.course import AdjustPlan
from domain.journey.decide import Command
from domain.journey.sight import GrantSight, SightGranted, WithdrawSight
from domain.vocabulary import WEEKLY_GOAL_MOST, Language, Purpose, Reader, SightScope
from service.accounts.invitation_terms import WORDING
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.form_data import WHOLE, Answers
from service.web.privacy.page import plan_of

NO_NAME = marked("Say who it is.")
NO_READER = marked("Say what they are to you.")
NO_SCOPE = marked("Say how much they may see.")
NOT_A_STUDY = marked("This is not the number of a study. It stands in what you were sent about it.")
NOTHING_NEW = marked("This is how it is already.")

READERS: tuple[Reader, ...] = get_args(Reader)
SCOPES: tuple[SightScope, ...] = get_args(SightScope)
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
GOALS = tuple(str(one) for one in range(1, WEEKLY_GOAL_MOST + 1))

Deed = Callable[[Answers, Journey, date], Command | None]
"""Reads a form. What it returns counts when the answers have no problems; None when nothing is to be told."""


def granted(answers: Answers, _journey: Journey, today: date) -> Command:
    """Somebody is let see something."""
    words = spoken()
    return GrantSight(
        happened_on=today,
        reader_id=uuid5(answers.command_id, "reader"),
        name=answers.text("name", needed=words.gettext(NO_NAME), most=200) or "",
        reader=answers.one_of("reader", READERS, needed=words.gettext(NO_READER)) or "ally",
        scope=answers.one_of("scope", SCOPES, needed=words.gettext(NO_SCOPE)) or "progress",
        until=until(answers, "until"),
    )


def changed(answers: Answers, journey: Journey, today: date) -> Command | None:
    """A reader sees more or less than before, or up to another day."""
    reader_id = answers.id("reader_id", needed=True)
    known = journey.sight.get(reader_id) if reader_id else None
    if not isinstance(known, SightGranted):
        answers.complain(WHOLE, spoken().gettext(NO_NAME))
        return None
    scope = answers.one_of(f"scope-{reader_id}", SCOPES, needed=spoken().gettext(NO_SCOPE))
    return GrantSight(
        happened_on=today,
        reader_id=known.reader_id,
        reader=known.reader,
        name=known.name,
        scope=scope or known.scope,
        until=until(answers, f"until-{reader_id}"),
    )


def withdrawn(answers: Answers, _journey: Journey, today: date) -> Command:
    """A reader sees nothing any more."""
    return WithdrawSight(happened_on=today, reader_id=_id(answers, "reader_id"))


def agreed(answers: Answers, _journey: Journey, today: date) -> Command:
    """A purpose is agreed to, or one study."""
    purpose = answers.one_of("purpose", PURPOSES, needed=True) or "research"
    study_id = _study(answers) if purpose == "research" else None
    return GiveConsent(
        happened_on=today,
        consent_id=uuid5(answers.command_id, "consent"),
        purpose=purpose,
        wording=WORDING,
        study_id=study_id,
        until=until(answers, f"until-{purpose}-study" if answers.raw("of") else f"until-{purpose}"),
    )


def taken_back(answers: Answers, _journey: Journey, today: date) -> Command:
    """A consent holds no longer."""
    return WithdrawConsent(happened_on=today, consent_id=_id(answers, "consent_id"))


def adjusted(answers: Answers, journey: Journey, today: date) -> Command | None:
    """The plan is fitted; what is left as it was is not told again."""
    plan, languages = plan_of(journey), get_args(Language)
    goal = answers.one_of("weekly_goal", GOALS)
    end = until(answers, "programme_end")
    locale = answers.one_of("locale", languages)
    told = (
        int(goal) if goal and int(goal) != plan.weekly_goal else None,
        end if end != plan.programme_end else None,
        locale if locale != plan.language else None,
    )
    if told == (None, None, None):
        if not answers.problems:
            answers.complain(WHOLE, spoken().gettext(NOTHING_NEW))
        return None
    return AdjustPlan(happened_on=today, weekly_goal=told[0], programme_end=told[1], locale=told[2])


DEEDS: Mapping[str, Deed] = MappingProxyType(
    {
        "sight": granted,
        "change": changed,
        "withdraw": withdrawn,
        "consent": agreed,
        "take-back": taken_back,
        "plan": adjusted,
    }
)
"""By the end of their address."""


def field_of(deed: str, answers: Answers, field: str) -> str:
    """What a command's field is called in its form: forms that stand there several times tell theirs apart."""
    first = field.partition("/")[0]
    match deed, first:
        case "change", "scope" | "until":
            return f"{first}-{answers.raw('reader_id')}"
        case "consent", "until":
            return f"until-{answers.raw('purpose')}{'-study' if answers.raw('of') else ''}"
        case ("sight", "name" | "reader" | "scope" | "until") | ("plan", "weekly_goal" | "programme_end"):
            return first
        case _:
            return WHOLE


def until(answers: Answers, name: str) -> date | None:
    """A last day, if one was given."""
    return answers.day(name, date.max) if answers.has(name) else None


def _study(answers: Answers) -> UUID | None:
    if not answers.raw("of"):
        return None
    try:
        return UUID(answers.raw("study_id").strip())
    except ValueError:
        answers.complain("study_id", spoken().gettext(NOT_A_STUDY))
        return None


def _id(answers: Answers, name: str) -> UUID:
    return answers.id(name, needed=True) or uuid5(answers.command_id, name)
