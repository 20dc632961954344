"""What a manager fills in, as commands to a programme."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import get_args
from uuid import UUID

from domain.errors import InvalidValue
from domain.programme.commands import (
    AdjustProgramme,
    EndEnrolment,
    EnrolJourney,
    JoinAsCoach,
    LeaveAsCoach,
    OpenProgramme,
)
from domain.vocabulary import Ending, Language, Track
from service.clock import today_in
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData

NAME_REQUIRED = gettext_noop("Give it a name its clients will know it by.")
TRACK_REQUIRED = gettext_noop("Choose at least one track.")
LANGUAGE_REQUIRED = gettext_noop("Choose at least one language.")
UNKNOWN_TIME_ZONE = gettext_noop("This is no time zone; one is Europe/Oslo, for example.")
COACH_REQUIRED = gettext_noop("Choose a coach.")
NOT_A_JOURNEY_ID = gettext_noop(
    "This is no number of a journey. It stands at the end of the address of its pages."
)
DEFAULT_TIME_ZONE = "Europe/Amsterdam"

CoachNames = Mapping[UUID, str]


def parse_open_programme(form: FormData, moment: datetime) -> OpenProgramme | None:
    """Open a programme, on the day it is there."""
    name, tracks, languages = _offer(form)
    zone = form.text("time_zone", most=60) or DEFAULT_TIME_ZONE
    try:
        today = today_in(zone, moment)
    except InvalidValue:
        form.add_error("time_zone", current_translator().gettext(UNKNOWN_TIME_ZONE))
        return None
    if form.errors or name is None:
        return None
    return OpenProgramme(
        happened_on=today,
        name=name,
        tracks=tuple(tracks),
        languages=tuple(languages),
        time_zone=zone,
        game=form.has("game"),
    )


def parse_adjust_programme(form: FormData, today: date) -> AdjustProgramme | None:
    """Say anew what it offers."""
    name, tracks, languages = _offer(form)
    if form.errors:
        return None
    return AdjustProgramme(
        happened_on=today,
        name=name,
        tracks=tuple(tracks),
        languages=tuple(languages),
        game=form.has("game"),
    )


def parse_join_as_coach(form: FormData, today: date, coaches: CoachNames) -> JoinAsCoach | None:
    """Take a coach of the organisation into it."""
    translator = current_translator()
    coach_id = form.uuid("coach_id", needed=translator.gettext(COACH_REQUIRED))
    if coach_id is None:
        return None
    if coach_id not in coaches:
        form.add_error("coach_id", translator.gettext(COACH_REQUIRED))
        return None
    return JoinAsCoach(happened_on=today, coach_id=coach_id, name=coaches[coach_id])


def parse_leave_as_coach(form: FormData, today: date) -> LeaveAsCoach | None:
    """Let a coach go."""
    coach_id = form.uuid("coach_id", needed=True)
    return LeaveAsCoach(happened_on=today, coach_id=coach_id) if coach_id else None


def parse_enrolment(form: FormData, today: date) -> EnrolJourney | None:
    """Make a journey part of it."""
    translator = current_translator()
    journey_id = form.uuid("journey_id", needed=translator.gettext(NOT_A_JOURNEY_ID))
    if "journey_id" in form.errors:
        form.errors["journey_id"] = translator.gettext(NOT_A_JOURNEY_ID)
    coach_id = form.uuid("with_coach")
    if journey_id is None or form.errors:
        return None
    return EnrolJourney(happened_on=today, journey_id=journey_id, coach_id=coach_id)


def parse_enrolment_end(form: FormData, today: date) -> EndEnrolment | None:
    """End a journey's part in it."""
    journey_id = form.uuid("ended_id", needed=True)
    how = form.choice("ending", get_args(Ending))
    if journey_id is None or form.errors:
        return None
    return EndEnrolment(happened_on=today, journey_id=journey_id, ending=how)


def _offer(form: FormData) -> tuple[str | None, list[Track], list[Language]]:
    translator = current_translator()
    name = form.text("name", needed=translator.gettext(NAME_REQUIRED), most=200)
    tracks: list[Track] = form.choices("tracks", get_args(Track))
    if not tracks:
        form.add_error("tracks", translator.gettext(TRACK_REQUIRED))
    languages: list[Language] = form.choices("languages", get_args(Language))
    if not languages:
        form.add_error("languages", translator.gettext(LANGUAGE_REQUIRED))
    return name, tracks, languages
