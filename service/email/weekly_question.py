"""The question in the weekly e-mail, chosen by the state of the week and revealing nothing else."""

from typing import Literal

from projections.weeks.view import WeekView

WeeklyQuestion = Literal["begin", "taken", "learned", "next"]
"""What to find out; what came of what was planned; what was learned; what the next week is for."""


def weekly_question(week: WeekView) -> WeeklyQuestion | None:
    """The question for a week; None in a rest week."""
    if week.rest:
        return None
    if week.review:
        return "next"
    if week.done:
        return "learned"
    return "taken" if any(step.ended is None for step in week.plan.steps) else "begin"
