"""A no after an interview in Marloes' journey, with all that came of it: for the pages of her coach."""

from collections.abc import Mapping
from typing import Any

from domain.journey.commands.answers import PlanFollowUp, RecordAnswer
from domain.journey.commands.feedback import (
    FourPointsInput,
    PointsHeardInput,
    ReceiveFeedback,
    RequestFeedback,
)
from domain.journey.commands.network import EmployerInput
from domain.journey.commands.refusals import ConcludeRefusal, KeepOnFile, PauseAfterRefusal
from tests.web.sample import day, outcome, plan, uid

LETTER = uid("the letter to the ward")
CHANGE = "Begin with the audits I did at night."
POINTS = {
    "competence": "too few audits on more than one ward",
    "requirements": "the Swedish certificate",
    "well_qualified": "the other one had led audits",
    "self_presentation": "calm, and a little long",
}


LONG_CHANGE = f"{CHANGE[:-1]}, {'and leave the rest for when they ask about it, ' * 3}as Hugo does."
LONG_POINTS = {
    name: f"{words}, {'which I heard twice before from others, ' * 4}so"[:190]
    for name, words in POINTS.items()
}


def refused(
    name: str = "the letter to the ward",
    week: int = 6,
    points: Mapping[str, str] = POINTS,
    change: str = CHANGE,
) -> list[Any]:
    """The interview, the no, the pause, the call, the four points, the one change, and when to call again."""
    step, employer = uid(name), EmployerInput(employer_id=uid("Ward"), name="Lindome Omsorg")
    return [
        plan(name, "interview", "risk manager", day(week), employer=employer),
        *outcome(name, day(week)),
        RecordAnswer(
            happened_on=day(week, 1), experiment_id=step, answer="rejected_after_interview", close=True
        ),
        PauseAfterRefusal(happened_on=day(week, 1), experiment_id=step),
        RequestFeedback(happened_on=day(week, 2), experiment_id=step),
        ReceiveFeedback(
            happened_on=day(week, 3),
            experiment_id=step,
            usable=True,
            points=FourPointsInput(**points),
            heard=PointsHeardInput(
                competence="not_enough",
                requirements="not_enough",
                well_qualified="enough",
                self_presentation="enough",
            ),
            via="call",
        ),
        ConcludeRefusal(happened_on=day(week, 3), experiment_id=step, change=change),
        KeepOnFile(happened_on=day(week, 3), experiment_id=step, until=day(20)),
        PlanFollowUp(
            happened_on=day(week, 3),
            follow_up_id=uid(f"{name} again"),
            experiment_id=step,
            due=day(9, 1),
            what="call again",
        ),
    ]


def no_today(name: str = "today's letter") -> list[Any]:
    """An application, and a no that came today."""
    return [
        plan(name, "application", "risk manager", day(8, 1)),
        *outcome(name, day(8, 1)),
        RecordAnswer(happened_on=day(8, 2), experiment_id=uid(name), answer="rejected_unseen"),
    ]


def full_of_refusals() -> list[Any]:
    """Twenty such noes, and one of today: more than fits on a page."""
    letters = [(f"letter {number}", 3 + number % 5) for number in range(20)]
    return [*(one for name, week in letters for one in refused(name, week)), *no_today()]
