"""The weeks of a role's story, and its turning points: another role leads, a word changed, or a no came."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from domain.journey.events.answers import REFUSAL_ANSWERS, AnswerReceived
from domain.journey.events.weeks import monday_of, week_number
from projections.learning_model.entry_origins import own_answers
from projections.learning_model.promise_series import RolePromise
from projections.role_story.figures import JourneyEvidence, RoleFiguresByDay
from projections.role_story.view import StoryTurn, StoryWeek

_WEEK, _TO_SUNDAY = timedelta(weeks=1), timedelta(days=6)


def week_ends(started_on: date, on: date) -> list[date]:
    """The Sunday of each week from the start, and the day looked at."""
    weeks = max(1, week_number(started_on, on))
    first = monday_of(started_on) + _TO_SUNDAY
    return [min(first + number * _WEEK, on) for number in range(weeks)]


def story_weeks(
    evidence: JourneyEvidence, role_id: UUID, ends: Sequence[date], figures: RoleFiguresByDay
) -> tuple[StoryWeek, ...]:
    """The weeks of a role."""
    steps = Counter(
        monday_of(day)
        for step in evidence.steps.get(role_id, ())
        if (day := step.happened_on()) is not None and day <= ends[-1]
    )
    off = {one.monday for one in evidence.state.rests if one.happened_on <= ends[-1]}
    return tuple(
        StoryWeek(
            number=number,
            monday=monday_of(end),
            on=end,
            figures=figures.on(end) if figures.added_on <= end else None,
            steps=steps[monday_of(end)],
            off=monday_of(end) in off,
        )
        for number, end in enumerate(ends, 1)
    )


def story_turns(
    evidence: JourneyEvidence, role_id: UUID, weeks: Sequence[StoryWeek], led: Sequence[RolePromise | None]
) -> tuple[StoryTurn, ...]:
    """The turning points, the earliest first."""
    found = [*_leads(role_id, weeks, led), *_words(weeks), *_noes(evidence, role_id, weeks)]
    return tuple(sorted(found, key=lambda one: one.on))


def _leads(
    role_id: UUID, weeks: Sequence[StoryWeek], led: Sequence[RolePromise | None]
) -> Iterator[StoryTurn]:
    for week, (before, now) in zip(weeks[1:], pairwise(led), strict=True):
        if before and now and before.role_id != now.role_id:
            if now.role_id == role_id:
                yield StoryTurn(kind="took_lead", on=week.on, week=week.number, other=before.title)
            elif before.role_id == role_id:
                yield StoryTurn(kind="lost_lead", on=week.on, week=week.number, other=now.title)


def _words(weeks: Sequence[StoryWeek]) -> Iterator[StoryTurn]:
    for earlier, week in pairwise(weeks):
        before, now = earlier.figures, week.figures
        if before and now and before.appeal_word != now.appeal_word:
            yield StoryTurn(
                kind="appeal_word",
                on=week.on,
                week=week.number,
                before=before.appeal_word,
                now=now.appeal_word,
            )
        if before and now and before.reach_word != now.reach_word:
            yield StoryTurn(
                kind="reach_word", on=week.on, week=week.number, before=before.reach_word, now=now.reach_word
            )


def _noes(evidence: JourneyEvidence, role_id: UUID, weeks: Sequence[StoryWeek]) -> Iterator[StoryTurn]:
    first, last = weeks[0].monday, weeks[-1].on
    steps = evidence.steps.get(role_id, ())
    for one in (answer for step in steps for answer in own_answers(evidence.state, step)):
        if isinstance(one, AnswerReceived) and one.answer in REFUSAL_ANSWERS and one.happened_on <= last:
            week = max(0, (one.happened_on - first).days) // 7 + 1
            yield StoryTurn(kind="rejected", on=one.happened_on, week=week, answer=one.answer)
