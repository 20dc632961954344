"""The forms about check-ins and notes: the talk with what was agreed in it, the coach's notes, and the stance."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, get_args
from uuid import UUID

from domain.journey.commands.agreements import MakeCommitment, SettleCommitment
from domain.journey.commands.check_ins import HoldCheckIn
from domain.journey.commands.coaches import SetStance
from domain.journey.commands.corrections import RetractEntry
from domain.journey.commands.notes import ShareNote, WriteNote
from domain.journey.decide import UserCommand
from domain.journey.events.check_ins import CheckInHeld
from domain.vocabulary import Stance
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.coach_client.client_context import ClientContext
from service.web.coach_client.visible_views import visible_coaching
from service.web.form_data import REQUIRED, FormData
from service.web.form_submission import Form, FormFields

NoteReaders = Literal["self", "both", "deputy"]
NOTE_READERS: tuple[NoteReaders, ...] = get_args(NoteReaders)
COMMITMENT_FIELDS = (1, 2)
"""As many as one form takes."""

NOTE_REQUIRED = gettext_noop("Write something first.")
NO_SUCH_NOTE = gettext_noop("You have no such note.")
COMMITMENT_REQUIRED = gettext_noop("Enter what was agreed for that date.")
UNDONE_TEXT = gettext_noop("Undone.")
DAY_AHEAD = gettext_noop("This date is in the future. Save a session after it has taken place.")


def parse_check_in(form: FormData, client: ClientContext) -> Sequence[UserCommand]:
    """A check-in, with what was agreed in it; that they spoke is enough."""
    check_in = HoldCheckIn(
        happened_on=session_day(form, client.today),
        check_in_id=form.new_id("talk"),
        minutes=form.number("minutes", 1, 1440),
        note=form.text("note"),
        conclusion=form.text("conclusion", most=500),
    )
    agreed = [
        one
        for number in COMMITMENT_FIELDS
        if (one := _commitment(form, client, check_in, number)) is not None
    ]
    return [check_in, *agreed]


def session_day(form: FormData, today: date) -> date:
    """The day of a session: today unless another is chosen, but not when the day was taken out."""
    held_on = form.date("held_on", today)
    if form.includes("held_on") and not form.has("held_on"):
        form.add_error("held_on", current_translator().gettext(REQUIRED))
    if held_on > today:
        form.add_error("held_on", current_translator().gettext(DAY_AHEAD))
    return held_on


def parse_settled_commitment(form: FormData, client: ClientContext) -> Sequence[UserCommand]:
    """Whether something agreed was kept."""
    commitment_id, kept = client.item(form, "commitment_id"), form.choice("kept", ("yes", "no"), needed=True)
    return [SettleCommitment(happened_on=client.today, commitment_id=commitment_id, kept=kept == "yes")]


def own_sessions(client: ClientContext) -> dict[UUID, int]:
    """The sessions that the reader recorded, each with the number of its entry: they can withdraw these."""
    return {
        one.event.check_in_id: number
        for number, one in enumerate(client.journey.authored_events, 1)
        if isinstance(one.event, CheckInHeld) and one.by == client.folded.reader_id
    }


def parse_withdrawn_session(form: FormData, client: ClientContext) -> Sequence[UserCommand]:
    """A session that was recorded by mistake."""
    check_in_id = form.uuid("check_in_id", needed=True)
    number = own_sessions(client).get(check_in_id) if check_in_id else None
    return [RetractEntry(happened_on=client.today, number=number)] if number else []


def note_readers(form: FormData) -> NoteReaders:
    """Who reads a note: whoever writes it alone, the client, too, or the one who stands in."""
    return form.choice("readers", NOTE_READERS) or "self"


def parse_note(form: FormData, client: ClientContext) -> Sequence[UserCommand]:
    """A note: for oneself, or shared with the client."""
    text = form.text("text", needed=current_translator().gettext(NOTE_REQUIRED)) or ""
    readers = note_readers(form)
    return [
        WriteNote(
            happened_on=client.today,
            note_id=form.new_id("note"),
            text=text,
            shared=readers == "both",
            handover=readers == "deputy",
        )
    ]


def parse_shared_note(form: FormData, client: ClientContext) -> Sequence[UserCommand]:
    """A note of the reader's own that is shared with the client."""
    note_id, coaching = form.uuid("note_id", needed=True), visible_coaching(client)
    if note_id is None or not coaching or note_id not in {one.note_id for one in coaching.notes}:
        form.add_error("note_id", current_translator().gettext(NO_SUCH_NOTE))
        return []
    return [ShareNote(happened_on=client.today, note_id=note_id)]


def parse_stance(form: FormData, client: ClientContext) -> Sequence[UserCommand]:
    """How the coach stands by from today."""
    stances: tuple[Stance, ...] = get_args(Stance)
    stance = form.choice("stance", stances, needed=True)
    return [SetStance(happened_on=client.today, stance=stance)] if stance else []


def _commitment(
    form: FormData, client: ClientContext, check_in: HoldCheckIn, number: int
) -> MakeCommitment | None:
    what, due = form.text(f"what_{number}", most=500), None
    if form.has(f"due_{number}"):
        due = form.date(f"due_{number}", client.today)
        if what is None:
            form.add_error(f"what_{number}", current_translator().gettext(COMMITMENT_REQUIRED))
    if what is None:
        return None
    commitment_id = form.new_id(f"commitment {number}")
    return MakeCommitment(happened_on=check_in.happened_on, commitment_id=commitment_id, what=what, due=due)


def _talk_fields(form: FormData, command: int) -> FormFields:
    """The first command is the talk, the others are what was agreed."""
    fields = {"happened_on": "held_on"}
    if command:
        number = [one for one in COMMITMENT_FIELDS if form.has(f"what_{one}")][command - 1]
        fields |= {"what": f"what_{number}", "due": f"due_{number}"}
    return fields


CHECK_IN_FORMS = {
    "talked": Form(
        parse=parse_check_in,
        confirmation=gettext_noop(
            "Session saved. What was agreed is below, and on your client's to-do list."
        ),
        fields=_talk_fields,
    ),
    "withdrawn": Form(parse=parse_withdrawn_session, confirmation=UNDONE_TEXT),
    "settled": Form(
        parse=parse_settled_commitment,
        confirmation=gettext_noop("Saved. Kept or dropped, both are good to know."),
    ),
    "written": Form(
        parse=parse_note, confirmation=gettext_noop("Saved for you only. Nobody else can read it.")
    ),
    "written_shared": Form(
        parse=parse_note, confirmation=gettext_noop("Saved, and shared with your client.")
    ),
    "written_deputy": Form(
        parse=parse_note,
        confirmation=gettext_noop(
            "Saved. Whoever stands in reads it on those days, if your client shares everything with them."
        ),
    ),
    "shared": Form(
        parse=parse_shared_note,
        confirmation=gettext_noop("Shared. Your client can read it from now on."),
    ),
    "stance": Form(
        parse=parse_stance,
        confirmation=gettext_noop(
            "Your style is changed. Its questions are below and on the session prep page."
        ),
    ),
}
"""By the name of their confirmation."""
