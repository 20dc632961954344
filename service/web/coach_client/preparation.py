"""The sheet a coach reads before a talk: what happened, what moved, what was agreed, what to ask and what to try."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from domain.vocabulary import Stance
from projections.coaching.questions import STANCE_QUESTIONS
from projections.coaching.view import Coaching, CommitmentView, StanceQuestion
from projections.difference.summary import difference_sentences
from projections.profile.view import Profile, SuggestionView
from projections.weeks.view import Weeks, WeekStep
from service.application.desk_alerts import DeskAlert, answered_alerts
from service.authorization import field_filters
from service.authorization.policy import level_covers
from service.localization.translator import Translator
from service.web.coach_client.client_context import ClientContext
from service.web.coach_client.headlines import difference_headline, progress_headline
from service.web.coach_client.page import ClientData
from service.web.coach_client.period import ComparedPeriod
from service.web.experiments.offers import OpenOffer, open_offers

MAX_STEPS = 6
MAX_SENTENCES = 8
MAX_COMMITMENTS = 5
MAX_STEPS_TO_TRY = 3
DEFAULT_STANCE: Stance = "coach"
"""Whose questions are asked while no stance was taken."""


class StepToTry(Struct, frozen=True, kw_only=True):
    """What could be tried next, and why."""

    role: str
    view: SuggestionView


class LastCheckIn(Struct, frozen=True, kw_only=True):
    """What the last talk came to."""

    on: date
    conclusion: str | None
    next_step: str | None
    next_step_due: date | None


class PreparationSheet(Struct, frozen=True, kw_only=True):
    """One page; what its reader may not see is empty."""

    finding: str
    period: ComparedPeriod
    offers: tuple[OpenOffer, ...] = ()
    """Those that the client has not answered, for a coach who sees everything."""
    steps: tuple[WeekStep, ...]
    """Since the last talk, the latest first."""
    more_steps: int
    """As many as do not fit."""
    conclusions: tuple[tuple[int, str], ...]
    """The weeks closed since then, by number."""
    words: tuple[str, ...] = ()
    check_in: LastCheckIn | None = None
    agreed: tuple[CommitmentView, ...] = ()
    stuck: tuple[DeskAlert, ...] = ()
    questions: tuple[StanceQuestion, ...] = ()
    tries: tuple[StepToTry, ...] = ()


def build_preparation_sheet(
    client: ClientContext,
    period: ComparedPeriod,
    found: ClientData,
    *,
    weeks: Weeks,
    coaching: Coaching | None,
    translator: Translator,
) -> PreparationSheet:
    """The sheet for who sees the profile or more."""
    compared = field_filters.filter_difference(
        found.difference, client.level, instead=field_filters.WITHHELD_REASON
    )
    steps = _steps(weeks, period)
    held = answered_alerts(found.alerts, client.journey.alerts, client.today)
    return PreparationSheet(
        finding=difference_headline(compared, client.journey, translator),
        period=period,
        offers=open_offers(client.journey) if level_covers(client.level, "read_refusals") else (),
        steps=steps[:MAX_STEPS],
        more_steps=max(0, len(steps) - MAX_STEPS),
        conclusions=_conclusions(weeks, period),
        words=_most_telling(difference_sentences(compared)),
        check_in=_last_check_in(coaching, period) if coaching else None,
        agreed=_agreed(coaching, period) if coaching else (),
        stuck=tuple(one for one in held if one.needs_attention(client.today)),
        questions=_questions(coaching) if coaching else (),
        tries=() if client.ending else tuple(_tries(found.profile)),
    )


def build_progress_sheet(period: ComparedPeriod, weeks: Weeks, translator: Translator) -> PreparationSheet:
    """The sheet for who sees progress only."""
    return PreparationSheet(
        finding=progress_headline(weeks, translator), period=period, steps=(), more_steps=0, conclusions=()
    )


def _steps(weeks: Weeks, period: ComparedPeriod) -> tuple[WeekStep, ...]:
    taken = [
        one for week in weeks.weeks for one in week.steps if period.since < one.on and one.ended != "dropped"
    ]
    return tuple(reversed(taken))


def _conclusions(weeks: Weeks, period: ComparedPeriod) -> tuple[tuple[int, str], ...]:
    closed = ((one.number, one.review) for one in weeks.weeks)
    return tuple(
        (number, review.conclusion) for number, review in closed if review and review.on > period.since
    )


def _most_telling(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """As much of the difference as fits; the most important stands first."""
    return sentences[:MAX_SENTENCES]


def _last_check_in(coaching: Coaching, period: ComparedPeriod) -> LastCheckIn | None:
    before = [one for one in coaching.check_ins if one.on <= period.since]
    if not before:
        return None
    last = before[-1]
    return LastCheckIn(
        on=last.on, conclusion=last.conclusion, next_step=last.next_step, next_step_due=last.next_step_due
    )


def _agreed(coaching: Coaching, period: ComparedPeriod) -> tuple[CommitmentView, ...]:
    """What still stands, and what was settled since; the latest."""
    waiting = [
        one
        for one in coaching.commitments
        if one.settled_on is None or one.settled_on > period.since or one.made_on >= period.since
    ]
    return tuple(waiting[-MAX_COMMITMENTS:])


def _questions(coaching: Coaching) -> tuple[StanceQuestion, ...]:
    if coaching.stance:
        return coaching.stance.questions
    return tuple(StanceQuestion(code=code, text=text) for code, text in STANCE_QUESTIONS[DEFAULT_STANCE])


def _tries(profile: Profile) -> Iterable[StepToTry]:
    titles = {role.role_id: role.title for role in profile.roles}
    for one in profile.suggestions[:MAX_STEPS_TO_TRY]:
        if one.role_id in titles:
            yield StepToTry(role=titles[one.role_id], view=one)
