"""What the coach of a simulated client does: sessions, notes, quests, challenges, and what alerts ask for."""

from datetime import datetime, timedelta
from functools import partial
from typing import get_args
from uuid import UUID

from domain.journey.commands.agreements import (
    AnswerChallenge,
    MakeCommitment,
    SetChallenge,
    SettleCommitment,
)
from domain.journey.commands.alerts import AcknowledgeAlert, SnoozeAlert, longest_snooze
from domain.journey.commands.check_ins import HoldCheckIn
from domain.journey.commands.coaches import SetStance
from domain.journey.commands.course import EmphasisePhase, SetTrack
from domain.journey.commands.evidence import LearningInput, StrengthInput
from domain.journey.commands.experiment_outcomes import NextStepInput
from domain.journey.commands.notes import ShareNote, WriteNote
from domain.journey.commands.quests import DeclineQuest, OfferQuest, TakeQuest
from domain.journey.commands.roles import DiscoverRole, KeepRole
from domain.journey.events.agreements import ChallengeAnswer
from domain.vocabulary import Phase, Quest, Stance, StuckRule, Track
from service.research.simulation import endings
from service.research.simulation.life import Life, soon

_LOOKS_EVERY = timedelta(days=3)
_MINDED_BY_MANAGER: frozenset[StuckRule] = frozenset({"coach_silent"})


def first_session(life: Life, at: datetime) -> None:
    """The coach's own calendar begins: sessions, and a look at the alerts every few days."""
    stream = life.stream("coaching")
    life.on_day(soon(at, 8, 8 + life.person.session_days // 2, stream), _session, by_client=False)
    life.on_day(at.date() + _LOOKS_EVERY, _look_at_alerts, by_client=False)


def _session(life: Life, at: datetime) -> None:
    """A session, while the client comes."""
    stream, on = life.stream("coaching"), at.date()
    if not life.is_active:
        if life.stopped and stream.happens(0.4):
            life.on_day(soon(at, 14, 35, stream), endings.give_up, by_client=False)
        return
    slack = stream.whole(0, 4)
    life.on_day(on + timedelta(days=life.person.session_days + slack), _session, by_client=False)
    if stream.happens(0.1):
        return
    says_more = stream.happens(0.6)
    life.coach(
        at,
        HoldCheckIn(
            happened_on=on,
            check_in_id=life.new_id("check-in"),
            minutes=stream.pick((15, 30, 45, 60)),
            note=life.say("session_notes", "coaching"),
            conclusion=life.say("session_conclusions", "coaching") if says_more else None,
            next_step=NextStepInput(what=life.say("next_steps", "coaching"), due=soon(at, 3, 14, stream))
            if says_more and stream.happens(0.5)
            else None,
            learned=LearningInput(strengths=_seen_strength(life) if stream.happens(0.2) else ()),
        ),
    )
    for act, chance in (
        (_commitment, 0.4),
        (_note, 0.35),
        (_quest, 0.3),
        (_challenge, 0.2),
        (_stance, 0.2),
        (_phase, 0.25),
        (_role, 0.06),
        (_track, 0.02),
    ):
        if stream.happens(chance):
            act(life, at)


def _seen_strength(life: Life) -> tuple[StrengthInput, ...]:
    """A strength that the coach saw in the session."""
    seen = StrengthInput(
        strength_id=life.new_id("strength"), wording=life.say("strengths", "coaching"), witness="coach"
    )
    return (seen,)


def _commitment(life: Life, at: datetime) -> None:
    stream, on = life.stream("coaching"), at.date()
    commitment_id, due = life.new_id("commitment"), soon(at, 3, 14, stream)
    what = life.say("commitments", "coaching")
    life.coach(at, MakeCommitment(happened_on=on, commitment_id=commitment_id, what=what, due=due))
    if stream.happens(0.7):
        kept = stream.happens(0.75)
        life.on_day(due, partial(_settle, commitment_id=commitment_id, kept=kept))


def _settle(life: Life, at: datetime, commitment_id: UUID, *, kept: bool) -> None:
    life.client(at, SettleCommitment(happened_on=at.date(), commitment_id=commitment_id, kept=kept))


def _note(life: Life, at: datetime) -> None:
    stream, on, note_id = life.stream("coaching"), at.date(), life.new_id("note")
    text = life.say("coach_notes", "coaching")
    life.coach(at, WriteNote(happened_on=on, note_id=note_id, text=text, shared=stream.happens(0.2)))
    if stream.happens(0.15):
        life.coach(at, ShareNote(happened_on=on, note_id=note_id))


def _quest(life: Life, at: datetime) -> None:
    stream = life.stream("coaching")
    quest: Quest = stream.pick(get_args(Quest))
    if life.coach(at, OfferQuest(happened_on=at.date(), quest=quest)) and stream.happens(0.8):
        answer = TakeQuest if stream.happens(0.7) else DeclineQuest
        life.on_day(soon(at, 1, 6, stream), partial(_answer_quest, quest=quest, answer=answer))


def _answer_quest(
    life: Life, at: datetime, quest: Quest, answer: type[TakeQuest] | type[DeclineQuest]
) -> None:
    life.client(at, answer(happened_on=at.date(), quest=quest))


def _challenge(life: Life, at: datetime) -> None:
    stream, on, challenge_id = life.stream("coaching"), at.date(), life.new_id("challenge")
    due = soon(at, 7, 21, stream)
    what = life.say("challenges", "coaching")
    life.coach(at, SetChallenge(happened_on=on, challenge_id=challenge_id, what=what, due=due))
    if stream.happens(0.8):
        life.on_day(soon(at, 1, 7, stream), partial(_answer_challenge, challenge_id=challenge_id))


def _answer_challenge(life: Life, at: datetime, challenge_id: UUID) -> None:
    stream, on = life.stream("coaching"), at.date()
    accepts = stream.happens(0.7)
    answer: ChallengeAnswer = "accepted" if accepts else "declined"
    life.client(at, AnswerChallenge(happened_on=on, challenge_id=challenge_id, answer=answer))
    if accepts and stream.happens(0.6):
        life.on_day(soon(at, 2, 14, stream), partial(_meet_challenge, challenge_id=challenge_id))


def _meet_challenge(life: Life, at: datetime, challenge_id: UUID) -> None:
    life.client(at, AnswerChallenge(happened_on=at.date(), challenge_id=challenge_id, answer="met"))


def _stance(life: Life, at: datetime) -> None:
    stance: Stance = life.stream("coaching").pick(get_args(Stance))
    life.coach(at, SetStance(happened_on=at.date(), stance=stance))


def _phase(life: Life, at: datetime) -> None:
    """Mostly the next phase; now and then one comes back."""
    stream = life.stream("coaching")
    phases: tuple[Phase, ...] = get_args(Phase)
    expected = min(len(phases) - 1, life.week(at.date()) // 3)
    phase = phases[expected] if stream.happens(0.8) else stream.pick(phases)
    life.coach(at, EmphasisePhase(happened_on=at.date(), phase=phase))


def _role(life: Life, at: datetime) -> None:
    """The coach came upon a role; the client says whether to keep it."""
    stream, on = life.stream("coaching"), at.date()
    if not life.unknown_roles:
        return
    role = stream.pick(life.unknown_roles)
    life.coach(
        at,
        DiscoverRole(
            happened_on=on,
            role_id=role.role_id,
            title=role.title,
            distance=role.distance,
            found="coach",
            isco_group=role.isco_group,
        ),
    )
    if stream.happens(0.7):
        life.on_day(soon(at, 1, 9, stream), partial(_keep, role_id=role.role_id))


def _keep(life: Life, at: datetime, role_id: UUID) -> None:
    life.client(at, KeepRole(happened_on=at.date(), role_id=role_id))


def _track(life: Life, at: datetime) -> None:
    track: Track = life.stream("coaching").pick(get_args(Track))
    life.coach(at, SetTrack(happened_on=at.date(), track=track))


def _look_at_alerts(life: Life, at: datetime) -> None:
    """Deals with some of the alerts that are open, as far as the client lets the coach see them."""
    if life.diary.journey.endings.recorded is None:
        life.on_day(at.date() + _LOOKS_EVERY, _look_at_alerts, by_client=False)
    if life.person.scope != "everything":
        return
    stream, on, alerts = life.stream("coaching"), at.date(), life.diary.journey.alerts
    for rule in sorted(alerts.open):
        if rule in _MINDED_BY_MANAGER or not stream.happens(0.25):
            continue
        opened_on = alerts.open[rule].happened_on
        dealt_with = alerts.acknowledged.get(rule)
        if dealt_with and dealt_with.happened_on >= opened_on:
            continue
        if stream.happens(0.75):
            life.coach(
                at,
                AcknowledgeAlert(happened_on=on, rule=rule, move=life.say("alert_moves", "coaching")),
            )
        else:
            until = min(soon(at, 3, 10, stream), on + longest_snooze(rule))
            life.coach(at, SnoozeAlert(happened_on=on, rule=rule, until=until))
