"""Route handlers of the page of sight and data: readers, accesses, consents, the coach and the plan."""

from collections.abc import Sequence
from uuid import UUID

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.journey.decide import UserCommand
from service.accounts.coaches import Coach
from service.accounts.errors import UnknownCoach
from service.accounts.invitation_terms import CONSENT_WORDING_VERSION
from service.application.coach_assignment import coach_choice_commands
from service.authorization.access_log import UnknownAccessCursor
from service.container import Services
from service.http.dependencies import (
    AnyRequest,
    ServicesDependency,
    get_data_subject_requests,
    require_accounts,
)
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.localization.locales import LANGUAGE_NAMES
from service.web.error_pages import account_error_text
from service.web.form_data import FormData, read_form
from service.web.form_submission import (
    FormContext,
    confirmation_text,
    form_batch,
    submit_commands,
    submit_form,
)
from service.web.page_context import PageContext, PageContextDependency, set_entries_recorded
from service.web.privacy import labels
from service.web.privacy.access_log import group_accesses
from service.web.privacy.coach_choice import ACCENTS, coach_cards
from service.web.privacy.forms import (
    PRIVACY_FORMS,
    SCOPE_REQUIRED,
    SCOPES,
    WEEKLY_GOAL_CHOICES,
)
from service.web.privacy.page import PROJECTIONS, build_privacy_page
from service.web.privacy.studies import load_study_questions
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.sign_in.labels import CONSENT_SENTENCES
from service.web.trust import trust_confirmations

ACCESSES_ON_PAGE, ACCESSES_ON_LOG_PAGE = 30, 200
"""Looks that are asked for: on the page, and on the page of all of them."""
ACCESSES_SHOWN = 3
OTHER_CONFIRMATIONS = {
    "coach": gettext_noop("This is your coach now. Any previous coach can no longer see anything."),
    "stopped": gettext_noop(
        "Stopped. Only you can read this journey, and nothing can be added until you lift the stop."
    ),
    "lifted": gettext_noop("Lifted. Everyone you share this journey with can see it again."),
    "erase": gettext_noop("It will be erased after these days. Until then you can still keep it."),
    "study-later": gettext_noop("Not now. You will not be asked again, and can still agree below."),
    "kept": gettext_noop("Nothing was erased. Your journey stays."),
}
COACH_REQUIRED = gettext_noop("Choose one of them.")


@get("/journeys/{journey_id:uuid}/data", name="data")
async def privacy_page(
    services: ServicesDependency,
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
) -> HtmlResponse:
    """Who sees what, and what can be done about one's own data."""
    return await render_privacy_page(services, request, context, journey_id, FormData())


@get("/journeys/{journey_id:uuid}/data/looks", name="looks")
async def access_log_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Shows the whole access log."""
    folded = await context.load("read_access_log", journey_id)
    try:
        found = await context.journeys.access_records(
            folded, request.query_params.get("after"), ACCESSES_ON_LOG_PAGE
        )
    except UnknownAccessCursor:
        raise NotFoundException from None
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "privacy/access_log.html",
            layout=context.client_layout(folded, "more"),
            at=f"/journeys/{journey_id}",
            looks=tuple(group_accesses(found.looks, found.names, folded.journey.time_zone)),
            next=found.next,
            first="after" not in request.query_params,
            accounts=context.rights is not None,
            data_words=labels,
        ),
    )


@post("/journeys/{journey_id:uuid}/data/{form_name:str}", name="data_deed")
async def submit_privacy_form(
    services: ServicesDependency,
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    form_name: FromPath[str],
) -> HtmlResponse:
    """Decide about sight, a consent or the plan."""
    about = FormContext(folded=await context.load("read_access_log", journey_id))
    form = await read_form(request)
    if await submit_form(context, about, PRIVACY_FORMS, form_name, form):
        done = PRIVACY_FORMS[form_name].confirmation_name(form_name, form)
        return redirect_to(f"/journeys/{journey_id}/data?told={done}")
    return await render_privacy_page(services, request, context, journey_id, form, form_name=form_name)


@post("/journeys/{journey_id:uuid}/data/study-later", name="answer_study_later")
async def answer_study_later(
    services: ServicesDependency,
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
) -> HtmlResponse:
    """Answer a study with Not now: it is not asked again, and can still be agreed to."""
    folded = await context.load("read_access_log", journey_id)
    form = await read_form(request)
    study_id = form.uuid("study_id", needed=True)
    if not folded.own or study_id is None:
        raise NotFoundException
    await services.studies.decline(context.caller.tenant_id, journey_id, study_id)
    return redirect_to(f"/journeys/{journey_id}/data?told=study-later")


@post("/journeys/{journey_id:uuid}/data/coach", name="choose_coach")
async def choose_coach(
    services: ServicesDependency,
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
) -> HtmlResponse:
    """Choose a coach, or another one, and say how much they see."""
    folded = await context.load("read_access_log", journey_id)
    accounts = require_accounts(services).accounts
    form, translator = await read_form(request), current_translator()
    coach_id = form.uuid("coach_id", needed=translator.gettext(COACH_REQUIRED))
    scope = form.choice("coach_scope", SCOPES, needed=translator.gettext(SCOPE_REQUIRED))
    commands: Sequence[UserCommand] = ()
    if coach_id:
        try:
            commands = await coach_choice_commands(
                accounts, context.caller.tenant_id, coach_id, scope, folded.today
            )
        except UnknownCoach as error:
            if recorded := await context.journeys.recorded_result(journey_id, form_batch(form, ())):
                set_entries_recorded(recorded.version)
                return redirect_to(f"/journeys/{journey_id}/data?told=coach")
            form.add_error("coach_id", account_error_text(error))
    if (
        commands
        and not form.errors
        and await submit_commands(context, journey_id, form, *commands, where=_of_coach)
    ):
        return redirect_to(f"/journeys/{journey_id}/data?told=coach")
    return await render_privacy_page(services, request, context, journey_id, form, form_name="coach")


def _of_coach(_command: int, field: str) -> str:
    return "coach_scope" if field == "scope" else "coach_id"


async def render_privacy_page(
    services: Services,
    request: AnyRequest,
    context: PageContext,
    journey_id: UUID,
    form: FormData,
    *,
    form_name: str = "",
) -> HtmlResponse:
    """The page, with what was filled in. Raises `UnknownJourney`, `Forbidden`."""
    folded = await context.load("read_access_log", journey_id, *PROJECTIONS)
    accounts = context.rights is not None
    personal = get_data_subject_requests(services, context.caller) if accounts else None
    found = await context.journeys.access_records(folded, None, ACCESSES_ON_PAGE)
    looks = tuple(group_accesses(found.looks, found.names, folded.journey.time_zone))
    status = await personal.status(journey_id) if personal else None
    coaches = await _coaches(services, context)
    questions = await load_study_questions(
        context,
        services.studies,
        journey_id,
        folded.journey,
        current_translator().language,
    )
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "privacy/privacy.html",
            status=form.status,
            layout=context.client_layout(folded, "more"),
            at=f"/journeys/{journey_id}",
            form=form,
            form_name=form_name,
            confirmation=confirmation_text(
                request,
                PRIVACY_FORMS,
                OTHER_CONFIRMATIONS | trust_confirmations(folded.journey, folded.today, current_translator()),
            ),
            page=build_privacy_page(
                folded,
                status,
                looks[:ACCESSES_SHOWN],
                current_translator(),
            ),
            more_looks=len(looks) > ACCESSES_SHOWN or found.next is not None,
            coaches=coach_cards(
                coaches, folded.journey.intake.agreement.question if folded.journey.intake.agreement else None
            ),
            accents=ACCENTS,
            questions=questions,
            today=folded.today,
            goals=[(one, one) for one in WEEKLY_GOAL_CHOICES],
            languages_of=LANGUAGE_NAMES,
            data_words=labels,
            purposes=CONSENT_SENTENCES,
            wording=CONSENT_WORDING_VERSION,
            accounts=accounts,
        ),
    )


async def _coaches(services: Services, context: PageContext) -> list[Coach]:
    """Who takes clients; where no accounts are kept, nobody knows of any."""
    if services.accounts is None:
        return []
    return await services.accounts.accounts.list_coaches(context.caller.tenant_id)


HANDLERS = (privacy_page, access_log_page, submit_privacy_form, answer_study_later, choose_coach)
