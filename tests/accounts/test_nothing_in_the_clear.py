"""What the database has of people: no address, no name and no secret can be read in it, nor are they left behind."""

from datetime import timedelta
from uuid import uuid4

from service.accounts.accounts import Accounts
from service.encryption.postgres import PostgresVault
from service.postgres.connections import tenant_tx
from tests.accounts.running_accounts import BROWSER, NETWORK, NEW_PASSWORD, PASSWORD, SOURCE, RunningAccounts
from tests.encryption.doubles import ExchangeableKeyring

NAME, EMAIL, LABEL = "Zephyrine Quill", "zephyrine@quill.example", "Quillbook"


INSERT_SEEN = (
    "insert into seen_news (tenant_id, person_id, journey_id, number, seen_at) values ($1, $2, $3, 12, now())"
)


async def a_full_life(service: RunningAccounts) -> tuple[list[str], str]:
    """Somebody who does all there is to do; what must stay unreadable, and what kind of person it is."""
    admin = await service.admin()
    journey_id = uuid4()
    invited = await service.invited(EMAIL, journey_id=journey_id)
    open_invitation = await service.invited("another@quill.example", "coach")
    person = await service.accounts.accept_invitation(
        invited, name=NAME, password=PASSWORD, consents=["research"]
    )
    signed = await service.signed_in(EMAIL)
    offer = await service.accounts.credentials.start_totp(signed.caller)
    totp, signed = await service.totp(signed)
    codes = await service.accounts.credentials.new_recovery_codes(signed.caller)
    token = await service.accounts.create_api_token(
        signed.caller, LABEL, {"read"}, service.at + timedelta(days=9)
    )
    signed = await service.accounts.credentials.set_password(
        signed.caller, NEW_PASSWORD, current=PASSWORD, source=SOURCE
    )
    link = await service.accounts.request_sign_in_link(EMAIL, SOURCE, BROWSER)
    assert link is not None
    secrets = [invited, open_invitation, signed.secret, admin.secret, token, link.secret, BROWSER]
    secrets += [offer.secret, totp.secret, *codes, *(code.replace("-", "") for code in codes)]
    return [*secrets, token.removeprefix("snd_")], str(person.person_id)


# ASVS 11.4.2, 13.3.1, 14.2.4
async def test_nothing_that_tells_who_somebody_is_and_no_secret_stands_in_any_table(
    service: RunningAccounts,
) -> None:
    secrets, _ = await a_full_life(service)

    dump = "\n".join((await service.dump()).values()).lower()

    hidden = [NAME, "zephyrine", "quill", EMAIL, LABEL, PASSWORD, NEW_PASSWORD, NETWORK, *secrets]
    assert [text for text in hidden if text.lower() in dump] == []
    assert [text for text in hidden if text.lower().encode().hex() in dump] == []


async def test_with_keys_in_the_database_it_is_the_same(service: RunningAccounts) -> None:
    service.accounts = Accounts(
        service.pool,
        PostgresVault(service.pool, ExchangeableKeyring()),
        now=lambda: service.at,
        hash_pool=service.kept,
    )

    secrets, person_id = await a_full_life(service)

    dump = "\n".join((await service.dump()).values()).lower()
    assert [text for text in (NAME, EMAIL, LABEL, *secrets) if text.lower() in dump] == []
    people = {str(one.person_id): one.name for one in await service.accounts.list_people(service.operator)}
    assert people[person_id] == NAME


async def test_the_dump_would_show_what_stood_there_in_the_clear(service: RunningAccounts) -> None:
    await service.founded(NAME)

    assert NAME in (await service.dump())["organisations"]


# ASVS 14.3.1
async def test_who_is_forgotten_leaves_the_record_of_roles_only(service: RunningAccounts) -> None:
    _, person_id = await a_full_life(service)
    [person] = [
        one for one in await service.accounts.list_people(service.operator) if str(one.person_id) == person_id
    ]
    async with tenant_tx(service.pool, service.tenant_id) as connection:
        await connection.execute(INSERT_SEEN, service.tenant_id, person.person_id, uuid4())

    await service.accounts.delete_person(service.tenant_id, person.person_id)

    left = {table for table, rows in (await service.dump()).items() if person_id in rows}
    assert left == {"role_changes"}


async def test_whose_keys_are_gone_has_no_name_and_the_rest_goes_on(service: RunningAccounts) -> None:
    person = await service.person()
    await service.vault.destroy(service.tenant_id, [person.person_id])

    [seen] = await service.accounts.list_people(service.operator)

    assert (seen.name, seen.email, seen.roles) == (None, None, frozenset({"client"}))
    assert await service.accounts.names_of(service.tenant_id, [person.person_id]) == {}
    assert (await service.signed_in()).caller.person_id == person.person_id
