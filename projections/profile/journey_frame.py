"""The frame of the journey at a date: its track, its language, the programme's end, and the three questions."""

from datetime import date

from msgspec import Struct

from domain.journey.start import JourneyStarted
from domain.vocabulary import Track
from projections.profile.state import State, by, latest
from projections.profile.view import QuestionsView


class Course(Struct, frozen=True, kw_only=True):
    """What was set last by a date."""

    track: Track
    locale: str
    programme_end: date | None


def course(state: State, started: JourneyStarted, on: date) -> Course:
    """The start, as it was adjusted by a date; what an adjustment leaves out stays as it was."""
    track = latest(state.tracks, on)
    locale, programme_end = started.locale, started.programme_end
    for plan in by(state.plans, on):
        locale, programme_end = plan.locale or locale, plan.programme_end or programme_end
    return Course(track=track.track if track else started.track, locale=locale, programme_end=programme_end)


def questions_view(state: State, on: date) -> QuestionsView | None:
    """The latest answers; a later answer replaced all three."""
    answered = latest(state.questions, on)
    if answered is None:
        return None
    return QuestionsView(on=answered.happened_on, can=answered.can, want=answered.want, move=answered.move)
