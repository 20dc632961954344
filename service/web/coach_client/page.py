"""What a coach opens on Monday: what moved most, whether somebody is stuck, the evolution, and what it rests on."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from domain.vocabulary import StuckRule
from projections.alerts.view import Alert
from projections.coaching.view import Pulse
from projections.difference.most_moved import most_moved_role
from projections.difference.steps import attempt_kind, steps_between
from projections.difference.summary import difference_sentences
from projections.difference.view import AttemptKind, Difference
from projections.gaps.view import Gaps
from projections.guidance import PhraseAdvice
from projections.learning_model.forecasts import dread_gap
from projections.learning_model.promise_attribution import PromiseAttribution
from projections.learning_model.state import LearningState, StepEvents
from projections.network.view import Network
from projections.profile.view import Profile
from projections.refusals.view import Refusals
from projections.strengths.view import Strengths
from projections.timeline.view import TimelineStep
from projections.weeks.view import Weeks
from service.application.desk_alerts import DeskAlert, answered_alerts
from service.authorization import field_filters
from service.authorization.policy import level_covers
from service.localization.translator import Translator
from service.web.coach_client.after_no import ToldRefusal, open_phrases, told_refusals
from service.web.coach_client.client_context import ClientContext
from service.web.coach_client.compared_figures import ComparedFigures, compared_figures
from service.web.coach_client.evolution import Evolution, build_evolution
from service.web.coach_client.headlines import check_ins_headline, difference_headline, progress_headline
from service.web.coach_client.period import ComparedPeriod, is_todays_session
from service.web.coach_client.planned import PlannedLine, planned_lines
from service.web.coach_client.replies import ReceivedReply, client_replies
from service.web.experiments.offers import OpenOffer, open_offers
from service.web.standing_in import dealt_with_by_others

MAX_DREAD_RATINGS = 6
"""As many steps as show their dread; the latest."""
MAX_SHOWN = 3
"""As many replies and noes as stand open, the latest; the others unfold."""


class ClientData(Struct, frozen=True, kw_only=True):
    """What is read of a journey for this page, by who sees the profile."""

    state: LearningState
    compared: LearningState
    """What the comparison is made from: as it had been recorded by a day, if one is asked for."""
    steps: Sequence[TimelineStep]
    difference: Difference
    profile: Profile
    strengths: Strengths
    gaps: Gaps
    network: Network
    alerts: Sequence[Alert] = ()
    refusals: Refusals | None = None
    energy: Sequence[Pulse] = ()


class RatedDread(Struct, frozen=True, kw_only=True):
    """The mean dread before and after, over so many steps."""

    before: float
    after: float
    steps: int


class DreadedStep(Struct, frozen=True, kw_only=True):
    """A step with its dread before and after, 0-10."""

    step: StepEvents
    role: str | None
    before: int
    after: int
    ended: AttemptKind


class ClientPage(Struct, frozen=True, kw_only=True):
    """The page of who sees the profile or more."""

    finding: str
    stuck: tuple[DeskAlert, ...]
    asking: int
    """How many of the alerts need attention: not those that were dealt with or snoozed."""
    moves: Mapping[StuckRule, str]
    """What the coach said they did about an alert."""
    dealt_with_by: Mapping[StuckRule, str]
    """Who did, where it was another than the reader."""
    offers: tuple[OpenOffer, ...]
    """The offers that the client has not answered, for a coach who sees everything."""
    evolution: Evolution | None
    words: tuple[str, ...]
    """The difference, one idea a sentence."""
    figures: ComparedFigures
    """The same dates side by side, figure by figure."""
    movers: tuple[PromiseAttribution, ...]
    rated: tuple[DreadedStep, ...]
    """Of the steps in the period, the latest first."""
    dread: RatedDread | None
    """Over all of them; None for few."""
    strengths: Strengths
    gaps: Gaps
    network: Network
    replies: tuple[ReceivedReply, ...]
    """Of employers, the latest first."""
    refusals: tuple[ToldRefusal, ...]
    """Each no and what the client did with it, the latest first."""
    phrases: tuple[PhraseAdvice, ...]
    """What helps to hear, while a no is open."""
    planned: tuple[PlannedLine, ...]
    """What has a date, the nearest first."""
    shown: int = MAX_SHOWN
    """Of the replies and of the noes: as many stand open."""


class ProgressPage(Struct, frozen=True, kw_only=True):
    """The page of who sees progress only."""

    finding: str
    weeks: Weeks


def build_client_page(
    client: ClientContext, found: ClientData, period: ComparedPeriod, translator: Translator
) -> ClientPage:
    """The page on a day."""
    difference = field_filters.filter_difference(
        found.difference, client.level, instead=field_filters.WITHHELD_REASON
    )
    most = most_moved_role(difference)
    rated = _rated(found.compared, period)
    stuck = answered_alerts(
        found.alerts, client.journey.alerts, client.today, ended=client.ending is not None
    )
    return ClientPage(
        finding=check_ins_headline(client, translator)
        if is_todays_session(client, period)
        else difference_headline(difference, client.journey, translator),
        stuck=stuck,
        asking=sum(one.needs_attention(client.today) for one in stuck),
        moves={rule: one.move for rule, one in client.journey.alerts.acknowledged.items() if one.move},
        dealt_with_by=dealt_with_by_others(client.journey, client.folded.reader_id),
        offers=open_offers(client.journey) if level_covers(client.level, "read_refusals") else (),
        evolution=build_evolution(
            found.state,
            found.steps,
            found.energy,
            today=client.today,
            period=period,
            most=most.title if most else None,
        ),
        words=difference_sentences(difference),
        figures=compared_figures(difference, translator),
        movers=tuple(one for one in difference.movers if one.roles),
        rated=rated[:MAX_DREAD_RATINGS],
        dread=_mean_dread(rated),
        strengths=found.strengths,
        gaps=found.gaps,
        network=found.network,
        replies=client_replies(client.journey, translator) if found.refusals else (),
        refusals=told_refusals(found.refusals, translator) if found.refusals else (),
        phrases=open_phrases(found.refusals),
        planned=planned_lines(client, translator),
    )


def build_progress_page(weeks: Weeks, translator: Translator) -> ProgressPage:
    """The page without anything that was written."""
    return ProgressPage(finding=progress_headline(weeks, translator), weeks=weeks)


def _rated(state: LearningState, period: ComparedPeriod) -> tuple[DreadedStep, ...]:
    """The steps in the period whose dread was rated before and after, the latest first."""
    taken = steps_between(state, period.since, period.until)
    return tuple(one for step in reversed(taken) if (one := _with_dread(state, step)))


def _mean_dread(rated: Sequence[DreadedStep]) -> RatedDread | None:
    gap = dread_gap((one.before, one.after) for one in rated)
    return RatedDread(before=gap.before, after=gap.after, steps=gap.cases) if gap else None


def _with_dread(state: LearningState, step: StepEvents) -> DreadedStep | None:
    before, happened = step.planned.dread_before, step.happened
    if before is None or happened is None or happened.dread_after is None:
        return None
    role = state.roles.get(step.planned.role_id) if step.planned.role_id else None
    title = role.discovered.title if role else None
    return DreadedStep(
        step=step, role=title, before=before, after=happened.dread_after, ended=attempt_kind(happened)
    )
