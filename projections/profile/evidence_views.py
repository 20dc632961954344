"""The parts of the profile besides roles: criteria, strengths, gaps, and quality of forecasts."""

from collections.abc import Iterable
from datetime import date

from projections.learning_model import forecasts
from projections.learning_model.forecasts import answered_forecasts
from projections.learning_model.guesses import five_tries_guesses, liking_gap, liking_guesses
from projections.learning_model.parameters import Parameters
from projections.learning_model.state import LearningState
from projections.learning_model.strengths_and_gaps import gaps_on, strengths_on
from projections.learning_model.weighted_criteria import WeightedCriterion
from projections.profile.view import (
    CriterionView,
    ForecastsView,
    Observation,
    ProfileGap,
    ProfileStrength,
)


def criterion_views(criteria: Iterable[WeightedCriterion]) -> tuple[CriterionView, ...]:
    """The criteria, the heaviest first."""
    return tuple(
        CriterionView(
            criterion_id=one.named.criterion_id,
            wording=one.named.wording,
            weight=one.weight,
            traded=one.traded,
        )
        for one in criteria
    )


def strength_views(state: LearningState, on: date) -> tuple[ProfileStrength, ...]:
    """The strengths, in the order they were first seen. Hidden if only others saw them."""
    return tuple(
        ProfileStrength(
            strength_id=strength.strength_id,
            wording=strength.wording,
            hidden=all(one.hidden for one in strength.observations),
            observations=tuple(
                Observation(
                    on=one.happened_on,
                    witness=one.witness,
                    contact_id=one.contact_id,
                    source=one.source.kind,
                    source_id=one.source.id,
                )
                for one in strength.observations
            ),
        )
        for strength in strengths_on(state.strengths, on)
    )


def gap_views(state: LearningState, on: date) -> tuple[ProfileGap, ...]:
    """The gaps, in the order they were first found."""
    return tuple(
        ProfileGap(
            gap_id=gap.gap_id,
            wording=gap.wording,
            closable=gap.closable,
            found_on=gap.found_on,
            times=len(gap.findings),
            role_ids=gap.role_ids,
        )
        for gap in gaps_on(state.gaps, on)
    )


def forecasts_view(state: LearningState, on: date, parameters: Parameters) -> ForecastsView:
    """How forecasts and dread compare with what happened."""
    steps = state.steps.values()
    pairs = [pair for step in steps for pair in answered_forecasts(step, on)]
    dread = [
        (step.planned.dread_before, step.happened.dread_after)
        for step in steps
        if step.happened
        and step.happened.happened_on <= on
        and step.planned.dread_before is not None
        and step.happened.dread_after is not None
    ]
    gap, quality = forecasts.dread_gap(dread, parameters), forecasts.forecast_quality(pairs, parameters)
    five_tries = five_tries_guesses(state, on, parameters)
    liking = liking_guesses(state, on)
    return ForecastsView(
        answered=len(pairs),
        brier=quality.brier if quality else None,
        expected=quality.expected if quality else None,
        invited=quality.invited if quality else None,
        five_tries=len(five_tries),
        five_tries_brier=forecasts.brier_score(five_tries, parameters),
        liking_rated=len(liking),
        liking_gap=liking_gap(liking, parameters),
        dread_rated=len(dread),
        dread_before=gap.before if gap else None,
        dread_after=gap.after if gap else None,
    )
