"""Clients with short journeys who agree to a study, recorded in the log of a running service."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

from domain.journey.events.consents import ConsentGiven
from service.container import Services
from tests.erasure.canary_journey import CanaryJourney
from tests.erasure.world import record
from tests.histories import History, sample_journey


async def agree(
    services: Services, tenant_id: UUID, study_id: UUID, seeds: Iterable[int]
) -> list[tuple[History, UUID]]:
    """Records a journey for each seed, with a yes to the study at its end; returns them with their consents."""
    found: list[tuple[History, UUID]] = []
    for seed in seeds:
        client = sample_journey(seed, 4)
        consent = ConsentGiven(
            happened_on=date(2026, 6, 1), consent_id=uuid4(), purpose="research", wording=1, study_id=study_id
        )
        told = CanaryJourney(client.journey_id, client.actor, (*client.events, consent))
        await record(services.erasure, told, tenant_id)
        found.append((client, consent.consent_id))
    return found
