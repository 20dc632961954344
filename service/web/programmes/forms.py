"""What a manager fills in, as commands to a programme."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import get_args
from uuid import UUID

from msgspec import Struct

from domain.errors import InvalidValue
from domain.programme.commands import (
    AdjustProgramme,
    EndEnrolment,
    EnrolJourney,
    JoinAsCoach,
    LeaveAsCoach,
    OpenProgramme,
    ProgrammeCommand,
)
from domain.vocabulary import Ending, Language, Track
from service.clock import time_zone_named
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData
from service.web.form_submission import Form

NAME_REQUIRED = gettext_noop("Choose a name your clients will recognise.")
TRACK_REQUIRED = gettext_noop("Choose at least one track.")
LANGUAGE_REQUIRED = gettext_noop("Choose at least one language.")
UNKNOWN_TIME_ZONE = gettext_noop("This is not a time zone. Use one such as Europe/Oslo.")
COACH_REQUIRED = gettext_noop("Choose a coach.")
NOT_A_JOURNEY_ID = gettext_noop(
    "This is not a journey number. You will find it at the end of the address of its pages."
)
DEFAULT_TIME_ZONE = "Europe/Amsterdam"

CoachNames = Mapping[UUID, str]


class ProgrammeContext(Struct, frozen=True, kw_only=True):
    """What the forms of a programme need to know: today where it is, and who could coach in it."""

    today: date
    coaches: CoachNames


def parse_open_programme(form: FormData, moment: datetime) -> Sequence[ProgrammeCommand]:
    """Open a programme, on the day it is there."""
    name, tracks, languages = _offer(form)
    zone = form.text("time_zone", most=60) or DEFAULT_TIME_ZONE
    try:
        today = moment.astimezone(time_zone_named(zone)).date()
    except InvalidValue:
        form.add_error("time_zone", current_translator().gettext(UNKNOWN_TIME_ZONE))
        return []
    return [
        OpenProgramme(
            happened_on=today,
            name=name,
            tracks=tracks,
            languages=languages,
            time_zone=zone,
            game=form.has("game"),
        )
    ]


def parse_adjust_programme(form: FormData, context: ProgrammeContext) -> Sequence[ProgrammeCommand]:
    """Say anew what it offers."""
    name, tracks, languages = _offer(form)
    game = form.has("game")
    return [
        AdjustProgramme(happened_on=context.today, name=name, tracks=tracks, languages=languages, game=game)
    ]


def parse_join_as_coach(form: FormData, context: ProgrammeContext) -> Sequence[ProgrammeCommand]:
    """Take a coach of the organisation into it."""
    asked = current_translator().gettext(COACH_REQUIRED)
    coach_id = form.uuid("coach_id", needed=asked)
    if coach_id is None or coach_id not in context.coaches:
        form.add_error("coach_id", asked)
        return []
    return [JoinAsCoach(happened_on=context.today, coach_id=coach_id, name=context.coaches[coach_id])]


def parse_leave_as_coach(form: FormData, context: ProgrammeContext) -> Sequence[ProgrammeCommand]:
    """Let a coach go."""
    coach_id = form.uuid("coach_id", needed=True)
    return [LeaveAsCoach(happened_on=context.today, coach_id=coach_id)] if coach_id else []


def parse_enrolment(form: FormData, context: ProgrammeContext) -> Sequence[ProgrammeCommand]:
    """Make a journey part of it."""
    asked = current_translator().gettext(NOT_A_JOURNEY_ID)
    journey_id = form.uuid("journey_id", needed=asked)
    if "journey_id" in form.errors:
        form.errors["journey_id"] = asked
    coach_id = form.uuid("with_coach")
    if journey_id is None:
        return []
    return [EnrolJourney(happened_on=context.today, journey_id=journey_id, coach_id=coach_id)]


def parse_enrolment_end(form: FormData, context: ProgrammeContext) -> Sequence[ProgrammeCommand]:
    """End a journey's part in it."""
    endings: tuple[Ending, ...] = get_args(Ending)
    journey_id, ending = form.uuid("ended_id", needed=True), form.choice("ending", endings)
    if journey_id is None:
        return []
    return [EndEnrolment(happened_on=context.today, journey_id=journey_id, ending=ending)]


OPENING_FORMS = {
    "opened": Form(
        parse=parse_open_programme,
        confirmation=gettext_noop("Opened. You can now invite clients to it."),
    )
}
PROGRAMME_FORMS = {
    "adjust": Form(
        parse=parse_adjust_programme,
        confirmation=gettext_noop("Saved. Journeys already in the programme do not change."),
        confirmed_as="adjusted",
    ),
    "join": Form(
        parse=parse_join_as_coach,
        confirmation=gettext_noop("This coach is now in the programme."),
        confirmed_as="joined",
    ),
    "leave": Form(
        parse=parse_leave_as_coach,
        confirmation=gettext_noop(
            "This coach has left the programme. Their clients keep their history, and need another coach."
        ),
        confirmed_as="left",
    ),
    "enrol": Form(
        parse=parse_enrolment,
        confirmation=gettext_noop("Enrolled. The journey now has the programme's coach and quests."),
        confirmed_as="enrolled",
    ),
    "end": Form(
        parse=parse_enrolment_end,
        confirmation=gettext_noop(
            "The journey is no longer in the programme. It still counts in the totals."
        ),
        confirmed_as="ended",
    ),
}
"""By the end of their address."""


def _offer(form: FormData) -> tuple[str, tuple[Track, ...], tuple[Language, ...]]:
    translator = current_translator()
    name = form.text("name", needed=translator.gettext(NAME_REQUIRED), most=200)
    tracks: list[Track] = form.choices("tracks", get_args(Track))
    if not tracks:
        form.add_error("tracks", translator.gettext(TRACK_REQUIRED))
    languages: list[Language] = form.choices("languages", get_args(Language))
    if not languages:
        form.add_error("languages", translator.gettext(LANGUAGE_REQUIRED))
    return name or "", tuple(tracks), tuple(languages)
