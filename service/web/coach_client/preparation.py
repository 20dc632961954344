"""The sheet a coach reads before a talk: what happened, what moved, what was agreed, what to ask and what to try."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from domain.vocabulary import Stance
from projections.coaching import QUESTIONS
from projections.coaching.view import Coaching, CommitmentView, Question
from projections.difference.summary import sentences
from projections.profile.view import Profile, SuggestionView
from projections.weeks.view import StepTaken, Weeks
from service.authorization import field_filters
from service.localization.translator import Words
from service.web.coach_client.active_alerts import Stuck, stuck
from service.web.coach_client.client_context import Client
from service.web.coach_client.finding import counted_finding, finding
from service.web.coach_client.page import Found
from service.web.coach_client.period import Period

MOST_STEPS = 6
MOST_WORDS = 8
MOST_AGREED = 5
MOST_TRIES = 3
USUAL_STANCE: Stance = "coach"
"""Whose questions are asked while no stance was taken."""


class Try(Struct, frozen=True, kw_only=True):
    """What could be tried next, and why."""

    role: str
    view: SuggestionView


class LastTalk(Struct, frozen=True, kw_only=True):
    """What the last talk came to."""

    on: date
    conclusion: str | None
    next_step: str | None
    next_step_due: date | None


class Sheet(Struct, frozen=True, kw_only=True):
    """One page; what its reader may not see is empty."""

    finding: str
    period: Period
    steps: tuple[StepTaken, ...]
    """Since the last talk, the latest first."""
    more_steps: int
    """As many as do not fit."""
    conclusions: tuple[tuple[int, str], ...]
    """The weeks closed since then, by number."""
    words: tuple[str, ...] = ()
    talk: LastTalk | None = None
    agreed: tuple[CommitmentView, ...] = ()
    stuck: tuple[Stuck, ...] = ()
    questions: tuple[Question, ...] = ()
    tries: tuple[Try, ...] = ()


def sheet(
    client: Client,
    period: Period,
    found: Found,
    *,
    weeks: Weeks,
    coaching: Coaching | None,
    words: Words,
) -> Sheet:
    """The sheet for who sees the profile or more."""
    compared = field_filters.difference(found.difference, client.level, instead=field_filters.WITHHELD)
    steps = _steps(weeks, period)
    held = stuck(found.alerts, client.journey.alerts, client.today)
    return Sheet(
        finding=finding(compared, words),
        period=period,
        steps=steps[:MOST_STEPS],
        more_steps=max(0, len(steps) - MOST_STEPS),
        conclusions=_conclusions(weeks, period),
        words=_most_telling(sentences(compared)),
        talk=_last_talk(coaching, period) if coaching else None,
        agreed=_agreed(coaching, period) if coaching else (),
        stuck=tuple(one for one in held if one.snoozed_until is None),
        questions=_questions(coaching) if coaching else (),
        tries=tuple(_tries(found.profile)),
    )


def unread_sheet(period: Period, weeks: Weeks, words: Words) -> Sheet:
    """The sheet for who sees progress only."""
    return Sheet(finding=counted_finding(weeks, words), period=period, steps=(), more_steps=0, conclusions=())


def _steps(weeks: Weeks, period: Period) -> tuple[StepTaken, ...]:
    taken = [
        one for week in weeks.weeks for one in week.steps if period.since < one.on and one.ended != "dropped"
    ]
    return tuple(reversed(taken))


def _conclusions(weeks: Weeks, period: Period) -> tuple[tuple[int, str], ...]:
    closed = ((one.number, one.review) for one in weeks.weeks)
    return tuple(
        (number, review.conclusion) for number, review in closed if review and review.on > period.since
    )


def _most_telling(told: tuple[str, ...]) -> tuple[str, ...]:
    """As much of the difference as fits; the most important stands first."""
    return told[:MOST_WORDS]


def _last_talk(coaching: Coaching, period: Period) -> LastTalk | None:
    before = [one for one in coaching.check_ins if one.on <= period.since]
    if not before:
        return None
    last = before[-1]
    return LastTalk(
        on=last.on, conclusion=last.conclusion, next_step=last.next_step, next_step_due=last.next_step_due
    )


def _agreed(coaching: Coaching, period: Period) -> tuple[CommitmentView, ...]:
    """What still stands, and what was settled since; the latest."""
    waiting = [
        one
        for one in coaching.commitments
        if one.settled_on is None or one.settled_on > period.since or one.made_on >= period.since
    ]
    return tuple(waiting[-MOST_AGREED:])


def _questions(coaching: Coaching) -> tuple[Question, ...]:
    if coaching.stance:
        return coaching.stance.questions
    return tuple(Question(code=code, text=text) for code, text in QUESTIONS[USUAL_STANCE])


def _tries(profile: Profile) -> Iterable[Try]:
    titles = {role.role_id: role.title for role in profile.roles}
    for one in profile.suggestions[:MOST_TRIES]:
        if one.role_id in titles:
            yield Try(role=titles[one.role_id], view=one)
