"""Which forecasts of an invitation were answered by a date, and whether they came true."""

from datetime import date

from domain.journey.answers import AnswerReceived
from projections.learning_model.state import StepEvents


def answered_forecasts(step: StepEvents, on: date) -> list[tuple[float, bool]]:
    """The forecast of an application and whether it came true; nothing while it is open."""
    forecast = step.planned.forecast
    if step.planned.kind != "application" or forecast is None or forecast.invited is None:
        return []
    came = {
        one.answer if isinstance(one, AnswerReceived) else "silence"
        for one in step.answers
        if one.happened_on <= on
    }
    if came & {"invited", "offer"}:
        return [(forecast.invited, True)]
    if came & {"rejected_unseen", "rejected_after_interview", "silence"}:
        return [(forecast.invited, False)]
    return []
