"""The market: leads with their channel, and signals of growth and shrinkage that count among the odds."""

from typing import Any, get_args

import msgspec
import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.market import NoteLead, NoteMarketSignal
from domain.journey.commands.network import EmployerInput
from domain.journey.events.evidence import OddsSignalHeard, Source
from domain.journey.events.market import LeadNoted, MarketSignalNoted
from domain.journey.events.network import EmployerNamed
from domain.vocabulary import Channel, MarketSignal
from tests.domain.journeys import ABOUT_TEACHING, ANOUK, HOSPITAL, TEACHER, day, start, uid
from tests.domain.more_journeys import KNOWING, ON, STRANGER, as_sent
from tests.domain.scenario import given

LEAD, REPORT = uid("lead"), uid("report")
OWN_ID = "a new id"
NAMED = EmployerInput(employer_id=HOSPITAL, name="the hospital")


def lead(**fields: Any) -> NoteLead:
    return NoteLead(
        **{"happened_on": ON, "lead_id": LEAD, "channel": "network", "what": "a vacancy", **fields}
    )


def lead_noted(**fields: Any) -> LeadNoted:
    return LeadNoted(
        **{"happened_on": ON, "lead_id": LEAD, "channel": "network", "what": "a vacancy", **fields}
    )


def signal(**fields: Any) -> NoteMarketSignal:
    plain = {"signal_id": REPORT, "role_id": TEACHER, "signal": "market_growing", "published": day(-30)}
    return NoteMarketSignal(**{"happened_on": ON, "source": "the employment service", **plain, **fields})


def signal_noted(**fields: Any) -> MarketSignalNoted:
    plain = {"signal_id": REPORT, "role_id": TEACHER, "signal": "market_growing", "published": day(-30)}
    return MarketSignalNoted(**{"happened_on": ON, "source": "the employment service", **plain, **fields})


def among_the_odds(signal: MarketSignal = "market_growing", *, weak: bool = False) -> OddsSignalHeard:
    source = Source(kind="market", id=REPORT)
    return OddsSignalHeard(happened_on=ON, role_id=TEACHER, signal=signal, source=source, weak=weak)


def test_an_outlook_of_the_atlas_counts_as_a_weak_signal() -> None:
    given(*ABOUT_TEACHING).when(signal(weak=True)).then(signal_noted(weak=True), among_the_odds(weak=True))


@pytest.mark.parametrize("channel", get_args(Channel))
def test_a_lead_is_noted_with_its_channel(channel: Channel) -> None:
    given(start()).when(lead(channel=channel)).then(lead_noted(channel=channel))


def test_a_lead_may_name_a_role_a_contact_and_an_employer() -> None:
    given(*KNOWING).when(lead(role_id=TEACHER, contact_id=ANOUK, employer=NAMED)).then(
        EmployerNamed(happened_on=ON, employer_id=HOSPITAL, name="the hospital"),
        lead_noted(role_id=TEACHER, contact_id=ANOUK, employer_id=HOSPITAL),
    )


def test_an_employer_is_named_once() -> None:
    again = EmployerInput(employer_id=HOSPITAL)

    given(start(), lead(employer=NAMED)).when(lead(lead_id=uid("other"), employer=again)).then(
        lead_noted(lead_id=uid("other"), employer_id=HOSPITAL)
    )


def test_the_same_lead_again_is_already_so() -> None:
    given(start(), lead(employer=NAMED)).when(lead(employer=NAMED)).then_nothing()


def test_another_lead_needs_an_id_of_its_own() -> None:
    given(start(), lead()).when(lead(channel="advert")).then_refused(
        InvalidOperation, field="lead_id", allowed=OWN_ID
    )


@pytest.mark.parametrize(
    ("fields", "field", "allowed"),
    [
        ({"role_id": STRANGER}, "role_id", "the id of a role on the list"),
        ({"contact_id": STRANGER}, "contact_id", "the id of a contact"),
        ({"employer": EmployerInput(employer_id=STRANGER)}, "employer/name", "a name, the first time"),
    ],
    ids=["role", "contact", "employer"],
)
def test_a_lead_names_what_is_known(fields: dict[str, Any], field: str, allowed: str) -> None:
    given(*KNOWING).when(lead(**fields)).then_refused(InvalidOperation, field=field, allowed=allowed)


def test_a_lead_does_not_rename_an_employer() -> None:
    other = EmployerInput(employer_id=HOSPITAL, name="the clinic")

    given(start(), lead(employer=NAMED)).when(lead(lead_id=uid("other"), employer=other)).then_refused(
        InvalidOperation, field="employer/employer_id", allowed="a new id, or no name"
    )


@pytest.mark.parametrize("said", get_args(MarketSignal))
def test_a_market_signal_counts_among_the_odds(said: MarketSignal) -> None:
    given(*ABOUT_TEACHING).when(signal(signal=said)).then(signal_noted(signal=said), among_the_odds(said))


def test_a_market_signal_may_say_where_it_stands() -> None:
    address = "https://example.org/report"

    given(*ABOUT_TEACHING).when(signal(address=address)).then(signal_noted(address=address), among_the_odds())


def test_a_market_signal_may_be_published_on_the_day_it_is_noted() -> None:
    given(*ABOUT_TEACHING).when(signal(published=ON)).then(signal_noted(published=ON), among_the_odds())


def test_a_market_signal_is_not_noted_before_it_is_published() -> None:
    given(*ABOUT_TEACHING).when(signal(published=day(5))).then_refused(
        InvalidValue, field="published", allowed=f"{ON} or earlier"
    )


def test_the_same_market_signal_again_counts_once() -> None:
    given(*ABOUT_TEACHING, signal()).when(signal()).then_nothing()


def test_another_market_signal_needs_an_id_of_its_own() -> None:
    given(*ABOUT_TEACHING, signal()).when(signal(signal="vacancies_many")).then_refused(
        InvalidOperation, field="signal_id", allowed=OWN_ID
    )


def test_a_market_signal_is_about_a_role_on_the_list() -> None:
    given(*ABOUT_TEACHING).when(signal(role_id=STRANGER)).then_refused(
        InvalidOperation, field="role_id", allowed="the id of a role on the list"
    )


@pytest.mark.parametrize("address", ["javascript:alert(1)", "example.org", "https://a b"])
def test_an_address_is_one_of_the_web(address: str) -> None:
    with pytest.raises(msgspec.ValidationError, match="address"):
        as_sent(signal(address=address))
