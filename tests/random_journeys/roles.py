"""Turns about roles: discovered, judged, set aside, scored, disputed, and what figures say of them."""

from datetime import timedelta

from domain.journey.commands.market import NoteMarketSignal
from domain.journey.commands.opinions import CriterionScoreInput, DisputeOdds, ScoreRole
from domain.journey.commands.roles import (
    BlockRole,
    DiscoverRole,
    JudgeRole,
    KeepRole,
    LinkRole,
    NewRoleInput,
    ParkRole,
    PassRole,
    ReopenRole,
)
from domain.journey.commands.start import DeclareCondition
from domain.journey.commands.vision import SeeQuality
from domain.journey.decide import UserCommand
from domain.journey.events.evidence import UserSourceKind
from domain.vocabulary import SOURCES_TO_ANSWER
from tests.random_journeys.random_journey import DISTANCES, MARKET_SIGNALS, MOST_ROLES, SAYINGS, JourneyDraft


def declare_condition(draft: JourneyDraft) -> UserCommand:
    return DeclareCondition(
        happened_on=draft.day(draft.began()),
        condition_id=draft.new("condition"),
        wording=draft.one_of(["no nights", "within an hour", "sitting work"]),
    )


def discover_role(draft: JourneyDraft) -> UserCommand | None:
    if len(draft.journey.roles) >= MOST_ROLES:
        return None
    new = new_role(draft)
    happened = draft.happened()
    kinds: list[UserSourceKind] = ["intake", "own", "atlas", "coach"]
    found = draft.one_of([*kinds, "experiment"] if happened else kinds)
    return DiscoverRole(
        happened_on=draft.day(draft.began()),
        role_id=new.role_id,
        title=new.title,
        distance=new.distance,
        found=found,
        found_in=draft.one_of(list(happened)) if found == "experiment" else None,
        isco_group=new.isco_group,
        starting_appeal=draft.maybe(draft.rating()) if found in ("intake", "own") else None,
    )


def new_role(draft: JourneyDraft) -> NewRoleInput:
    return NewRoleInput(
        role_id=draft.new("role"),
        title=f"work {draft.made}",
        distance=draft.one_of(DISTANCES),
        isco_group=draft.maybe(draft.one_of(["2221", "3359", "741"])),
    )


def judge_role(draft: JourneyDraft) -> UserCommand | None:
    if not draft.journey.roles:
        return None
    role_id = draft.one_of(list(draft.journey.roles))
    on = draft.day(draft.journey.roles[role_id].judged_on)
    return JudgeRole(happened_on=on, role_id=role_id, distance=draft.one_of(DISTANCES))


def set_role_aside(draft: JourneyDraft) -> UserCommand | None:
    if not draft.journey.roles:
        return None
    role_id = draft.one_of(list(draft.journey.roles))
    on = draft.day(draft.journey.roles[role_id].changed_on)
    conditions = list(draft.journey.started.conditions)
    what = draft.one_of(["block", "park", "reopen", "reopen"])
    if what == "block":
        condition = draft.maybe(draft.one_of(conditions)) if conditions else None
        return BlockRole(happened_on=on, role_id=role_id, reason="nights", condition_id=condition)
    if what == "park":
        return ParkRole(happened_on=on, role_id=role_id, reason=draft.one_of(SAYINGS))
    return ReopenRole(happened_on=on, role_id=role_id)


def answer_role(draft: JourneyDraft) -> UserCommand | None:
    roles = draft.journey.roles.items()
    brought_up = [key for key, one in roles if one.source.kind in SOURCES_TO_ANSWER]
    if not brought_up:
        return None
    role_id = draft.one_of(brought_up)
    role = draft.journey.roles[role_id]
    on = draft.day(role.answer.happened_on if role.answer else role.discovered_on)
    if draft.happens(0.5):
        return KeepRole(happened_on=on, role_id=role_id)
    return PassRole(happened_on=on, role_id=role_id)


def link_role(draft: JourneyDraft) -> UserCommand | None:
    role_id = draft.any_of(draft.journey.roles)
    if role_id is None:
        return None
    role = draft.journey.roles[role_id]
    occupation_id, isco_group = draft.one_of([("nurse", "2221"), ("park-ranger", "5419"), (None, "2221")])
    return LinkRole(
        happened_on=draft.day(role.link.happened_on if role.link else role.discovered_on),
        role_id=role_id,
        isco_group=isco_group,
        occupation_id=occupation_id,
    )


def score_role(draft: JourneyDraft) -> UserCommand | None:
    role_id, criteria = draft.any_of(draft.journey.roles), list(draft.journey.evidence.criteria)
    if role_id is None or not criteria:
        return None
    chosen = draft.chance.sample(criteria, draft.chance.randint(1, len(criteria)))
    last = draft.journey.opinions.scored.get(role_id)
    return ScoreRole(
        happened_on=draft.day(last.happened_on if last else draft.began()),
        role_id=role_id,
        scores=tuple(
            CriterionScoreInput(criterion_id=one, score=draft.chance.randint(0, 100)) for one in chosen
        ),
    )


def dispute_odds(draft: JourneyDraft) -> UserCommand | None:
    role_id = draft.any_of(draft.journey.roles)
    if role_id is None:
        return None
    last = draft.journey.opinions.disputed.get(role_id)
    return DisputeOdds(
        happened_on=draft.day(last.happened_on if last else draft.began()),
        role_id=role_id,
        why=draft.one_of(SAYINGS),
        own_reach=draft.maybe(draft.rating() / 10),
    )


def see_quality(draft: JourneyDraft) -> UserCommand | None:
    role_id, quality_id = draft.any_of(draft.journey.roles), draft.any_of(draft.journey.vision.qualities)
    if role_id is None or quality_id is None:
        return None
    return SeeQuality(happened_on=draft.day(draft.began()), role_id=role_id, quality_id=quality_id)


def note_market_signal(draft: JourneyDraft) -> UserCommand | None:
    role_id = draft.any_of(draft.journey.roles)
    if role_id is None:
        return None
    on = draft.day(draft.began())
    return NoteMarketSignal(
        happened_on=on,
        signal_id=draft.new("market signal"),
        role_id=role_id,
        signal=draft.one_of(MARKET_SIGNALS),
        published=on - timedelta(days=draft.chance.randint(0, 60)),
        source="the labour office",
        address=draft.maybe("https://example.org/figures"),
        weak=draft.happens(0.3),
    )
