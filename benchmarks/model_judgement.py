"""How near the learning model comes to the truth of simulated clients, and how honest its certainty is.

    python -m benchmarks.model_judgement [--clients 150] [--processes 2] [--to docs/model_judgement.md]

The cohorts have the simulation's noise of ratings, half of it, and twice. Beside the model stand the last report and the plain mean.
Parameters of a version 2 are found on other seeds than those that they are judged on. The simulation was not fitted to the model,
nor the model to it; it is no real client either.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import click
import msgspec
from msgspec import Struct
from scipy.stats import beta as beta_distribution

from domain.history import apply_corrections
from domain.journey.events.answers import INVITING_ANSWERS, AnswerReceived
from domain.journey.events.weeks import monday_of
from projections.fold import Projection, fold_more
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters
from projections.learning_model.role_beliefs import role_beliefs
from projections.learning_model.state import INITIAL, LearningState, evolve
from service.event_store.replay import reduced_gc
from service.research.executors import open_executor, run_tasks
from service.research.replaying.parameter_template import with_parameter
from service.research.simulation.history import simulate_history

FOUND_ON, JUDGED_ON = 101, 202
"""The seeds of the cohorts."""
NOISES = {"half": 0.5, "as it is": 1.0, "twice": 2.0}
CLIENTS_AT_ONCE = 10
ANSWERED_FROM = 1
Z_50, Z_90 = 0.6745, 1.6449
FACTORS = (0.5, 0.7, 0.85, 1.2, 1.4, 2.0)
ROUNDS = 2
APPEAL = ("appeal.mean", "appeal.weight", "appeal.spread", "appeal.half_life", "appeal.weights.starting")
DISTANCES = ("same", "near", "far", "licence")
"""What is varied, one after another: of the odds the mean and the strength of each prior, the signals and their half-life."""


class Case(Struct, frozen=True):
    """A role of a client on a Sunday: what the model believes, what simple rules would, and the truth."""

    truth: float
    chance: float
    appeal: float
    spread: float
    rated: bool
    last: float
    mean: float
    alpha: float
    beta: float
    answers: tuple[int, ...]
    """Of the applications that were answered, in order: 1 for an invitation."""


class Cohort(Struct, frozen=True):
    """Clients of a seed, under a noise."""

    seed: int
    noise: float
    first: int
    clients: int


@cache
def _histories(
    cohort: Cohort,
) -> list[tuple[LearningState, dict[tuple[UUID, int], tuple[float, float]], date, date]]:
    projection: Projection[LearningState, Any] = Projection(
        name="learning", version=1, initial=INITIAL, evolve=evolve, view=lambda *_: None
    )
    found = []
    with reduced_gc():
        for number in range(cohort.first, cohort.first + cohort.clients):
            history = simulate_history(cohort.seed, number, noise=cohort.noise)
            entries = apply_corrections(history.entries)
            if not entries:
                continue
            truth = {(one.role_id, one.week): (one.appeal, one.chance) for one in history.truth_of_weeks}
            days = [entry.event.happened_on for entry in entries]
            found.append((fold_more(projection, INITIAL, entries), truth, min(days), max(days)))
    return found


def cases_of(parameters: Parameters, cohort: Cohort) -> list[Case]:
    """Every role and Sunday of some clients."""
    cases: list[Case] = []
    for state, truth, first, last in _histories(cohort):
        week, sunday = 1, monday_of(first) + timedelta(days=6)
        while sunday <= last:
            cases += _on(state, truth, week, sunday, parameters)
            week, sunday = week + 1, sunday + timedelta(days=7)
    return cases


def _on(
    state: LearningState,
    truth: dict[tuple[UUID, int], tuple[float, float]],
    week: int,
    on: date,
    parameters: Parameters,
) -> Iterator[Case]:
    for role_id, one in role_beliefs(state, on, parameters).items():
        if (role_id, week) not in truth:
            continue
        ratings = [10 * r.rating for r in state.ratings if r.role_id == role_id and r.happened_on <= on]
        appeal, chance = truth[role_id, week]
        yield Case(
            truth=appeal,
            chance=chance,
            appeal=one.appeal.mean,
            spread=one.appeal.spread,
            rated=bool(ratings),
            last=ratings[-1] if ratings else 50.0,
            mean=sum(ratings) / len(ratings) if ratings else 50.0,
            alpha=one.odds.alpha,
            beta=one.odds.beta,
            answers=tuple(_answers(state, role_id, on)),
        )


def _answers(state: LearningState, role_id: UUID, on: date) -> Iterator[int]:
    for step in state.steps.values():
        if step.planned.kind != "application" or step.planned.role_id != role_id:
            continue
        by_then = [one for one in step.answers if one.happened_on <= on]
        if by_then:
            yield int(
                any(isinstance(one, AnswerReceived) and one.answer in INVITING_ANSWERS for one in by_then)
            )


def gather(executor: Executor, parameters: Parameters, seed: int, noise: float, clients: int) -> list[Case]:
    """The cases of a whole cohort."""
    cohorts = [
        Cohort(seed, noise, first, min(CLIENTS_AT_ONCE, clients + 1 - first))
        for first in range(1, clients + 1, CLIENTS_AT_ONCE)
    ]
    return [case for some in run_tasks(executor, partial(cases_of, parameters), cohorts) for case in some]


def loss_of_appeal(cases: Sequence[Case]) -> float:
    """Minus the log likelihood of the truth: it grows with the error, and with certainty that is not earned."""
    return sum(
        math.log(one.spread) + ((one.truth - one.appeal) / one.spread) ** 2 / 2 for one in cases if one.rated
    ) / max(1, sum(one.rated for one in cases))


def loss_of_odds(cases: Sequence[Case]) -> float:
    """The same of the chance, under the Beta belief."""
    return -sum(
        (one.alpha - 1) * math.log(one.chance)
        + (one.beta - 1) * math.log(1 - one.chance)
        - (math.lgamma(one.alpha) + math.lgamma(one.beta) - math.lgamma(one.alpha + one.beta))
        for one in cases
    ) / len(cases)


Move = Callable[[Parameters, float], Parameters]


def scaled(name: str, parameters: Parameters, factor: float) -> Parameters:
    """One parameter times a factor."""
    value: Any = msgspec.to_builtins(parameters)
    for part in name.split("."):
        value = value[part]
    more = (
        [round(one * factor, 3) for one in value]
        if isinstance(value, list | tuple)
        else round(value * factor, 3)
    )
    return cast("Parameters", with_parameter(parameters, name, more))


def scaled_mean(distance: str, parameters: Parameters, factor: float) -> Parameters:
    """The mean of a prior of the odds times a factor, as strong as before."""
    alpha, beta = getattr(parameters.odds.priors, distance)
    mean = min(0.9, alpha / (alpha + beta) * factor)
    prior = [round((alpha + beta) * mean, 3), round((alpha + beta) * (1 - mean), 3)]
    return cast("Parameters", with_parameter(parameters, f"odds.priors.{distance}", prior))


def scaled_signals(parameters: Parameters, factor: float) -> Parameters:
    """All signals times a factor."""
    for name in parameters.odds.signals.__struct_fields__:
        parameters = scaled(f"odds.signals.{name}", parameters, factor)
    return parameters


def moves_of_appeal() -> list[Move]:
    """What is tried for the appeal."""
    return [partial(scaled, name) for name in APPEAL]


def moves_of_odds() -> list[Move]:
    """What is tried for the odds."""
    return [
        *(partial(scaled_mean, one) for one in DISTANCES),
        *(partial(scaled, f"odds.priors.{one}") for one in DISTANCES),
        scaled_signals,
        partial(scaled, "odds.half_life"),
    ]


def better_parameters(clients: int) -> Parameters:
    """Parameters that the cohort of the first seed is more likely under, one after another."""
    cohorts = [
        Cohort(FOUND_ON, 1.0, first, min(CLIENTS_AT_ONCE, clients + 1 - first))
        for first in range(1, clients + 1, CLIENTS_AT_ONCE)
    ]
    best = DEFAULT_PARAMETERS
    for moves, loss in ((moves_of_appeal(), loss_of_appeal), (moves_of_odds(), loss_of_odds)):
        least = loss([case for one in cohorts for case in cases_of(best, one)])
        for _ in range(ROUNDS):
            for move in moves:
                for factor in FACTORS:
                    tried = _tried(move, best, factor)
                    found = loss([case for one in cohorts for case in cases_of(tried, one)])
                    if found < least - 1e-4:
                        best, least = tried, found
    return msgspec.structs.replace(best, version=2)


def _tried(move: Move, parameters: Parameters, factor: float) -> Parameters:
    try:
        return move(parameters, factor)
    except ValueError:
        # Out of its range.
        return parameters


def error(pairs: Sequence[tuple[float, float]]) -> float:
    """The root of the mean squared difference."""
    return math.sqrt(sum((first - second) ** 2 for first, second in pairs) / max(1, len(pairs)))


def share(hits: Sequence[bool]) -> str:
    """A share as a percentage."""
    return f"{100 * sum(hits) / max(1, len(hits)):.0f} %"


def appeal_row(cases: Sequence[Case]) -> list[str]:
    """The figures of the appeal, of roles that were rated."""
    rated = [one for one in cases if one.rated]
    return [
        f"{len(rated):,}",
        f"{error([(one.appeal, one.truth) for one in rated]):.1f}",
        f"{error([(one.last, one.truth) for one in rated]):.1f}",
        f"{error([(one.mean, one.truth) for one in rated]):.1f}",
        share([abs(one.appeal - one.truth) <= Z_50 * one.spread for one in rated]),
        share([abs(one.appeal - one.truth) <= Z_90 * one.spread for one in rated]),
    ]


def odds_row(cases: Sequence[Case]) -> list[str]:
    """The figures of the odds: the errors of roles with an answered application, the intervals of all."""
    answered = [one for one in cases if len(one.answers) >= ANSWERED_FROM]
    model = [(one.alpha / (one.alpha + one.beta), one.chance) for one in answered]
    everywhere = [(one.alpha / (one.alpha + one.beta), one.chance) for one in cases]
    return [
        f"{len(answered):,}",
        f"{error(model):.3f}",
        f"{error([(one.answers[-1], one.chance) for one in answered]):.3f}",
        f"{error([(sum(one.answers) / len(one.answers), one.chance) for one in answered]):.3f}",
        f"{error(everywhere):.3f} ({len(cases):,})",
        share(_within(cases, 0.5)),
        share(_within(cases, 0.9)),
    ]


def _within(cases: Sequence[Case], width: float) -> list[bool]:
    library: Any = beta_distribution
    places = library.cdf(
        [one.chance for one in cases], [one.alpha for one in cases], [one.beta for one in cases]
    )
    return [bool(abs(place - 0.5) <= width / 2) for place in places]


APPEAL_HEAD = (
    "| parameters | noise | roles and Sundays | model | last report | plain mean | truths within 50 % | within 90 % |\n"
    "|---|---|---|---|---|---|---|---|"
)
ODDS_HEAD = (
    "| parameters | noise | with an answer | model | last answer | share invited | model, all roles | truths within 50 % "
    "| within 90 % |\n|---|---|---|---|---|---|---|---|---|"
)


def changed_parameters(found: Parameters) -> str:
    """What differs from version 1, as JSON."""
    text = msgspec.json.format(msgspec.json.encode(_differing(msgspec.to_builtins(found), _USUAL))).decode()
    return re.sub(r"\[\s+([\d.]+),\s+([\d.]+)\s+\]", r"[\1, \2]", text)


_USUAL: dict[str, Any] = msgspec.to_builtins(DEFAULT_PARAMETERS)


def _differing(values: dict[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
    differing: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            if inner := _differing(value, usual[name]):
                differing[name] = inner
        elif value != usual[name]:
            differing[name] = value
    return differing


@click.command()
@click.option("--clients", default=150, show_default=True)
@click.option("--processes", default=2, show_default=True)
@click.option("--to", type=click.Path(path_type=Path), default="docs/model_judgement.md", show_default=True)
def main(clients: int, processes: int, to: Path) -> None:
    found = better_parameters(clients)
    appeal, odds = [APPEAL_HEAD], [ODDS_HEAD]
    with open_executor(processes) as executor:
        for parameters, called in ((DEFAULT_PARAMETERS, "version 1"), (found, "proposal")):
            for name, noise in NOISES.items():
                cases = gather(executor, parameters, JUDGED_ON, noise, clients)
                appeal.append(f"| {' | '.join([called, name, *appeal_row(cases)])} |")
                odds.append(f"| {' | '.join([called, name, *odds_row(cases)])} |")
                click.echo(f"{appeal[-1]}\n{odds[-1]}")
    text = (Path(__file__).parent / "model_judgement.template.md").read_text(encoding="utf-8")
    to.write_text(
        text.replace("{clients}", str(clients))
        .replace("{found_on}", str(FOUND_ON))
        .replace("{judged_on}", str(JUDGED_ON))
        .replace("{appeal}", "\n".join(appeal))
        .replace("{odds}", "\n".join(odds))
        .replace("{parameters}", changed_parameters(found)),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
