"""The ending of a track: a job is one good ending among several, and there is care after it."""

from typing import TYPE_CHECKING, Annotated

from domain.errors import IllegalStep
from domain.journey.forms import Fact, Note, Wish
from domain.sensitivity import C1, C2
from domain.vocabulary import Ending

if TYPE_CHECKING:
    from domain.journey.state import Journey


class EndingRecorded(Fact, frozen=True, kw_only=True, tag="EndingRecorded"):
    """How the track ended. It closes nothing: further steps are after-care."""

    ending: Annotated[Ending, C1]
    note: Annotated[str | None, C2] = None


class RecordEnding(Wish, frozen=True, kw_only=True):
    """Say how the track ended. Further steps stay possible."""

    ending: Ending
    note: Note | None = None


def record(journey: "Journey", wish: RecordEnding) -> list[Fact]:
    """Record the ending once."""
    known = journey.ending
    if known is None:
        return [EndingRecorded(happened_on=wish.happened_on, ending=wish.ending, note=wish.note)]
    if (known.ending, known.note) == (wish.ending, wish.note):
        return []
    raise IllegalStep(
        f"An ending was recorded on {known.happened_on}; nothing is overwritten.",
        field="ending",
        allowed="any further step; they stay open after an ending",
    )
