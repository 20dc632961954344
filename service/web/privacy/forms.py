"""The forms about sight, consents and the plan."""

from collections.abc import Sequence
from datetime import date
from types import MappingProxyType
from typing import get_args

from domain.journey.commands.consents import GiveConsent, WithdrawConsent
from domain.journey.commands.course import AdjustPlan, ChangeTimeZone
from domain.journey.commands.deputies import AnswerDeputy, EndDeputy
from domain.journey.commands.sight import GrantSight, WithdrawSight
from domain.journey.decide import UserCommand
from domain.journey.events.sight import SightGranted
from domain.vocabulary import MAX_WEEKLY_GOAL, ConsentPurpose, Language, ReaderKind, SightScope
from service.accounts.invitation_terms import CONSENT_WORDING_VERSION
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FORM_ERROR, FormData
from service.web.form_submission import Form, FormContext, FormFields, Forms
from service.web.privacy.page import current_plan
from service.web.trust import TRUST_FORMS

NAME_REQUIRED = gettext_noop("Enter a name.")
READER_REQUIRED = gettext_noop("Say who they are to you.")
SCOPE_REQUIRED = gettext_noop("Choose how much they can see.")
NOTHING_CHANGED = gettext_noop("This is already set.")

READERS: tuple[ReaderKind, ...] = get_args(ReaderKind)
SCOPES: tuple[SightScope, ...] = get_args(SightScope)
PURPOSES: tuple[ConsentPurpose, ...] = get_args(ConsentPurpose)
WEEKLY_GOAL_CHOICES = tuple(str(one) for one in range(1, MAX_WEEKLY_GOAL + 1))


def parse_sight_grant(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """Somebody is let see something."""
    translator = current_translator()
    return [
        GrantSight(
            happened_on=context.today,
            reader_id=form.new_id("reader"),
            name=form.text("name", needed=translator.gettext(NAME_REQUIRED), most=200) or "",
            reader=form.choice("reader", READERS, needed=translator.gettext(READER_REQUIRED)) or "ally",
            scope=form.choice("scope", SCOPES, needed=translator.gettext(SCOPE_REQUIRED)) or "progress",
            until=parse_last_day(form, "until"),
        )
    ]


def parse_sight_change(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A reader sees more or less than before, or up to another day."""
    reader_id = form.uuid("reader_id", needed=True)
    known = context.journey.sight.get(reader_id) if reader_id else None
    if not isinstance(known, SightGranted):
        form.add_error(FORM_ERROR, current_translator().gettext(NAME_REQUIRED))
        return []
    scope = form.choice(f"scope-{reader_id}", SCOPES, needed=current_translator().gettext(SCOPE_REQUIRED))
    return [
        GrantSight(
            happened_on=context.today,
            reader_id=known.reader_id,
            reader=known.reader,
            name=known.name,
            scope=scope or known.scope,
            until=parse_last_day(form, f"until-{reader_id}"),
        )
    ]


def parse_sight_withdrawal(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A reader sees nothing any more."""
    return [WithdrawSight(happened_on=context.today, reader_id=context.item(form, "reader_id"))]


def parse_consent(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A purpose is agreed to."""
    purpose = form.choice("purpose", PURPOSES, needed=True) or "research"
    return [
        GiveConsent(
            happened_on=context.today,
            consent_id=form.new_id("consent"),
            purpose=purpose,
            wording=CONSENT_WORDING_VERSION,
            until=parse_last_day(form, f"until-{purpose}"),
        )
    ]


def parse_study_consent(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """One study is agreed to, in the wording that was read."""
    wording = form.number("wording", 1, 10_000, needed=True)
    return [
        GiveConsent(
            happened_on=context.today,
            consent_id=form.new_id("consent"),
            purpose="research",
            wording=wording or 1,
            study_id=context.item(form, "study_id"),
        )
    ]


def parse_consent_withdrawal(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A consent holds no longer."""
    return [WithdrawConsent(happened_on=context.today, consent_id=context.item(form, "consent_id"))]


def parse_plan_adjustment(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """The plan is adjusted; what is left as it was is left out of the command."""
    plan, languages = current_plan(context.journey), get_args(Language)
    goal = form.choice("weekly_goal", WEEKLY_GOAL_CHOICES)
    end = parse_last_day(form, "programme_end")
    locale = form.choice("locale", languages)
    zone = form.choice("time_zone", [name for name, _ in plan.time_zones])
    changes = (
        int(goal) if goal and int(goal) != plan.weekly_goal else None,
        end if end != plan.programme_end else None,
        locale if locale != plan.language else None,
    )
    commands: list[UserCommand] = []
    if changes != (None, None, None):
        goal_now, end_now, locale_now = changes
        commands.append(
            AdjustPlan(
                happened_on=context.today,
                weekly_goal=goal_now,
                programme_end=end_now,
                locale=locale_now,
            )
        )
    if zone and zone != plan.time_zone:
        commands.append(ChangeTimeZone(happened_on=context.today, time_zone=zone))
    if not commands and not form.errors:
        form.add_error(FORM_ERROR, current_translator().gettext(NOTHING_CHANGED))
    return commands


def parse_deputy_answer(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """Whether somebody may stand in for the coach, and how much they may see. A no is one to whatever is asked."""
    cover_id = context.item(form, "cover_id")
    if form.first("answer") == "no":
        return [AnswerDeputy(happened_on=context.today, cover_id=cover_id, agreed=False)]
    return [
        AnswerDeputy(
            happened_on=context.today,
            cover_id=cover_id,
            agreed=True,
            scope=form.choice("answer", SCOPES, needed=True),
            deputy_id=form.uuid("deputy_id"),
            name=form.text("name", most=200),
            first_day=parse_last_day(form, "first_day"),
            last_day=parse_last_day(form, "last_day"),
        )
    ]


def parse_deputy_end(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """Nobody stands in any more."""
    return [EndDeputy(happened_on=context.today, cover_id=context.item(form, "cover_id"))]


def _changed_reader_fields(form: FormData, _command: int) -> FormFields:
    """The form stands on the page once for each reader."""
    reader_id = form.first("reader_id")
    return {"scope": f"scope-{reader_id}", "until": f"until-{reader_id}", "reader_id": FORM_ERROR}


def _consent_fields(form: FormData, _command: int) -> FormFields:
    """The form stands on the page once for each purpose."""
    return {"until": f"until-{form.first('purpose')}", "purpose": FORM_ERROR}


PRIVACY_FORMS: Forms = MappingProxyType(
    {
        "sight": Form(
            parse=parse_sight_grant,
            confirmation=gettext_noop(
                "Shared. They can see it from now on, and you can stop sharing at any time."
            ),
        ),
        "change": Form(
            parse=parse_sight_change,
            confirmation=gettext_noop("Saved. It applies from now on."),
            fields=_changed_reader_fields,
        ),
        "withdraw": Form(
            parse=parse_sight_withdrawal,
            confirmation=gettext_noop("Stopped. They can no longer see anything."),
            fields={"reader_id": FORM_ERROR},
        ),
        "deputy": Form(
            parse=parse_deputy_answer,
            confirmation=gettext_noop(
                "Saved. They can see it on those days only, and you can stop it any day."
            ),
            button_field="answer",
            confirmations={"no": gettext_noop("Saved. They see nothing, and nothing changes for you.")},
            fields=dict.fromkeys(
                ("cover_id", "scope", "deputy_id", "name", "first_day", "last_day"), FORM_ERROR
            ),
        ),
        "deputy-end": Form(
            parse=parse_deputy_end,
            confirmation=gettext_noop("Stopped. They can no longer see anything."),
            fields={"cover_id": FORM_ERROR},
        ),
        "consent": Form(
            parse=parse_consent,
            confirmation=gettext_noop("Saved. You can withdraw at any time, and lose nothing by it."),
            fields=_consent_fields,
        ),
        "study": Form(
            parse=parse_study_consent,
            confirmation=gettext_noop("Saved. You can withdraw at any time, and lose nothing by it."),
            fields={"study_id": FORM_ERROR, "wording": FORM_ERROR},
        ),
        "take-back": Form(
            parse=parse_consent_withdrawal,
            confirmation=gettext_noop("Withdrawn from now on. What was done before stays as it was."),
            fields={"consent_id": FORM_ERROR},
        ),
        "plan": Form(
            parse=parse_plan_adjustment,
            confirmation=gettext_noop("Saved. Your weeks and to-do list follow it from now on."),
            fields={"locale": FORM_ERROR},
        ),
        **TRUST_FORMS,
    }
)
"""By the end of their address."""


def parse_last_day(form: FormData, name: str) -> date | None:
    """A last day, if one was given."""
    return form.date(name, date.max) if form.has(name) else None
