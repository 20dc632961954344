"""The projection of the news."""

from datetime import date, timedelta
from uuid import UUID

from msgspec.structs import replace

from domain.journey.events.answers import AnswerReceived
from domain.journey.events.beliefs import BeliefJudged
from domain.journey.events.endings import AfterCareSettled, EndingRecorded
from domain.journey.events.experiments import (
    ExperimentAttempt,
    ExperimentCancelled,
    ExperimentRefused,
    ExperimentRun,
)
from domain.journey.events.pulses import EnergyRated, TrustRated
from domain.journey.events.roles import RoleDiscovered, RoleParked
from domain.journey.events.weeks import WeekReviewed
from projections.fold import Projection
from projections.learning_model.parameters import Parameters
from projections.learning_model.state import LearningState
from projections.learning_model.surprises import is_worse_than_feared
from projections.news.moves import big_moves
from projections.news.state import INITIAL, NewsEntry, NewsState, evolve
from projections.news.view import KINDS, News, NewsItem, NewsKind

KEPT = timedelta(weeks=8)
"""News is no older."""
LOW_ENERGY = 3
"""Of 0-10."""


def view(state: NewsState, on: date, parameters: Parameters) -> News:
    """The news of the eight weeks up to a day, as seen on it: a move is what its entry did to a role on the entry's own day."""
    entries = [one for one in state.entries if on - KEPT < one.event.happened_on <= on]
    plain = (_item(state.learning, one, on) for one in entries)
    items = [*(one for one in plain if one), *big_moves(state.learning, entries, on, parameters)]
    return News(items=tuple(sorted(items, key=_newest_first)), coach=state.coach)


def _newest_first(one: NewsItem) -> tuple[int, int, str]:
    return -one.position, KINDS.index(one.kind), str(one.role_id)


def _item(state: LearningState, entry: NewsEntry, on: date) -> NewsItem | None:
    """What an entry tells by itself; None if that is no news."""
    match entry.event:
        case AnswerReceived() as reply:
            kind = _kind_of_reply(reply)
            return _of_step(state, entry, kind, reply.experiment_id) if kind else None
        case ExperimentRun() | ExperimentCancelled() | ExperimentRefused() as happened:
            return _worse_than_feared(state, entry, happened)
        case BeliefJudged() as judged:
            return _belief(state, entry, judged, on)
        case RoleDiscovered(role_id=role_id, source=source):
            quiet = source.kind == "intake" or (source.kind == "atlas" and _is_let_go(state, role_id))
            return None if quiet else _of_role(state, entry, "new_role", role_id)
        case EnergyRated(rating=rating):
            return _plain(entry, "low_energy", after=rating) if rating <= LOW_ENERGY else None
        case TrustRated(rating=rating):
            return _plain(entry, "trust_rated", after=rating)
        case EndingRecorded():
            return _plain(entry, "ended")
        case AfterCareSettled(answer=answer):
            return _plain(entry, "after_care_answered", words=answer) if answer else None
        case WeekReviewed():
            return _plain(entry, "week_reviewed")
        case _:
            return None


def _kind_of_reply(reply: AnswerReceived) -> NewsKind | None:
    match reply.answer:
        case "invited" | "second_round":
            return "invitation"
        case "rejected_after_interview":
            return "rejected_close" if reply.close else "rejected_after_interview"
        case "rejected_unseen" | "offer":
            return reply.answer
        case "called_back":
            return None


def _worse_than_feared(
    state: LearningState, entry: NewsEntry, happened: ExperimentAttempt
) -> NewsItem | None:
    step = state.steps.get(happened.experiment_id)
    if step is None or not is_worse_than_feared(step.planned, happened):
        return None
    return replace(
        _of_step(state, entry, "worse_than_feared", happened.experiment_id),
        before=step.planned.dread_before,
        after=happened.dread_after,
    )


def _belief(state: LearningState, entry: NewsEntry, judged: BeliefJudged, on: date) -> NewsItem | None:
    """Only the last judgement of a belief counts."""
    step = state.steps.get(judged.experiment_id)
    if step is None or judged.verdict != "did_not" or not step.planned.hypothesis:
        return None
    if next(one for one in reversed(step.judged) if one.happened_on <= on) is not judged:
        return None
    return replace(
        _of_step(state, entry, "belief_dropped", judged.experiment_id), words=step.planned.hypothesis
    )


def _of_step(state: LearningState, entry: NewsEntry, kind: NewsKind, experiment_id: UUID) -> NewsItem:
    step = state.steps.get(experiment_id)
    role_id = step.planned.role_id if step else None
    return replace(_of_role(state, entry, kind, role_id), experiment_id=experiment_id)


def _is_let_go(state: LearningState, role_id: UUID) -> bool:
    """Whether the client let a role go, or never kept it: one of the atlas that was never on the list is no news."""
    if role_id in state.brought_up:
        return True
    role = state.roles.get(role_id)
    last = role.standing[-1] if role and role.standing else None
    return isinstance(last, RoleParked) and not last.reason


def _of_role(state: LearningState, entry: NewsEntry, kind: NewsKind, role_id: UUID | None) -> NewsItem:
    role = state.roles.get(role_id) if role_id else None
    title = role.discovered.title if role else None
    return replace(_plain(entry, kind), role_id=role_id if role else None, role=title)


def _plain(
    entry: NewsEntry, kind: NewsKind, *, after: int | None = None, words: str | None = None
) -> NewsItem:
    return NewsItem(
        kind=kind,
        on=entry.event.happened_on,
        number=entry.number,
        position=entry.position,
        after=after,
        words=words,
    )


NEWS: Projection[NewsState, News] = Projection(
    name="news", version=2, initial=INITIAL, evolve=evolve, view=view
)
