"""The forms of a call about a refusal: the call itself, one that nobody answered, another day, a number to call."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import get_args
from uuid import UUID

from litestar.exceptions import NotFoundException

from domain.journey.commands.answers import PlanFollowUp
from domain.journey.commands.experiment_outcomes import CancelExperiment, ConcludeExperiment, RunExperiment
from domain.journey.commands.experiments import PlanExperiment
from domain.journey.commands.feedback import RequestFeedback
from domain.journey.commands.network import AddContact, ContactInput, EmployerInput, SetContactPhone
from domain.journey.commands.refusals import ConcludeRefusal, KeepOnFile
from domain.journey.decide import UserCommand
from domain.vocabulary import FearOutcome, Witness
from projections.approaches.knocks import working_day_after
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FORM_ERROR, FormData
from service.web.form_submission import Form, FormContext, Forms
from service.web.refusals.call_page import meeting_to_call, planned_call
from service.web.refusals.forms import UNTIL_REQUIRED
from service.web.refusals.heard_points import (
    learned_from,
    next_step_from,
    parse_feedback_heard,
    parse_uses,
    revised_pitch,
)
from service.web.refusals.labels import AGAIN_CHOICES, KEPT_CHOICES, LATER_CHOICES
from service.web.role_and_contact_forms import contact_names, parse_contact, parse_phone

DAY_REQUIRED = gettext_noop("Choose when to call.")
DAY_PASSED = gettext_noop("This date has passed. Choose today or later.")


def parse_call(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A call that took place: the step, what was asked and heard, and what becomes of it."""
    journey, approach_id, on = context.journey, _approach_id(context), form.written_on(context.today)
    call_id, plan = _call(form, context)
    uses = parse_uses(form)
    change = form.text("change", most=500)
    witness: Witness = "contact" if meeting_to_call(journey, approach_id, context.today) else "self"
    return [
        *plan,
        RunExperiment(
            happened_on=on,
            experiment_id=call_id,
            dread_after=form.number("dread_after", 0, 10),
            fear=form.choice("fear", get_args(FearOutcome)),
        ),
        ConcludeExperiment(
            happened_on=on,
            experiment_id=call_id,
            conclusion=change or current_translator().gettext("I asked for feedback."),
            learned=learned_from(form, uses, witness=witness),
            next_step=next_step_from(form, on, uses),
        ),
        RequestFeedback(happened_on=on, experiment_id=call_id, channel="phone"),
        parse_feedback_heard(form, call_id, on, uses),
        *_kept_on_file(form, approach_id, on),
        *_call_in_three_weeks(form, approach_id, on),
        *revised_pitch(form, journey, on),
        *([ConcludeRefusal(happened_on=on, experiment_id=approach_id, change=change)] if change else ()),
    ]


def parse_missed_call(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A call that nobody answered: it counts as a step that was called off, and there may be another day for it."""
    approach_id, on = _approach_id(context), form.written_on(context.today)
    call_id, plan = _call(form, context, dread="missed_before")
    again = _chosen_day(form, "missed", on) if form.has("missed_when") else None
    cancelled = CancelExperiment(
        happened_on=on, experiment_id=call_id, dread_after=form.number("missed_after", 0, 10)
    )
    return [*plan, cancelled, *([_another_call(form, approach_id, on, again)] if again else ())]


def parse_later_call(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """Another day to call."""
    approach_id, on = _approach_id(context), form.written_on(context.today)
    due = _chosen_day(form, "later", on)
    return [_another_call(form, approach_id, on, due)]


def parse_number_to_call(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """The number of whom to call. If nobody is known yet, the call to them is planned, so that they are from then on."""
    journey, approach_id, today = context.journey, _approach_id(context), context.today
    phone = parse_phone(form, needed=True) or ""
    meeting = meeting_to_call(journey, approach_id, today)
    if meeting and meeting.contact_id in contact_names(journey):
        return [SetContactPhone(happened_on=today, contact_id=meeting.contact_id, phone=phone)]
    contact = parse_contact(form, journey, needed=True)
    if contact is None:
        return []
    approach = journey.experiments[approach_id].planned
    employer = EmployerInput(employer_id=approach.employer_id) if approach.employer_id else None
    known: UserCommand = SetContactPhone(happened_on=today, contact_id=contact.contact_id, phone=phone)
    if contact.name:
        known = AddContact(
            happened_on=today,
            contact_id=contact.contact_id,
            name=contact.name,
            tie=contact.tie,
            employer=employer,
            phone=phone,
        )
    return [
        known,
        _planned(
            context,
            form.new_id("call"),
            today,
            ContactInput(contact_id=contact.contact_id, tie=contact.tie),
            form.number("dread_of_call", 0, 10),
            planned_for=today,
        ),
    ]


CALL_FORMS: Forms = MappingProxyType(
    {
        "call": Form(
            parse=parse_call,
            fields={
                "points": "heard_competence",
                "heard": "heard_competence",
                "usable": "empty",
                "until": "kept_until",
                "due": "again",
                "wording": "pitch",
                "learned": "uses",
                "happened_on": FORM_ERROR,
            },
        ),
        "missed": Form(
            parse=parse_missed_call,
            confirmation=gettext_noop("Saved. No one answered, and it still counts as a step."),
            fields={"due": "missed_when", "dread_after": "missed_after", "happened_on": FORM_ERROR},
        ),
        "later": Form(
            parse=parse_later_call,
            confirmation=gettext_noop("Saved. It is on your to-do list."),
            fields={"due": "later_when", "happened_on": FORM_ERROR},
        ),
        "phone": Form(parse=parse_number_to_call, fields={"name": "who", "happened_on": FORM_ERROR}),
    }
)
"""By the end of their address; the first is that of the page itself."""


def _approach_id(context: FormContext) -> UUID:
    """The refused approach that the address names. Raises NotFoundException when there is none."""
    if context.item_id is None or not context.journey.answers.refused_on(context.item_id):
        raise NotFoundException
    return context.item_id


def call_id_of(form: FormData, context: FormContext) -> UUID:
    """The step that the call is."""
    return _call(form, context)[0]


def _call(
    form: FormData, context: FormContext, *, dread: str = "dread_before"
) -> tuple[UUID, Sequence[UserCommand]]:
    """The step that the call is, and the command that plans it, unless it was planned before."""
    journey, approach_id = context.journey, _approach_id(context)
    named = form.uuid("plan")
    if named and named in journey.experiments and named in journey.feedback.requested:
        # Sent again: its own plan, which has been run since.
        return named, ()
    if planned := planned_call(journey, approach_id, context.today):
        return planned.planned.experiment_id, ()
    call_id, meeting = form.new_id("call"), meeting_to_call(journey, approach_id, context.today)
    contact = (
        ContactInput(
            contact_id=meeting.contact_id,
            tie=meeting.tie,
            in_role=meeting.in_role,
            can_hire=meeting.can_hire,
        )
        if meeting
        else None
    )
    on = form.written_on(context.today)
    return call_id, [_planned(context, call_id, on, contact, form.number(dread, 0, 10))]


def _planned(
    context: FormContext,
    call_id: UUID,
    on: date,
    contact: ContactInput | None,
    dread: int | None,
    *,
    planned_for: date | None = None,
) -> PlanExperiment:
    approach_id = _approach_id(context)
    return PlanExperiment(
        happened_on=on,
        experiment_id=call_id,
        kind="follow_up",
        role_id=context.journey.experiments[approach_id].planned.role_id,
        planned_for=planned_for,
        dread_before=dread,
        contact=contact,
        channel="phone",
        refers_to=approach_id,
    )


def _kept_on_file(form: FormData, approach_id: UUID, on: date) -> Sequence[UserCommand]:
    match form.choice("kept", KEPT_CHOICES):
        case None | "no":
            return ()
        case "date":
            if not form.has("kept_until"):
                form.add_error("kept_until", current_translator().gettext(UNTIL_REQUIRED))
            until = form.date("kept_until", on)
        case months:
            until = in_months(on, int(months))
    if until < on:
        form.add_error("kept_until", current_translator().gettext(DAY_PASSED))
    return [KeepOnFile(happened_on=on, experiment_id=approach_id, until=until)]


def _call_in_three_weeks(form: FormData, approach_id: UUID, on: date) -> Sequence[UserCommand]:
    if form.choice("again", AGAIN_CHOICES) != "yes":
        return ()
    what = current_translator().gettext("Call and ask if there is anything new")
    return [
        PlanFollowUp(
            happened_on=on,
            follow_up_id=form.new_id("again"),
            experiment_id=approach_id,
            due=form.date("again_on", on),
            what=what,
        )
    ]


def _another_call(form: FormData, approach_id: UUID, on: date, due: date) -> PlanFollowUp:
    return PlanFollowUp(
        happened_on=on,
        follow_up_id=form.new_id("later"),
        experiment_id=approach_id,
        due=due,
        what=current_translator().gettext("Call and ask for feedback"),
    )


def _chosen_day(form: FormData, name: str, on: date) -> date:
    """The day that was chosen for another call."""
    chosen = form.choice(f"{name}_when", LATER_CHOICES, needed=current_translator().gettext(DAY_REQUIRED))
    if chosen is None:
        return on
    match chosen:
        case "date":
            pass
        case "7":
            return working_day_after(on + timedelta(days=6), 1)
        case _:
            return working_day_after(on, int(chosen))
    if not form.has(f"{name}_on"):
        form.add_error(f"{name}_on", current_translator().gettext(DAY_REQUIRED))
    day = form.date(f"{name}_on", on)
    if day < on:
        form.add_error(f"{name}_on", current_translator().gettext(DAY_PASSED))
    return day


def in_months(day: date, months: int) -> date:
    """The same day some months later, or the last of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
