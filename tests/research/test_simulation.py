"""Laws of the simulated clients: reproducible, within the rules of the domain, and true to what is known of them."""

import random
from collections import Counter
from collections.abc import Iterator
from math import sqrt
from typing import get_args

import pytest

from domain.history import apply_corrections
from domain.journey.corrections.events import EntryCorrected, EntryRetracted
from domain.journey.events.answers import AnswerReceived
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.consents import ArmAssigned
from domain.journey.events.deputies import DeputyEvent
from domain.journey.events.evidence import AppealRated
from domain.journey.events.experiments import ExperimentPlanned, ExperimentRun
from domain.journey.events.sight import SightGranted
from domain.journey.events.skills import SkillJudged
from domain.journey.events.weeks import monday_of, week_number
from projections.catalogue import PROJECTIONS
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from service.event_store.line_reader import LineReader
from service.research.replay import Replay, digest_rows
from service.research.simulation.cohort import CohortPlan, log_lines, simulated_cohort, truth_lines
from service.research.simulation.history import LAST_DAY, SimulatedHistory, simulate_history
from service.research.simulation.randomness import RandomStream
from service.research.simulation.truth import RATING_NOISE
from service.research.simulation.wordings import wordings
from tests.research.cohorts import SEED, client, cohort

CLIENTS = 240
"""So many that rates are near the truth."""


def test_the_same_seed_gives_the_same_bytes_whatever_others_draw() -> None:
    random.seed(1)
    once = log_lines(simulate_history(SEED, 7)), truth_lines(simulate_history(SEED, 7))
    random.seed(2)
    again = log_lines(simulate_history(SEED, 7)), truth_lines(simulate_history(SEED, 7))

    assert once == again
    assert log_lines(simulate_history(SEED + 1, 7)) != once[0]


def test_a_staggered_cohort_is_in_every_part_of_its_programmes_and_client_7_is_client_7() -> None:
    few, many = (CohortPlan(seed=SEED, clients=clients, weeks=26, staggered=True) for clients in (8, 24))
    (first,) = simulated_cohort(few, processes=1)
    again = b"".join(one.log for one in simulated_cohort(many, processes=1))
    lives = [simulate_history(SEED, number, weeks=26, staggered=True) for number in range(1, 41)]
    weeks = [week_number(one.entries[0].event.happened_on, LAST_DAY) for one in lives]

    assert again.startswith(first.log)
    assert all(1 <= week <= one.person.programme_weeks for week, one in zip(weeks, lives, strict=True))
    assert len(set(weeks)) >= 10
    assert {week // 5 for week in weeks} >= {0, 1, 2, 3}


def test_a_client_is_the_same_among_few_and_among_many_and_with_more_processes() -> None:
    few, many = CohortPlan(seed=SEED, clients=8), CohortPlan(seed=SEED, clients=24)
    lines = [
        b"".join(one.log for one in simulated_cohort(plan, processes))
        for plan, processes in ((few, 1), (many, 1), (many, 2))
    ]

    assert lines[1].startswith(lines[0])
    assert lines[1] == lines[2]
    assert log_lines(client(7)) in lines[0]


def test_the_first_sixty_are_called_differently() -> None:
    called = [one.called for one in cohort(60)]

    assert len(set(called)) == 60


def test_nothing_is_tried_that_the_domain_does_not_allow() -> None:
    denied = [str(error.message) for one in cohort(CLIENTS) for error in one.denied]

    assert denied == []


@pytest.mark.parametrize("name", sorted(PROJECTIONS))
def test_every_history_folds_and_is_shown_on_any_day(name: str) -> None:
    projection = PROJECTIONS[name]
    for one in cohort(40):
        state = fold(projection, apply_corrections(one.entries))
        for on in (one.entries[0].event.happened_on, LAST_DAY):
            projection.view(state, on, DEFAULT_PARAMETERS)


def test_an_export_replays_as_the_histories_themselves() -> None:
    histories = cohort(40)
    read = LineReader().read(b"".join(map(log_lines, histories)))
    from_lines, direct = (Replay(PROJECTIONS["profile"], DEFAULT_PARAMETERS) for _ in range(2))
    from_lines.feed(read)
    for one in histories:
        direct.feed(list(one.entries))
    for one in histories:
        if one.journey_id in from_lines.corrected_journeys:
            from_lines.refold(one.journey_id, [entry for entry in read if entry.journey_id == one.journey_id])
            direct.refold(one.journey_id, one.entries)

    assert [entry for one in histories for entry in one.entries] == read
    assert digest_rows(from_lines.rows()) == digest_rows(direct.rows())


def test_every_kind_of_event_happens_to_somebody() -> None:
    """But for what an erasure records, which is nobody's decision, and deputies, who would be a second coach with an account.

    Nor does anybody say of a skill that the atlas names whether they have it, or take part in a study that draws arms.
    """
    kinds = {type(entry.event) for one in cohort(CLIENTS) for entry in one.entries}

    left_out = {*get_args(JourneyEvent), EntryCorrected, EntryRetracted} - kinds
    assert left_out == {*get_args(DeputyEvent), ArmAssigned, SkillJudged}


def test_it_is_recorded_in_the_order_of_time_and_some_of_it_days_late() -> None:
    late = 0
    for one in cohort(60):
        times = [entry.recorded_at for entry in one.entries]
        assert times == sorted(times)
        late += sum((entry.recorded_at.date() - entry.event.happened_on).days >= 2 for entry in one.entries)

    assert late > 100


def test_invitations_come_by_the_true_chance() -> None:
    expected, variance, invited = 0.0, 0.0, 0
    for chance, was_invited in _applications():
        expected += chance
        variance += chance * (1 - chance)
        invited += was_invited

    assert abs(invited - expected) < 3.5 * sqrt(variance)
    assert expected > 30


def _applications() -> Iterator[tuple[float, bool]]:
    """The true chance of every application of which enough time has passed, and whether it was invited."""
    for one in cohort(CLIENTS):
        truth = {(week.role_id, week.monday): week.chance for week in one.truth_of_weeks}
        events = [entry.event for entry in apply_corrections(one.entries)]
        answers = {event.experiment_id: event.answer for event in events if isinstance(event, AnswerReceived)}
        planned = {event.experiment_id: event for event in events if isinstance(event, ExperimentPlanned)}
        active_until = max(
            entry.event.happened_on for entry in one.entries if entry.actor_id == one.people.client_id
        )
        for event in events:
            if isinstance(event, ExperimentRun) and (active_until - event.happened_on).days > 28:
                plan = planned[event.experiment_id]
                if plan.kind == "application" and plan.role_id:
                    chance = truth[plan.role_id, monday_of(event.happened_on)]
                    yield chance, answers.get(event.experiment_id) == "invited"


def test_ratings_are_the_truth_with_a_bias_of_the_person_and_noise() -> None:
    errors: list[float] = []
    for one in cohort(CLIENTS):
        truth = {(week.role_id, week.monday): week.appeal for week in one.truth_of_weeks}
        for entry in apply_corrections(one.entries):
            event = entry.event
            if isinstance(event, AppealRated) and event.source.kind == "experiment" and 1 < event.rating < 9:
                true = truth[event.role_id, monday_of(event.happened_on)]
                errors.append(event.rating * 10 - true - one.truth_of_client.bias)
    spread = sqrt(sum(error**2 for error in errors) / len(errors))

    assert abs(sum(errors) / len(errors)) < 4
    assert 0.7 * RATING_NOISE < spread < 1.3 * RATING_NOISE


def test_some_drop_out_some_never_start_and_scopes_and_lengths_differ() -> None:
    histories = cohort(CLIENTS)
    told = {one.number: _told_by_client(one) for one in histories}
    scopes = Counter(
        entry.event.scope
        for one in histories
        for entry in one.entries
        if isinstance(entry.event, SightGranted) and entry.event.reader == "coach"
    )

    assert all(told[one.number] < 10 for one in histories if not one.person.starts)
    assert 2 <= sum(not one.person.starts for one in histories) <= 25
    assert 10 <= sum(one.truth_of_client.drop_out_week is not None for one in histories) <= 110
    assert set(scopes) == {"progress", "profile", "everything"}
    assert len({one.person.programme_weeks for one in histories}) == 4


def _told_by_client(history: SimulatedHistory) -> int:
    return sum(entry.actor_id == history.people.client_id for entry in history.entries)


def test_a_stream_of_chances_is_uniform_and_a_normal_one_has_its_spread() -> None:
    stream = RandomStream("a key")
    shares = [stream.share() for _ in range(4000)]
    normals = [stream.normal(10, 3) for _ in range(4000)]
    mean = sum(normals) / len(normals)

    assert abs(sum(shares) / len(shares) - 0.5) < 0.03
    assert min(shares) >= 0
    assert max(shares) < 1
    assert abs(mean - 10) < 0.2
    assert abs(sqrt(sum((one - mean) ** 2 for one in normals) / len(normals)) - 3) < 0.2


def test_all_languages_can_say_the_same() -> None:
    english = wordings("en")
    for language in ("nl", "sv", "nb"):
        assert wordings(language).shape == english.shape, language
