"""What the database has of people: no address, no name and no secret can be read in it, nor are they left behind."""

from datetime import timedelta
from uuid import uuid4

from service.accounts.accounts import Accounts
from service.encryption.postgres import PostgresVault
from tests.accounts.running_accounts import NETWORK, NEW_PASSWORD, PASSWORD, House
from tests.encryption.doubles import Ring

NAME, EMAIL, LABEL = "Zephyrine Quill", "zephyrine@quill.example", "Quillbook"


async def a_full_life(house: House) -> tuple[list[str], str]:
    """Somebody who does all there is to do; what must stay unreadable, and what kind of person it is."""
    admin = await house.admin()
    journey_id = uuid4()
    invited = await house.invited(EMAIL, journey_id=journey_id)
    open_invitation = await house.invited("another@quill.example", "coach")
    person = await house.accounts.accept_invitation(
        invited, name=NAME, password=PASSWORD, consents=["research"]
    )
    signed = await house.signed_in(EMAIL)
    offer = await house.accounts.start_totp(signed.caller)
    totp, signed = await house.totp(signed)
    codes = await house.accounts.new_recovery_codes(signed.caller)
    token = await house.accounts.create_api_token(
        signed.caller, LABEL, {"read"}, house.at + timedelta(days=9)
    )
    signed = await house.accounts.set_password(signed.caller, NEW_PASSWORD, current=PASSWORD, network=NETWORK)
    link = await house.accounts.request_sign_in_link(EMAIL, NETWORK)
    assert link is not None
    secrets = [invited, open_invitation, signed.secret, admin.secret, token, link.secret, link.browser_secret]
    secrets += [offer.secret, totp.secret, *codes, *(code.replace("-", "") for code in codes)]
    return [*secrets, token.removeprefix("snd_")], str(person.person_id)


# ASVS 11.4.2, 13.3.1, 14.2.4
async def test_nothing_that_tells_who_somebody_is_and_no_secret_stands_in_any_table(house: House) -> None:
    secrets, _ = await a_full_life(house)

    dump = "\n".join((await house.dump()).values()).lower()

    hidden = [NAME, "zephyrine", "quill", EMAIL, LABEL, PASSWORD, NEW_PASSWORD, NETWORK, *secrets]
    assert [text for text in hidden if text.lower() in dump] == []
    assert [text for text in hidden if text.lower().encode().hex() in dump] == []


async def test_with_keys_in_the_database_it_is_the_same(house: House) -> None:
    house.accounts = Accounts(
        house.pool, PostgresVault(house.pool, Ring()), now=lambda: house.at, hash_pool=house.kept
    )

    secrets, person_id = await a_full_life(house)

    dump = "\n".join((await house.dump()).values()).lower()
    assert [text for text in (NAME, EMAIL, LABEL, *secrets) if text.lower() in dump] == []
    people = {str(one.person_id): one.name for one in await house.accounts.list_people(house.operator)}
    assert people[person_id] == NAME


async def test_the_dump_would_show_what_stood_there_in_the_clear(house: House) -> None:
    await house.founded(NAME)

    assert NAME in (await house.dump())["organisations"]


# ASVS 14.3.1
async def test_who_is_forgotten_leaves_the_record_of_roles_only(house: House) -> None:
    _, person_id = await a_full_life(house)
    [person] = [
        one for one in await house.accounts.list_people(house.operator) if str(one.person_id) == person_id
    ]

    await house.accounts.delete_person(house.tenant_id, person.person_id)

    left = {table for table, rows in (await house.dump()).items() if person_id in rows}
    assert left == {"role_changes"}


async def test_whose_keys_are_gone_has_no_name_and_the_rest_goes_on(house: House) -> None:
    person = await house.person()
    await house.vault.destroy(house.tenant_id, [person.person_id])

    [seen] = await house.accounts.list_people(house.operator)

    assert (seen.name, seen.email, seen.roles) == (None, None, frozenset({"client"}))
    assert await house.accounts.names_of(house.tenant_id, [person.person_id]) == {}
    assert (await house.signed_in()).caller.person_id == person.person_id
