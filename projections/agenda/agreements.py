"""Agenda items about open agreements: commitments, challenges, goals, gaps to close and after-care.

- A commitment until it was kept or let go; a challenge once it was accepted, until it was met or declined
  after all.
- A goal until it was reached; a gap that is to be closed until it was, or was decided otherwise.
- Aftercare until it was answered or dropped, or client and coach spoke in the week before its day or later.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from domain.journey.events.agreements import (
    ChallengeAnswered,
    ChallengeSet,
    CommitmentMade,
    CommitmentSettled,
)
from domain.journey.events.endings import AfterCarePlanned, AfterCareSettled
from domain.journey.events.evidence import GapFound
from domain.journey.events.gaps import GapClosed, GapDecided
from domain.journey.events.stories import GoalReached, GoalSet
from domain.messages import translatable
from projections.agenda.index import AgendaIndex
from projections.agenda.steps import role_title
from projections.agenda.view import AgendaItem, AgendaItemKind

_WEEK = timedelta(days=7)


def agreement_items(journey: AgendaIndex, on: date) -> Iterator[AgendaItem]:
    """The open items of every kind of agreement, unsorted."""
    yield from _commitments(journey, on)
    yield from _challenges(journey, on)
    yield from _goals(journey, on)
    yield from _gaps(journey, on)
    yield from _after_care(journey, on)


def _commitments(journey: AgendaIndex, on: date) -> Iterator[AgendaItem]:
    settled = {one.commitment_id for one in journey.events_of(CommitmentSettled)}
    for one in journey.events_of(CommitmentMade):
        if one.due and one.commitment_id not in settled:
            yield _item("commitment", one.commitment_id, one.what, one.due, on)


def _challenges(journey: AgendaIndex, on: date) -> Iterator[AgendaItem]:
    answers = {one.challenge_id: one.answer for one in journey.events_of(ChallengeAnswered)}
    for one in journey.events_of(ChallengeSet):
        if one.due and answers.get(one.challenge_id) == "accepted":
            yield _item("challenge", one.challenge_id, one.what, one.due, on)


def _goals(journey: AgendaIndex, on: date) -> Iterator[AgendaItem]:
    reached = {one.goal_id for one in journey.events_of(GoalReached)}
    for one in journey.events_of(GoalSet):
        if one.due and one.goal_id not in reached:
            yield _item("goal", one.goal_id, one.wording, one.due, on)


def _gaps(journey: AgendaIndex, on: date) -> Iterator[AgendaItem]:
    found = {one.gap_id: one for one in journey.events_of(GapFound)}
    words = {one.gap_id: one for one in journey.state.noted if isinstance(one, GapDecided | GapClosed)}
    for gap_id, word in words.items():
        if isinstance(word, GapDecided) and word.decision == "close" and word.due:
            gap = found.get(gap_id)
            what = word.how or (gap.wording if gap else translatable("close a gap"))
            role = role_title(journey, gap.role_id) if gap else None
            yield _item("gap", gap_id, what, word.due, on, role=role)


def _after_care(journey: AgendaIndex, on: date) -> Iterator[AgendaItem]:
    settled = {one.after_care_id for one in journey.events_of(AfterCareSettled)}
    for one in journey.events_of(AfterCarePlanned):
        if one.after_care_id not in settled and not journey.last_check_in >= max(
            one.due - _WEEK, one.happened_on + timedelta(days=1)
        ):
            yield _item("after_care", one.after_care_id, one.what, one.due, on)


def _item(
    kind: AgendaItemKind, item_id: UUID, what: str, due: date, on: date, *, role: str | None = None
) -> AgendaItem:
    return AgendaItem(kind=kind, item_id=item_id, role=role, what=what, due=due, days=(due - on).days)
