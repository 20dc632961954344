"""State of the skills: what was said of each, in the order of recording."""

from msgspec import Struct
from msgspec.structs import replace

from domain.growing import with_item
from domain.history import RecordedEvent
from domain.journey.events.skills import SkillJudged


class SkillsState(Struct, frozen=True, kw_only=True):
    """Every dated event about skills."""

    judged: tuple[SkillJudged, ...] = ()


INITIAL = SkillsState()


def evolve(state: SkillsState, entry: RecordedEvent) -> SkillsState:
    """Adds one event to the state, if it is about a skill."""
    event = entry.event
    return replace(state, judged=with_item(state.judged, event)) if isinstance(event, SkillJudged) else state
