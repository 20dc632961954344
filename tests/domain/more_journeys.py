"""Longer ways into a journey: a refusal, a strength, a gap, contacts; and a command as a client would send it."""

from datetime import date
from typing import Any

import msgspec

from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.evidence import GapInput, StrengthInput
from domain.journey.commands.network import AddContact
from domain.journey.decide import UserCommand
from tests.domain.journeys import (
    ABOUT_TEACHING,
    ANOUK,
    APPLIED,
    TALKED,
    answer,
    conclude,
    day,
    learn,
    uid,
)

STRANGER = uid("stranger")
PATIENCE, HUMOUR = uid("patience"), uid("humour")
LICENCE = uid("licence")
BO = uid("bo")
ON = day(4)
"""The day on which most commands are given."""


def add_contact(**fields: Any) -> AddContact:
    return AddContact(
        **{"happened_on": day(1), "contact_id": ANOUK, "name": "Anouk", "tie": "strong", **fields}
    )


def refusal(**fields: Any) -> RecordAnswer:
    """Refused unseen, on day 9."""
    return answer(**{"answer": "rejected_unseen", **fields})


def later_than(on: date) -> str:
    """What is allowed instead of an earlier day."""
    return f"{on} or later"


def as_sent(command: UserCommand) -> UserCommand:
    """A command as it arrives."""
    arrived: UserCommand = msgspec.json.decode(msgspec.json.encode(command), type=UserCommand)
    return arrived


PATIENT = learn(strengths=(StrengthInput(strength_id=PATIENCE, wording="patience"),))
LACKING = learn(gaps=(GapInput(gap_id=LICENCE, wording="the licence", closable=True),))

STRONG = (*TALKED, PATIENT)
"""A strength showed in the talk of day 2."""
LACKED = (*TALKED, LACKING)
"""A gap showed in the talk of day 2."""
KNOWING = (*ABOUT_TEACHING, add_contact(), add_contact(contact_id=BO, name="Bo"))
REFUSED = (*APPLIED, refusal())
CONCLUDED = (*TALKED, conclude())
