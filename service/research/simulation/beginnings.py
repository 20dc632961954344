"""How a simulated journey begins: the start, the choice of a coach, the intake, and the portrait of the first weeks."""

from datetime import datetime, timedelta
from typing import get_args
from uuid import UUID

from domain.journey.commands.assessments import AssessedStrengthInput, NoteAssessment
from domain.journey.commands.check_ins import HoldCheckIn
from domain.journey.commands.coaches import AssignCoach, SetStance
from domain.journey.commands.consents import GiveConsent, WithdrawConsent
from domain.journey.commands.course import EmphasisePhase, SwitchGame
from domain.journey.commands.evidence import LearningInput, NameCriterion, RecordEvidence, StrengthInput
from domain.journey.commands.intake import AgreeIntake, AnswerQuestions
from domain.journey.commands.pitches import RevisePitch
from domain.journey.commands.roles import DiscoverRole
from domain.journey.commands.sight import GrantSight, WithdrawSight
from domain.journey.commands.start import DeclareCondition, StartJourney
from domain.journey.commands.stories import FinishReflection, RecordStory, SetGoal
from domain.journey.commands.vision import DecodeDream, NameValue, QualityInput, SeeQuality, SketchIdeal
from domain.vocabulary import ReaderKind, ReflectionTheme
from service.research.simulation import coaching, endings, weeks
from service.research.simulation.life import Life, soon
from service.research.simulation.wordings import LOCALES

_IMAGINED_NOISE = 22.0
"""Spread of what somebody imagines of work they have not seen."""


def start(life: Life, at: datetime, called: str, time_zone: str) -> None:
    """The first day: the journey starts, a coach is chosen, and it is shared."""
    on, person, stream = at.date(), life.person, life.stream("start")
    life.started_on = on
    end = on + timedelta(weeks=person.programme_weeks) if stream.happens(0.92) else None
    life.client(
        at,
        StartJourney(
            happened_on=on,
            called=called,
            track=person.track,
            locale=LOCALES[person.language],
            time_zone=time_zone,
            weekly_goal=max(1, min(3, round(person.pace))),
            programme_end=end,
        ),
    )
    coach_id, coach_name = life.diary.people.coach_id, life.diary.people.coach_name
    life.client(at, AssignCoach(happened_on=on, coach_id=coach_id, name=coach_name))
    life.client(
        at,
        GrantSight(happened_on=on, reader_id=coach_id, reader="coach", name=coach_name, scope=person.scope),
    )
    _consents(life, at)
    if stream.happens(0.08):
        life.client(at, SwitchGame(happened_on=on, on=False))
    if not person.starts:
        life.stopped = True
    else:
        life.on_day(soon(at, 1, 4, stream), _intake)
        life.on_day(soon(at, 3, 20, stream), _other_readers)
        life.later(weeks.next_monday(at), weeks.begin_week)
    coaching.first_session(life, at)
    endings.expect_end(life, end)


def _consents(life: Life, at: datetime) -> None:
    on, stream = at.date(), life.stream("start")
    life.client(
        at, GiveConsent(happened_on=on, consent_id=life.new_id("consent"), purpose="coaching", wording=1)
    )
    if stream.happens(0.7):
        research = life.new_id("consent")
        life.client(at, GiveConsent(happened_on=on, consent_id=research, purpose="research", wording=1))
        if stream.happens(0.08):
            life.on_day(soon(at, 10, 60, stream), lambda life, at: _withdraw(life, at, research))
    if stream.happens(0.3):
        until = on + timedelta(days=stream.pick((30, 60, 180)))
        life.client(
            at,
            GiveConsent(
                happened_on=on,
                consent_id=life.new_id("consent"),
                purpose="contact_after",
                wording=1,
                until=until,
            ),
        )


def _withdraw(life: Life, at: datetime, consent_id: UUID) -> None:
    life.client(at, WithdrawConsent(happened_on=at.date(), consent_id=consent_id))


def _other_readers(life: Life, at: datetime) -> None:
    """Shares the progress with whoever pays, or with an ally, for a while."""
    on, stream = at.date(), life.stream("start")
    reader: ReaderKind | None = stream.pick_by_weight({"payer": 2.0, "ally": 1.5, None: 4.0})
    if reader is None:
        return
    reader_id = life.new_id("reader")
    name = life.words.person(stream.whole(0, 624))
    until = on + timedelta(days=stream.pick((21, 42))) if stream.happens(0.5) else None
    life.client(
        at,
        GrantSight(
            happened_on=on, reader_id=reader_id, reader=reader, name=name, scope="progress", until=until
        ),
    )
    if until is None and stream.happens(0.3):
        life.on_day(
            soon(at, 7, 40, stream),
            lambda life, at: _stop_sharing(life, at, reader_id),
        )


def _stop_sharing(life: Life, at: datetime, reader_id: UUID) -> None:
    life.client(at, WithdrawSight(happened_on=at.date(), reader_id=reader_id))


def _intake(life: Life, at: datetime) -> None:
    """The intake: the agreement, first roles as imagined, priorities and limits."""
    on, stream = at.date(), life.stream("start")
    life.coach(
        at,
        HoldCheckIn(
            happened_on=on,
            check_in_id=life.new_id("check-in"),
            minutes=60,
            note=life.say("session_notes", "start"),
        ),
    )
    life.coach(
        at,
        AgreeIntake(
            happened_on=on,
            question=life.say("intake_questions", "start"),
            aim=life.say("intake_aims", "start"),
            occasion=life.say("occasions", "start"),
        ),
    )
    life.coach(at, SetStance(happened_on=on, stance="coach"))
    life.coach(at, EmphasisePhase(happened_on=on, phase="self"))
    for role in (life.roles[0], *stream.some(life.roles[1:], stream.whole(1, 3))):
        life.client(
            at,
            DiscoverRole(
                happened_on=on,
                role_id=role.role_id,
                title=role.title,
                distance=role.distance,
                found="intake",
                isco_group=role.isco_group,
                starting_appeal=life.rating(role, on, _IMAGINED_NOISE),
            ),
        )
    for wording in stream.some(life.words.all("criteria"), stream.whole(3, 5)):
        life.client(at, NameCriterion(happened_on=on, criterion_id=life.new_id("criterion"), wording=wording))
    for wording in stream.some(life.words.all("conditions"), stream.whole(0, 2)):
        life.client(
            at, DeclareCondition(happened_on=on, condition_id=life.new_id("condition"), wording=wording)
        )
    for act in stream.some((_questions, _values, _dream, _ideal, _story, _test, _goal, _pitch, _writing), 6):
        life.on_day(soon(at, 0, 18, stream), act)


def _questions(life: Life, at: datetime) -> None:
    life.client(
        at,
        AnswerQuestions(
            happened_on=at.date(),
            can=life.say("can", "portrait"),
            want=life.say("want", "portrait"),
            move=life.say("move", "portrait"),
        ),
    )


def _values(life: Life, at: datetime) -> None:
    stream = life.stream("portrait")
    for wording in stream.some(life.words.all("values"), stream.whole(1, 3)):
        life.client(at, NameValue(happened_on=at.date(), value_id=life.new_id("value"), wording=wording))


def _qualities(life: Life) -> tuple[QualityInput, ...]:
    stream, wordings = life.stream("portrait"), life.words.all("qualities")
    known = {one: key for key, one in life.diary.journey.vision.qualities.items()}
    return tuple(
        QualityInput(quality_id=known.get(wording) or life.new_id("quality"), wording=wording)
        for wording in stream.some(wordings, stream.whole(2, 3))
    )


def _dream(life: Life, at: datetime) -> None:
    on = at.date()
    dream = DecodeDream(
        happened_on=on,
        dream_id=life.new_id("dream"),
        dream=life.say("dreams", "portrait"),
        qualities=_qualities(life),
    )
    life.client(at, dream)
    if role := life.favourite():
        seen = SeeQuality(happened_on=on, role_id=role.role_id, quality_id=dream.qualities[0].quality_id)
        life.client(at, seen)


def _ideal(life: Life, at: datetime) -> None:
    life.client(
        at,
        SketchIdeal(
            happened_on=at.date(),
            sketch_id=life.new_id("sketch"),
            sketch=life.say("ideals", "portrait"),
            qualities=_qualities(life),
        ),
    )


def _story(life: Life, at: datetime) -> None:
    """A story, and the strength that shows in it."""
    on, stream = at.date(), life.stream("portrait")
    titles = life.words.all("story_titles")
    place = stream.whole(0, len(titles) - 1)
    strength = StrengthInput(
        strength_id=life.new_id("strength"),
        wording=life.say("strengths", "portrait"),
        hidden=stream.happens(0.4),
    )
    life.client(at, RecordEvidence(happened_on=on, learned=LearningInput(strengths=(strength,))))
    life.client(
        at,
        RecordStory(
            happened_on=on,
            story_id=life.new_id("story"),
            title=titles[place],
            story=life.words.all("stories")[place],
            strength_ids=(strength.strength_id,),
        ),
    )


def _test(life: Life, at: datetime) -> None:
    life.client(
        at,
        NoteAssessment(
            happened_on=at.date(),
            assessment_id=life.new_id("assessment"),
            instrument=life.say("assessments", "portrait"),
            strengths=(
                AssessedStrengthInput(
                    strength_id=life.new_id("strength"), wording=life.say("strengths", "portrait")
                ),
            ),
        ),
    )


def _goal(life: Life, at: datetime) -> None:
    on, stream = at.date(), life.stream("portrait")
    due = on + timedelta(weeks=stream.whole(3, 9)) if stream.happens(0.6) else None
    life.client(
        at,
        SetGoal(happened_on=on, goal_id=life.new_id("goal"), wording=life.say("goals", "portrait"), due=due),
    )


def _pitch(life: Life, at: datetime) -> None:
    life.client(
        at,
        RevisePitch(
            happened_on=at.date(), pitch_id=life.new_id("pitch"), wording=life.say("pitches", "portrait")
        ),
    )


def _writing(life: Life, at: datetime) -> None:
    theme: ReflectionTheme = life.stream("portrait").pick(get_args(ReflectionTheme))
    reflection_id = life.new_id("reflection")
    life.client(at, FinishReflection(happened_on=at.date(), reflection_id=reflection_id, theme=theme))
