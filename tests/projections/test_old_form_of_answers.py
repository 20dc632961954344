"""Random journeys with calls about answers, as they are recorded today and as earlier versions recorded them, look the same."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import get_args
from uuid import UUID, uuid5

from hypothesis import given

from domain.errors import DomainError
from domain.journey.aggregate import Journey, evolve
from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.experiment_outcomes import RunExperiment
from domain.journey.commands.experiments import PlanExperiment
from domain.journey.commands.refusals import KeepOnFile
from domain.journey.commands.roles import DiscoverRole
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand, decide
from domain.journey.events.answers import AnswerReceived
from domain.journey.events.counted_answers import exclusive_signal
from domain.journey.events.evidence import OddsSignalHeard, Source
from domain.vocabulary import ApproachAnswer, HeardSignal
from projections.catalogue import PROJECTIONS
from tests.histories import SEEDS, History, histories
from tests.projections.shown import shown

ANSWERS: Sequence[ApproachAnswer] = get_args(ApproachAnswer)
HEARD: Sequence[HeardSignal] = [one for one in get_args(HeardSignal) if one != "resource_bank"]
"""That papers are kept is heard once of each step; a call that was one of its own had that by itself."""


def old_form(
    journey: Journey, command: UserCommand, events: Sequence[AnyJourneyEvent], told: Sequence[AnyJourneyEvent]
) -> list[AnyJourneyEvent]:
    """What earlier versions recorded of an answer to a follow-up: one of its own, with all that was heard."""
    if not isinstance(command, RecordAnswer) or not any(isinstance(one, AnswerReceived) for one in events):
        return list(events)
    planned = journey.experiments[command.experiment_id].planned
    if planned.kind != "follow_up" or planned.role_id is None:
        return list(events)
    (answer,) = (one for one in events if isinstance(one, AnswerReceived))
    own = exclusive_signal(answer)
    source = Source(kind="experiment", id=command.heard_in or command.experiment_id)
    signals = [
        OddsSignalHeard(
            happened_on=command.happened_on,
            role_id=planned.role_id,
            signal=signal,
            source=source,
            answer_to=command.experiment_id,
        )
        for signal in dict.fromkeys([*command.also_heard, *([own] if own else [])])
    ]
    return [answer, *(one for one in signals if one not in told)]


class BothForms:
    """A journey that goes on with calls about its steps, as it is recorded today and as it was before."""

    def __init__(self, history: History, seed: int) -> None:
        self.chance, self.journey, self.today = Random(seed), history.journey, history.today
        self.id = history.journey_id
        self.new: list[AnyJourneyEvent] = list(history.events)
        self.old = [*self.new]
        self.calls: list[UUID] = []

    def go_on(self) -> None:
        self.today += timedelta(days=self.chance.randint(0, 9))
        turn = self.chance.choice(
            [self.apply, self.call, self.call, self.call, self.hear, self.hear, self.keep]
        )
        turn()

    def apply(self) -> None:
        role_id, letter = uuid5(self.id, "role"), uuid5(self.id, f"letter on {self.today}")
        self.tell(DiscoverRole(happened_on=self.today, role_id=role_id, title="teacher", distance="near"))
        self.tell(
            PlanExperiment(happened_on=self.today, experiment_id=letter, kind="application", role_id=role_id)
        )
        self.tell(RunExperiment(happened_on=self.today, experiment_id=letter))
        self.hear_at(letter, [])

    def call(self) -> None:
        """Rings about a step that was answered, or about a call, and mostly hears there what is known."""
        answered = [*self.answered(), *self.calls]
        if not answered:
            return
        about = self.chance.choice(answered)
        call = uuid5(self.id, f"call {len(self.calls)}")
        self.calls.append(call)
        role_id = self.journey.experiments[about].planned.role_id
        self.tell(
            PlanExperiment(
                happened_on=self.today, experiment_id=call, kind="follow_up", role_id=role_id, refers_to=about
            )
        )
        self.tell(RunExperiment(happened_on=self.today, experiment_id=call))
        self.hear_at(call, self.known_of(about))

    def hear(self) -> None:
        """Hears something at a step or in a call, new or not."""
        if answered := [*self.answered(), *self.calls]:
            step = self.chance.choice(answered)
            self.hear_at(step, self.known_of(step))

    def keep(self) -> None:
        """Hears apart from an answer that the papers are kept."""
        if self.calls:
            until, call = self.today + timedelta(days=30), self.chance.choice(self.calls)
            self.tell(KeepOnFile(happened_on=self.today, experiment_id=call, until=until))

    def hear_at(self, step: UUID, known: Sequence[ApproachAnswer]) -> None:
        came = self.chance.choice([*known, *known, *known, self.chance.choice(ANSWERS)])
        on = self.today - timedelta(days=self.chance.choice([0, 0, 0, 1, 5]))
        self.tell(
            RecordAnswer(
                happened_on=on,
                experiment_id=step,
                answer=came,
                close=self.chance.random() < 0.5 if came == "rejected_after_interview" else None,
                also_heard=tuple(self.chance.sample(HEARD, self.chance.randint(0, 3))),
            )
        )

    def answered(self) -> list[UUID]:
        return [
            key
            for key, one in self.journey.experiments.items()
            if one.stage == "run" and one.planned.role_id and self.journey.answers.received.get(key)
        ]

    def known_of(self, step: UUID) -> list[ApproachAnswer]:
        """What was answered last to a step, or to what it refers to."""
        at: UUID | None = step
        while at:
            if received := self.journey.answers.received.get(at):
                return [received[-1].answer]
            at = self.journey.experiments[at].planned.refers_to
        return []

    def tell(self, command: UserCommand) -> None:
        with suppress(DomainError):
            events = decide(self.journey, command, self.today)
            self.old += old_form(self.journey, command, events, self.old)
            for event in events:
                self.journey = evolve(self.journey, event)
            self.new += events


@given(histories(40, corrections=True), SEEDS)
def test_an_old_log_shows_in_every_view_what_one_of_today_shows(history: History, seed: int) -> None:
    both = BothForms(history, seed)
    for _ in range(8):
        both.go_on()

    for projection in PROJECTIONS.values():
        for on in (both.today - timedelta(days=4), both.today + timedelta(days=1)):
            assert shown(projection, both.old, on) == shown(projection, both.new, on), projection.name
