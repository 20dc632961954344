"""The life of one simulated client: what they know, what is still to come, and by which chances it goes."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from typing import Literal
from uuid import UUID, uuid5

from domain.journey.commands.network import ContactInput, EmployerInput
from domain.journey.decide import UserCommand
from domain.journey.events.roles import Role
from domain.journey.events.weeks import monday_of
from domain.vocabulary import ExperimentKind, Tie
from service.research.simulation.diary import Diary
from service.research.simulation.randomness import RandomStream, clamp
from service.research.simulation.truth import RATING_NOISE, RoleTruth, Temperament
from service.research.simulation.wordings import Wordings

Concern = Literal[
    "start",
    "hours",
    "weeks",
    "steps",
    "learning",
    "replies",
    "network",
    "portrait",
    "opinions",
    "coaching",
    "endings",
    "corrections",
]
"""What a stream of random numbers is about."""
LifeAct = Callable[["Life", datetime], None]
"""Something that happens at a local time."""


class Life:
    """One client while their weeks go by. What lies ahead stands, in the order of time."""

    def __init__(
        self, key: str, person: Temperament, words: Wordings, roles: tuple[RoleTruth, ...], diary: Diary
    ) -> None:
        self.person = person
        self.words = words
        self.roles = roles
        self.diary = diary
        self.started_on = date.max
        self.stopped = False
        self.felt: dict[UUID, float] = {}
        """How appealing the client believes a role to be, 0-100."""
        self.tries: Counter[UUID] = Counter()
        """Steps about a role."""
        self.meetings: dict[UUID, tuple[Tie, bool]] = {}
        """The contacts who were met: how close, and whether they do the work."""
        self._key = key
        self._streams: dict[str, RandomStream] = {}
        self._ids: Counter[str] = Counter()
        self._ahead: list[tuple[datetime, int, bool, LifeAct]] = []
        self.noise = 1.0
        """By how much all noise of ratings is multiplied."""
        self._planned = 0

    def stream(self, concern: Concern) -> RandomStream:
        """The random numbers of a concern."""
        if concern not in self._streams:
            self._streams[concern] = RandomStream(f"{self._key}/{concern}")
        return self._streams[concern]

    def new_id(self, kind: str) -> UUID:
        """The next id of a kind."""
        self._ids[kind] += 1
        return uuid5(self.diary.journey_id, f"{kind} {self._ids[kind]}")

    def say(self, purpose: str, concern: Concern, **details: str) -> str:
        """A sentence for a purpose."""
        return self.words.one(purpose, self.stream(concern), **details)

    def later(self, at: datetime, act: LifeAct, *, by_client: bool = True) -> None:
        """Puts an act ahead. The client's own are left out once they have stopped or their journey has ended."""
        self._planned += 1
        heappush(self._ahead, (at, self._planned, by_client, act))

    def on_day(self, day: date, act: LifeAct, *, by_client: bool = True) -> None:
        """Puts an act ahead on a day, at an hour at which people do such things."""
        stream = self.stream("hours")
        hour = stream.whole(8, 21) if by_client else stream.whole(9, 16)
        self.later(datetime.combine(day, time(hour, stream.whole(0, 59))), act, by_client=by_client)

    def live_until(self, last: date) -> None:
        """Lets everything happen up to and on a day."""
        while self._ahead and self._ahead[0][0].date() <= last:
            at, _, by_client, act = heappop(self._ahead)
            if not by_client or self.is_active:
                act(self, at)

    @property
    def is_active(self) -> bool:
        """Whether the client still takes part."""
        return not self.stopped and self.diary.journey.endings.recorded is None

    def client(self, at: datetime, command: UserCommand) -> bool:
        """The client records something; whether it gave any event."""
        return bool(self.diary.record("client", at, command))

    def coach(self, at: datetime, command: UserCommand) -> bool:
        """The coach records something; whether it gave any event."""
        return bool(self.diary.record("coach", at, command))

    def week(self, day: date) -> int:
        """The week of the journey that a day is in, from 1."""
        return (monday_of(day) - monday_of(self.started_on)).days // 7 + 1

    def true_appeal(self, role: RoleTruth, day: date) -> float:
        """What the role would really be on a day, 0-100."""
        return role.appeal[min(self.week(day), len(role.appeal)) - 1]

    def true_chance(self, role: RoleTruth, day: date) -> float:
        """The real chance of an invitation on a day."""
        return role.chance[min(self.week(day), len(role.chance)) - 1]

    def rating(self, role: RoleTruth, day: date, noise: float = RATING_NOISE) -> int:
        """What the client says of a role, 0-10: the truth with a bias and noise. What they believe moves along."""
        heard = (
            self.true_appeal(role, day)
            + self.person.bias
            + self.stream("learning").normal(0, noise * self.noise)
        )
        self.felt[role.role_id] = (self.felt.get(role.role_id, heard) + heard) / 2
        return round(clamp(heard, 0, 100) / 10)

    def known(self, role: RoleTruth) -> Role | None:
        """The role as the journey has it, if it was discovered."""
        return self.diary.journey.roles.get(role.role_id)

    @property
    def roles_in_play(self) -> list[RoleTruth]:
        """The discovered roles that are neither parked nor ruled out."""
        return [one for one in self.roles if (role := self.known(one)) and role.standing == "in_play"]

    @property
    def unknown_roles(self) -> list[RoleTruth]:
        """The roles nobody has come upon yet."""
        return [one for one in self.roles if self.known(one) is None]

    def favourite(self) -> RoleTruth | None:
        """The role in play that the client believes to be the most appealing."""
        return max(self.roles_in_play, key=lambda one: self.felt.get(one.role_id, 0), default=None)

    def employer(self, concern: Concern) -> EmployerInput:
        """An employer of the region."""
        names = self.words.all("employers")
        place = self.stream(concern).whole(0, len(names) - 1)
        employer_id = uuid5(self.diary.journey_id, f"employer {place}")
        return EmployerInput(employer_id=employer_id, name=names[place])

    def contact(self, concern: Concern, kind: ExperimentKind = "conversation") -> ContactInput:
        """Somebody to meet: known, or new."""
        stream = self.stream(concern)
        can_hire = kind in ("interview", "trial") or stream.happens(0.2)
        if self.meetings and stream.happens(0.3):
            contact_id = stream.pick(list(self.meetings))
            known_tie, knows_it = self.meetings[contact_id]
            return ContactInput(contact_id=contact_id, tie=known_tie, in_role=knows_it, can_hire=can_hire)
        contact_id = self.new_id("contact")
        tie: Tie = stream.pick_by_weight({"strong": 1.0, "medium": 2.0, "weak": 4.0, "none": 2.0})
        in_role = stream.happens(0.6)
        self.meetings[contact_id] = tie, in_role
        return ContactInput(
            contact_id=contact_id,
            tie=tie,
            in_role=in_role,
            can_hire=can_hire,
            name=self.words.person(stream.whole(0, 624)),
            relation=self.say("relations", concern) if stream.happens(0.4) else None,
            employer=self.employer(concern) if stream.happens(0.6) else None,
        )


def soon(at: datetime, first: int, last: int, stream: RandomStream) -> date:
    """A day from some days after another to some more."""
    return at.date() + timedelta(days=stream.whole(first, last))
