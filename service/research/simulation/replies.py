"""How employers reply to a simulated client: by the true chance. After a refusal comes care, and perhaps a reason."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from domain.journey.commands.answers import PlanFollowUp, RecordAnswer
from domain.journey.commands.experiment_outcomes import RunExperiment
from domain.journey.commands.experiments import PlanExperiment
from domain.journey.commands.feedback import (
    FourPointsInput,
    PointsHeardInput,
    ReceiveFeedback,
    RequestFeedback,
)
from domain.journey.commands.refusals import ConcludeRefusal, KeepOnFile, PauseAfterRefusal
from domain.vocabulary import KNOCK_DAYS, ApproachAnswer, HeardSignal, PointHeard
from service.research.simulation import endings, steps
from service.research.simulation.life import Life, soon
from service.research.simulation.truth import RoleTruth

_REFUSAL_OF_REST = 0.6
"""Of the applications that are not invited, the share that gets a refusal; the others hear nothing."""


def expect_reply(life: Life, at: datetime, experiment_id: UUID, role: RoleTruth | None) -> None:
    """Somebody applied, or was interviewed: the reply comes in some days, or never."""
    if role is None:
        return
    stream = life.stream("replies")
    step = life.diary.journey.experiments[experiment_id]
    chance = life.true_chance(role, step.on)
    if step.planned.kind == "application":
        answer: ApproachAnswer | None = _answer_to_application(life, chance)
    else:
        answer = stream.pick_by_weight(
            {"offer": 0.15 + chance, "second_round": 0.25, "rejected_after_interview": 0.8, None: 0.08}
        )
    if stream.happens(0.25):
        life.client(
            at,
            PlanFollowUp(
                happened_on=at.date(),
                follow_up_id=life.new_id("follow-up"),
                experiment_id=experiment_id,
                due=soon(at, 5, 12, stream),
                what=life.say("follow_ups", "replies"),
            ),
        )
    if answer:
        life.on_day(
            soon(at, 2, 20, stream),
            partial(_hear, experiment_id=experiment_id, role=role, answer=answer),
        )


def _answer_to_application(life: Life, chance: float) -> ApproachAnswer | None:
    stream = life.stream("replies")
    if stream.happens(chance):
        return "invited"
    if stream.happens(_REFUSAL_OF_REST):
        return "rejected_unseen"
    return "called_back" if stream.happens(0.1) else None


def _hear(life: Life, at: datetime, experiment_id: UUID, role: RoleTruth, answer: ApproachAnswer) -> None:
    stream, on = life.stream("replies"), at.date()
    heard: tuple[HeardSignal, ...] = ("requirement_met",) if stream.happens(0.1) else ()
    recorded = life.client(
        at,
        RecordAnswer(
            happened_on=on,
            experiment_id=experiment_id,
            answer=answer,
            close=stream.happens(0.45) if answer == "rejected_after_interview" else None,
            also_heard=heard,
        ),
    )
    if not recorded:
        return
    if answer in ("invited", "second_round"):
        steps.plan(life, at, "interview", role, expect_reply, refers_to=experiment_id, surely=True)
    elif answer == "offer":
        life.on_day(soon(at, 2, 6, stream), partial(endings.answer_offer, experiment_id=experiment_id))
    elif answer in ("rejected_unseen", "rejected_after_interview"):
        _after_refusal(life, at, experiment_id, role)


def _after_refusal(life: Life, at: datetime, experiment_id: UUID, role: RoleTruth) -> None:
    stream, on = life.stream("replies"), at.date()
    if stream.happens(0.7):
        skipped = stream.happens(0.3)
        life.client(at, PauseAfterRefusal(happened_on=on, experiment_id=experiment_id, skipped=skipped))
    if stream.happens(life.person.asks_why):
        life.on_day(
            soon(at, 0, 3, stream), partial(_ask_why, experiment_id=experiment_id, role_id=role.role_id)
        )
    if stream.happens(0.15):
        days = stream.pick((20, 60, 90))
        life.client(
            at,
            KeepOnFile(happened_on=on, experiment_id=experiment_id, until=on + timedelta(days=days)),
        )
    if stream.happens(0.3):
        life.client(
            at,
            PlanFollowUp(
                happened_on=on,
                follow_up_id=life.new_id("follow-up"),
                experiment_id=experiment_id,
                due=on + timedelta(days=KNOCK_DAYS),
                what=life.say("follow_ups", "replies"),
            ),
        )
        if stream.happens(0.5):
            life.on_day(
                on + timedelta(days=KNOCK_DAYS),
                partial(_knock, experiment_id=experiment_id, role=role),
            )
    if stream.happens(0.6):
        life.on_day(soon(at, 1, 8, stream), partial(_draw_conclusion, experiment_id=experiment_id))


def _ask_why(life: Life, at: datetime, experiment_id: UUID, role_id: UUID) -> None:
    """Asks for the reason: in a call that is a step of its own, or by letter in the approach."""
    on, asked_in = at.date(), experiment_id
    by_call = life.stream("replies").happens(0.5)
    if by_call:
        asked_in = life.new_id("experiment")
        life.client(
            at,
            PlanExperiment(
                happened_on=on,
                experiment_id=asked_in,
                kind="follow_up",
                role_id=role_id,
                refers_to=experiment_id,
                channel="phone",
                dread_before=6,
            ),
        )
        life.client(at, RunExperiment(happened_on=on, experiment_id=asked_in, dread_after=3))
    asked = life.client(
        at,
        RequestFeedback(
            happened_on=on,
            experiment_id=asked_in,
            channel="phone" if by_call else "mail",
            via="call" if by_call else "letter",
        ),
    )
    if asked:
        if by_call:
            _receive(life, at, asked_in)
        elif life.stream("replies").happens(0.6):
            life.on_day(soon(at, 2, 8, life.stream("replies")), partial(_receive, experiment_id=asked_in))


def _receive(life: Life, at: datetime, experiment_id: UUID) -> None:
    """The reason, in four points or without any use."""
    stream = life.stream("replies")
    usable = stream.happens(0.6)
    shown = [stream.happens(0.6) for _ in range(4)] if usable else [False] * 4
    if usable and not any(shown):
        shown[0] = True
    says = [
        life.say(point, "replies") if one else None
        for point, one in zip(
            ("competence", "requirements", "well_qualified", "self_presentation"), shown, strict=True
        )
    ]
    heard: list[PointHeard | None] = [
        stream.pick(("enough", "not_enough")) if one else "not_said" if usable else None for one in shown
    ]
    life.client(
        at,
        ReceiveFeedback(
            happened_on=at.date(),
            experiment_id=experiment_id,
            usable=usable,
            points=FourPointsInput(
                competence=says[0], requirements=says[1], well_qualified=says[2], self_presentation=says[3]
            ),
            heard=PointsHeardInput(
                competence=heard[0],
                requirements=heard[1],
                well_qualified=heard[2],
                self_presentation=heard[3],
            ),
        ),
    )


def _draw_conclusion(life: Life, at: datetime, experiment_id: UUID) -> None:
    change = life.say("changes", "replies") if life.stream("replies").happens(0.8) else None
    life.client(at, ConcludeRefusal(happened_on=at.date(), experiment_id=experiment_id, change=change))


def _knock(life: Life, at: datetime, experiment_id: UUID, role: RoleTruth) -> None:
    steps.plan(life, at, "follow_up", role, refers_to=experiment_id)
