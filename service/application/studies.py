"""Loads the studies of an event log, and who takes part in them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date
from uuid import UUID

from msgspec import Struct

from domain.history import RecordedEvent, apply_corrections
from domain.journey.aggregate import Journey
from domain.journey.events import consents
from domain.journey.events.consents import ArmAssigned, ConsentEvent, ConsentsSlice
from domain.journey.events.erasure import JourneyErased
from domain.study.aggregate import Study
from domain.study.events import Arm
from domain.vocabulary import ArmDraw, Language, LegalGround, StudyAccess, StudyState, Track
from projections.totals.consent_counts import ConsentCounts
from service.application.aggregates import STUDY_AGGREGATE, stream_id, study_not_found
from service.application.command_handler import CommandHandler
from service.application.journeys import Journeys
from service.application.long_work import LongWork
from service.clock import Clock, utc_now
from service.event_store.event_sealer import EventSealer
from service.event_store.log import EventLog
from service.read_models.study_list import StudyList
from service.read_models.study_participants import OF_ANY_KIND, StudyParticipants
from service.system_ids import LOCAL_TENANT

JOURNEYS_AT_ONCE = 200
"""How many histories are read in one go for the list of participants."""


class StudyDefinition(Struct, frozen=True, kw_only=True):
    """A study as it is stated now: what it asks, of whom and with what."""

    study_id: UUID
    state: StudyState
    revision: int
    """How often it was stated: the version of the wording that clients agree to."""
    title: str
    question: str
    plan: str
    variables: tuple[str, ...]
    """Names of columns of an export, as `table.column`."""
    starts_on: date
    ends_on: date
    who: str
    tracks: tuple[Track, ...]
    """Only clients on these tracks are asked; all if there are none."""
    programmes: tuple[UUID, ...]
    """Only clients of these programmes are asked; all if there are none."""
    registry_id: str
    legal_ground: LegalGround
    access: StudyAccess
    extract_approved: bool
    """Whether an export may leave."""
    invitation: dict[Language, str]
    arms: tuple[Arm, ...]
    draw: ArmDraw
    language: Language | None = None
    """The language of the title and the question; null where nobody said it."""
    approved_on: date | None = None
    closed_on: date | None = None

    def is_open(self, on: date) -> bool:
        """Whether clients may agree to it on a day."""
        return self.state == "approved" and on <= self.ends_on

    def asks(self, track: Track, programmes: Sequence[UUID]) -> bool:
        """Whether the client of a journey on this track and in these programmes is asked."""
        in_one = not self.programmes or bool(set(self.programmes) & set(programmes))
        return in_one and (not self.tracks or track in self.tracks)


class ListedStudy(Struct, frozen=True, kw_only=True):
    """A study as every researcher of the organisation sees it; the rest is for those who work on it."""

    study_id: UUID
    state: StudyState
    title: str
    question: str
    definition: StudyDefinition | None = None
    """None for whoever does not work on it."""


class Participant(Struct, frozen=True, kw_only=True):
    """A client who agrees to a study."""

    journey_id: UUID
    agreed_on: date
    wording: int
    """The revision of the study that was read."""
    arm: str | None = None


class StudyAttrition(Struct, frozen=True, kw_only=True):
    """How many are asked by a study, agree to it and withdrew, in fives; None where a group is too small to be shown, or empty."""

    asked: int | None
    agreed: int | None
    withdrawn: int | None


class Studies:
    """Loads studies. `commands` executes commands on them."""

    def __init__(
        self,
        log: EventLog,
        journeys: Journeys,
        study_list: StudyList,
        consented: StudyParticipants,
        *,
        now: Clock = utc_now,
        cached: int = 200,
        sealing: EventSealer | None,
    ) -> None:
        self.commands: CommandHandler[Study] = CommandHandler(
            log, STUDY_AGGREGATE, now=now, cached=cached, sealing=sealing, long_work=LongWork()
        )
        self._journeys = journeys
        self._list = study_list
        self._consented = consented
        self._now = now

    async def get(self, study_id: UUID, *, tenant_id: UUID = LOCAL_TENANT) -> Study:
        """A study as it is now. Raises `UnknownStudy`."""
        known = await self.commands.load(stream_id(tenant_id, study_id))
        if known.version == 0:
            raise study_not_found()
        return known.state

    async def definition(self, study_id: UUID, *, tenant_id: UUID = LOCAL_TENANT) -> StudyDefinition:
        """A study as others see it. Raises `UnknownStudy`."""
        return definition_of(study_id, await self.get(study_id, tenant_id=tenant_id))

    async def all(self, *, tenant_id: UUID) -> list[StudyDefinition]:
        """Every study of an organisation, the newest first."""
        return [definition_of(one, study) for one, study in (await self.get_all(tenant_id=tenant_id)).items()]

    async def get_all(self, *, tenant_id: UUID) -> dict[UUID, Study]:
        """Every study of an organisation as it is now, the newest first."""
        lines = await self._list.all(tenant_id=tenant_id)
        found = await self.commands.load_many(tenant_id, [one.study_id for one in lines])
        return {one.study_id: found[one.study_id].state for one in lines if one.study_id in found}

    async def count_of_research(self, *, tenant_id: UUID) -> StudyAttrition:
        """How many journeys there are, agree to research of any kind, and withdrew, as they may be shown."""
        counts = await self._consented.counts(tenant_id)
        groups = await self._consented.asked_groups(tenant_id)
        return _attrition(counts.get(OF_ANY_KIND), sum(one.count for one in groups))

    async def participants(
        self, tenant_id: UUID, study_id: UUID, *, position: int | None = None
    ) -> tuple[Participant, ...]:
        """Who agrees to a study at a position of the log (None: now), is not restricted and not erased; by journey id.

        Whoever is restricted or erased now is left out of every position.
        """
        ids = await self._consented.ever_agreed(tenant_id, study_id)
        found: list[Participant] = []
        for first in range(0, len(ids), JOURNEYS_AT_ONCE):
            some = dict.fromkeys(ids[first : first + JOURNEYS_AT_ONCE], 0)
            histories = await self._journeys.commands.read_events_of_many(tenant_id, some)
            found += _participating(histories.items(), study_id, position)
        return tuple(found)

    async def attrition(self, study: StudyDefinition, *, tenant_id: UUID) -> StudyAttrition:
        """A study in numbers from which no single person can be told."""
        return (await self.attritions([study], tenant_id=tenant_id))[study.study_id]

    async def attritions(
        self, studies: Iterable[StudyDefinition], *, tenant_id: UUID
    ) -> dict[UUID, StudyAttrition]:
        """Several studies in numbers, read at once."""
        counts = await self._consented.counts(tenant_id)
        groups = await self._consented.asked_groups(tenant_id)
        return {
            study.study_id: _attrition(
                counts.get(study.study_id),
                sum(one.count for one in groups if study.asks(one.track, one.programmes)),
            )
            for study in studies
        }

    async def asking(
        self, every: Iterable[StudyDefinition], tenant_id: UUID, journey_id: UUID, journey: Journey
    ) -> list[StudyDefinition]:
        """Those of an organisation's studies that are open and ask the client of a journey."""
        found = [one for one in every if one.is_open(self.today())]
        if not found:
            return []
        programmes = await self.programmes_of(tenant_id, journey_id)
        return [one for one in found if one.asks(track_of(journey), programmes)]

    async def programmes_of(self, tenant_id: UUID, journey_id: UUID) -> list[UUID]:
        """The programmes that a journey is part of."""
        return await self._consented.programmes_of(tenant_id, journey_id)

    async def declined(self, tenant_id: UUID, journey_id: UUID) -> frozenset[UUID]:
        """The studies that a client answered with Not now."""
        return await self._consented.declined(tenant_id, journey_id)

    async def decline(self, tenant_id: UUID, journey_id: UUID, study_id: UUID) -> None:
        """Notes that a client answered a study with Not now: it is not shown as a question again."""
        await self._consented.decline(tenant_id, journey_id, study_id, self._now())

    def today(self) -> date:
        """The date in Greenwich, which studies go by."""
        return self._now().astimezone(UTC).date()


def track_of(journey: Journey) -> Track:
    """The track that a journey is on."""
    moved = journey.course.track
    return moved.track if moved else journey.started.event.track


def _attrition(counts: ConsentCounts | None, asked: int) -> StudyAttrition:
    counts = counts or ConsentCounts()
    return StudyAttrition(
        asked=counts.shown_asked(asked), agreed=counts.shown_agreed, withdrawn=counts.shown_withdrawn
    )


def listed_study(study_id: UUID, study: Study, *, whole: bool) -> ListedStudy:
    """A study in the list, `whole` for whoever works on it."""
    return ListedStudy(
        study_id=study_id,
        state=study.state,
        title=study.protocol.title,
        question=study.protocol.question,
        definition=definition_of(study_id, study) if whole else None,
    )


def definition_of(study_id: UUID, study: Study) -> StudyDefinition:
    """A study as others see it."""
    stated = study.protocol
    return StudyDefinition(
        study_id=study_id,
        state=study.state,
        revision=study.revision,
        title=stated.title,
        question=stated.question,
        plan=stated.plan,
        variables=stated.variables,
        starts_on=stated.starts_on,
        ends_on=stated.ends_on,
        who=stated.who,
        tracks=stated.tracks,
        programmes=stated.programmes,
        registry_id=stated.registry_id,
        legal_ground=stated.legal_ground,
        access=stated.access,
        extract_approved=study.extract is not None,
        invitation={one.language: one.text for one in stated.invitation},
        arms=stated.arms,
        draw=stated.draw,
        language=stated.language,
        approved_on=study.approved.happened_on if study.approved else None,
        closed_on=study.closed.happened_on if study.closed else None,
    )


def participant_in(journey_id: UUID, known: ConsentsSlice, study_id: UUID) -> Participant | None:
    """A journey's part in a study by its consents; None without one."""
    given = [
        one
        for one in known.given.values()
        if one.study_id == study_id and one.purpose == "research" and one.consent_id not in known.ended
    ]
    if not given:
        return None
    latest = max(given, key=lambda one: one.happened_on)
    return Participant(
        journey_id=journey_id,
        agreed_on=latest.happened_on,
        wording=latest.wording,
        arm=known.arms.get(study_id),
    )


def _participating(
    histories: Iterable[tuple[UUID, Sequence[RecordedEvent]]], study_id: UUID, position: int | None
) -> Iterator[Participant]:
    for journey_id, entries in histories:
        if any(isinstance(entry.event, JourneyErased) for entry in entries):
            continue
        known = [one for one in entries if position is None or one.position <= position]
        state = ConsentsSlice()
        for entry in apply_corrections(known):
            if isinstance(entry.event, ConsentEvent | ArmAssigned):
                state = consents.evolve(state, entry.event)
        if found := participant_in(journey_id, state, study_id):
            yield found
