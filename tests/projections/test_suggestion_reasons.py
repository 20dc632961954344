"""Each reason of a suggestion is true: of whom the client met, of the work, and of the words in the profile."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from domain.journey.commands.network import ContactInput
from domain.journey.decide import UserCommand
from domain.journey.events.experiments import ExperimentPlanned, ExperimentRun
from domain.vocabulary import Distance
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS, StepParameters
from projections.learning_model.suggestions import SuggestedKind
from projections.profile.projection import PROFILE
from projections.profile.suggestion_reasons import SUGGESTION_REASONS
from projections.profile.view import Profile, RoleView, SuggestionReason, SuggestionView
from tests.domain.journeys import RISK, TALK, TEACHER, contact, day, discover, learn, plan, run, start, uid
from tests.domain.scenario import decide_commands
from tests.histories import SET_OUT, History, histories
from tests.projections.small_games import entries


class Facts(Struct, frozen=True):
    """What is known of a role, told apart from how the profile finds it."""

    view: RoleView
    met: Sequence[ExperimentPlanned]
    """The plans of the steps that met people or the work."""

    @property
    def own_work(self) -> bool:
        return self.view.distance == "same"

    @property
    def sure(self) -> bool:
        return self.view.spread_word in {"sure", "fairly_sure"}

    def met_in_role(self) -> bool:
        talks = [one for one in self.met if one.kind == "conversation"]
        return len(talks) < len(self.met) or any(one.meeting and one.meeting.in_role for one in talks)


TRUE: Mapping[SuggestionReason, Callable[[Facts], bool]] = {
    "own_work": lambda facts: facts.own_work,
    "never_met": lambda facts: not facts.met and not facts.own_work,
    "none_in_role": lambda facts: not facts.met_in_role() and not facts.own_work,
    "see_the_work": lambda facts: (
        bool(facts.met)
        and not facts.own_work
        and not {one.kind for one in facts.met} & {"job_shadow", "trial"}
    ),
    "rating_unsure": lambda facts: not facts.sure,
    "odds_unsure": lambda facts: facts.sure,
    "chances_first": lambda facts: not facts.sure,
}
"""What each reason says."""
ABOUT_CHANCES = frozenset({"odds_unsure", "chances_first"})
"""The reasons that promise to learn about chances; the others promise to learn about the work."""
HALF_A_CONVERSATION = 0.5
"""The weight from which on a step says something, in conversations."""


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(histories(), st.integers(0, 90).map(lambda ahead: SET_OUT + timedelta(days=ahead)))
def test_every_reason_is_true(history: History, on: date) -> None:
    profile = PROFILE.view(fold(PROFILE, history.entries()), on, DEFAULT_PARAMETERS)
    plans = {one.experiment_id: one for one in history.events if isinstance(one, ExperimentPlanned)}
    met = [
        plans[one.experiment_id]
        for one in history.events
        if isinstance(one, ExperimentRun) and one.happened_on <= on
    ]
    people = [one for one in met if one.kind in {"conversation", "interview", "job_shadow", "trial"}]
    roles = {one.role_id: one for one in profile.roles}

    for one in profile.suggestions:
        facts = Facts(roles[one.role_id], [step for step in people if step.role_id == one.role_id])
        assert TRUE[one.reason](facts), (one.kind, one.reason, facts)
        assert one.why == SUGGESTION_REASONS[one.kind, one.reason]


def test_every_reason_has_its_truth_and_its_sentence() -> None:
    reasons = set(get_args(SuggestionReason))

    assert reasons == set(TRUE) == {reason for _, reason in SUGGESTION_REASONS}
    assert {kind for kind, _ in SUGGESTION_REASONS} == set(get_args(SuggestedKind))


@pytest.mark.parametrize(("kind", "reason"), SUGGESTION_REASONS)
def test_no_step_is_suggested_for_what_it_hardly_shows(kind: SuggestedKind, reason: SuggestionReason) -> None:
    step: StepParameters = getattr(DEFAULT_PARAMETERS.suggestions, kind)
    shown = step.odds if reason in ABOUT_CHANCES else step.appeal

    assert shown >= HALF_A_CONVERSATION, (kind, reason)


def suggested(*told: UserCommand, distance: Distance = "near") -> SuggestionView:
    """What is suggested about teaching, beside a role that nothing is known of."""
    roles = discover(distance=distance), discover(role_id=RISK, title="risk manager", distance="far")
    profile: Profile = PROFILE.view(
        fold(PROFILE, entries(decide_commands([start(), *roles, *told]))), day(9), DEFAULT_PARAMETERS
    )
    (found,) = (one for one in profile.suggestions if one.role_id == TEACHER)
    return found


def talked(with_whom: ContactInput) -> list[UserCommand]:
    return [plan(contact=with_whom), run()]


def read(times: int) -> list[UserCommand]:
    """Adverts and articles about teaching, liked every time."""
    return [
        command
        for name in (f"article {number}" for number in range(times))
        for command in (
            plan(experiment_id=uid(name), kind="desk_research", happened_on=day(2)),
            run(experiment_id=uid(name)),
            learn(from_step=uid(name), appeal=8),
        )
    ]


TALK_PLANNED = plan(experiment_id=uid("next"), happened_on=day(5))


@pytest.mark.parametrize(
    ("told", "distance", "kind", "reason"),
    [
        ([], "near", "conversation", "never_met"),
        ([], "same", "conversation", "own_work"),
        (talked(contact(can_hire=True)), "near", "conversation", "none_in_role"),
        (talked(contact(can_hire=True)), "same", "conversation", "rating_unsure"),
        (talked(contact(in_role=True)), "near", "conversation", "rating_unsure"),
        ([TALK_PLANNED], "near", "job_shadow", "never_met"),
        ([TALK_PLANNED], "same", "job_shadow", "own_work"),
        ([*talked(contact(can_hire=True)), TALK_PLANNED], "near", "job_shadow", "see_the_work"),
        (
            [plan(kind="job_shadow"), run(hours=4), learn(from_step=TALK, appeal=7), TALK_PLANNED],
            "near",
            "application",
            "chances_first",
        ),
        (read(40), "near", "conversation", "never_met"),
    ],
)
def test_the_reason_fits_what_was_done(
    told: list[UserCommand], distance: Distance, kind: SuggestedKind, reason: SuggestionReason
) -> None:
    found = suggested(*told, distance=distance)

    assert (found.kind, found.reason) == (kind, reason)
