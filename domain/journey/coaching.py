"""The coach's part: check-ins, and what they taught."""

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from domain.errors import IllegalStep
from domain.journey.commands.experiment_outcomes import NextStepGiven
from domain.journey.events.evidence import Source
from domain.journey.events.experiments import NextStep
from domain.journey.forms import Fact, Minutes, Note, Sentence, Wish
from domain.journey.learning import Context, Learned, gathered
from domain.sensitivity import C1, C2, Id

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class CheckInHeld(Fact, frozen=True, kw_only=True, tag="CheckInHeld"):
    """Client and coach spoke."""

    check_in_id: Id
    minutes: Annotated[int | None, C1] = None
    note: Annotated[str | None, C2] = None
    conclusion: Annotated[str | None, C2] = None
    next_step: NextStep | None = None


CheckIns = dict[UUID, CheckInHeld]


def evolve(check_ins: CheckIns, fact: CheckInHeld) -> CheckIns:
    """Remember each check-in."""
    return {**check_ins, fact.check_in_id: fact}


class HoldCheckIn(Wish, frozen=True, kw_only=True, tag="HoldCheckIn"):
    """Note a talk between client and coach, with what it taught."""

    check_in_id: UUID
    minutes: Minutes | None = None
    note: Note | None = None
    conclusion: Sentence | None = None
    next_step: NextStepGiven | None = None
    learned: Learned = Learned()


def hold(journey: "Journey", wish: HoldCheckIn) -> list[Fact]:
    """Note a check-in once, then its evidence."""
    following = NextStep(what=wish.next_step.what, due=wish.next_step.due) if wish.next_step else None
    fact = CheckInHeld(
        happened_on=wish.happened_on,
        check_in_id=wish.check_in_id,
        minutes=wish.minutes,
        note=wish.note,
        conclusion=wish.conclusion,
        next_step=following,
    )
    known = journey.check_ins.get(wish.check_in_id)
    if known and known != fact:
        raise IllegalStep("Another check-in has this id.", field="check_in_id", allowed="an id of its own")
    context = Context(source=Source(kind="check_in", id=wish.check_in_id), on=wish.happened_on)
    learned = gathered(journey, wish.learned, context)
    return learned if known else [fact, *learned]
