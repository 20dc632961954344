"""From the forms of one approach to what is told: the answer, and each of the six steps after a refusal."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from uuid import UUID, uuid5

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.commands.answers import PlanFollowUp, RecordAnswer
from domain.journey.commands.feedback import FourPointsInput, ReceiveFeedback, RequestFeedback
from domain.journey.commands.insights import NameInsight
from domain.journey.commands.refusals import AgreeFeedback, ConcludeRefusal, KeepOnFile, PauseAfterRefusal
from domain.journey.decide import UserCommand
from domain.vocabulary import ApproachAnswer, Channel
from projections.refusals.view import RefusalView
from service.localization.code_labels import ANSWERS
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData
from service.web.labels import YES_NO
from service.web.refusals.follow_up_call import build_follow_up_call

ANSWER_REQUIRED = gettext_noop("Say what they answered.")
CLOSENESS_REQUIRED = gettext_noop("Say whether it was close: it makes a difference for your odds.")
DAY_AHEAD = gettext_noop("This day is still to come.")
POINT_REQUIRED = gettext_noop(
    "Write what they said under one of the four questions, or choose empty phrases."
)
POINT_IN_UNUSABLE_FEEDBACK = gettext_noop("You wrote something here: then it was not all empty phrases.")
CHANGE_REQUIRED = gettext_noop("Say what you change, or choose that there was nothing in it.")
UNTIL_REQUIRED = gettext_noop("Say until which day they keep them.")

CALL_CHANNELS: tuple[Channel, ...] = ("phone", "mail", "other")
FEEDBACK_POINTS = ("competence", "requirements", "well_qualified", "self_presentation")


class ApproachFormContext(Struct, frozen=True, kw_only=True):
    """The approach a form is about."""

    journey: Journey
    experiment_id: UUID
    refusal: RefusalView | None
    today: date


RefusalFormParser = Callable[[FormData, ApproachFormContext], list[UserCommand]]
"""Reads a form. What it returns counts when the form has no errors."""


def parse_answer(form: FormData, case: ApproachFormContext) -> list[UserCommand]:
    """What they answered, and when."""
    offered: tuple[ApproachAnswer, ...] = tuple(one for one in ANSWERS if one)
    answer = form.choice("answer", offered, needed=current_translator().gettext(ANSWER_REQUIRED))
    close = None
    if answer == "rejected_after_interview":
        close = form.choice("close", YES_NO, needed=current_translator().gettext(CLOSENESS_REQUIRED))
    on = _day(form, "answered_on", case)
    note = form.text("answer_note")
    if answer is None:
        return []
    told = RecordAnswer(
        happened_on=on,
        experiment_id=case.experiment_id,
        answer=answer,
        close=None if close is None else close == "yes",
        note=note,
    )
    return [told]


def parse_feedback_agreement(_answers: FormData, case: ApproachFormContext) -> list[UserCommand]:
    """They said that one may ring afterwards."""
    return [AgreeFeedback(happened_on=case.today, experiment_id=case.experiment_id)]


def parse_pause(form: FormData, case: ApproachFormContext) -> list[UserCommand]:
    """A moment was taken, or skipped."""
    skipped = form.first("skipped") == "yes"
    return [PauseAfterRefusal(happened_on=case.today, experiment_id=case.experiment_id, skipped=skipped)]


def parse_feedback_request(form: FormData, case: ApproachFormContext) -> list[UserCommand]:
    """Why was asked: in the approach itself, or in a call of its own, which it is when it took courage."""
    on, channel = _day(form, "asked_on", case), form.choice("channel", CALL_CHANNELS)
    dread = form.number("dread_before", 0, 10), form.number("dread_after", 0, 10)
    own = dread != (None, None) or case.experiment_id in case.journey.feedback.requested
    if not own:
        return [RequestFeedback(happened_on=on, experiment_id=case.experiment_id, channel=channel)]
    call_id = uuid5(form.command_id, "call")
    conclusion = current_translator().gettext("I asked what decided it.")
    taken = build_follow_up_call(case.journey, case.experiment_id, call_id, on, channel=channel, dread=dread)
    return [
        *taken.commands(conclusion),
        RequestFeedback(happened_on=on, experiment_id=call_id, channel=channel),
    ]


def parse_feedback(form: FormData, case: ApproachFormContext) -> list[UserCommand]:
    """What came back: the four points, or empty phrases."""
    said = {point: form.text(point) for point in FEEDBACK_POINTS}
    empty = form.choice("usable", YES_NO) == "no"
    written = next((point for point, text in said.items() if text), None)
    if empty and written:
        form.add_error(written, current_translator().gettext(POINT_IN_UNUSABLE_FEEDBACK))
    elif not empty and not written:
        form.add_error("usable", current_translator().gettext(POINT_REQUIRED))
    kept = form.choice("kept", YES_NO)
    asked_in = case.refusal.flow.ask.asked_in if case.refusal else None
    told = ReceiveFeedback(
        happened_on=_day(form, "heard_on", case),
        experiment_id=asked_in or case.experiment_id,
        usable=not empty,
        points=FourPointsInput(**said),
        this_post_only=form.choice("scope", ("post", "work")) != "work",
        kept_on_file=None if kept is None else kept == "yes",
    )
    return [told]


def parse_refusal_conclusion(form: FormData, case: ApproachFormContext) -> list[UserCommand]:
    """One change, or nothing in it; and what dawned on the client."""
    nothing = form.first("nothing") == "yes"
    needed = False if nothing else current_translator().gettext(CHANGE_REQUIRED)
    change, insight = form.text("change", needed=needed, most=500), form.text("insight", most=500)
    told: list[UserCommand] = [
        ConcludeRefusal(
            happened_on=case.today,
            experiment_id=case.experiment_id,
            change=None if nothing else change,
        )
    ]
    if insight:
        dawned = NameInsight(
            happened_on=case.today,
            insight_id=uuid5(form.command_id, "insight"),
            wording=insight,
            found="experiment",
            found_in=case.experiment_id,
        )
        told.append(dawned)
    return told


def parse_kept_on_file(form: FormData, case: ApproachFormContext) -> list[UserCommand]:
    """They keep the papers until a day."""
    if not form.has("until"):
        form.add_error("until", current_translator().gettext(UNTIL_REQUIRED))
    until = form.date("until", case.today)
    return [KeepOnFile(happened_on=case.today, experiment_id=case.experiment_id, until=until)]


def parse_planned_knock(form: FormData, case: ApproachFormContext) -> list[UserCommand]:
    """A day to knock again."""
    return [
        PlanFollowUp(
            happened_on=case.today,
            follow_up_id=uuid5(form.command_id, "knock"),
            experiment_id=case.experiment_id,
            due=form.date("due", case.today),
            what=form.text("what", needed=True, most=500) or "",
        )
    ]


def parse_knock(form: FormData, case: ApproachFormContext) -> list[UserCommand]:
    """The knock itself: a step of its own."""
    on, channel = _day(form, "knocked_on", case), form.choice("knock_channel", CALL_CHANNELS)
    dread = form.number("knock_dread_before", 0, 10), form.number("knock_dread_after", 0, 10)
    conclusion = form.text("knock_conclusion", needed=True, most=500)
    call_id = uuid5(form.command_id, "knock")
    taken = build_follow_up_call(case.journey, case.experiment_id, call_id, on, channel=channel, dread=dread)
    return taken.commands(conclusion or "")


REFUSAL_FORMS: Mapping[str, RefusalFormParser] = MappingProxyType(
    {
        "answer": parse_answer,
        "leave": parse_feedback_agreement,
        "pause": parse_pause,
        "ask": parse_feedback_request,
        "feedback": parse_feedback,
        "change": parse_refusal_conclusion,
        "papers": parse_kept_on_file,
        "knock": parse_planned_knock,
        "knocked": parse_knock,
    }
)
"""By the end of their address."""


def _day(form: FormData, name: str, case: ApproachFormContext) -> date:
    on = form.date(name, case.today)
    if on > case.today:
        form.add_error(name, current_translator().gettext(DAY_AHEAD))
    return on
