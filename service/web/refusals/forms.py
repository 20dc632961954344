"""From the forms of one approach to what is told: the answer, and each of the six steps after a refusal."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from uuid import UUID, uuid5

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.answers import PlanFollowUp, RecordAnswer
from domain.journey.decide import Command
from domain.journey.feedback import PointsGiven, ReceiveFeedback, RequestFeedback
from domain.journey.insights import NameInsight
from domain.journey.refusals import AgreeFeedback, ConcludeRefusal, KeepOnFile, PauseAfterRefusal
from domain.vocabulary import Answer, Channel
from projections.refusals.view import RefusalView
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.form_data import Answers
from service.web.refusals.follow_up_call import call
from service.web.words import ANSWERS

WITHOUT_ANSWER = marked("Say what they answered.")
WITHOUT_CLOSE = marked("Say whether it was close: it makes a difference for your odds.")
AHEAD = marked("This day is still to come.")
WITHOUT_POINT = marked("Write what they said under one of the four questions, or choose empty phrases.")
POINT_IN_EMPTY = marked("You wrote something here: then it was not all empty phrases.")
WITHOUT_CHANGE = marked("Say what you change, or choose that there was nothing in it.")
WITHOUT_UNTIL = marked("Say until which day they keep them.")

WAYS: tuple[Channel, ...] = ("phone", "mail", "other")
YES_NO = ("yes", "no")
POINTS = ("competence", "requirements", "well_qualified", "self_presentation")


class Case(Struct, frozen=True, kw_only=True):
    """The approach a form is about."""

    journey: Journey
    experiment_id: UUID
    refusal: RefusalView | None
    today: date


Deed = Callable[[Answers, Case], list[Command]]
"""Reads a form. What it returns counts when the answers have no problems."""


def answered(answers: Answers, case: Case) -> list[Command]:
    """What they answered, and when."""
    offered: tuple[Answer, ...] = tuple(one for one in ANSWERS if one)
    answer = answers.one_of("answer", offered, needed=spoken().gettext(WITHOUT_ANSWER))
    close = None
    if answer == "rejected_after_interview":
        close = answers.one_of("close", YES_NO, needed=spoken().gettext(WITHOUT_CLOSE))
    on = _day(answers, "answered_on", case)
    note = answers.text("answer_note")
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


def agreed(_answers: Answers, case: Case) -> list[Command]:
    """They said that one may ring afterwards."""
    return [AgreeFeedback(happened_on=case.today, experiment_id=case.experiment_id)]


def paused(answers: Answers, case: Case) -> list[Command]:
    """A moment was taken, or skipped."""
    skipped = answers.raw("skipped") == "yes"
    return [PauseAfterRefusal(happened_on=case.today, experiment_id=case.experiment_id, skipped=skipped)]


def asked(answers: Answers, case: Case) -> list[Command]:
    """Why was asked: in the approach itself, or in a call of its own, which it is when it took courage."""
    on, channel = _day(answers, "asked_on", case), answers.one_of("channel", WAYS)
    dread = answers.number("dread_before", 0, 10), answers.number("dread_after", 0, 10)
    own = dread != (None, None) or case.experiment_id in case.journey.feedback.requested
    if not own:
        return [RequestFeedback(happened_on=on, experiment_id=case.experiment_id, channel=channel)]
    call_id = uuid5(answers.command_id, "call")
    conclusion = spoken().gettext("I asked what decided it.")
    taken = call(case.journey, case.experiment_id, call_id, on, channel=channel, dread=dread)
    return [
        *taken.commands(conclusion),
        RequestFeedback(happened_on=on, experiment_id=call_id, channel=channel),
    ]


def heard(answers: Answers, case: Case) -> list[Command]:
    """What came back: the four points, or empty phrases."""
    said = {point: answers.text(point) for point in POINTS}
    empty = answers.one_of("usable", YES_NO) == "no"
    written = next((point for point, text in said.items() if text), None)
    if empty and written:
        answers.complain(written, spoken().gettext(POINT_IN_EMPTY))
    elif not empty and not written:
        answers.complain("usable", spoken().gettext(WITHOUT_POINT))
    kept = answers.one_of("kept", YES_NO)
    asked_in = case.refusal.flow.ask.asked_in if case.refusal else None
    told = ReceiveFeedback(
        happened_on=_day(answers, "heard_on", case),
        experiment_id=asked_in or case.experiment_id,
        usable=not empty,
        points=PointsGiven(**said),
        this_post_only=answers.one_of("scope", ("post", "work")) != "work",
        kept_on_file=None if kept is None else kept == "yes",
    )
    return [told]


def changed(answers: Answers, case: Case) -> list[Command]:
    """One change, or nothing in it; and what dawned on the client."""
    nothing = answers.raw("nothing") == "yes"
    needed = False if nothing else spoken().gettext(WITHOUT_CHANGE)
    change, insight = answers.text("change", needed=needed, most=500), answers.text("insight", most=500)
    told: list[Command] = [
        ConcludeRefusal(
            happened_on=case.today,
            experiment_id=case.experiment_id,
            change=None if nothing else change,
        )
    ]
    if insight:
        dawned = NameInsight(
            happened_on=case.today,
            insight_id=uuid5(answers.command_id, "insight"),
            wording=insight,
            found="experiment",
            found_in=case.experiment_id,
        )
        told.append(dawned)
    return told


def kept(answers: Answers, case: Case) -> list[Command]:
    """They keep the papers until a day."""
    if not answers.has("until"):
        answers.complain("until", spoken().gettext(WITHOUT_UNTIL))
    until = answers.day("until", case.today)
    return [KeepOnFile(happened_on=case.today, experiment_id=case.experiment_id, until=until)]


def knock_planned(answers: Answers, case: Case) -> list[Command]:
    """A day to knock again."""
    return [
        PlanFollowUp(
            happened_on=case.today,
            follow_up_id=uuid5(answers.command_id, "knock"),
            experiment_id=case.experiment_id,
            due=answers.day("due", case.today),
            what=answers.text("what", needed=True, most=500) or "",
        )
    ]


def knocked(answers: Answers, case: Case) -> list[Command]:
    """The knock itself: a step of its own."""
    on, channel = _day(answers, "knocked_on", case), answers.one_of("knock_channel", WAYS)
    dread = answers.number("knock_dread_before", 0, 10), answers.number("knock_dread_after", 0, 10)
    conclusion = answers.text("knock_conclusion", needed=True, most=500)
    call_id = uuid5(answers.command_id, "knock")
    taken = call(case.journey, case.experiment_id, call_id, on, channel=channel, dread=dread)
    return taken.commands(conclusion or "")


DEEDS: Mapping[str, Deed] = MappingProxyType(
    {
        "answer": answered,
        "leave": agreed,
        "pause": paused,
        "ask": asked,
        "feedback": heard,
        "change": changed,
        "papers": kept,
        "knock": knock_planned,
        "knocked": knocked,
    }
)
"""By the end of their address."""


def _day(answers: Answers, name: str, case: Case) -> date:
    on = answers.day(name, case.today)
    if on > case.today:
        answers.complain(name, spoken().gettext(AHEAD))
    return on
