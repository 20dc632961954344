"""The programme aggregate: its state and how it evolves."""

from datetime import date
from typing import assert_never
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.errors import UnknownProgramme
from domain.growing import with_entry
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
    """The programme aggregate: what it offers, its coaches and its enrolments."""

    opened: ProgrammeOpened | None = None
    adjusted: ProgrammeAdjusted | None = None
    questions: dict[Stance, StanceQuestionsSet] = {}
    quests: QuestsChosen | None = None
    coaches: dict[UUID, CoachJoined] = {}
    enrolled: dict[UUID, JourneyEnrolled] = {}
    """The present enrolments, by journey id."""
    ended: dict[UUID, EnrolmentEnded] = {}
    """The enrolments that have ended, by journey id."""
    since: dict[UUID, date] = {}
    """The date of each journey's first enrolment, whether it lasts or not."""

    @property
    def opening(self) -> ProgrammeOpened:
        """The opening. Raises `UnknownProgramme` when there is none."""
        if self.opened is None:
            raise UnknownProgramme("There is no such programme.", allowed="OpenProgramme first")
        return self.opened

    @property
    def current_offer(self) -> ProgrammeAdjusted:
        """The present name and offer."""
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


def evolve(programme: Programme, event: ProgrammeEvent) -> Programme:
    """Applies one event to a programme."""
    match event:
        case ProgrammeOpened():
            return replace(programme, opened=event)
        case ProgrammeAdjusted():
            return replace(programme, adjusted=event)
        case StanceQuestionsSet():
            return replace(programme, questions=with_entry(programme.questions, event.stance, event))
        case QuestsChosen():
            return replace(programme, quests=event)
        case CoachJoined():
            return replace(programme, coaches=with_entry(programme.coaches, event.coach_id, event))
        case CoachLeft():
            left = {key: one for key, one in programme.coaches.items() if key != event.coach_id}
            return replace(programme, coaches=left)
        case JourneyEnrolled():
            return _with_enrolment(programme, event)
        case EnrolmentEnded():
            rest = {key: one for key, one in programme.enrolled.items() if key != event.journey_id}
            return replace(
                programme, enrolled=rest, ended=with_entry(programme.ended, event.journey_id, event)
            )
        case _:
            assert_never(event)


def _with_enrolment(programme: Programme, event: JourneyEnrolled) -> Programme:
    first = min(programme.since.get(event.journey_id, event.happened_on), event.happened_on)
    return replace(
        programme,
        enrolled=with_entry(programme.enrolled, event.journey_id, event),
        ended={key: one for key, one in programme.ended.items() if key != event.journey_id},
        since=with_entry(programme.since, event.journey_id, first),
    )
