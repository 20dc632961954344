"""Coming in: what is said before anything is asked, once, in time, and with nothing left of those who decline."""

import asyncio
from uuid import uuid4

import pytest

from service.accounts.caller import AccountRole
from service.accounts.context import AccountsContext
from service.accounts.errors import (
    InvalidEmail,
    InvalidName,
    InvalidPassword,
    InvitationGone,
    NotAllowed,
    SignInFailed,
)
from service.accounts.invitations import Invitations
from service.accounts.personal_data_sealer import PersonalDataSealer
from service.accounts.session_tokens import NewSession
from tests.accounts.running_accounts import NEW_PASSWORD, PASSWORD, RunningAccounts


async def test_an_invitation_says_who_asks_and_for_what(service: RunningAccounts) -> None:
    admin, journey_id, coach_id = await service.admin(), uuid4(), uuid4()
    invited = await service.accounts.invite(
        admin.caller, "ada@example.org", "client", locale="sv", journey_id=journey_id, coach_id=coach_id
    )

    view = await service.accounts.get_invitation(invited.link_secret)

    assert view is not None
    assert (view.organisation, view.role, view.inviter) == ("Harbour Pilots", "client", "Grace Hopper")
    assert (view.purposes, view.consents) == (("coaching",), ("research", "contact_after"))
    assert (view.known, view.journey_id, view.coach_id, view.locale) == (False, journey_id, coach_id, "sv")


async def test_looking_at_an_invitation_stores_nothing(service: RunningAccounts) -> None:
    secret = await service.invited("ada@example.org")
    before = await service.dump()

    await service.accounts.get_invitation(secret)

    assert await service.dump() == before


async def test_who_accepts_has_the_role_and_the_journey(service: RunningAccounts) -> None:
    journey_id = uuid4()
    secret = await service.invited(" Ada@Example.org ", journey_id=journey_id)

    person = await service.accounts.accept_invitation(
        secret, name="Ada  Byron", password=PASSWORD, consents=["research"]
    )

    assert (person.name, person.email, person.roles) == (
        "Ada Byron",
        "ada@example.org",
        frozenset({"client"}),
    )
    assert (person.standing, person.locale, person.invited_as) == ("active", "nl", frozenset())
    assert await service.accounts.client_of(service.tenant_id, journey_id) == person.person_id
    signed = await service.signed_in()
    assert await service.accounts.journeys_of(signed.caller) == {journey_id}
    assert "'research', 2" in (await service.dump())["agreements"]


# ASVS 6.4.1
async def test_an_invitation_is_accepted_once(service: RunningAccounts) -> None:
    secret = await service.invited("ada@example.org")
    await service.accounts.accept_invitation(secret, name="Ada", password=PASSWORD, consents=())

    with pytest.raises(InvitationGone):
        await service.accounts.accept_invitation(secret, name="Eve", password=NEW_PASSWORD, consents=())
    assert await service.accounts.get_invitation(secret) is None


# ASVS 2.3.4
async def test_of_two_who_accept_at_the_same_moment_one_comes_in(service: RunningAccounts) -> None:
    secret = await service.invited("ada@example.org")

    answers = await asyncio.gather(
        *(
            service.accounts.accept_invitation(secret, name=f"Ada {n}", password=PASSWORD, consents=())
            for n in range(6)
        ),
        return_exceptions=True,
    )

    assert sorted(type(answer).__name__ for answer in answers) == ["InvitationGone"] * 5 + ["Person"]


# ASVS 6.4.1
async def test_an_invitation_runs_out_after_seven_days(service: RunningAccounts) -> None:
    secret = await service.invited("ada@example.org")
    service.pass_by(days=14)

    assert await service.accounts.get_invitation(secret) is None
    with pytest.raises(InvitationGone):
        await service.accounts.accept_invitation(secret, name="Ada", password=PASSWORD, consents=())


async def test_inviting_again_takes_the_earlier_invitation_back(service: RunningAccounts) -> None:
    first = await service.invited("ada@example.org")
    second = await service.invited("ADA@example.org")

    assert await service.accounts.get_invitation(first) is None
    assert await service.accounts.get_invitation(second) is not None


async def test_an_invitation_looks_the_same_for_an_address_that_is_known(service: RunningAccounts) -> None:
    await service.person("ada@example.org")

    known = await service.accounts.invite(service.operator, "ada@example.org", "client", locale="nl")
    unknown = await service.accounts.invite(service.operator, "bo@example.org", "client", locale="nl")

    assert (known.expires_at, known.role, len(known.link_secret)) == (
        unknown.expires_at,
        unknown.role,
        len(unknown.link_secret),
    )


async def test_who_has_an_account_gets_the_role_and_keeps_name_and_password(service: RunningAccounts) -> None:
    person = await service.person("ada@example.org")
    secret = await service.invited("ada@example.org", "coach")
    view = await service.accounts.get_invitation(secret)

    again = await service.accounts.accept_invitation(secret, name="Eve", password=NEW_PASSWORD, consents=())

    assert view is not None
    assert view.known
    assert (again.person_id, again.name) == (person.person_id, "Ada Byron")
    assert again.roles == {"client", "coach"}
    await service.signed_in()
    with pytest.raises(SignInFailed):
        await service.signed_in(password=NEW_PASSWORD)


async def test_who_has_just_come_in_is_let_in_and_nobody_else(service: RunningAccounts) -> None:
    person = await service.person(password=None)

    signed = await service.accounts.sign_in_new_person(person)

    assert await service.accounts.authenticate(signed.secret) == signed.caller
    service.pass_by(minutes=11)
    with pytest.raises(SignInFailed):
        await service.accounts.sign_in_new_person(person)


async def test_declining_erases_the_address(service: RunningAccounts) -> None:
    secret = await service.invited("ada@example.org")

    await service.accounts.decline_invitation(secret)
    await service.accounts.decline_invitation(secret)

    dump = await service.dump()
    assert (dump["people"], dump["invitations"]) == ("", "")


async def test_declining_a_second_role_leaves_the_account(service: RunningAccounts) -> None:
    await service.person("ada@example.org")

    await service.accounts.decline_invitation(await service.invited("ada@example.org", "coach"))

    assert (await service.signed_in()).caller.roles == {"client"}


async def test_who_never_came_is_forgotten_with_the_invitation(service: RunningAccounts) -> None:
    await service.invited("ada@example.org")
    await service.person("bo@example.org")
    service.pass_by(days=15)

    assert await service.accounts.purge_expired() >= 1

    people = await service.accounts.list_people(service.operator)
    assert [person.email for person in people] == ["bo@example.org"]


async def test_who_is_asked_in_again_is_not_swept_away_at_that_moment(service: RunningAccounts) -> None:
    await service.invited("ada@example.org")
    service.pass_by(days=15)
    invitations = Invitations(
        AccountsContext(pool=service.pool, seals=PersonalDataSealer(service.vault), now=lambda: service.at)
    )

    # The first half of asking in again: the person is found, the invitation not yet written.
    person_id = await invitations._person_at(service.tenant_id, "ada@example.org", "nl")
    await service.accounts.purge_expired()

    assert (await service.accounts.get_person(service.tenant_id, person_id)).standing == "invited"


async def test_only_the_consents_that_were_asked_for_are_taken(service: RunningAccounts) -> None:
    invited = await service.accounts.invite(
        service.operator, "ada@example.org", "client", locale="nl", consents=("research",)
    )
    view = await service.accounts.get_invitation(invited.link_secret)

    assert view is not None
    assert view.consents == ("research",)
    with pytest.raises(NotAllowed):
        await service.accounts.accept_invitation(
            invited.link_secret, name="Ada", password=PASSWORD, consents=["contact_after"]
        )


async def test_what_an_invitation_brings_waits_for_the_journey(service: RunningAccounts) -> None:
    ada, journey_id = await service.person(consents=("coaching", "research")), uuid4()

    (arrival,) = await service.accounts.pending_onboardings(service.tenant_id, ada.person_id, journey_id)
    await service.accounts.complete_onboarding(arrival)

    assert (arrival.consents, arrival.wording, arrival.arrived_at) == (
        ("coaching", "research"),
        2,
        service.at,
    )
    assert await service.accounts.pending_onboardings(service.tenant_id, ada.person_id, journey_id) == []


@pytest.mark.parametrize(
    ("role", "asked", "allowed"),
    [
        ("admin", "researcher", True),
        ("manager", "coach", True),
        ("manager", "admin", False),
        ("coach", "client", True),
        ("coach", "coach", False),
        ("researcher", "client", False),
        ("client", "client", False),
    ],
)
async def test_each_role_asks_in_whom_it_may(
    service: RunningAccounts, role: AccountRole, asked: AccountRole, *, allowed: bool
) -> None:
    await service.person("grace@example.org", role)
    signed = await service.signed_in("grace@example.org")
    if role != "client":
        _, signed = await service.totp(signed)

    assert await may_invite(service, signed, asked) == allowed


async def may_invite(service: RunningAccounts, signed: NewSession, role: AccountRole) -> bool:
    try:
        await service.accounts.invite(signed.caller, "ada@example.org", role, locale="en")
    except NotAllowed:
        return False
    return True


async def test_nobody_invites_themselves(service: RunningAccounts) -> None:
    admin = await service.admin("grace@example.org")

    with pytest.raises(NotAllowed):
        await service.accounts.invite(admin.caller, "Grace@example.org", "coach", locale="en")


async def test_a_journey_that_is_somebodys_is_not_given_away(service: RunningAccounts) -> None:
    journey_id = uuid4()
    person = await service.person()
    await service.accounts.link_journey(service.tenant_id, journey_id, person.person_id)

    with pytest.raises(NotAllowed):
        await service.invited("bo@example.org", journey_id=journey_id)


@pytest.mark.parametrize(
    "email",
    ["", "ada", "@example.org", "ada@", "a b@example.org", "ada@example.org\nbcc: x@y.z", "a" * 251 + "@b.c"],
)
async def test_what_is_no_address_is_refused(service: RunningAccounts, email: str) -> None:
    with pytest.raises(InvalidEmail):
        await service.invited(email)


@pytest.mark.parametrize("email", ["blåbær@example.no", "rené@example.org"])
async def test_an_address_that_cannot_be_written_to_is_refused_with_the_reason(
    service: RunningAccounts, email: str
) -> None:
    with pytest.raises(InvalidEmail, match="Before the @ only plain letters work"):
        await service.invited(email)


# ASVS 6.2.1, 6.2.4, 6.2.9, 6.2.11, 6.2.12
@pytest.mark.parametrize(
    "password",
    [
        "1234567",
        "x" * 129,
        "password1",
        "PASSWORD1",
        "sunshine",
        "Soundings2026!",
        "harbourpilots1",
        "adabyron1815",
        "navigatrix-1",
    ],
)
async def test_a_password_that_is_tried_first_is_refused_and_the_invitation_stays(
    service: RunningAccounts, password: str
) -> None:
    secret = await service.invited("navigatrix@example.org")

    with pytest.raises(InvalidPassword):
        await service.accounts.accept_invitation(secret, name="Ada Byron", password=password, consents=())
    assert await service.accounts.get_invitation(secret) is not None


# ASVS 6.2.5, 6.2.7, 6.2.8
@pytest.mark.parametrize(
    "password",
    ["vqzkwrtp", "vqzkwrtplmxcbnd", "é" * 64, "x" * 127 + "y", "ⵣ 🎣 dypdelodd", "  two blanks  "],
)
async def test_any_letters_make_a_password_and_all_of_them_count(
    service: RunningAccounts, password: str
) -> None:
    await service.person(password=password)

    await service.signed_in(password=password)

    with pytest.raises(SignInFailed):
        await service.signed_in(password=password[:-1])


async def test_the_same_letters_from_another_keyboard_are_the_same_password(service: RunningAccounts) -> None:
    await service.person(password="blåbærgrød på bordet")

    signed = await service.signed_in(password="bla\u030abærgrød pa\u030a bordet")

    assert signed.caller.roles == {"client"}


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "Ada\u202eByron"])
async def test_what_is_no_name_is_refused(service: RunningAccounts, name: str) -> None:
    secret = await service.invited("ada@example.org")

    with pytest.raises(InvalidName):
        await service.accounts.accept_invitation(secret, name=name, password=PASSWORD, consents=())


async def test_a_consent_that_was_not_asked_for_is_not_taken(service: RunningAccounts) -> None:
    secret = await service.invited("ada@example.org", "coach")

    with pytest.raises(NotAllowed):
        await service.accounts.accept_invitation(secret, name="Ada", password=PASSWORD, consents=["research"])


async def test_another_organisation_knows_nobody_here(service: RunningAccounts) -> None:
    person = await service.person("ada@example.org")
    elsewhere = await service.accounts.create_organisation("Elsewhere")

    assert await service.accounts.names_of(service.tenant_id, [person.person_id]) == {
        person.person_id: "Ada Byron"
    }
    assert await service.accounts.names_of(elsewhere, [person.person_id]) == {}
