"""The table of roles by week: what the model believed of each role at the end of each week."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping

from domain.journey.events.evidence import AppealRated, OddsSignalHeard
from projections.learning_model.role_beliefs import RoleBelief, focus_over_roles
from service.research.tables.columns import CellValue, Column, Row, Table
from service.research.tables.folded_history import CoveredWeek, FoldedHistory, round_figure
from service.research.tables.labels import DISTANCE_LABELS, SOURCE_LABELS, STANDING_LABELS
from service.research.tables.shared_columns import (
    ARM,
    ISCO,
    PSEUDONYM,
    WEEK,
    code_column,
    count_column,
    day_column,
    flag_column,
    number_column,
)

ROLES_WEEKLY = Table(
    name="roles_weekly",
    meaning=(
        "One row for each role and week from the week in which the client took the role up: what the service's search profile "
        "shows of it at the end of that week, from all that had happened by then. What was reported later counts from the "
        "day on which it happened."
    ),
    key=("pseudonym", "week", "role"),
    columns=(
        PSEUDONYM,
        ARM,
        WEEK,
        code_column("role", "The role.", optional=False),
        ISCO,
        day_column(
            "through_day", "on which the figures are: the Sunday of the week, or the last day of the export."
        ),
        day_column("added_day", "on which the role came on the client's list."),
        Column(name="source", kind="string", meaning="Who or what brought it up.", labels=SOURCE_LABELS),
        flag_column("new", "Whether it was not on the client's own list at the start."),
        Column(
            name="distance",
            kind="string",
            meaning="How different it is from the client's work, as judged by then.",
            labels=DISTANCE_LABELS,
        ),
        Column(name="standing", kind="string", meaning="Whether it is active.", labels=STANDING_LABELS),
        number_column("appeal", "Appeal: how much the client would like the work, believed mean, 0 to 100."),
        number_column("appeal_sd", "The standard deviation of that belief, in points."),
        number_column(
            "appeal_weight",
            "What the belief in the appeal rests on, in talks with somebody in the role, prior included.",
        ),
        number_column(
            "alpha",
            "First parameter of the Beta belief about the chance that one approach leads to an invitation.",
        ),
        number_column("beta", "Second parameter of that belief."),
        number_column(
            "odds", "The mean of that belief: the chance of an invitation from one approach, 0 to 1."
        ),
        number_column("odds_sd", "The standard deviation of that belief."),
        number_column(
            "reach", "The chance that the next five approaches bring at least one invitation, 0 to 1."
        ),
        number_column("promise", "Appeal and reach as one figure, 0 to 100; the pages call it potential."),
        number_column(
            "share",
            "Its share of attention among the active roles, 0 to 1; empty if it is not active.",
            optional=True,
        ),
        number_column("contact", "How well it was met, in talks with somebody in the role."),
        count_column("evidence", "Ratings after the intake and signals that count on that day."),
        count_column("ratings_in_week", "Ratings of it that happened in the week."),
        count_column("signals_in_week", "Signals about its chances that happened in the week."),
        flag_column(
            "reported",
            "Whether there was any rating or signal of it in the week; if not, figures change by age alone.",
        ),
    ),
)


def role_week_rows(folded: FoldedHistory) -> Iterator[Row]:
    """The rows of a history."""
    weeks = folded.coder.weeks
    ratings = Counter((event.role_id, weeks[event.happened_on]) for _, event in folded.events_of(AppealRated))
    signals = Counter(
        (event.role_id, weeks[event.happened_on]) for _, event in folded.events_of(OddsSignalHeard)
    )
    for week, believed in zip(folded.weeks, folded.beliefs, strict=True):
        shares = focus_over_roles(believed, folded.parameters).shares
        for role_id, belief in believed.items():
            here = role_id, week.number
            yield (
                folded.history.pseudonym,
                folded.history.arm,
                week.number,
                *folded.role_cells(role_id),
                *_belief_cells(folded, belief, week, shares),
                ratings[here],
                signals[here],
                bool(ratings[here] or signals[here]),
            )


def _belief_cells(
    folded: FoldedHistory, belief: RoleBelief, week: CoveredWeek, shares: Mapping[str, float]
) -> tuple[CellValue, ...]:
    discovered, appeal, odds = belief.events.discovered, belief.appeal, belief.odds
    days = folded.coder.days
    return (
        days[week.through],
        days[discovered.happened_on],
        discovered.source.kind,
        belief.is_new,
        belief.distance,
        belief.standing,
        round_figure(appeal.mean),
        round_figure(appeal.spread),
        round_figure(appeal.weight),
        round_figure(odds.alpha),
        round_figure(odds.beta),
        round_figure(odds.mean),
        round_figure(beta_deviation(odds.alpha, odds.beta)),
        round_figure(belief.reach),
        round_figure(belief.promise),
        round_figure(shares.get(str(belief.role_id))),
        round_figure(belief.contact),
        belief.evidence,
    )


def beta_deviation(alpha: float, beta: float) -> float:
    """The standard deviation of a Beta distribution."""
    total = alpha + beta
    return math.sqrt(alpha * beta / (total + 1)) / total
