"""Forgetting somebody one met: asked once more, for it cannot be undone."""

from uuid import UUID

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.errors import InvalidOperation
from projections.network.projection import NETWORK
from projections.strengths.projection import STRENGTHS
from service.http.dependencies import AnyRequest, DataSubjectRequestsDependency
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.localization.message_translation import translate_message
from service.personal_data.erasure.contact_eraser import UnknownContact
from service.personal_data.erasure.ledger import LedgerBusy
from service.web.form_data import FORM_ERROR, FormData, read_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.people.page import PROJECTIONS, build_person_page
from service.web.rendering import HtmlResponse, redirect_to, render_page

CONFIRMATION_REQUIRED = gettext_noop("Tick the box first: this cannot be undone.")
BUSY = gettext_noop("Something else is being erased. Try again in a minute.")


@get("/journeys/{journey_id:uuid}/people/{contact_id:uuid}/forget", name="forget")
async def forget_page(
    context: PageContextDependency, journey_id: FromPath[UUID], contact_id: FromPath[UUID]
) -> HtmlResponse:
    """Whether one is sure."""
    return await _asked(context, journey_id, contact_id, FormData())


@post("/journeys/{journey_id:uuid}/people/{contact_id:uuid}/forget", name="forget_it")
async def forget_contact(
    data_subject_requests: DataSubjectRequestsDependency,
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    contact_id: FromPath[UUID],
) -> HtmlResponse:
    """Forget somebody, for good."""
    await context.load("read_network", journey_id)
    form = await read_form(request)
    if form.first("sure") != "yes":
        form.add_error("sure", current_translator().gettext(CONFIRMATION_REQUIRED))
        return await _asked(context, journey_id, contact_id, form)
    try:
        await data_subject_requests.forget_contact(journey_id, contact_id)
    except UnknownContact:
        raise NotFoundException from None
    except LedgerBusy:
        form.add_error(FORM_ERROR, current_translator().gettext(BUSY))
        return await _asked(context, journey_id, contact_id, form)
    except InvalidOperation as error:
        form.add_error(FORM_ERROR, translate_message(current_translator(), error.message))
        return await _asked(context, journey_id, contact_id, form)
    return redirect_to(f"/journeys/{journey_id}/people?told=forgotten")


async def _asked(context: PageContext, journey_id: UUID, contact_id: UUID, form: FormData) -> HtmlResponse:
    folded = await context.load_own(journey_id, *PROJECTIONS)
    shown = build_person_page(folded.journey, folded.view(NETWORK), folded.view(STRENGTHS), contact_id)
    if shown is None or shown.person.name is None:
        raise NotFoundException
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "people/forget.html",
            status=form.status,
            layout=context.client_layout(folded, "more"),
            at=f"/journeys/{journey_id}",
            form=form,
            person=shown.person,
        ),
    )


HANDLERS = (forget_page, forget_contact)
