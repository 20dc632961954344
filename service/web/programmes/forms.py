"""What a manager fills in, as commands to a programme."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import get_args
from uuid import UUID

from domain.errors import InvalidValue
from domain.programme.opening import AdjustProgramme, OpenProgramme
from domain.programme.people import EndEnrolment, EnrolJourney, JoinAsCoach, LeaveAsCoach
from domain.vocabulary import Ending, Language, Track
from service.clock import today_in
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.form_data import Answers

NO_NAME = marked("Give it a name its clients will know it by.")
NO_TRACK = marked("Choose at least one track.")
NO_LANGUAGE = marked("Choose at least one language.")
NO_ZONE = marked("This is no time zone; one is Europe/Oslo, for example.")
NO_COACH = marked("Choose a coach.")
NO_JOURNEY = marked("This is no number of a journey. It stands at the end of the address of its pages.")
USUAL_ZONE = "Europe/Amsterdam"

Coaches = Mapping[UUID, str]


def opening(answers: Answers, moment: datetime) -> OpenProgramme | None:
    """Open a programme, on the day it is there."""
    name, tracks, languages = _offer(answers)
    zone = answers.text("time_zone", most=60) or USUAL_ZONE
    try:
        today = today_in(zone, moment)
    except InvalidValue:
        answers.complain("time_zone", spoken().gettext(NO_ZONE))
        return None
    if answers.problems or name is None:
        return None
    return OpenProgramme(
        happened_on=today,
        name=name,
        tracks=tuple(tracks),
        languages=tuple(languages),
        time_zone=zone,
        game=answers.has("game"),
    )


def adjusting(answers: Answers, today: date) -> AdjustProgramme | None:
    """Say anew what it offers."""
    name, tracks, languages = _offer(answers)
    if answers.problems:
        return None
    return AdjustProgramme(
        happened_on=today,
        name=name,
        tracks=tuple(tracks),
        languages=tuple(languages),
        game=answers.has("game"),
    )


def joining(answers: Answers, today: date, coaches: Coaches) -> JoinAsCoach | None:
    """Take a coach of the organisation into it."""
    words = spoken()
    coach_id = answers.id("coach_id", needed=words.gettext(NO_COACH))
    if coach_id is None:
        return None
    if coach_id not in coaches:
        answers.complain("coach_id", words.gettext(NO_COACH))
        return None
    return JoinAsCoach(happened_on=today, coach_id=coach_id, name=coaches[coach_id])


def leaving(answers: Answers, today: date) -> LeaveAsCoach | None:
    """Let a coach go."""
    coach_id = answers.id("coach_id", needed=True)
    return LeaveAsCoach(happened_on=today, coach_id=coach_id) if coach_id else None


def enrolling(answers: Answers, today: date) -> EnrolJourney | None:
    """Make a journey part of it."""
    words = spoken()
    journey_id = answers.id("journey_id", needed=words.gettext(NO_JOURNEY))
    if "journey_id" in answers.problems:
        answers.problems["journey_id"] = words.gettext(NO_JOURNEY)
    coach_id = answers.id("with_coach")
    if journey_id is None or answers.problems:
        return None
    return EnrolJourney(happened_on=today, journey_id=journey_id, coach_id=coach_id)


def ending(answers: Answers, today: date) -> EndEnrolment | None:
    """End a journey's part in it."""
    journey_id = answers.id("ended_id", needed=True)
    how = answers.one_of("ending", get_args(Ending))
    if journey_id is None or answers.problems:
        return None
    return EndEnrolment(happened_on=today, journey_id=journey_id, ending=how)


def _offer(answers: Answers) -> tuple[str | None, list[Track], list[Language]]:
    words = spoken()
    name = answers.text("name", needed=words.gettext(NO_NAME), most=200)
    tracks: list[Track] = answers.several_of("tracks", get_args(Track))
    if not tracks:
        answers.complain("tracks", words.gettext(NO_TRACK))
    languages: list[Language] = answers.several_of("languages", get_args(Language))
    if not languages:
        answers.complain("languages", words.gettext(NO_LANGUAGE))
    return name, tracks, languages
