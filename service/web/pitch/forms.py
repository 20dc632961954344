"""The forms of the pitch page: a new version, how it landed, what was sent, and who else noticed."""

from collections.abc import Sequence
from datetime import date
from types import MappingProxyType
from uuid import UUID

from domain.journey.aggregate import Journey
from domain.journey.commands.pitches import MakeVisible, NotePapersSent, RevisePitch, TryPitch
from domain.journey.decide import UserCommand
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData
from service.web.form_submission import Form, FormContext, Forms

MAX_PITCH_LENGTH = 500
UNCHANGED = gettext_noop("This is the version you have. Change at least one word.")
STEP_REQUIRED = gettext_noop("Choose the step.")
VERSION_REQUIRED = gettext_noop("Choose the version.")
VERSION_TOO_YOUNG = gettext_noop("Choose a version that you had by that day.")
RATING_REQUIRED = gettext_noop("Choose a number from 0 to 10.")
PAPERS_REQUIRED = gettext_noop("Name the CV, or choose a version of your pitch.")
SOMEONE_REQUIRED = gettext_noop("Say who noticed you. A first name or a job is enough.")


def parse_version(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A new version of the pitch."""
    wording = form.text("wording", needed=True, most=MAX_PITCH_LENGTH)
    follows, pitch_id = form.uuid("follows"), form.new_id("pitch")
    before = context.journey.pitches.versions.get(follows) if follows else None
    if before and wording and before.wording.split() == wording.split():
        form.add_error("wording", current_translator().gettext(UNCHANGED))
    return [RevisePitch(happened_on=context.today, pitch_id=pitch_id, wording=wording or "", follows=follows)]


def parse_attempt(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """How a version landed in a step."""
    translator = current_translator()
    step_id = form.uuid("tried_step", needed=translator.gettext(STEP_REQUIRED))
    pitch_id = form.uuid("tried_pitch", needed=translator.gettext(VERSION_REQUIRED))
    landed = form.number("landed", 0, 10, needed=translator.gettext(RATING_REQUIRED))
    require_version_before(form, "tried_pitch", context.journey, _day_of(context.journey, step_id))
    return [
        TryPitch(
            happened_on=context.today,
            experiment_id=step_id or form.command_id,
            pitch_id=pitch_id or form.command_id,
            landed=landed or 0,
        )
    ]


def parse_papers(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """What went out with a step."""
    translator = current_translator()
    step_id = form.uuid("sent_step", needed=translator.gettext(STEP_REQUIRED))
    papers = papers_sent(form, step_id or form.command_id, context.today)
    require_version_before(form, "sent_pitch", context.journey, _day_of(context.journey, step_id))
    if not papers:
        form.add_error("cv", translator.gettext(PAPERS_REQUIRED))
    return papers


def pitch_tried(
    form: FormData, journey: Journey, experiment_id: UUID, on: date, today: date
) -> Sequence[TryPitch]:
    """How a version landed in a step that is logged; nothing while no number is given."""
    landed = form.number("landed", 0, 10)
    if landed is None:
        return []
    pitch_id = form.uuid("tried_pitch", needed=current_translator().gettext(VERSION_REQUIRED))
    require_version_before(form, "tried_pitch", journey, on)
    return [
        TryPitch(
            happened_on=today,
            experiment_id=experiment_id,
            pitch_id=pitch_id or form.command_id,
            landed=landed,
        )
    ]


def papers_sent(form: FormData, experiment_id: UUID, today: date) -> Sequence[NotePapersSent]:
    """What a form says was sent with a step: a CV by its name, a version of the pitch, or both; nothing if neither."""
    cv, pitch_id = form.text("cv", most=200), form.uuid("sent_pitch")
    if cv is None and pitch_id is None:
        return []
    return [NotePapersSent(happened_on=today, experiment_id=experiment_id, pitch_id=pitch_id, cv=cv)]


def require_version_before(form: FormData, field: str, journey: Journey, on: date | None) -> None:
    """Adds an error if the chosen version was written after the day of the step."""
    chosen = form.first(field)
    version = next((one for key, one in journey.pitches.versions.items() if str(key) == chosen), None)
    if version and on and version.happened_on > on:
        form.add_error(field, current_translator().gettext(VERSION_TOO_YOUNG))


def parse_visibility(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """Who else noticed the client in a step."""
    translator = current_translator()
    step_id = form.uuid("seen_step", needed=translator.gettext(STEP_REQUIRED))
    to = form.text("seen_by", needed=translator.gettext(SOMEONE_REQUIRED), most=200)
    return [MakeVisible(happened_on=context.today, experiment_id=step_id or form.command_id, to=to or "")]


def _day_of(journey: Journey, step_id: UUID | None) -> date | None:
    step = journey.experiments.get(step_id) if step_id else None
    return step.on if step else None


PITCH_FORMS: Forms = MappingProxyType(
    {
        "version": Form(
            parse=parse_version,
            confirmation=gettext_noop("Saved. Earlier versions stay, with what came of them."),
        ),
        "landed": Form(
            parse=parse_attempt,
            confirmation=gettext_noop("Saved. Each try shows you which words open doors."),
            fields={"experiment_id": "tried_step", "pitch_id": "tried_pitch"},
        ),
        "sent": Form(
            parse=parse_papers,
            confirmation=gettext_noop("Saved. Replies to it are shown here."),
            fields={"experiment_id": "sent_step", "pitch_id": "sent_pitch"},
        ),
        "seen": Form(
            parse=parse_visibility,
            confirmation=gettext_noop("Saved. Exploring and being seen go together."),
            fields={"experiment_id": "seen_step", "to": "seen_by"},
        ),
    }
)
"""By the end of their address."""
