"""Links in the database: answered once, for as long as they are open, and read by their client only."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from service.reply_links.links import LIMITS, LinkPurpose, TooManyLinks
from service.reply_links.replies import OrganisationReply, PointReply, SupporterReply
from service.reply_links.store import delete_expired_replies
from tests.reply_links.conftest import ELIN, Client

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
        await elin.links.store_reply(link, secret, uuid4(), reply) for reply in (REASONS, OrganisationReply())
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

    sent = await asyncio.gather(*(elin.links.store_reply(link, secret, uuid4(), REASONS) for _ in range(20)))

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
        assert await elin.links.decline(link, secret)
    elif how == "expired":
        elin.service.clock.on(days=21)
    elif how == "replaced":
        await elin.create(about)
    else:
        await elin.links.store_reply(link, secret, uuid4(), REASONS)

    assert await elin.links.find(secret) is None
    assert not await elin.links.store_reply(link, secret, uuid4(), REASONS)
    assert not await elin.links.decline(link, secret)


@pytest.mark.parametrize("secret", ["", "x", "x" * 43, "\x00", "\ud800", "a" * 1000])
async def test_a_wrong_address_finds_nothing(elin: Client, secret: str) -> None:
    await elin.create()

    assert await elin.links.find(secret) is None


async def test_nobody_else_reads_withdraws_or_counts_it(elin: Client, other: Client) -> None:
    secret = await elin.create()
    link = await elin.links.find(secret)
    assert link
    await elin.links.store_reply(link, secret, uuid4(), REASONS)
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
    await elin.create(purpose=purpose)


async def test_a_reply_is_deleted_by_its_client_or_after_ninety_days(elin: Client) -> None:
    ids = []
    for _ in range(3):
        secret = await elin.create(purpose="supporter")
        link = await elin.links.find(secret)
        assert link
        await elin.links.store_reply(link, secret, uuid4(), STRENGTH)
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
    assert await elin.links.list(elin.caller, elin.journey_id) == ()


async def test_a_reply_may_wait_for_another_day(elin: Client) -> None:
    secret = await elin.create()
    link = await elin.links.find(secret)
    assert link
    await elin.links.store_reply(link, secret, uuid4(), REASONS)
    tomorrow = elin.service.clock() + timedelta(days=1)

    assert await elin.links.postpone_reply(elin.caller, elin.journey_id, link.link_id, tomorrow)

    (kept,) = await elin.links.list(elin.caller, elin.journey_id)
    assert kept.postponed_until == tomorrow


async def test_a_link_closes_with_its_client_s_account(elin: Client) -> None:
    secret = await elin.create()

    await elin.service.accounts.disable(elin.service.by(), elin.caller.person_id)

    assert await elin.links.find(secret) is None
