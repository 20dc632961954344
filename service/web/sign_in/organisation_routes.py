"""The pages for signing in at one's organisation: leaving for its identity provider."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from service.accounts.errors import NameRefused
from service.accounts.ground import NOBODY, name_normalised
from service.accounts.identities import NotLinked, OnlyWayIn
from service.http.account_dependencies import Asked, accounts_of, id_of, network_of, person_of
from service.http.form_body import fields
from service.http.provider_sign_in import Meant, leave, provider_of_people, providers_at
from service.http.redirect_paths import START, local_path
from service.web.account.routes import ACCOUNT, account_page
from service.web.error_pages import in_words
from service.web.invitation import consents_to, gone, offer_page
from service.web.rendering import page
from service.web.sign_in.organisation_callback import REFUSALS, refused
from service.web.sign_in.routes import Moment, Page, to


@get("/sign-in/organisation/{tenant:str}")
async def organisation_page(request: Request[Any, Any, Any], tenant: FromPath[str]) -> Page:
    """The address an organisation gives its people."""
    tenant_id = id_of(tenant)
    providers = await providers_at(request, tenant_id) if tenant_id else ()
    if not providers:
        raise NotFoundException
    return page("sign_in/providers.html", providers=providers)


@post("/sign-in/organisation")
async def sign_in(request: Request[Any, Any, Any], moment: Moment) -> Page:
    """Leave for a provider, to sign in."""
    answers = fields(await request.body())
    meant = {"for": "sign-in", "next": local_path(answers.get("next"))}
    return await _left(request, _place(answers), meant, moment, href="/sign-in")


@post("/invitation/organisation")
async def accept(request: Request[Any, Any, Any], moment: Moment) -> Page:
    """Leave for a provider, to accept an invitation with one's account there."""
    answers = fields(await request.body())
    secret = answers.get("invitation", "")
    found = await accounts_of(request).invitation(secret)
    if found is None or found.known:
        return gone()
    try:
        name = name_normalised(answers.get("name", ""))
    except NameRefused as refusal:
        return await offer_page(request, secret, found, answers, {"name": in_words(refusal)})
    chosen = {f"consent_{one}": "on" for one in consents_to(found, answers)}
    meant = {"for": "invitation", "invitation": secret, "name": name, **chosen}
    place = (found.tenant_id, _place(answers)[1])
    return await _left(request, place, meant, moment, href="/invitation", person_id=found.person_id)


@post("/account/organisation")
async def link(request: Request[Any, Any, Any], moment: Moment) -> Page:
    """Leave for a provider, to be known by one's account there as well."""
    caller, _ = person_of(request)
    await accounts_of(request).may_set_up(caller)
    place = (caller.tenant_id, _place(fields(await request.body()))[1])
    return await _left(request, place, {"for": "link"}, moment, href=ACCOUNT, person_id=caller.person_id)


@post("/account/organisation/unlink")
async def unlink(request: Request[Any, Any, Any]) -> Page:
    """Be known by one's account there no longer."""
    caller, _ = person_of(request)
    accounts = accounts_of(request)
    accounts.shown_lately(caller)
    _, provider_id = _place(fields(await request.body()))
    try:
        await provider_of_people(request).unlink(caller, provider_id)
    except (NotLinked, OnlyWayIn) as refusal:
        return await account_page(request, {"": in_words(refusal)})
    await accounts.tell_sign_in_changed(caller)
    return to(f"{ACCOUNT}?told=unlinked")


@post("/account/proof/organisation")
async def prove(request: Request[Any, Any, Any], moment: Moment) -> Page:
    """Leave for a provider, to show again who one is: it has to ask, whenever it last did."""
    caller, _ = person_of(request)
    answers = fields(await request.body())
    place, wanted = (caller.tenant_id, _place(answers)[1]), local_path(answers.get("next"))
    return await _left(
        request,
        place,
        {"for": "proof", "next": ACCOUNT if wanted == START else wanted},
        moment,
        href=ACCOUNT,
        person_id=caller.person_id,
        max_age=timedelta(0),
    )


async def _left(
    request: Asked,
    place: tuple[UUID, UUID],
    meant: Meant,
    moment: Moment,
    *,
    href: str,
    person_id: UUID | None = None,
    max_age: timedelta | None = None,
) -> Page:
    """On to the provider. By a page: browsers let no form of ours lead elsewhere, not by a redirect either."""
    await accounts_of(request).may_leave(network_of(request))
    try:
        departure = await leave(request, place, meant, moment, person_id=person_id, max_age=max_age)
    except REFUSALS as refusal:
        return refused(refusal, href)
    answer = page("sign_in/leaving.html", address=departure.address)
    answer.headers["set-cookie"] = departure.cookie
    return answer


def _place(answers: Mapping[str, str]) -> tuple[UUID, UUID]:
    """The organisation and the provider that a form names."""
    return id_of(answers.get("tenant", "")) or NOBODY, id_of(answers.get("provider", "")) or NOBODY
