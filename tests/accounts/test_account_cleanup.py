"""What has run out goes, and what an organisation removed proves nothing any more."""

from datetime import timedelta

from service.accounts.challenges import Challenges
from service.accounts.identities import ProviderIdentity, UnlinkedIdentity, link_identity
from service.accounts.identity_providers import IdentityProviders
from service.postgres.connections import tenant_tx
from tests.accounts.running_accounts import House

BROWSER = "a browser's secret of many bits"


async def test_a_challenge_that_nobody_answered_is_swept_away(house: House) -> None:
    ceremonies = Challenges(house.pool, lambda: house.at)
    await ceremonies.issue(house.tenant_id, "passkey_sign_in", BROWSER, lasts=timedelta(minutes=5))
    house.pass_by(minutes=4)
    await house.accounts.purge_expired()
    before = (await house.dump())["ceremonies"]

    house.pass_by(minutes=1)
    await house.accounts.purge_expired()

    assert (before != "", (await house.dump())["ceremonies"]) == (True, "")


async def test_an_account_at_a_provider_that_was_removed_is_no_second_proof(house: House) -> None:
    ada, providers = (
        await house.person(),
        IdentityProviders(house.pool, house.vault, locally=False, now=lambda: house.at),
    )
    provider = await providers.add(
        house.tenant_id,
        called="Work",
        issuer="https://id.example",
        client_id="soundings",
        client_secret="shh",
    )
    identity = ProviderIdentity(
        tenant_id=house.tenant_id,
        issuer="https://id.example",
        subject=b"ada",
        amr=(),
        acr=None,
        strong=True,
        proved_at=house.at,
    )
    async with tenant_tx(house.pool, house.tenant_id) as connection:
        newcomer = UnlinkedIdentity(identity=identity, person_id=ada.person_id, invitation_id=None)
        await link_identity(connection, newcomer, ada.person_id, house.at)
    before = (await house.accounts.get_person(house.tenant_id, ada.person_id)).factors

    await providers.remove(house.tenant_id, provider.provider_id)

    after = (await house.accounts.get_person(house.tenant_id, ada.person_id)).factors
    assert (before, after) == (frozenset({"oidc"}), frozenset())
