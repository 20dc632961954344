"""What has run out goes, and what an organisation removed proves nothing any more."""

from datetime import timedelta

from service.accounts.challenges import Challenges
from service.accounts.identities import ProviderIdentity, UnlinkedIdentity, link_identity
from service.accounts.identity_providers import IdentityProviders
from service.postgres.connections import tenant_tx
from tests.accounts.running_accounts import RunningAccounts

BROWSER = "a browser's secret of many bits"


async def test_a_challenge_that_nobody_answered_is_swept_away(service: RunningAccounts) -> None:
    ceremonies = Challenges(service.pool, lambda: service.at)
    await ceremonies.issue(service.tenant_id, "passkey_sign_in", BROWSER, lasts=timedelta(minutes=5))
    service.pass_by(minutes=4)
    await service.accounts.purge_expired()
    before = (await service.dump())["ceremonies"]

    service.pass_by(minutes=1)
    await service.accounts.purge_expired()

    assert (before != "", (await service.dump())["ceremonies"]) == (True, "")


async def test_an_account_at_a_provider_that_was_removed_is_no_second_proof(service: RunningAccounts) -> None:
    ada, providers = (
        await service.person(),
        IdentityProviders(service.pool, service.vault, locally=False, now=lambda: service.at),
    )
    provider = await providers.add(
        service.tenant_id,
        called="Work",
        issuer="https://id.example",
        client_id="soundings",
        client_secret="shh",
    )
    identity = ProviderIdentity(
        tenant_id=service.tenant_id,
        issuer="https://id.example",
        subject=b"ada",
        amr=(),
        acr=None,
        strong=True,
        proved_at=service.at,
    )
    async with tenant_tx(service.pool, service.tenant_id) as connection:
        newcomer = UnlinkedIdentity(identity=identity, person_id=ada.person_id, invitation_id=None)
        await link_identity(connection, newcomer, ada.person_id, service.at)
    before = (await service.accounts.get_person(service.tenant_id, ada.person_id)).factors

    await providers.remove(service.tenant_id, provider.provider_id)

    after = (await service.accounts.get_person(service.tenant_id, ada.person_id)).factors
    assert (before, after) == (frozenset({"oidc"}), frozenset())
