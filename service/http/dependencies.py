"""Dependencies that Litestar injects by parameter name: the services, the caller,
and what the caller may see.
"""

from datetime import datetime
from typing import Any

from litestar import Request
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException
from litestar.params import SkipValidation

from service.account_services import AccountServices
from service.accounts.accounts import Accounts
from service.accounts.caller import Caller
from service.accounts.passkeys import Passkeys
from service.atlas.atlas import Atlas
from service.authorization.authorized_caseload import AuthorizedCaseload
from service.authorization.authorized_desk import AuthorizedDesk
from service.authorization.authorized_journeys import AuthorizedJourneys
from service.authorization.authorized_programmes import AuthorizedProgrammeList, AuthorizedProgrammes
from service.authorization.authorized_studies import AuthorizedStudies
from service.authorization.authorizer import ANONYMOUS_CALLER, Authorizer
from service.container import Services
from service.http.request_context import current_request
from service.personal_data.data_subject_requests import DataSubjectRequests
from service.personal_data.redaction_requests import RedactionRequests
from service.personal_data.retention.settings import RetentionSettings
from service.processes.programme_handover import ProgrammeHandover
from service.read_models.progress import ReadModelProgress
from service.research.authorized_analyses import AuthorizedAnalyses
from service.research.authorized_exports import AuthorizedExports

AnyRequest = Request[Any, Any, Any]

ServicesDependency = NamedDependency[SkipValidation[Services]]
AccountServicesDependency = NamedDependency[SkipValidation[AccountServices]]
AccountsDependency = NamedDependency[SkipValidation[Accounts]]
PasskeysDependency = NamedDependency[SkipValidation[Passkeys]]
AtlasDependency = NamedDependency[SkipValidation[Atlas]]
CallerDependency = NamedDependency[SkipValidation[Caller]]
CaseloadDependency = NamedDependency[SkipValidation[AuthorizedCaseload]]
DeskDependency = NamedDependency[SkipValidation[AuthorizedDesk]]
DataSubjectRequestsDependency = NamedDependency[SkipValidation[DataSubjectRequests]]
JourneysDependency = NamedDependency[SkipValidation[AuthorizedJourneys]]
MomentDependency = NamedDependency[SkipValidation[datetime]]
ProgrammeListDependency = NamedDependency[SkipValidation[AuthorizedProgrammeList]]
AnalysesDependency = NamedDependency[SkipValidation[AuthorizedAnalyses]]
ExportsDependency = NamedDependency[SkipValidation[AuthorizedExports]]
StudiesDependency = NamedDependency[SkipValidation[AuthorizedStudies]]
ProgrammesDependency = NamedDependency[SkipValidation[AuthorizedProgrammes]]
ProgressDependency = NamedDependency[SkipValidation[ReadModelProgress]]
RedactionRequestsDependency = NamedDependency[SkipValidation[RedactionRequests]]
RetentionSettingsDependency = NamedDependency[SkipValidation[RetentionSettings]]


def get_services(state: State) -> Services:
    """The services of the running application, for code that is not a Litestar handler."""
    services: Services = state.services
    return services


def get_authorizer(services: Services) -> Authorizer | None:
    """The authorizer; None without accounts."""
    return services.accounts.authorizer if services.accounts else None


def get_caller() -> Caller:
    """The caller of the request; `ANONYMOUS_CALLER` at addresses that need no sign-in."""
    return current_request().caller or ANONYMOUS_CALLER


def get_moment(services: ServicesDependency) -> datetime:
    """The time of the request."""
    return services.clock()


def get_atlas(services: ServicesDependency) -> Atlas:
    return services.atlas


def get_progress(services: ServicesDependency) -> ReadModelProgress:
    return services.progress


def require_accounts(services: ServicesDependency) -> AccountServices:
    """The services of accounts. Raises `NotFoundException` where there are no accounts."""
    if services.accounts is None:
        raise NotFoundException
    return services.accounts


def _accounts(services: ServicesDependency) -> Accounts:
    return require_accounts(services).accounts


def _passkeys(services: ServicesDependency) -> Passkeys:
    return require_accounts(services).passkeys


def get_journeys(services: ServicesDependency, caller: CallerDependency) -> AuthorizedJourneys:
    return AuthorizedJourneys(caller, services.journeys, get_authorizer(services), services.studies)


def get_caseload(services: ServicesDependency, caller: CallerDependency) -> AuthorizedCaseload:
    return AuthorizedCaseload(caller, services.caseload, services.journeys, get_authorizer(services))


def get_desk(services: ServicesDependency, caller: CallerDependency) -> AuthorizedDesk:
    return AuthorizedDesk(
        caller, services.caseload, services.journeys, get_authorizer(services), services.seen_news
    )


def get_programmes(services: ServicesDependency, caller: CallerDependency) -> AuthorizedProgrammes:
    handover = ProgrammeHandover(services.programmes, services.journeys)
    return AuthorizedProgrammes(
        caller,
        services.programmes,
        services.journeys,
        get_authorizer(services),
        on_executed=handover.on_batch_executed,
    )


def get_programme_list(services: ServicesDependency, caller: CallerDependency) -> AuthorizedProgrammeList:
    return AuthorizedProgrammeList(caller, services.programme_list)


def get_studies(services: ServicesDependency, caller: CallerDependency) -> AuthorizedStudies:
    return AuthorizedStudies(
        caller, services.studies, services.accounts.accounts if services.accounts else None
    )


def get_analyses(services: ServicesDependency, caller: CallerDependency) -> AuthorizedAnalyses:
    return AuthorizedAnalyses(caller, services.studies, services.analyses)


def get_exports(services: ServicesDependency, caller: CallerDependency) -> AuthorizedExports:
    research = services.research
    return AuthorizedExports(
        caller, services.studies, research.exports if research else None, get_authorizer(services)
    )


def get_data_subject_requests(services: ServicesDependency, caller: CallerDependency) -> DataSubjectRequests:
    return DataSubjectRequests(
        caller, services.journeys, get_authorizer(services), services.erasure, now=services.clock
    )


def get_redaction_requests(services: ServicesDependency, caller: CallerDependency) -> RedactionRequests:
    return RedactionRequests(
        caller, services.journeys, services.redactor, get_authorizer(services), services.erasure
    )


def get_retention_settings(services: ServicesDependency, caller: CallerDependency) -> RetentionSettings:
    return RetentionSettings(caller, services.erasure)


DEPENDENCIES = {
    "analyses": Provide(get_analyses, sync_to_thread=False),
    "exports": Provide(get_exports, sync_to_thread=False),
    "studies": Provide(get_studies, sync_to_thread=False),
    "services": Provide(get_services, sync_to_thread=False),
    "account_services": Provide(require_accounts, sync_to_thread=False),
    "accounts": Provide(_accounts, sync_to_thread=False),
    "passkeys": Provide(_passkeys, sync_to_thread=False),
    "atlas": Provide(get_atlas, sync_to_thread=False),
    "caller": Provide(get_caller, sync_to_thread=False),
    "caseload": Provide(get_caseload, sync_to_thread=False),
    "coach_desk": Provide(get_desk, sync_to_thread=False),
    "data_subject_requests": Provide(get_data_subject_requests, sync_to_thread=False),
    "journeys": Provide(get_journeys, sync_to_thread=False),
    "moment": Provide(get_moment, sync_to_thread=False),
    "programme_list": Provide(get_programme_list, sync_to_thread=False),
    "programmes": Provide(get_programmes, sync_to_thread=False),
    "progress": Provide(get_progress, sync_to_thread=False),
    "redaction_requests": Provide(get_redaction_requests, sync_to_thread=False),
    "retention_settings": Provide(get_retention_settings, sync_to_thread=False),
}
"""Dependencies of the whole application, by parameter name."""
