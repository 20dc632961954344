"""The frame of the journey at a date: its track, its language, the programme's end, and the three questions."""

from datetime import date

from msgspec import Struct

from domain.journey.events.start import JourneyStarted
from domain.vocabulary import Track
from projections.profile.state import ProfileState, events_until, latest_event
from projections.profile.view import ProfileAnswersView


class JourneyFrame(Struct, frozen=True, kw_only=True):
    """What was set last by a date."""

    track: Track
    locale: str
    programme_end: date | None


def journey_frame(state: ProfileState, started: JourneyStarted, on: date) -> JourneyFrame:
    """The start, as it was adjusted by a date; what an adjustment leaves out stays as it was."""
    track = latest_event(state.tracks, on)
    locale, programme_end = started.locale, started.programme_end
    for plan in events_until(state.plans, on):
        locale, programme_end = plan.locale or locale, plan.programme_end or programme_end
    return JourneyFrame(
        track=track.track if track else started.track, locale=locale, programme_end=programme_end
    )


def questions_view(state: ProfileState, on: date) -> ProfileAnswersView | None:
    """The latest answers; a later answer replaced all three."""
    answered = latest_event(state.questions, on)
    if answered is None:
        return None
    return ProfileAnswersView(
        on=answered.happened_on, can=answered.can, want=answered.want, move=answered.move
    )
