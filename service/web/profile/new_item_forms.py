"""The forms that lead back to the profile: a new kind of work, what matters, and what is done about a gap."""

from collections.abc import Sequence
from typing import get_args
from uuid import UUID

from domain.journey.aggregate import Journey
from domain.journey.commands.evidence import NameCriterion
from domain.journey.commands.gaps import CloseGap, DecideGap
from domain.journey.commands.roles import DiscoverRole, KeepRole
from domain.journey.decide import UserCommand
from domain.journey.events.roles import RoleKept, RolePassed
from domain.text import same_name
from domain.vocabulary import SOURCES_OF_OTHERS, Distance, GapDecision
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData
from service.web.form_submission import Form, FormContext
from service.web.role_and_contact_forms import parse_role
from service.web.roles.role_links import parse_links

TITLE_REQUIRED = gettext_noop("Enter a name for this role.")
ROLE_ALREADY_LISTED = gettext_noop("This role is already on your list.")
DISTANCE_REQUIRED = gettext_noop("Say how different it is from your previous work.")
WORDING_REQUIRED = gettext_noop("Enter what matters in a few words.")
CRITERION_ALREADY_LISTED = gettext_noop("This is already on your list.")
DECISION_REQUIRED = gettext_noop("Choose what you will do about it.")
DAY_PASSED = gettext_noop("This date has passed. Choose one in the future.")


def parse_new_role(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A kind of work of the client's own finding."""
    translator = current_translator()
    form.text("role", needed=translator.gettext(TITLE_REQUIRED), most=200)
    distance = form.choice("role_distance", get_args(Distance), needed=translator.gettext(DISTANCE_REQUIRED))
    appeal = form.number("appeal", 0, 10)
    named = parse_role(form, context.journey)
    if named and named.new is None:
        if _may_be_kept(context.journey, named.role_id):
            kept = KeepRole(happened_on=context.today, role_id=named.role_id)
            return [kept, *parse_links(form, context.journey, named.role_id, context.today)]
        form.add_error("role", translator.gettext(ROLE_ALREADY_LISTED))
    if named is None or named.new is None or distance is None:
        return []
    return [
        DiscoverRole(
            happened_on=context.today,
            role_id=named.role_id,
            title=named.new.title,
            distance=distance,
            found="own",
            starting_appeal=appeal,
        ),
        *parse_links(form, context.journey, named.new, context.today),
    ]


def _may_be_kept(journey: Journey, role_id: UUID) -> bool:
    """Whether it may be on no list of the client's: someone else brought it up and she did not keep it, or she let it go."""
    if (role := journey.roles.get(role_id)) is None:
        return False
    brought_up = role.source.kind in SOURCES_OF_OTHERS and not isinstance(role.answer, RoleKept)
    return brought_up or role.waits or isinstance(role.answer, RolePassed)


def parse_new_criterion(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A wish that can be weighed against others."""
    wording = form.text("wording", needed=current_translator().gettext(WORDING_REQUIRED), most=200) or ""
    criterion_id, criteria = form.new_id("criterion"), context.journey.evidence.criteria.items()
    if any(same_name(known, wording) for key, known in criteria if key != criterion_id):
        form.add_error("wording", current_translator().gettext(CRITERION_ALREADY_LISTED))
    return [NameCriterion(happened_on=context.today, criterion_id=criterion_id, wording=wording)]


def parse_gap_decision(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """What the client does about a gap."""
    decisions: tuple[GapDecision, ...] = get_args(GapDecision)
    asked = current_translator().gettext(DECISION_REQUIRED)
    decision = form.choice("decision", decisions, needed=asked) or "close"
    how, today = form.text("how", most=500), context.today
    due = form.date("due", today) if form.has("due") else None
    if due and due < today:
        form.add_error("due", current_translator().gettext(DAY_PASSED))
    # A day belongs to closing; the form may still hold one from before.
    kept, gap_id = due if decision == "close" else None, context.item(form, "gap_id")
    return [DecideGap(happened_on=today, gap_id=gap_id, decision=decision, how=how, due=kept)]


def parse_closed_gap(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A gap that is closed."""
    return [CloseGap(happened_on=context.today, gap_id=context.item(form, "gap_id"))]


NEW_ITEM_FORMS = {
    "role": Form(
        parse=parse_new_role,
        confirmation=gettext_noop(
            "It is on your list. You know nothing about it yet. One conversation is the best way to find out."
        ),
        fields={"title": "role", "distance": "role_distance", "role_id": "role"},
    ),
    "criterion": Form(
        parse=parse_new_criterion,
        confirmation=gettext_noop(
            "Saved. Its weight comes from what you choose when two priorities conflict."
        ),
    ),
}
GAP_FORMS = {
    "gap": Form(
        parse=parse_gap_decision,
        confirmation=gettext_noop(
            "Saved. It is shown with the gap, and you can change your mind at any time."
        ),
    ),
    "closed": Form(parse=parse_closed_gap, confirmation=gettext_noop("Closed. One thing less in your way.")),
}
