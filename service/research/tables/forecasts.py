"""The table of forecasts: what was guessed before a step beside what came."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from msgspec import Struct

from domain.journey.events.evidence import AppealRated
from domain.journey.events.experiments import ExperimentPlanned, ExperimentRun
from domain.vocabulary import BeliefVerdict, FearOutcome
from projections.learning_model.beliefs import AppealBelief, OddsBelief, reach
from projections.learning_model.forecasts import settled_forecast
from projections.learning_model.guesses import FIVE_TRIES_CHANCES, settled_five_tries
from projections.learning_model.state import StepEvents
from service.research.tables.columns import Column, Row, Table
from service.research.tables.folded_history import FoldedHistory, round_figure
from service.research.tables.labels import (
    FEAR_LABELS,
    FIVE_TRIES_LABELS,
    STEP_KINDS,
    VERDICT_LABELS,
    labels_of,
)
from service.research.tables.shared_columns import (
    ISCO,
    PSEUDONYM,
    WEEK,
    code_column,
    day_column,
    missing_column,
    number_column,
)

ABOUT = labels_of(
    {
        "invited": "Whether the application leads to an interview: forecast and outcome 0 to 1",
        "five_tries": "Whether five tries for the role lead to an interview: forecast and outcome 0 to 1",
        "appeal": "How much it would be liked: forecast and rating 0 to 10",
        "dread": "How bad it would be: dread before and after 0 to 10",
        "fear": "Whether what was feared happens: forecast 1; outcome 1 happened, 0.5 partly, 0 not",
        "belief": "Whether a belief holds up: forecast 1; outcome 1 held up, 0 did not",
    }
)

FORECASTS = Table(
    name="forecasts",
    meaning="One row for each guess that was made before a step, with the model's own and with what came.",
    key=("pseudonym", "experiment", "about"),
    columns=(
        PSEUDONYM,
        code_column("experiment", "The step that was planned with it.", optional=False),
        Column(name="about", kind="string", meaning="What was guessed.", labels=ABOUT),
        Column(name="step_kind", kind="string", meaning="The kind of the step.", labels=STEP_KINDS),
        code_column("role", "The role of the step."),
        ISCO,
        day_column("made_day", "on which the step was planned."),
        Column(name="week", kind="integer", meaning=f"{WEEK.meaning} That of the plan."),
        number_column("forecast", "What the client guessed, on the scale that `about` names."),
        Column(
            name="forecast_code",
            kind="string",
            meaning="The word of a guess about five tries, of which `forecast` is the chance that it stands for.",
            labels=FIVE_TRIES_LABELS,
            optional=True,
        ),
        number_column(
            "model_forecast",
            "What the model would have guessed on the day before the plan, on the same scale; "
            "only of an invitation, five tries and appeal, and only for a step about a role.",
            optional=True,
        ),
        day_column("settled_day", "on which it was known; of five tries it is not kept.", optional=True),
        number_column("outcome", "What came, on the same scale.", optional=True),
        Column(
            name="outcome_code",
            kind="string",
            meaning="What came of a fear or a belief.",
            labels={**FEAR_LABELS, **VERDICT_LABELS, "did_not": "It did not happen, or did not hold up"},
            optional=True,
        ),
        missing_column(
            {
                "open": "It was not settled by the end of the export.",
                "not_taken": "The step did not take place.",
                "cannot_tell": "The step did not tell.",
            }
        ),
    ),
)

_FEARED: Mapping[FearOutcome, float] = MappingProxyType({"happened": 1.0, "partly": 0.5, "did_not": 0.0})
_HELD: Mapping[BeliefVerdict, float | None] = MappingProxyType(
    {"held_up": 1.0, "did_not": 0.0, "cannot_tell": None}
)


class _Guess(Struct, frozen=True, kw_only=True):
    """One guess, and what came of it as far as it is known."""

    about: str
    forecast: float
    word: str | None = None
    on: date | None = None
    outcome: float | None = None
    code: str | None = None


def forecast_rows(folded: FoldedHistory) -> Iterator[Row]:
    """The rows of a history."""
    guesses, model = _Guesses(folded), _ModelForecasts(folded)
    coder = folded.coder
    for _, entry in folded.events_of(ExperimentPlanned):
        step = folded.profile.steps[entry.experiment_id]
        plan = step.planned
        for guess in guesses.of(step):
            yield (
                folded.history.pseudonym,
                coder.codes["experiment"][plan.experiment_id],
                guess.about,
                plan.kind,
                *folded.role_cells(plan.role_id),
                coder.days[plan.happened_on],
                coder.weeks[plan.happened_on],
                guess.forecast,
                guess.word,
                model.of(guess.about, plan),
                coder.day(guess.on),
                guess.outcome,
                guess.code,
                _missing(guess, step),
            )


def _missing(guess: _Guess, step: StepEvents) -> str | None:
    if guess.outcome is not None:
        return None
    if guess.code == "cannot_tell":
        return "cannot_tell"
    happened = step.happened is not None and isinstance(step.happened, ExperimentRun)
    return "not_taken" if not happened and (step.happened or step.dropped) else "open"


class _Guesses:
    """The guesses of each step."""

    def __init__(self, folded: FoldedHistory) -> None:
        self._on = folded.history.last_on
        self._five = settled_five_tries(folded.profile, self._on, folded.parameters)
        self._rated = dict[UUID, AppealRated]()
        for _, one in folded.events_of(AppealRated):
            if one.source.id and one.happened_on <= self._on:
                self._rated.setdefault(one.source.id, one)

    def of(self, step: StepEvents) -> Iterator[_Guess]:
        """The guesses that a step was planned with."""
        plan, forecast = step.planned, step.planned.forecast
        if forecast and forecast.invited is not None:
            settled = settled_forecast(step, self._on)
            on, came = (settled[0], float(settled[2])) if settled else (None, None)
            yield _Guess(about="invited", forecast=float(forecast.invited), on=on, outcome=came)
        if forecast and forecast.five_tries:
            five = self._five.get(plan.experiment_id)
            yield _Guess(
                about="five_tries",
                forecast=FIVE_TRIES_CHANCES[forecast.five_tries],
                word=forecast.five_tries,
                outcome=float(five[1]) if five else None,
            )
        if forecast and forecast.appeal is not None:
            rated = self._rated.get(plan.experiment_id)
            on, rating = (rated.happened_on, float(rated.rating)) if rated else (None, None)
            yield _Guess(about="appeal", forecast=float(forecast.appeal), on=on, outcome=rating)
        yield from self._of_feelings(step)

    def _of_feelings(self, step: StepEvents) -> Iterator[_Guess]:
        plan, happened = step.planned, step.happened
        if plan.dread_before is not None:
            after = happened.dread_after if happened else None
            on = happened.happened_on if happened and after is not None else None
            outcome = float(after) if after is not None else None
            yield _Guess(about="dread", forecast=float(plan.dread_before), on=on, outcome=outcome)
        if plan.feared is not None:
            fear = happened.fear if isinstance(happened, ExperimentRun) else None
            on = happened.happened_on if happened and fear else None
            yield _Guess(
                about="fear", forecast=1.0, on=on, outcome=_FEARED[fear] if fear else None, code=fear
            )
        if plan.hypothesis is not None:
            judged = next((one for one in reversed(step.judged) if one.happened_on <= self._on), None)
            yield _Guess(
                about="belief",
                forecast=1.0,
                on=judged.happened_on if judged else None,
                outcome=_HELD[judged.verdict] if judged else None,
                code=judged.verdict if judged else None,
            )


class _ModelForecasts:
    """What the model believed of a role on the day before a plan."""

    def __init__(self, folded: FoldedHistory) -> None:
        self._folded, parameters = folded, folded.parameters
        self._scales: Mapping[str, Callable[[AppealBelief, OddsBelief], float]] = {
            "invited": lambda _, odds: odds.mean,
            "five_tries": lambda _, odds: reach(odds, parameters),
            "appeal": lambda appeal, _: appeal.mean / 10,
        }

    def of(self, about: str, plan: ExperimentPlanned) -> float | None:
        """The model's guess; None where it makes none."""
        if (
            plan.role_id is None
            or about not in self._scales
            or plan.role_id not in self._folded.profile.roles
        ):
            return None
        appeal, odds = self._folded.series.role_on(plan.role_id, plan.happened_on - timedelta(days=1))
        return round_figure(self._scales[about](appeal, odds))
