"""Translates one action of a case into commands: plan, run, conclusion, answers, verdict."""

from collections.abc import Iterator
from datetime import date
from typing import cast, get_args
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.errors import InvalidValue
from domain.journey.commands.answers import RecordAnswer, RecordSilence
from domain.journey.commands.beliefs import JudgeBelief
from domain.journey.commands.check_ins import HoldCheckIn
from domain.journey.commands.evidence import (
    CriterionInput,
    GapInput,
    LearningInput,
    OddsSignalInput,
    RecordEvidence,
    StrengthInput,
    TradeoffInput,
)
from domain.journey.commands.experiment_outcomes import (
    CancelExperiment,
    ConcludeExperiment,
    NextStepInput,
    RefuseExperiment,
    RunExperiment,
)
from domain.journey.commands.experiments import ForecastInput, IfThenPlanInput, PlanExperiment
from domain.journey.commands.network import ContactInput, EmployerInput
from domain.journey.commands.pitches import TryPitch
from domain.journey.commands.refusals import AgreeFeedback
from domain.journey.commands.roles import NewRoleInput
from domain.journey.commands.weeks import DeclareRest
from domain.journey.decide import UserCommand
from domain.journey.events.weeks import monday_of
from domain.vocabulary import ApproachAnswer, ExperimentKind, HeardSignal, Witness
from service.importing.case_answers import CaseAnswers
from service.importing.case_channels import known_channel
from service.importing.case_feedback import care_commands, feedback_commands
from service.importing.case_format import CaseAction, CaseFile

_ANSWERS = frozenset(get_args(ApproachAnswer))
_HEARD = frozenset(get_args(HeardSignal))


def case_journey_id(case: CaseFile) -> UUID:
    """The id of a case's journey. The same case moved to other dates has another."""
    return uuid5(NAMESPACE_URL, f"soundings:case:{case.case_id}:{case.client.start_date}")


class CaseIds:
    """Ids of a case, derived from the journey, the kind of thing and its wording."""

    def __init__(self, case: CaseFile) -> None:
        self._journey = case_journey_id(case)

    def id_for(self, noun: str, wording: str) -> UUID:
        return uuid5(self._journey, f"{noun}:{wording}")


class ActionTranslator:
    """Translates one action of a case into commands."""

    def __init__(self, case: CaseFile, action: CaseAction, known: set[str]) -> None:
        self._made = CaseIds(case)
        self._answers = CaseAnswers(case)
        self._action = action
        self._pitches = case.pitches
        self._roles = {role.role: role for role in case.roles}
        self._is_new = action.role is not None and action.role not in known
        self._id = self._experiment(action.id)

    def commands(self) -> Iterator[UserCommand]:
        action = self._action
        self._answers.require_role_referred_to(action)
        match action.kind:
            case "rest":
                yield DeclareRest(
                    happened_on=action.date, monday=monday_of(action.date), reason=action.outcome_note
                )
            case "coach_session":
                yield self._check_in()
            case kind:
                yield self._plan(kind)
                if action.outcome != "planned":
                    yield from self._step()

    def _step(self) -> Iterator[UserCommand]:
        """What came of a step that did not remain a plan."""
        action = self._action
        yield self._outcome()
        yield from self._conclusion()
        yield from self._answer()
        yield from feedback_commands(action, self._id)
        yield from care_commands(action, self._experiment(self._answers.answered_action(action).id))
        if action.verdict:
            yield JudgeBelief(happened_on=action.answered_on, experiment_id=self._id, verdict=action.verdict)
        if action.leave_to_call:
            yield AgreeFeedback(happened_on=action.date, experiment_id=self._id)
        if action.pitch_landed is not None:
            yield self._pitch(action.pitch_landed)

    def _experiment(self, action_id: str) -> UUID:
        return self._made.id_for("action", action_id)

    def _check_in(self) -> HoldCheckIn:
        action = self._action
        return HoldCheckIn(
            happened_on=action.date,
            check_in_id=self._id,
            note=action.outcome_note,
            conclusion=action.conclusion,
            next_step=self._next_step(),
            learned=self._learned("coach"),
        )

    def _plan(self, kind: ExperimentKind) -> PlanExperiment:
        action = self._action
        role_id = self._made.id_for("role", action.role) if action.role else None
        forecast, plan = action.prediction, action.plan
        return PlanExperiment(
            happened_on=self._planned_on(),
            experiment_id=self._id,
            kind=kind,
            role_id=None if self._is_new else role_id,
            new_role=self._new_role(action.role) if self._is_new and action.role else None,
            hypothesis=action.hypothesis,
            tests=action.tests,
            forecast=ForecastInput(
                appeal=forecast.appeal, invited=forecast.invited, five_tries=forecast.five_tries
            )
            if forecast
            else None,
            plan=IfThenPlanInput(when=plan.when, where=plan.where, if_then=plan.if_then) if plan else None,
            planned_for=action.date,
            dread_before=action.dread_before,
            contact=self._contact(),
            channel=known_channel(action.channel),
            refers_to=self._experiment(action.refers_to) if action.refers_to else None,
            feared=action.feared,
        )

    def _planned_on(self) -> date:
        action = self._action
        if action.outcome == "planned" and action.planned_on is None:
            raise InvalidValue(
                "The action %(action)s is only planned, and does not say since when.",
                action=action.id,
                field="planned_on",
                allowed="the day it was planned",
            )
        return action.planned_on or action.date

    def _new_role(self, title: str) -> NewRoleInput:
        role = self._roles.get(title)
        if role is None:
            raise InvalidValue(
                "The role %(role)s is not among the case's roles.",
                role=title,
                field="role",
                allowed="a role of the case",
            )
        return NewRoleInput(
            role_id=self._made.id_for("role", title),
            title=title,
            distance=role.distance,
            isco_group=role.isco_group,
        )

    def _contact(self) -> ContactInput | None:
        who = self._action.who
        if who is None:
            return None
        organisation = who.organisation
        return ContactInput(
            contact_id=self._made.id_for("contact", who.name),
            tie=who.tie,
            in_role=who.in_role,
            can_hire=who.can_hire,
            name=who.name,
            relation=who.relation,
            employer=EmployerInput(employer_id=self._made.id_for("employer", organisation), name=organisation)
            if organisation
            else None,
        )

    def _outcome(self) -> RunExperiment | CancelExperiment | RefuseExperiment:
        action = self._action
        on, dread, note = action.date, action.dread_after, action.outcome_note
        match action.outcome:
            case "cancelled_by_other":
                return CancelExperiment(happened_on=on, experiment_id=self._id, dread_after=dread, note=note)
            case "refused":
                return RefuseExperiment(happened_on=on, experiment_id=self._id, dread_after=dread, note=note)
            case _:
                return RunExperiment(
                    happened_on=on,
                    experiment_id=self._id,
                    hours=action.hours,
                    dread_after=dread,
                    note=note,
                    fear=action.fear,
                )

    def _conclusion(self) -> Iterator[UserCommand]:
        action = self._action
        learned = self._learned("contact" if action.who else "self")
        if action.conclusion:
            yield ConcludeExperiment(
                happened_on=action.date,
                experiment_id=self._id,
                conclusion=action.conclusion,
                learned=learned,
                next_step=self._next_step(),
            )
        elif learned != LearningInput():
            yield RecordEvidence(happened_on=action.date, experiment_id=self._id, learned=learned)

    def _answer(self) -> Iterator[UserCommand]:
        action = self._action
        approach = self._experiment(self._answers.answered_action(action).id)
        heard_in = self._id if approach != self._id else None
        if action.outcome == "no_answer_28d":
            yield RecordSilence(happened_on=action.answered_on, experiment_id=approach, heard_in=heard_in)
        elif action.outcome in _ANSWERS:
            yield RecordAnswer(
                happened_on=action.answered_on,
                experiment_id=approach,
                answer=cast("ApproachAnswer", action.outcome),
                close=self._answers.is_close(action)
                if action.outcome == "rejected_after_interview"
                else None,
                heard_in=heard_in,
            )

    def _pitch(self, landed: int) -> TryPitch:
        """How the last version of the pitch that was written by then landed."""
        action = self._action
        written = [one for one in self._pitches if one.date <= action.date]
        if not written:
            raise InvalidValue(
                "No pitch was written before the action %(action)s.",
                action=action.id,
                field="pitch_landed",
                allowed="a pitch of that day or earlier",
            )
        pitch_id = self._made.id_for("pitch", written[-1].wording)
        return TryPitch(happened_on=action.date, experiment_id=self._id, pitch_id=pitch_id, landed=landed)

    def _next_step(self) -> NextStepInput | None:
        following = self._action.next_step
        return NextStepInput(what=following.what, due=following.due) if following else None

    def _learned(self, witness: Witness) -> LearningInput:
        """What the step itself taught, on its own day. The signal of an answer comes with the answer."""
        action, signals = self._action, self._action.signals
        return LearningInput(
            appeal=signals.appeal,
            odds=tuple(
                OddsSignalInput(signal=cast("HeardSignal", one)) for one in signals.odds if one in _HEARD
            ),
            tradeoffs=tuple(
                TradeoffInput(
                    winner=self._criterion(one.winner),
                    loser=self._criterion(one.loser),
                    met_in_reality=one.met_in_reality,
                )
                for one in action.criteria_changes
            ),
            strengths=tuple(
                StrengthInput(
                    strength_id=self._made.id_for("strength", one.name),
                    wording=one.name,
                    hidden=one.hidden,
                    witness=witness,
                )
                for one in signals.strengths
            ),
            gaps=tuple(
                GapInput(gap_id=self._made.id_for("gap", one.name), wording=one.name, closable=one.closable)
                for one in signals.gaps
            ),
            roles=tuple(self._new_role(title) for title in action.new_roles if title != action.role),
        )

    def _criterion(self, wording: str) -> CriterionInput:
        return CriterionInput(criterion_id=self._made.id_for("criterion", wording), wording=wording)
