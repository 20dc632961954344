"""The frame of the journey at a date: track, language, end of the programme, and the three questions."""

from datetime import date

from msgspec import Struct

from domain.journey.events.start import JourneyStarted
from domain.vocabulary import Track
from projections.profile.state import ProfileState, events_until, latest_event
from projections.profile.view import ProfileAnswersView


class JourneyFrame(Struct, frozen=True, kw_only=True):
    """The frame as last set by a date."""

    track: Track
    locale: str
    programme_end: date | None


def journey_frame(state: ProfileState, started: JourneyStarted, on: date) -> JourneyFrame:
    """The frame from the start and the adjustments by a date. What an adjustment leaves out stays."""
    track = latest_event(state.tracks, on)
    locale, programme_end = started.locale, started.programme_end
    for plan in events_until(state.plans, on):
        locale, programme_end = plan.locale or locale, plan.programme_end or programme_end
    return JourneyFrame(
        track=track.track if track else started.track, locale=locale, programme_end=programme_end
    )


def questions_view(state: ProfileState, on: date) -> ProfileAnswersView | None:
    """The latest answers to the three questions; None before the first. A later answer replaces all three."""
    answered = latest_event(state.questions, on)
    if answered is None:
        return None
    return ProfileAnswersView(
        on=answered.happened_on, can=answered.can, want=answered.want, move=answered.move
    )
