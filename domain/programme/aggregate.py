"""A programme so far: what it offers, who coaches, which journeys are part of it."""

from datetime import date
from typing import assert_never
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.errors import UnknownProgramme
from domain.programme.events import (
    CoachJoined,
    CoachLeft,
    EnrolmentEnded,
    JourneyEnrolled,
    ProgrammeAdjusted,
    ProgrammeEvent,
    ProgrammeOpened,
    QuestsChosen,
    StanceQuestionsSet,
)
from domain.vocabulary import Stance


class Programme(Struct, frozen=True):
    """What decisions and readers need to know of a programme."""

    opened: ProgrammeOpened | None = None
    adjusted: ProgrammeAdjusted | None = None
    questions: dict[Stance, StanceQuestionsSet] = {}
    quests: QuestsChosen | None = None
    coaches: dict[UUID, CoachJoined] = {}
    enrolled: dict[UUID, JourneyEnrolled] = {}
    """Journeys that are part of it now."""
    ended: dict[UUID, EnrolmentEnded] = {}
    """Journeys that were part of it, and are no longer."""
    since: dict[UUID, date] = {}
    """The day each journey first became part of it, whether it still is or not."""

    @property
    def opening(self) -> ProgrammeOpened:
        """The opening; refused when there is none."""
        if self.opened is None:
            raise UnknownProgramme("There is no such programme.", allowed="OpenProgramme first")
        return self.opened

    @property
    def current_offer(self) -> ProgrammeAdjusted:
        """What it is called and offers now."""
        if self.adjusted:
            return self.adjusted
        opened = self.opening
        return ProgrammeAdjusted(
            happened_on=opened.happened_on,
            name=opened.name,
            tracks=opened.tracks,
            languages=opened.languages,
            game=opened.game,
        )


INITIAL = Programme()


def evolve(programme: Programme, fact: ProgrammeEvent) -> Programme:
    """The programme after one more event."""
    match fact:
        case ProgrammeOpened():
            return replace(programme, opened=fact)
        case ProgrammeAdjusted():
            return replace(programme, adjusted=fact)
        case StanceQuestionsSet():
            return replace(programme, questions={**programme.questions, fact.stance: fact})
        case QuestsChosen():
            return replace(programme, quests=fact)
        case CoachJoined():
            return replace(programme, coaches={**programme.coaches, fact.coach_id: fact})
        case CoachLeft():
            left = {key: one for key, one in programme.coaches.items() if key != fact.coach_id}
            return replace(programme, coaches=left)
        case JourneyEnrolled():
            return _enrolled(programme, fact)
        case EnrolmentEnded():
            rest = {key: one for key, one in programme.enrolled.items() if key != fact.journey_id}
            return replace(programme, enrolled=rest, ended={**programme.ended, fact.journey_id: fact})
        case _:
            assert_never(fact)


def _enrolled(programme: Programme, fact: JourneyEnrolled) -> Programme:
    first = min(programme.since.get(fact.journey_id, fact.happened_on), fact.happened_on)
    return replace(
        programme,
        enrolled={**programme.enrolled, fact.journey_id: fact},
        ended={key: one for key, one in programme.ended.items() if key != fact.journey_id},
        since={**programme.since, fact.journey_id: first},
    )
