"""What a simulated client does now and then between the steps: about the network, roles, gaps, opinions and the plan."""

from datetime import datetime, timedelta
from typing import get_args

from domain.journey.commands.allies import InviteAlly, MakeIntroduction
from domain.journey.commands.course import AdjustPlan, ChangeTimeZone, SwitchGame
from domain.journey.commands.evidence import LearningInput, RecordEvidence
from domain.journey.commands.gaps import CloseGap, DecideGap
from domain.journey.commands.insights import NameInsight
from domain.journey.commands.market import NoteLead, NoteMarketSignal
from domain.journey.commands.network import AddContact, SetContactPhone
from domain.journey.commands.opinions import CriterionScoreInput, DisputeOdds, ScoreRole
from domain.journey.commands.pitches import RevisePitch
from domain.journey.commands.quests import TakeQuest
from domain.journey.commands.roles import BlockRole, DiscoverRole, JudgeRole, ParkRole, ReopenRole
from domain.journey.commands.stories import FinishReflection, ReachGoal
from domain.journey.events.experiments import ExperimentAttempt
from domain.vocabulary import GapDecision, ReflectionTheme, Tie
from service.clock import DEFAULT_TIME_ZONES
from service.research.simulation import learning
from service.research.simulation.life import Life, LifeAct


def something(life: Life, at: datetime) -> None:
    """One of the things that people do now and then."""
    life.stream("opinions").pick_by_weight(_OCCASIONS)(life, at)


def _add_contact(life: Life, at: datetime) -> None:
    """Somebody for the address book; perhaps named by somebody who was met."""
    stream = life.stream("network")
    contact_id, on = life.new_id("contact"), at.date()
    tie: Tie = stream.pick_by_weight({"strong": 2.0, "medium": 2.0, "weak": 3.0})
    known = [one for one in life.meetings if one in life.diary.journey.network.contacts]
    by = stream.pick(known) if known and stream.happens(0.5) else None
    added = life.client(
        at,
        AddContact(
            happened_on=on,
            contact_id=contact_id,
            name=life.words.person(stream.whole(0, 624)),
            tie=tie,
            relation=life.say("relations", "network"),
            employer=life.employer("network") if stream.happens(0.4) else None,
            introduced_by=by,
            ask_first=by is not None and stream.happens(0.3),
        ),
    )
    if added:
        life.meetings[contact_id] = tie, stream.happens(0.5)
        if stream.happens(0.5):
            number = f"0{stream.whole(10, 99)}-{stream.whole(100, 999)} {stream.whole(1000, 9999)}"
            life.client(at, SetContactPhone(happened_on=on, contact_id=contact_id, phone=number))


def _ally(life: Life, at: datetime) -> None:
    if contacts := list(life.diary.journey.network.contacts):
        help_wanted = life.say("how_to_help", "network")
        contact_id = life.stream("network").pick(contacts)
        life.client(at, InviteAlly(happened_on=at.date(), contact_id=contact_id, how_to_help=help_wanted))


def _introduction(life: Life, at: datetime) -> None:
    stream = life.stream("network")
    pair = stream.some(list(life.diary.journey.network.contacts), 2)
    if len(pair) == 2:
        life.client(
            at,
            MakeIntroduction(
                happened_on=at.date(),
                introduction_id=life.new_id("introduction"),
                contact_id=pair[0],
                to_contact_id=pair[1] if stream.happens(0.6) else None,
            ),
        )


def _lead(life: Life, at: datetime) -> None:
    stream, contacts = life.stream("network"), list(life.diary.journey.network.contacts)
    role = stream.pick(life.roles_in_play) if life.roles_in_play else None
    life.client(
        at,
        NoteLead(
            happened_on=at.date(),
            lead_id=life.new_id("lead"),
            channel=stream.pick_by_weight({"network": 4.0, "advert": 3.0, "introduced": 1.0, "agency": 1.0}),
            what=life.say("leads", "network"),
            role_id=role.role_id if role else None,
            contact_id=stream.pick(contacts) if contacts and stream.happens(0.4) else None,
            employer=life.employer("network") if stream.happens(0.5) else None,
        ),
    )


def _market(life: Life, at: datetime) -> None:
    """A dated fact about the market of a role: it grows or has vacancies, the likelier the better the chances are."""
    stream = life.stream("network")
    if not life.roles_in_play:
        return
    role, on = stream.pick(life.roles_in_play), at.date()
    is_good = stream.happens(0.25 + 1.2 * life.true_chance(role, on))
    life.client(
        at,
        NoteMarketSignal(
            happened_on=on,
            signal_id=life.new_id("market signal"),
            role_id=role.role_id,
            signal=stream.pick(
                ("market_growing", "vacancies_many") if is_good else ("market_shrinking", "vacancies_none")
            ),
            published=on - timedelta(days=stream.whole(0, 300)),
            source=life.say("sources", "network"),
            address="https://outlook.example/roles" if stream.happens(0.3) else None,
        ),
    )


def _own_role(life: Life, at: datetime) -> None:
    if life.unknown_roles and len(life.roles_in_play) < 6:
        role, on = life.stream("opinions").pick(life.unknown_roles), at.date()
        life.client(
            at,
            DiscoverRole(
                happened_on=on,
                role_id=role.role_id,
                title=role.title,
                distance=role.distance,
                isco_group=role.isco_group,
                starting_appeal=life.rating(role, on, 22),
            ),
        )


def _dispute(life: Life, at: datetime) -> None:
    if role := life.favourite():
        stream, on = life.stream("opinions"), at.date()
        own = round(min(0.99, max(0.01, 1 - (1 - life.true_chance(role, on)) ** 5 + life.person.hope)), 2)
        own_reach = own if stream.happens(0.6) else None
        why = life.say("disputes", "opinions")
        life.client(at, DisputeOdds(happened_on=on, role_id=role.role_id, why=why, own_reach=own_reach))


def _score(life: Life, at: datetime) -> None:
    stream = life.stream("opinions")
    criteria = stream.some(list(life.diary.journey.evidence.criteria), 4)
    if criteria and life.roles_in_play:
        role, on = stream.pick(life.roles_in_play), at.date()
        mean = life.true_appeal(role, on) + life.person.bias
        scores = tuple(
            CriterionScoreInput(criterion_id=one, score=round(min(100, max(0, stream.normal(mean, 18)))))
            for one in criteria
        )
        life.client(at, ScoreRole(happened_on=on, role_id=role.role_id, scores=scores))


def _park(life: Life, at: datetime) -> None:
    """Parks, or rules out, the role that appeals least, while others are left."""
    if len(life.roles_in_play) < 3:
        return
    stream, on = life.stream("opinions"), at.date()
    role = min(life.roles_in_play, key=lambda one: life.felt.get(one.role_id, 50))
    conditions = list(life.diary.journey.started.conditions)
    if conditions and stream.happens(0.35):
        reason = life.say("block_reasons", "opinions")
        condition_id = stream.pick(conditions)
        life.client(
            at,
            BlockRole(happened_on=on, role_id=role.role_id, reason=reason, condition_id=condition_id),
        )
    else:
        reason = life.say("park_reasons", "opinions")
        life.client(at, ParkRole(happened_on=on, role_id=role.role_id, reason=reason))


def _reopen(life: Life, at: datetime) -> None:
    resting = [one for one in life.roles if (role := life.known(one)) and role.standing != "in_play"]
    if resting:
        role_id = life.stream("opinions").pick(resting).role_id
        life.client(at, ReopenRole(happened_on=at.date(), role_id=role_id))


def _judge_again(life: Life, at: datetime) -> None:
    if life.roles_in_play:
        role = life.stream("opinions").pick(life.roles_in_play)
        life.client(at, JudgeRole(happened_on=at.date(), role_id=role.role_id, distance="near"))


def _insight(life: Life, at: datetime) -> None:
    stream, journey = life.stream("opinions"), life.diary.journey
    taken = [key for key, one in journey.experiments.items() if isinstance(one.outcome, ExperimentAttempt)]
    from_step = taken and stream.happens(0.6)
    life.client(
        at,
        NameInsight(
            happened_on=at.date(),
            insight_id=life.new_id("insight"),
            wording=life.say("insights", "opinions"),
            found="experiment" if from_step else "own",
            found_in=taken[-1] if from_step else None,
        ),
    )


def _gap(life: Life, at: datetime) -> None:
    """Decides on a gap that is open, or closes one that was to be closed."""
    stream, on, journey = life.stream("opinions"), at.date(), life.diary.journey
    undecided = [one for one in journey.evidence.gaps if one not in journey.gaps.decided]
    to_close = [
        key
        for key, one in journey.gaps.decided.items()
        if one.decision == "close" and key not in journey.gaps.closed
    ]
    if to_close and stream.happens(0.5):
        life.client(at, CloseGap(happened_on=on, gap_id=to_close[0]))
    elif undecided:
        decision: GapDecision = stream.pick_by_weight({"close": 4.0, "go_round": 2.0, "live_with": 2.0})
        due = on + timedelta(weeks=stream.whole(2, 10)) if decision == "close" else None
        how = life.say("next_steps", "opinions") if stream.happens(0.6) else None
        life.client(at, DecideGap(happened_on=on, gap_id=undecided[0], decision=decision, how=how, due=due))


def _pitch(life: Life, at: datetime) -> None:
    versions = list(life.diary.journey.pitches.versions)
    life.client(
        at,
        RevisePitch(
            happened_on=at.date(),
            pitch_id=life.new_id("pitch"),
            wording=life.say("pitches", "opinions"),
            follows=versions[-1] if versions else None,
        ),
    )


def _goal_reached(life: Life, at: datetime) -> None:
    stories = life.diary.journey.stories
    if left := [one for one in stories.goals if one not in stories.reached]:
        life.client(at, ReachGoal(happened_on=at.date(), goal_id=left[0]))


def _imagined_tradeoff(life: Life, at: datetime) -> None:
    if pairs := learning.tradeoffs(life, met_in_reality=False):
        learned = LearningInput(tradeoffs=pairs)
        life.client(at, RecordEvidence(happened_on=at.date(), learned=learned))


def _quest(life: Life, at: datetime) -> None:
    life.client(at, TakeQuest(happened_on=at.date(), quest="listening_tour"))


def _plan(life: Life, at: datetime) -> None:
    """Changes the weekly goal, or lets the programme last longer."""
    stream, on = life.stream("opinions"), at.date()
    started, adjusted = life.diary.journey.started.event, life.diary.journey.course.plan
    end = adjusted.programme_end if adjusted else started.programme_end
    longer = end + timedelta(weeks=4) if end and end > on and stream.happens(0.5) else None
    life.client(at, AdjustPlan(happened_on=on, weekly_goal=stream.whole(1, 3), programme_end=longer))


def _settings(life: Life, at: datetime) -> None:
    """Switches the game off or on, or goes to live elsewhere."""
    stream, journey = life.stream("opinions"), life.diary.journey
    if stream.happens(0.5):
        is_on = journey.course.game.on if journey.course.game else True
        life.client(at, SwitchGame(happened_on=at.date(), on=not is_on))
    else:
        zone = stream.pick([one for one in DEFAULT_TIME_ZONES.values() if one != life.diary.time_zone])
        life.client(at, ChangeTimeZone(happened_on=at.date(), time_zone=zone))


def _writing(life: Life, at: datetime) -> None:
    theme: ReflectionTheme = life.stream("opinions").pick(get_args(ReflectionTheme))
    reflection_id = life.new_id("reflection")
    life.client(at, FinishReflection(happened_on=at.date(), reflection_id=reflection_id, theme=theme))


_OCCASIONS: dict[LifeAct, float] = {
    _add_contact: 5.0,
    _ally: 1.0,
    _introduction: 1.0,
    _lead: 4.0,
    _market: 4.0,
    _own_role: 2.0,
    _dispute: 1.0,
    _score: 2.0,
    _park: 2.0,
    _reopen: 0.7,
    _judge_again: 0.7,
    _insight: 3.0,
    _gap: 4.0,
    _pitch: 1.5,
    _goal_reached: 1.0,
    _imagined_tradeoff: 3.0,
    _quest: 0.7,
    _plan: 0.5,
    _settings: 0.3,
    _writing: 1.0,
}
"""How often each of them happens, compared with the others."""
