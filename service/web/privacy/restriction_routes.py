"""Route handlers of restriction and erasure; an erasure is confirmed first, and can be withdrawn within some days."""

from collections.abc import Awaitable
from typing import get_args
from urllib.parse import quote
from uuid import UUID

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.errors import InvalidOperation
from service.accounts.errors import AccountError, StepUpRequired
from service.accounts.notices import ERASURE_GRACE_PERIOD
from service.authorization.authorized_journeys import AuthorizedJourney
from service.authorization.restrictions import RestrictionGround, RestrictionState
from service.http.dependencies import AnyRequest, DataSubjectRequestsDependency, ServicesDependency
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.localization.message_translation import translate_message
from service.web.error_pages import account_error_text
from service.web.form_data import FORM_ERROR, FormData, read_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.privacy.labels import ERASE_WORD
from service.web.privacy.routes import render_privacy_page
from service.web.rendering import HtmlResponse, redirect_to, render_page

REAUTHENTICATION_PATH = "/account/proof"
CONFIRMATION_WORD_REQUIRED = gettext_noop("Type the word %(word)s to confirm.")
GROUNDS: tuple[RestrictionGround, ...] = get_args(RestrictionGround)


@post("/journeys/{journey_id:uuid}/data/restriction", name="stop_use")
async def restrict_use(
    services: ServicesDependency,
    data_subject_requests: DataSubjectRequestsDependency,
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
) -> HtmlResponse:
    """Stop the use of a journey."""
    await _own(context, journey_id)
    form = await read_form(request)
    ground = form.choice("ground", GROUNDS, needed=True)
    if ground is None:
        return await render_privacy_page(
            services, request, context, journey_id, form, form_name="restriction"
        )
    await data_subject_requests.restrict(journey_id, ground)
    return redirect_to(f"/journeys/{journey_id}/data?told=stopped")


@post("/journeys/{journey_id:uuid}/data/lifting", name="lift_stop")
async def lift_restriction(
    services: ServicesDependency,
    data_subject_requests: DataSubjectRequestsDependency,
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
) -> HtmlResponse:
    """Let a journey be used again."""
    await _own(context, journey_id)
    lifting = data_subject_requests.lift(journey_id)
    if await _succeeds(form := FormData(), lifting):
        return redirect_to(f"/journeys/{journey_id}/data?told=lifted")
    return await render_privacy_page(services, request, context, journey_id, form)


@get("/journeys/{journey_id:uuid}/data/erase", name="erase_page")
async def erase_page(context: PageContextDependency, journey_id: FromPath[UUID]) -> HtmlResponse:
    """Whether one is sure."""
    return await _asked(context, journey_id, FormData())


@post("/journeys/{journey_id:uuid}/data/erase", name="erase_it")
async def request_erasure(
    data_subject_requests: DataSubjectRequestsDependency,
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
) -> HtmlResponse:
    """Have a journey erased when the days of grace are over."""
    await _own(context, journey_id)
    form, at = await read_form(request), f"/journeys/{journey_id}/data"
    word = current_translator().gettext(ERASE_WORD)
    if form.first("word").strip().casefold() not in {ERASE_WORD, word.casefold()}:
        form.add_error("word", current_translator().gettext(CONFIRMATION_WORD_REQUIRED) % {"word": word})
        return await _asked(context, journey_id, form)
    try:
        await data_subject_requests.request_erasure(journey_id)
    except StepUpRequired:
        return redirect_to(f"{REAUTHENTICATION_PATH}?next={quote(f'{at}/erase')}")
    except AccountError as error:
        form.add_error(FORM_ERROR, account_error_text(error))
        return await _asked(context, journey_id, form)
    return redirect_to(f"{at}?told=erase")


@post("/journeys/{journey_id:uuid}/data/keeping", name="keep_it")
async def withdraw_erasure(
    services: ServicesDependency,
    data_subject_requests: DataSubjectRequestsDependency,
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
) -> HtmlResponse:
    """Take back that a journey is to be erased."""
    await _own(context, journey_id)
    keeping = data_subject_requests.withdraw_erasure(journey_id)
    if await _succeeds(form := FormData(), keeping):
        return redirect_to(f"/journeys/{journey_id}/data?told=kept")
    return await render_privacy_page(services, request, context, journey_id, form)


async def _own(context: PageContext, journey_id: UUID) -> AuthorizedJourney:
    """The client's own journey, where accounts are kept. Raises `UnknownJourney`, `Forbidden`, `NotFoundException`."""
    folded = await context.load("read_access_log", journey_id)
    if context.rights is None:
        raise NotFoundException
    return folded


async def _succeeds(form: FormData, request: Awaitable[RestrictionState]) -> bool:
    """Whether a request goes through; if not, the form says why."""
    try:
        await request
    except InvalidOperation as error:
        form.add_error(FORM_ERROR, translate_message(current_translator(), error.message))
    return not form.errors


async def _asked(context: PageContext, journey_id: UUID, form: FormData) -> HtmlResponse:
    folded = await _own(context, journey_id)
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "privacy/erase.html",
            status=form.status,
            layout=context.client_layout(folded, "more"),
            at=f"/journeys/{journey_id}",
            form=form,
            word=current_translator().gettext(ERASE_WORD),
            days=ERASURE_GRACE_PERIOD.days,
        ),
    )


HANDLERS = (restrict_use, lift_restriction, erase_page, request_erasure, withdraw_erasure)
