"""Which question a week asks for: by how far it is, and by nothing that a letter could betray."""

from typing import Literal

from projections.weeks.view import WeekView

WeeklyQuestion = Literal["begin", "taken", "learned", "next"]
"""What to find out; what came of what was planned; what was learned; what the next week is for."""


def weekly_question(week: WeekView) -> WeeklyQuestion | None:
    """The question for a week as it stands; none in a week of rest."""
    if week.rest:
        return None
    if week.review:
        return "next"
    if week.done:
        return "learned"
    return "taken" if any(step.ended is None for step in week.plan.steps) else "begin"
