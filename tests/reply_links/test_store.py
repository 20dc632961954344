"""Links in the database: answered once, for as long as they are open, and read by their client only."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from service.authorization.restrictions import Restrictions
from service.encryption.keyring import generate_keyring
from service.encryption.postgres import PostgresVault
from service.event_store.resealing import NOTE_RENEWAL
from service.postgres.connections import tenant_tx
from service.reply_links.link_sealer import reseal_replies
from service.reply_links.links import LIMITS, LinkPurpose, TooManyLinks, UnreadableReply
from service.reply_links.replies import OrganisationReply, PointReply, SupporterReply
from service.reply_links.store import ReplyLinks, delete_expired_replies
from tests.reply_links.conftest import ELIN, Client, a_form

REASONS = OrganisationReply(
    competence=PointReply(heard="not_enough", words="Two years of audits are asked for."),
    on_file=6,
    may_call=True,
)
STRENGTH = SupporterReply(strength="Calm when a deadline moves", seen_when="The move of the archive")


async def test_a_link_is_found_answered_once_and_read_by_its_client(elin: Client) -> None:
    secret = await elin.create()
    link = await elin.links.find(secret)
    assert link is not None
    assert link.text == ELIN

    sent = [
        await elin.links.store_reply(link, secret, a_form(), reply)
        for reply in (REASONS, OrganisationReply())
    ]

    (kept,) = await elin.links.list(elin.caller, elin.journey_id)
    assert sent == [True, False]
    assert kept.state == "replied"
    assert await elin.links.find(secret) is None
    assert await elin.links.read_reply(elin.caller, elin.journey_id, kept.link_id) == REASONS


async def test_of_many_replies_at_once_one_is_kept(elin: Client) -> None:
    secret = await elin.create()
    link = await elin.links.find(secret)
    assert link

    sent = await asyncio.gather(*(elin.links.store_reply(link, secret, a_form(), REASONS) for _ in range(20)))

    assert sorted(sent) == [False] * 19 + [True]


@pytest.mark.parametrize("how", ["withdrawn", "declined", "expired", "replaced", "used"])
async def test_what_cannot_be_answered_is_not_found(elin: Client, how: str) -> None:
    about = uuid4()
    secret = await elin.create(about)
    link = await elin.links.find(secret)
    assert link

    if how == "withdrawn":
        assert await elin.links.withdraw(elin.caller, elin.journey_id, link.link_id)
    elif how == "declined":
        assert await elin.links.decline(link, secret, a_form())
    elif how == "expired":
        elin.service.clock.on(days=21)
    elif how == "replaced":
        await elin.create(about)
    else:
        await elin.links.store_reply(link, secret, a_form(), REASONS)

    assert await elin.links.find(secret) is None
    assert not await elin.links.store_reply(link, secret, a_form(), REASONS)
    assert not await elin.links.decline(link, secret, a_form())


@pytest.mark.parametrize("secret", ["", "x", "x" * 43, "\x00", "\ud800", "a" * 1000])
async def test_a_wrong_address_finds_nothing(elin: Client, secret: str) -> None:
    await elin.create()

    assert await elin.links.find(secret) is None


async def test_nobody_else_reads_withdraws_or_counts_it(elin: Client, other: Client) -> None:
    secret = await elin.create()
    link = await elin.links.find(secret)
    assert link
    await elin.links.store_reply(link, secret, a_form(), REASONS)
    waiting = link.link_id, elin.journey_id

    assert await other.links.list(other.caller, waiting[1]) == ()
    assert await other.links.read_reply(other.caller, waiting[1], waiting[0]) is None
    assert not await other.links.discard_reply(other.caller, waiting[1], waiting[0])
    assert not await other.links.withdraw(other.caller, waiting[1], waiting[0])
    assert await other.links.create(other.caller, waiting[1], "organisation", uuid4(), ELIN) is None
    assert await elin.links.read_reply(elin.caller, waiting[1], waiting[0]) == REASONS


async def withdraw_all(client: Client) -> None:
    for link in await client.links.list(client.caller, client.journey_id):
        await client.links.withdraw(client.caller, client.journey_id, link.link_id)


@pytest.mark.parametrize("purpose", ["organisation", "supporter"])
async def test_so_many_are_open_and_so_many_are_made_in_a_month(elin: Client, purpose: LinkPurpose) -> None:
    limits = LIMITS[purpose]
    made = await asyncio.gather(
        *(elin.create(purpose=purpose) for _ in range(limits.most_open + 2)), return_exceptions=True
    )
    assert sum(isinstance(one, TooManyLinks) and one.limit == "open" for one in made) == 2

    for _ in range(limits.most_in_a_month - limits.most_open):
        await withdraw_all(elin)
        await elin.create(purpose=purpose)
    await withdraw_all(elin)
    with pytest.raises(TooManyLinks) as refused:
        await elin.create(purpose=purpose)

    assert refused.value.limit == "month"
    elin.service.clock.on(days=31)
    await elin.create(uuid4(), purpose)


async def test_a_reply_is_deleted_by_its_client_or_after_ninety_days(elin: Client) -> None:
    ids = []
    for _ in range(3):
        secret = await elin.create(purpose="supporter")
        link = await elin.links.find(secret)
        assert link
        await elin.links.store_reply(link, secret, a_form(), STRENGTH)
        ids.append(link.link_id)
    first, second, third = ids
    assert await elin.links.discard_reply(elin.caller, elin.journey_id, first)
    assert not await elin.links.discard_reply(elin.caller, elin.journey_id, first)

    workers = elin.service.app.state.services.worker_pool
    elin.service.clock.on(days=89)
    await delete_expired_replies(workers, elin.service.clock())
    assert await elin.links.read_reply(elin.caller, elin.journey_id, second) == STRENGTH
    elin.service.clock.on(days=1)
    await delete_expired_replies(workers, elin.service.clock())

    assert await elin.links.read_reply(elin.caller, elin.journey_id, third) is None
    assert {one.state for one in await elin.links.list(elin.caller, elin.journey_id)} == {"closed"}
    elin.service.clock.on(days=14)
    await delete_expired_replies(workers, elin.service.clock())
    assert await elin.links.list(elin.caller, elin.journey_id) == ()


async def test_a_reply_may_wait_for_another_day(elin: Client) -> None:
    secret = await elin.create()
    link = await elin.links.find(secret)
    assert link
    await elin.links.store_reply(link, secret, a_form(), REASONS)
    tomorrow = elin.service.clock() + timedelta(days=1)

    assert await elin.links.postpone_reply(elin.caller, elin.journey_id, link.link_id, tomorrow)

    (kept,) = await elin.links.list(elin.caller, elin.journey_id)
    assert kept.postponed_until == tomorrow


async def test_a_link_closes_with_its_client_s_account(elin: Client) -> None:
    secret = await elin.create()

    await elin.service.accounts.disable(elin.service.by(), elin.caller.person_id)

    assert await elin.links.find(secret) is None


async def test_a_form_is_told_from_another_by_what_stands_in_it(elin: Client) -> None:
    secret, form_id = await elin.create(), uuid4()
    link = await elin.links.find(secret)
    assert link
    sent, changed = a_form(form_id, ["yes"]), a_form(form_id, ["no"])
    await elin.links.store_reply(link, secret, sent, REASONS)

    assert await elin.links.find_receipt(secret, sent) == "same"
    assert await elin.links.find_receipt(secret, changed) == "other"
    assert await elin.links.find_receipt(secret, a_form()) is None
    assert await elin.links.find_receipt("x" + secret[1:], sent) is None


async def test_a_reply_that_is_sealed_while_keys_are_exchanged_can_be_read(elin: Client) -> None:
    """A process that still has the old keys at hand takes a reply, and makes a link."""
    services, clock, keyring = elin.service.app.state.services, elin.service.clock, generate_keyring()
    held, other = (PostgresVault(services.pool, lambda: keyring, look_again=seconds) for seconds in (3600, 0))
    here, there = (ReplyLinks(services.pool, vault, now=clock) for vault in (held, other))
    about = uuid4()
    secret = await here.create(elin.caller, elin.journey_id, "supporter", about, ELIN)
    assert secret
    link = await here.find(secret)
    assert link

    await exchange_keys(elin, other)
    assert await here.store_reply(link, secret, a_form(), STRENGTH)
    await exchange_keys(elin, other)
    second = await here.create(elin.caller, elin.journey_id, "supporter", uuid4(), ELIN)

    assert await there.read_reply(elin.caller, elin.journey_id, link.link_id) == STRENGTH
    assert second
    assert await there.find(second)
    # Who reads with keys that were exchanged meanwhile loads the new ones.
    await exchange_keys(elin, other)
    assert await here.read_reply(elin.caller, elin.journey_id, link.link_id) == STRENGTH


async def test_a_link_is_not_lost_that_is_made_while_keys_are_exchanged(elin: Client) -> None:
    services, clock, keyring = elin.service.app.state.services, elin.service.clock, generate_keyring()
    vault = PostgresVault(services.pool, lambda: keyring, look_again=0)
    links = ReplyLinks(services.pool, vault, now=clock)
    await links.create(elin.caller, elin.journey_id, "organisation", uuid4(), ELIN)

    for _ in range(5):
        about = uuid4()
        secret, _ = await asyncio.gather(
            links.create(elin.caller, elin.journey_id, "supporter", about, ELIN), exchange_keys(elin, vault)
        )
        assert secret
        link = await links.find(secret)
        assert link
        await links.withdraw(elin.caller, elin.journey_id, link.link_id)


async def test_what_cannot_be_opened_does_not_stop_the_exchange_of_keys(elin: Client) -> None:
    services, clock, keyring = elin.service.app.state.services, elin.service.clock, generate_keyring()
    vault = PostgresVault(services.pool, lambda: keyring, look_again=0)
    links, ids = ReplyLinks(services.pool, vault, now=clock), []
    for _ in range(2):
        secret = await links.create(elin.caller, elin.journey_id, "supporter", uuid4(), ELIN)
        assert secret
        link = await links.find(secret)
        assert link
        await links.store_reply(link, secret, a_form(), STRENGTH)
        ids.append(link.link_id)
    async with tenant_tx(services.pool, elin.caller.tenant_id) as connection:
        await connection.execute("update reply_links set reply = 'damaged!' where link_id = $1", ids[0])

    await exchange_keys(elin, vault)

    with pytest.raises(UnreadableReply):
        await links.read_reply(elin.caller, elin.journey_id, ids[0])
    assert await links.read_reply(elin.caller, elin.journey_id, ids[1]) == STRENGTH


async def exchange_keys(client: Client, vault: PostgresVault) -> None:
    """What happens when a value is overwritten, without the log."""
    tenant_id, journey_id = client.caller.tenant_id, client.journey_id
    async with tenant_tx(client.service.app.state.services.worker_pool, tenant_id) as connection:
        keys = await vault.renew(connection, tenant_id, journey_id)
        await reseal_replies(connection, tenant_id, journey_id, keys)
        await connection.execute(NOTE_RENEWAL, tenant_id, journey_id, None, keys.version)


@pytest.mark.parametrize("how", ["restriction", "erasure"])
async def test_while_a_journey_is_restricted_no_reply_is_swept(elin: Client, how: str) -> None:
    restrictions, workers = restrictions_of(elin), elin.service.app.state.services.worker_pool
    link_id = await a_waiting_reply(elin)
    place = elin.caller.tenant_id, elin.journey_id
    if how == "restriction":
        await restrictions.place(*place, elin.caller.person_id, "client", "claims")
    else:
        await restrictions.request_erasure(*place, elin.caller.person_id)

    elin.service.clock.on(days=200)
    await delete_expired_replies(workers, elin.service.clock())

    assert await elin.links.read_reply(elin.caller, elin.journey_id, link_id) == STRENGTH
    if how == "restriction":
        await restrictions.lift(*place, ["client"])
        elin.service.clock.on(days=13)
        await delete_expired_replies(workers, elin.service.clock())
        assert await elin.links.read_reply(elin.caller, elin.journey_id, link_id) == STRENGTH
        elin.service.clock.on(days=1)
        assert await elin.links.read_reply(elin.caller, elin.journey_id, link_id) is None
        await delete_expired_replies(workers, elin.service.clock())
        assert await elin.links.list(elin.caller, elin.journey_id) == ()


async def test_a_reply_is_gone_after_ninety_days_also_before_it_is_swept(elin: Client) -> None:
    link_id = await a_waiting_reply(elin)

    elin.service.clock.on(days=90)

    assert await elin.links.read_reply(elin.caller, elin.journey_id, link_id) is None
    assert [one.state for one in await elin.links.list(elin.caller, elin.journey_id)] == ["closed"]


@pytest.mark.parametrize("how", ["disabled", "restricted", "erasure asked", "deleted"])
async def test_nothing_comes_in_after_the_page_was_opened_and_the_client_went(elin: Client, how: str) -> None:
    """Between finding the link and storing what came."""
    secret = await elin.create()
    link = await elin.links.find(secret)
    assert link
    place = elin.caller.tenant_id, elin.journey_id, elin.caller.person_id
    if how == "disabled":
        await elin.service.accounts.disable(elin.service.by(), elin.caller.person_id)
    elif how == "restricted":
        await restrictions_of(elin).place(*place, "client", "wish")
    elif how == "erasure asked":
        await restrictions_of(elin).request_erasure(*place)
    else:
        async with tenant_tx(elin.service.app.state.services.pool, elin.caller.tenant_id) as connection:
            await connection.execute("delete from clients where journey_id = $1", elin.journey_id)

    assert not await elin.links.store_reply(link, secret, a_form(), REASONS)
    assert not await elin.links.decline(link, secret, a_form())
    assert await elin.links.find(secret) is None


def restrictions_of(client: Client) -> Restrictions:
    found = client.service.app.state.services.accounts.authorizer.restrictions
    assert isinstance(found, Restrictions)
    return found


async def a_waiting_reply(client: Client) -> UUID:
    secret = await client.create(purpose="supporter")
    link = await client.links.find(secret)
    assert link
    await client.links.store_reply(link, secret, a_form(), STRENGTH)
    return link.link_id
