"""Turns about roles: discovered, judged, set aside, scored, disputed, and what figures say of them."""

from datetime import timedelta

from domain.journey.commands.market import NoteMarketSignal
from domain.journey.commands.opinions import CriterionScoreInput, DisputeOdds, ScoreRole
from domain.journey.commands.roles import (
    BlockRole,
    DiscoverRole,
    JudgeRole,
    NewRoleInput,
    ParkRole,
    ReopenRole,
)
from domain.journey.commands.start import DeclareCondition
from domain.journey.commands.vision import SeeQuality
from domain.journey.decide import UserCommand
from domain.journey.events.evidence import UserSourceKind
from tests.random_journeys.random_journey import DISTANCES, MARKET_SIGNALS, MOST_ROLES, SAYINGS, Life


def declare_condition(life: Life) -> UserCommand:
    return DeclareCondition(
        happened_on=life.day(life.began()),
        condition_id=life.new("condition"),
        wording=life.one_of(["no nights", "within an hour", "sitting work"]),
    )


def discover_role(life: Life) -> UserCommand | None:
    if len(life.journey.roles) >= MOST_ROLES:
        return None
    new = new_role(life)
    happened = life.happened()
    kinds: list[UserSourceKind] = ["intake", "own", "atlas", "coach"]
    found = life.one_of([*kinds, "experiment"] if happened else kinds)
    return DiscoverRole(
        happened_on=life.day(life.began()),
        role_id=new.role_id,
        title=new.title,
        distance=new.distance,
        found=found,
        found_in=life.one_of(list(happened)) if found == "experiment" else None,
        isco_group=new.isco_group,
        starting_appeal=life.maybe(life.rating()) if found in ("intake", "own") else None,
    )


def new_role(life: Life) -> NewRoleInput:
    return NewRoleInput(
        role_id=life.new("role"),
        title=f"work {life.made}",
        distance=life.one_of(DISTANCES),
        isco_group=life.maybe(life.one_of(["2221", "3359", "741"])),
    )


def judge_role(life: Life) -> UserCommand | None:
    if not life.journey.roles:
        return None
    role_id = life.one_of(list(life.journey.roles))
    on = life.day(life.journey.roles[role_id].judged_on)
    return JudgeRole(happened_on=on, role_id=role_id, distance=life.one_of(DISTANCES))


def set_role_aside(life: Life) -> UserCommand | None:
    if not life.journey.roles:
        return None
    role_id = life.one_of(list(life.journey.roles))
    on = life.day(life.journey.roles[role_id].changed_on)
    conditions = list(life.journey.started.conditions)
    what = life.one_of(["block", "park", "reopen", "reopen"])
    if what == "block":
        condition = life.maybe(life.one_of(conditions)) if conditions else None
        return BlockRole(happened_on=on, role_id=role_id, reason="nights", condition_id=condition)
    if what == "park":
        return ParkRole(happened_on=on, role_id=role_id, reason=life.one_of(SAYINGS))
    return ReopenRole(happened_on=on, role_id=role_id)


def score_role(life: Life) -> UserCommand | None:
    role_id, criteria = life.any_of(life.journey.roles), list(life.journey.evidence.criteria)
    if role_id is None or not criteria:
        return None
    chosen = life.chance.sample(criteria, life.chance.randint(1, len(criteria)))
    last = life.journey.opinions.scored.get(role_id)
    return ScoreRole(
        happened_on=life.day(last.happened_on if last else life.began()),
        role_id=role_id,
        scores=tuple(
            CriterionScoreInput(criterion_id=one, score=life.chance.randint(0, 100)) for one in chosen
        ),
    )


def dispute_odds(life: Life) -> UserCommand | None:
    role_id = life.any_of(life.journey.roles)
    if role_id is None:
        return None
    last = life.journey.opinions.disputed.get(role_id)
    return DisputeOdds(
        happened_on=life.day(last.happened_on if last else life.began()),
        role_id=role_id,
        why=life.one_of(SAYINGS),
        own_reach=life.maybe(life.rating() / 10),
    )


def see_quality(life: Life) -> UserCommand | None:
    role_id, quality_id = life.any_of(life.journey.roles), life.any_of(life.journey.vision.qualities)
    if role_id is None or quality_id is None:
        return None
    return SeeQuality(happened_on=life.day(life.began()), role_id=role_id, quality_id=quality_id)


def note_market_signal(life: Life) -> UserCommand | None:
    role_id = life.any_of(life.journey.roles)
    if role_id is None:
        return None
    on = life.day(life.began())
    return NoteMarketSignal(
        happened_on=on,
        signal_id=life.new("market signal"),
        role_id=role_id,
        signal=life.one_of(MARKET_SIGNALS),
        published=on - timedelta(days=life.chance.randint(0, 60)),
        source="the labour office",
        address=life.maybe("https://example.org/figures"),
    )
