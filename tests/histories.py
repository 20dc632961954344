"""Journeys nobody lived, for laws and for loads: valid histories, the same for the same choices.

`sample_journey(seed)` is one long journey; `histories()` lets Hypothesis choose (and shrink) short ones. Importing
this module settles how many examples Hypothesis tries, unless `--hypothesis-profile` names a profile.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TypeVar, get_args
from uuid import NAMESPACE_URL, UUID, uuid5

from hypothesis import settings
from hypothesis import strategies as st
from msgspec import Struct

from domain.events import Event
from domain.history import Entry
from domain.journey.answers import PlanFollowUp, RecordAnswer, RecordSilence
from domain.journey.coaching import HoldCheckIn
from domain.journey.contacts import Contact
from domain.journey.decisions import Command, decide
from domain.journey.endings import RecordEnding
from domain.journey.evidence import SourceKind
from domain.journey.experiments import Experiment
from domain.journey.feedback import PointsGiven, ReceiveFeedback, RequestFeedback
from domain.journey.forms import Employer
from domain.journey.learning import (
    Criterion,
    Gap,
    Learned,
    NameCriterion,
    Odds,
    RecordEvidence,
    Strength,
    Tradeoff,
)
from domain.journey.outcomes import (
    CancelExperiment,
    ConcludeExperiment,
    DropExperiment,
    NextStepGiven,
    RefuseExperiment,
    RunExperiment,
)
from domain.journey.planning import ForecastGiven, PlanExperiment, PlanGiven
from domain.journey.pulses import RateEnergy, RateTrust
from domain.journey.roles import BlockRole, DiscoverRole, JudgeRole, NewRole, ParkRole, ReopenRole
from domain.journey.start import DeclareCondition, StartJourney
from domain.journey.state import INITIAL, Journey, evolve
from domain.journey.weeks import DeclareRest, PlanWeek, ReviewWeek, monday_of
from domain.vocabulary import (
    KINDS_ABOUT_A_ROLE,
    KNOCK_DAYS,
    SILENCE_DAYS,
    Answer,
    Channel,
    Distance,
    Ending,
    HeardSignal,
    Kind,
    Tested,
    Tie,
    Witness,
)

settings.register_profile("ci", derandomize=True, max_examples=100, deadline=None)
settings.register_profile("deep", max_examples=1000, deadline=None)
if settings.get_current_profile_name() == "default":
    settings.load_profile("ci")

SET_OUT = date(2026, 1, 5)
MOST_ROLES = 12
MOST_CRITERIA = 10

KINDS: Sequence[Kind] = get_args(Kind)
APPROACHES: Sequence[Kind] = ("application", "interview", "conversation", "follow_up")
ANSWERS: Sequence[Answer] = get_args(Answer)
SIGNALS: Sequence[HeardSignal] = get_args(HeardSignal)
DISTANCES: Sequence[Distance] = get_args(Distance)
CHANNELS: Sequence[Channel] = get_args(Channel)
TIES: Sequence[Tie] = get_args(Tie)
ENDINGS: Sequence[Ending] = get_args(Ending)
WITNESSES: Sequence[Witness] = get_args(Witness)
TESTED: Sequence[Tested] = get_args(Tested)
SAYINGS = (
    "they need people who ask",
    "mycket lugnare än jag trodde",
    "“één op de tien”, zei ze",
    "ærlig svar, på tomannshånd\nog en ny dag",
    "half meetings, half schools; 60 % travel \\ bus",
    "🎉 yes",
)

SEEDS = st.integers(0, 2**32 - 1)

T = TypeVar("T")


class Deed(Struct, frozen=True):
    """A command that was decided: on which day of the client's it was told, and what it meant."""

    command: Command
    told_on: date
    events: tuple[Event, ...]


class History(Struct, frozen=True):
    """A journey as its commands, its events and its entries; `journey` is the state after all of it."""

    journey_id: UUID
    deeds: tuple[Deed, ...]
    journey: Journey

    @property
    def today(self) -> date:
        """The last day anything was told."""
        return self.deeds[-1].told_on

    @property
    def commands(self) -> tuple[Command, ...]:
        return tuple(deed.command for deed in self.deeds)

    @property
    def events(self) -> tuple[Event, ...]:
        return tuple(event for deed in self.deeds for event in deed.events)

    def entries(self, *, after: int = 0) -> list[Entry]:
        """The events as a log would hold them, above a position."""
        entries: list[Entry] = []
        for place, deed in enumerate(self.deeds, 1):
            for event in deed.events:
                number = len(entries) + 1
                noon = datetime.combine(deed.told_on, time(12), tzinfo=UTC)
                entry = Entry(
                    position=after + number,
                    journey_id=self.journey_id,
                    number=number,
                    recorded_at=noon + timedelta(milliseconds=number),
                    actor_id=uuid5(self.journey_id, "actor"),
                    command_id=uuid5(self.journey_id, f"command {place}"),
                    event=event,
                )
                entries.append(entry)
        return entries


def sample_journey(seed: int, events: int = 500) -> History:
    """A long journey of about so many events (a few more): 500 are some seven months."""
    life = Life(Random(seed), uuid5(NAMESPACE_URL, f"soundings:sample:{seed}"))
    while life.told < events:
        life.go_on()
    return life.history


def histories(most: int = 60) -> st.SearchStrategy[History]:
    """Journeys of up to `most` turns, a few events each: Hypothesis chooses the seed and shortens what fails."""
    # Choosing every choice instead would favour the simplest, and hardly any experiment would be run.
    return st.builds(_lived, SEEDS, st.integers(0, most))


def _lived(seed: int, turns: int) -> History:
    life = Life(Random(seed), uuid5(NAMESPACE_URL, "soundings:lived"))
    for _ in range(turns):
        life.go_on()
    return life.history


class Life:
    """A journey being lived: each turn time passes or one thing is told, and what is told is allowed."""

    def __init__(self, chance: Random, journey_id: UUID) -> None:
        self._chance = chance
        self._id = journey_id
        self._made = 0
        self._today = SET_OUT + timedelta(days=chance.randint(0, 6))
        self._deeds: list[Deed] = []
        self.journey = INITIAL
        self.told = 0
        self._tell(self._start())

    @property
    def history(self) -> History:
        return History(journey_id=self._id, deeds=tuple(self._deeds), journey=self.journey)

    def go_on(self) -> None:
        """One turn."""
        turn = self._chance.choices(list(_TURNS), weights=list(_TURNS.values()))[0]
        if command := turn(self):
            self._tell(command)

    def _tell(self, command: Command) -> None:
        events = tuple(decide(self.journey, command, self._today))
        for event in events:
            self.journey = evolve(self.journey, event)
        self._deeds.append(Deed(command, self._today, events))
        self.told += len(events)

    # What is chosen, and when.

    def _new(self, noun: str) -> UUID:
        self._made += 1
        return uuid5(self._id, f"{noun} {self._made}")

    def _one_of(self, among: Sequence[T]) -> T:
        return self._chance.choice(among)

    def _some(self, among: Sequence[T], most: int) -> tuple[T, ...]:
        return tuple(self._chance.sample(among, self._chance.randint(0, min(most, len(among)))))

    def _maybe(self, value: T, chance: float = 0.5) -> T | None:
        return value if self._happens(chance) else None

    def _happens(self, chance: float) -> bool:
        return self._chance.random() < chance

    def _rating(self) -> int:
        return self._chance.randint(0, 10)

    def _day(self, first: date) -> date:
        """Mostly today; now and then told late."""
        late = 0 if self._happens(0.8) else self._chance.randint(0, 9)
        return max(first, self._today - timedelta(days=late))

    def _began(self) -> date:
        return self.journey.started.fact.happened_on

    def wait(self) -> None:
        """A day passes, or a week."""
        self._today += timedelta(days=self._chance.randint(1, 6))

    # The start, and what hems it in.

    def _start(self) -> StartJourney:
        return StartJourney(
            happened_on=self._today,
            called=self._one_of(["Ans", "Åse", "Nils-Erik"]),
            track=self._one_of(["curative", "preventive", "re_integration"]),
            locale=self._one_of(["nl", "nb-NO", "sv-SE", "en"]),
            time_zone=self._one_of(["Europe/Amsterdam", "Europe/Oslo", "UTC"]),
            weekly_goal=self._chance.randint(1, 3),
            programme_end=self._maybe(self._today + timedelta(days=180)),
        )

    def declare_condition(self) -> Command:
        return DeclareCondition(
            happened_on=self._day(self._began()),
            condition_id=self._new("condition"),
            wording=self._one_of(["no nights", "within an hour", "sitting work"]),
        )

    def name_criterion(self) -> Command | None:
        if len(self.journey.evidence.criteria) >= MOST_CRITERIA:
            return None
        new = self._new("criterion")
        return NameCriterion(
            happened_on=self._day(self._began()), criterion_id=new, wording=f"wish {self._made}"
        )

    # Roles.

    def discover_role(self) -> Command | None:
        if len(self.journey.roles) >= MOST_ROLES:
            return None
        new = self._new_role()
        happened = self._happened()
        kinds: list[SourceKind] = ["intake", "own", "atlas", "coach"]
        found = self._one_of([*kinds, "experiment"] if happened else kinds)
        return DiscoverRole(
            happened_on=self._day(self._began()),
            role_id=new.role_id,
            title=new.title,
            distance=new.distance,
            found=found,
            found_in=self._one_of(list(happened)) if found == "experiment" else None,
            isco_group=new.isco_group,
            starting_appeal=self._maybe(self._rating()) if found in ("intake", "own") else None,
        )

    def _new_role(self) -> NewRole:
        return NewRole(
            role_id=self._new("role"),
            title=f"work {self._made}",
            distance=self._one_of(DISTANCES),
            isco_group=self._maybe(self._one_of(["2221", "3359", "741"])),
        )

    def judge_role(self) -> Command | None:
        if not self.journey.roles:
            return None
        role_id = self._one_of(list(self.journey.roles))
        on = self._day(self.journey.roles[role_id].judged_on)
        return JudgeRole(happened_on=on, role_id=role_id, distance=self._one_of(DISTANCES))

    def set_role_aside(self) -> Command | None:
        if not self.journey.roles:
            return None
        role_id = self._one_of(list(self.journey.roles))
        on = self._day(self.journey.roles[role_id].changed_on)
        conditions = list(self.journey.started.conditions)
        what = self._one_of(["block", "park", "reopen", "reopen"])
        if what == "block":
            condition = self._maybe(self._one_of(conditions)) if conditions else None
            return BlockRole(happened_on=on, role_id=role_id, reason="nights", condition_id=condition)
        if what == "park":
            return ParkRole(happened_on=on, role_id=role_id, reason=self._one_of(SAYINGS))
        return ReopenRole(happened_on=on, role_id=role_id)

    # Experiments.

    def plan(self) -> Command:
        kind = self._one_of(KINDS)
        role_id, new_role = self._role_for(kind)
        earlier = list(self.journey.experiments)
        on = self._day(self._began())
        return PlanExperiment(
            happened_on=on,
            experiment_id=self._new("experiment"),
            kind=kind,
            role_id=role_id,
            new_role=new_role,
            hypothesis=self._maybe(self._one_of(SAYINGS)),
            tests=self._some(TESTED, 3),
            forecast=self._maybe(
                ForecastGiven(appeal=self._maybe(self._rating()), invited=self._chance_of())
            ),
            plan=self._maybe(
                PlanGiven(when="Tue 10:00", where="their place", if_then=self._maybe("then ask"))
            ),
            planned_for=self._maybe(on + timedelta(days=self._chance.randint(0, 9))),
            dread_before=self._maybe(self._rating(), 0.8),
            contact=self._maybe(self._contact(), 0.7),
            channel=self._maybe(self._one_of(CHANNELS)),
            employer=self._maybe(self._employer(), 0.2),
            refers_to=self._maybe(self._one_of(earlier), 0.2) if earlier else None,
        )

    def _chance_of(self) -> float | None:
        return self._maybe(self._chance.randint(0, 10) / 10)

    def _role_for(self, kind: Kind) -> tuple[UUID | None, NewRole | None]:
        roles = self.journey.roles
        if (not roles or self._happens(0.1)) and len(roles) < MOST_ROLES:
            return None, self._new_role()
        if kind not in KINDS_ABOUT_A_ROLE and self._happens(0.2):
            return None, None
        return self._one_of(list(roles)), None

    def _contact(self) -> Contact:
        known = list(self.journey.network.contacts)
        again = self._one_of(known) if known and self._happens(0.5) else None
        return Contact(
            contact_id=again or self._new("contact"),
            tie=self._one_of(TIES),
            in_role=self._happens(0.6),
            can_hire=self._happens(0.3),
            name=None if again else f"person {self._made}",
            relation=self._maybe("former colleague"),
            employer=self._maybe(self._employer(), 0.3),
        )

    def _employer(self) -> Employer:
        known = list(self.journey.network.employers)
        again = self._one_of(known) if known and self._happens(0.5) else None
        return Employer(
            employer_id=again or self._new("employer"), name=None if again else f"firm {self._made}"
        )

    def carry_out(self) -> Command | None:
        open_ones = [key for key, one in self.journey.experiments.items() if one.stage == "planned"]
        if not open_ones:
            return None
        experiment_id = self._one_of(open_ones)
        on = self._day(self.journey.experiments[experiment_id].planned.happened_on)
        dread = self._maybe(self._rating(), 0.8)
        note = self._maybe(self._one_of(SAYINGS))
        match self._chance.choices(["run", "cancelled", "refused", "dropped"], weights=[12, 1, 1, 1])[0]:
            case "run":
                hours = self._maybe(self._one_of([0.5, 4.0, 6.0, 20.0]))
                return RunExperiment(
                    happened_on=on, experiment_id=experiment_id, hours=hours, dread_after=dread, note=note
                )
            case "cancelled":
                return CancelExperiment(
                    happened_on=on, experiment_id=experiment_id, dread_after=dread, note=note
                )
            case "refused":
                return RefuseExperiment(
                    happened_on=on, experiment_id=experiment_id, dread_after=dread, note=note
                )
            case _:
                return DropExperiment(happened_on=on, experiment_id=experiment_id, note=note)

    def conclude(self) -> Command | None:
        open_ones = [key for key, one in self._happened().items() if one.concluded is None]
        if not open_ones:
            return None
        experiment_id = self._one_of(open_ones)
        experiment = self.journey.experiments[experiment_id]
        return ConcludeExperiment(
            happened_on=self._day(experiment.on),
            experiment_id=experiment_id,
            conclusion=self._one_of(SAYINGS),
            learned=self._learned(experiment, experiment_id),
            next_step=self._next_step(),
        )

    def record_evidence(self) -> Command:
        happened, on = self._happened(), self._day(self._began())
        if happened and self._happens(0.6):
            experiment_id = self._one_of(list(happened))
            learned = self._learned(happened[experiment_id], experiment_id)
            return RecordEvidence(happened_on=on, experiment_id=experiment_id, learned=learned)
        check_ins = list(self.journey.check_ins)
        check_in_id = self._maybe(self._one_of(check_ins)) if check_ins else None
        return RecordEvidence(happened_on=on, check_in_id=check_in_id, learned=self._learned())

    def _happened(self) -> dict[UUID, Experiment]:
        stages = ("run", "cancelled", "refused")
        return {key: one for key, one in self.journey.experiments.items() if one.stage in stages}

    def _learned(self, experiment: Experiment | None = None, experiment_id: UUID | None = None) -> Learned:
        own = experiment.planned.role_id if experiment else None
        can_rate = (
            experiment is not None
            and own is not None
            and experiment.stage == "run"
            and experiment_id is not None
            and not self.journey.evidence.rated(experiment_id)
        )
        roles = list(self.journey.roles)
        anywhere = [own, *roles] if own else roles
        signals = self._some(SIGNALS, 3) if anywhere else ()
        about = [one for one in anywhere if one != own]
        new_roles = [self._new_role()] if self._happens(0.1) and len(roles) < MOST_ROLES else []
        return Learned(
            appeal=self._maybe(self._rating(), 0.8) if can_rate else None,
            odds=tuple(
                Odds(signal=one, role_id=None if own and self._happens(0.8) else self._one_of(about or roles))
                for one in signals
            ),
            tradeoffs=tuple(self._tradeoff() for _ in range(self._chance.randint(0, 2))),
            strengths=tuple(self._strength() for _ in range(self._chance.randint(0, 1))),
            gaps=tuple(self._gap(roles) for _ in range(self._chance.randint(0, 1))),
            roles=tuple(new_roles),
        )

    def _tradeoff(self) -> Tradeoff:
        known = list(self.journey.evidence.criteria)
        full = len(known) >= MOST_CRITERIA or (len(known) >= 2 and self._happens(0.8))
        wishes = [Criterion(criterion_id=one) for one in self._chance.sample(known, 2 if full else 0)]
        while len(wishes) < 2:
            new = self._new("criterion")
            wishes.append(Criterion(criterion_id=new, wording=f"wish {self._made}"))
        return Tradeoff(winner=wishes[0], loser=wishes[1], met_in_reality=self._happens(0.7))

    def _strength(self) -> Strength:
        number = self._chance.randint(1, 8)
        return Strength(
            strength_id=uuid5(self._id, f"strength {number}"),
            wording=f"strength {number}",
            hidden=self._happens(0.3),
            witness=self._one_of(WITNESSES),
        )

    def _gap(self, roles: Sequence[UUID]) -> Gap:
        number = self._chance.randint(1, 6)
        return Gap(
            gap_id=uuid5(self._id, f"gap {number}"),
            wording=f"gap {number}",
            closable=self._happens(0.7),
            role_id=self._maybe(self._one_of(roles), 0.3) if roles else None,
        )

    def _next_step(self) -> NextStepGiven | None:
        return self._maybe(NextStepGiven(what="ring again", due=self._maybe(self._today + timedelta(days=7))))

    # Answers and feedback.

    def hear_answer(self) -> Command | None:
        approaches = self._approaches()
        if not approaches:
            return None
        experiment_id = self._one_of(list(approaches))
        on = self._day(approaches[experiment_id].on)
        answer = self._one_of(ANSWERS)
        heard_in = self._one_of(list(self._happened()))
        noted = self.journey.answers.received.get(experiment_id, ())
        if any((one.answer, one.happened_on) == (answer, on) for one in noted):
            return None
        return RecordAnswer(
            happened_on=on,
            experiment_id=experiment_id,
            answer=answer,
            close=self._happens(0.5) if answer == "rejected_after_interview" else None,
            also_heard=self._some(SIGNALS, 2),
            heard_in=self._maybe(heard_in, 0.2),
            note=self._maybe(self._one_of(SAYINGS)),
        )

    def _approaches(self) -> dict[UUID, Experiment]:
        silent = self.journey.answers.silent
        return {
            key: one
            for key, one in self.journey.experiments.items()
            if one.stage == "run" and one.planned.kind in APPROACHES and key not in silent
        }

    def hear_nothing(self) -> Command | None:
        last = self._today - timedelta(days=SILENCE_DAYS)
        received = self.journey.answers.received
        unanswered = [
            key for key, one in self._approaches().items() if key not in received and one.on <= last
        ]
        if not unanswered:
            return None
        return RecordSilence(happened_on=self._today, experiment_id=self._one_of(unanswered))

    def plan_follow_up(self) -> Command | None:
        happened = list(self._happened())
        if not happened:
            return None
        return PlanFollowUp(
            happened_on=self._today,
            follow_up_id=self._new("follow-up"),
            experiment_id=self._one_of(happened),
            due=self._today + timedelta(days=KNOCK_DAYS),
            what="knock again",
        )

    def ask_why(self) -> Command | None:
        requested = self.journey.feedback.requested
        unasked = {key: one for key, one in self._happened().items() if key not in requested}
        if not unasked:
            return None
        experiment_id = self._one_of(list(unasked))
        return RequestFeedback(
            happened_on=self._day(unasked[experiment_id].on),
            experiment_id=experiment_id,
            channel=self._maybe("phone"),
        )

    def hear_why(self) -> Command | None:
        feedback = self.journey.feedback
        waiting = sorted(feedback.requested - feedback.received.keys())
        if not waiting:
            return None
        usable = self._happens(0.6)
        points = PointsGiven(competence="depth is there", self_presentation=self._maybe("start with the why"))
        return ReceiveFeedback(
            happened_on=self._today,
            experiment_id=self._one_of(waiting),
            usable=usable,
            points=points if usable else PointsGiven(),
            this_post_only=self._happens(0.7),
            kept_on_file=self._maybe(self._happens(0.5)),
            note=self._maybe("we wish you luck"),
        )

    # Weeks and check-ins.

    def plan_week(self) -> Command:
        monday = monday_of(self._today)
        return PlanWeek(happened_on=self._today, monday=monday, intention=self._maybe(self._one_of(SAYINGS)))

    def review_week(self) -> Command | None:
        monday = monday_of(self._today)
        if monday in self.journey.weeks.reviewed:
            return None
        return ReviewWeek(happened_on=self._today, monday=monday, conclusion=self._one_of(SAYINGS))

    def rest(self) -> Command:
        monday = monday_of(self._today) + timedelta(days=7)
        return DeclareRest(happened_on=self._today, monday=monday, reason=self._maybe("winter break"))

    def check_in(self) -> Command:
        return HoldCheckIn(
            happened_on=self._day(self._began()),
            check_in_id=self._new("check-in"),
            minutes=self._maybe(45),
            note=self._maybe(self._one_of(SAYINGS)),
            conclusion=self._maybe("two talks this week"),
            next_step=self._next_step(),
            learned=self._learned(),
        )

    # Pulses and the ending.

    def rate_energy(self) -> Command | None:
        on = self._day(self._began())
        if on in self.journey.pulses.energy:
            return None
        return RateEnergy(happened_on=on, rating=self._rating())

    def rate_trust(self) -> Command | None:
        on = self._day(self._began())
        if on in self.journey.pulses.trust:
            return None
        return RateTrust(happened_on=on, rating=self._rating())

    def end(self) -> Command | None:
        if self.journey.ending:
            return None
        note = self._maybe(self._one_of(SAYINGS))
        return RecordEnding(happened_on=self._today, ending=self._one_of(ENDINGS), note=note)


_TURNS: Mapping[Callable[[Life], Command | None], int] = {
    Life.wait: 24,
    Life.plan: 20,
    Life.carry_out: 22,
    Life.conclude: 18,
    Life.hear_answer: 6,
    Life.discover_role: 5,
    Life.record_evidence: 4,
    Life.plan_week: 4,
    Life.review_week: 4,
    Life.name_criterion: 3,
    Life.ask_why: 3,
    Life.hear_why: 3,
    Life.check_in: 3,
    Life.hear_nothing: 3,
    Life.plan_follow_up: 2,
    Life.judge_role: 2,
    Life.set_role_aside: 2,
    Life.rate_energy: 2,
    Life.rate_trust: 2,
    Life.rest: 1,
    Life.end: 1,
    Life.declare_condition: 1,
}
"""What may happen in a turn, and how often."""


def interleaved(chance: Random, told: Sequence[Sequence[Entry]]) -> Iterator[Entry]:
    """Several journeys' entries as one log would hold them: each in its own order, mixed at will."""
    waiting = [list(reversed(entries)) for entries in told if entries]
    while waiting:
        entries = chance.choice(waiting)
        yield entries.pop()
        waiting = [one for one in waiting if one]
