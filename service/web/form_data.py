"""The fields of a submitted form: read one by one, with every error kept, so that a page shows all of them at once."""

import re
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from http import HTTPStatus
from typing import TypeVar, cast
from urllib.parse import parse_qsl
from uuid import UUID, uuid4, uuid5

from domain.allowed_dates import ALL_DATES, PossibleDates, possible_dates
from domain.text import is_visible
from service.http.dependencies import AnyRequest, get_services
from service.http.form_body import CSRF_FIELD, MAX_FIELDS
from service.http.request_headers import is_form
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.history.event_sentences import EventSentence

T = TypeVar("T", bound=str)

COMMAND_ID = "command_id"
WRITTEN_ON = "written_on"
TECHNICAL_FIELDS = frozenset({COMMAND_ID, CSRF_FIELD, "seen", WRITTEN_ON})
"""Fields that nobody fills in."""
LONGEST_UNSENT = timedelta(days=28)
"""How long a form may have waited on a phone and still be of the day on which it was written."""
FORM_ERROR = ""
"""Where an error stands that belongs to no field."""

REQUIRED = gettext_noop("Fill this in.")
NOT_A_CHOICE = gettext_noop("Choose one of these.")
DECIMAL = re.compile(r"[0-9]{1,9}([.,][0-9]{1,3})?")
NOT_A_WHOLE_NUMBER = gettext_noop("Enter a whole number from %(low)s to %(high)s.")
NOT_A_NUMBER = gettext_noop("Enter a number from %(low)s to %(high)s.")
NOT_A_DATE = gettext_noop("Enter a date, such as 2026-04-05.")
NOT_POSSIBLE = gettext_noop("Enter a date from %(first)s to %(last)s.")
TOO_LONG = gettext_noop("Use at most %(most)s characters.")


class FormData:
    """The fields of a form as they came, and the errors in them.

    Reading never raises: a field that cannot be read gives None (or nothing), and a sentence in `errors` under its name.
    """

    def __init__(
        self,
        pairs: Iterable[tuple[str, str]] = (),
        address: str = "",
        *,
        possible: PossibleDates = ALL_DATES,
    ) -> None:
        self._address = address
        self._possible = possible
        self._given: dict[str, list[str]] = {}
        for name, value in pairs:
            self._given.setdefault(name, []).append(value.replace("\x00", ""))
        self.errors: dict[str, str] = {}
        """A sentence for each wrong field, in the order of the form."""
        self.command_id = _id(self.first(COMMAND_ID)) or uuid4()
        """The id of its command batch: executed once, however often the form is sent."""
        self.stale = False
        """Whether it was rejected for what the journey is now, and not for what was filled in."""
        self.changes: tuple[EventSentence, ...] = ()
        """What changed since the page was opened, where that may be why."""
        self.busy = False
        """Whether it was rejected because the service had no capacity."""

    def __bool__(self) -> bool:
        """Whether anything was filled in."""
        return bool(self._given)

    @property
    def status(self) -> HTTPStatus:
        """The status of a page that shows this form."""
        if not self.errors:
            return HTTPStatus.OK
        return HTTPStatus.SERVICE_UNAVAILABLE if self.busy else HTTPStatus.UNPROCESSABLE_ENTITY

    @property
    def free_texts(self) -> tuple[str, ...]:
        """The texts of several words, to be shown once more where the form itself is not there any more."""
        texts = (
            one.strip() for name, all_ in self._given.items() if name not in TECHNICAL_FIELDS for one in all_
        )
        return tuple(one for one in texts if " " in one)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """All fields as they came, to be sent once more."""
        return [(name, one) for name, all_ in self._given.items() for one in all_]

    @property
    def submission(self) -> tuple[str, list[tuple[str, list[str]]]]:
        """Where the form was sent to and what was filled in: the same whenever the same form is sent again."""
        filled = {name: [_trimmed(one) for one in all_ if one.strip()] for name, all_ in self._given.items()}
        return self._address, sorted(
            (name, values) for name, values in filled.items() if values and name not in TECHNICAL_FIELDS
        )

    def renew_command_id(self) -> None:
        """Gives the form another id, so that what is sent next is a command batch of its own."""
        self.command_id = uuid4()

    def id_to_send(self) -> UUID:
        """The id for a form of the page that is shown: one of its own, so that no two forms of a page pass for one.

        What was sent when the service was busy may have been executed, and keeps its id.
        """
        return self.command_id if self.busy else uuid4()

    def new_id(self, name: str) -> UUID:
        """The id of something that the form creates: the same again when the form is sent again."""
        return uuid5(self.command_id, name)

    def first(self, name: str, default: str = "") -> str:
        """The value of a field, as it was typed."""
        found = self._given.get(name)
        return found[0] if found else default

    def values(self, name: str) -> list[str]:
        """All values of a name, such as the boxes that were ticked."""
        return [one for one in self._given.get(name, []) if one]

    def includes(self, name: str) -> bool:
        """Whether the form was sent with a field of this name, empty or not."""
        return name in self._given

    def has(self, name: str) -> bool:
        """Whether a field is filled in."""
        return bool(self.first(name).strip())

    def put(self, name: str, value: str) -> None:
        """Puts another value in the place of what was typed."""
        self._given[name] = [value]

    def add_error(self, name: str, sentence: str) -> None:
        """Keeps what is wrong with a field; its first error counts."""
        self.errors.setdefault(name, sentence)

    def text(self, name: str, *, needed: bool | str = False, most: int = 4000) -> str | None:
        """A text without the space around it; None when there is none. `needed` may be the sentence that asks for it."""
        found = _trimmed(self.first(name))
        if not is_visible(found):
            found = ""
        if len(found) > most:
            self.add_error(
                name, current_translator().gettext(TOO_LONG) % {"most": current_translator().number(most)}
            )
            return None
        if not found:
            self._ask(name, needed)
        return found or None

    def choice(self, name: str, offered: Collection[T], *, needed: bool | str = False) -> T | None:
        """One of several codes."""
        found = self.first(name)
        if found in offered:
            return cast("T", found)
        if found:
            self.add_error(name, current_translator().gettext(NOT_A_CHOICE))
        else:
            self._ask(name, needed)
        return None

    def choices(self, name: str, offered: Collection[T]) -> list[T]:
        """Those of several codes that were ticked, in the order offered."""
        ticked = set(self.values(name))
        if ticked - set(offered):
            self.add_error(name, current_translator().gettext(NOT_A_CHOICE))
        return [one for one in offered if one in ticked]

    def number(self, name: str, low: int, high: int, *, needed: bool | str = False) -> int | None:
        """A whole number within bounds."""
        found = self.first(name).strip()
        if not found:
            self._ask(name, needed)
            return None
        number = parse_number(found, digits=9)
        if number is not None and low <= number <= high:
            return number
        bounds = {"low": current_translator().number(low), "high": current_translator().number(high)}
        self.add_error(name, current_translator().gettext(NOT_A_WHOLE_NUMBER) % bounds)
        return None

    def decimal(self, name: str, low: float, high: float) -> float | None:
        """A number within bounds, with decimals behind a comma or a point; None when none was given."""
        found = self.first(name).strip()
        if not found:
            return None
        number = float(found.replace(",", ".")) if DECIMAL.fullmatch(found) else None
        if number is not None and low <= number <= high:
            return number
        figures = [current_translator().number(one, 0 if one == int(one) else 2) for one in (low, high)]
        bounds = dict(zip(("low", "high"), figures, strict=True))
        self.add_error(name, current_translator().gettext(NOT_A_NUMBER) % bounds)
        return None

    def written_on(self, today: date) -> date:
        """The day on which the form was filled in, by the clock of a phone that was out of reach; today if that cannot be."""
        try:
            day = date.fromisoformat(self.first(WRITTEN_ON))
        except ValueError:
            return today
        return day if today - LONGEST_UNSENT <= day <= today else today

    def date(self, name: str, otherwise: date) -> date:
        """A date; when none was given, or none that is possible, the usual one."""
        found = self.first(name).strip()
        if not found:
            return otherwise
        translator = current_translator()
        try:
            day = date.fromisoformat(found)
        except ValueError:
            self.add_error(name, translator.gettext(NOT_A_DATE))
            return otherwise
        if day in self._possible:
            return day
        first, last = translator.day(self._possible.first), translator.day(self._possible.last)
        self.add_error(name, translator.gettext(NOT_POSSIBLE) % {"first": first, "last": last})
        return otherwise

    def uuid(self, name: str, *, needed: bool | str = False) -> UUID | None:
        """The id of something that was offered."""
        found = self.first(name).strip()
        if not found:
            self._ask(name, needed)
        elif (known := _id(found)) is None:
            self.add_error(name, current_translator().gettext(NOT_A_CHOICE))
        else:
            return known
        return None

    def _ask(self, name: str, needed: bool | str) -> None:
        if needed:
            self.add_error(
                name, needed if isinstance(needed, str) else current_translator().gettext(REQUIRED)
            )


async def read_form(request: AnyRequest) -> FormData:
    """The form in the body of a request; an empty one when it cannot be read. Other bodies, of any size, are left alone."""
    if not is_form(request.scope):
        return FormData()
    try:
        body = (await request.body()).decode()
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=MAX_FIELDS)
        today = get_services(request.app.state).clock().date()
        return FormData(pairs, request.url.path, possible=possible_dates(today))
    except ValueError:
        return FormData()


def _trimmed(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def parse_number(text: str, *, digits: int = 8) -> int | None:
    """A whole number that was typed or stands in an address; None when it is none, or has more digits."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= digits
    return int(text) if is_number else None
