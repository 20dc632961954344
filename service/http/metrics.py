"""`/metrics`: what Prometheus reads. Routes by their pattern, never an address, a name or an id."""

from contextlib import suppress

from litestar import Response, get
from litestar.middleware import DefineMiddleware
from litestar.plugins.prometheus import PrometheusConfig
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest

from service.http.dependencies import ServicesDependency
from service.operations.invariants.newest_run import newest_run
from service.operations.metrics import MetricsSnapshot
from service.postgres.errors import StoreError

METRICS_PATH = "/metrics"
REQUEST_METRICS = (
    "soundings_http_requests_total",
    "soundings_http_request_duration_seconds",
    "soundings_http_requests_in_progress",
    "soundings_http_requests_error_total",
)


def metrics_middleware() -> DefineMiddleware:
    """Counts requests by route, method and status."""
    return PrometheusConfig(
        app_name="soundings",
        prefix="soundings_http",
        group_path=True,
        exclude=["^/static/", "^/health/", f"^{METRICS_PATH}$"],
        buckets=[0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0],
    ).middleware


@get(METRICS_PATH, include_in_schema=False)
async def metrics(services: ServicesDependency) -> Response[bytes]:
    """The metrics of this process, and what it knows of others."""
    found = MetricsSnapshot()
    vitals = await services.vital_signs.check()
    found.add_vitals(vitals)
    found.add_work(services.tasks, services.vital_signs.seen)
    if vitals.progress:
        with suppress(StoreError):
            found.add_invariants(await newest_run(services.worker_pool))
    found.add_pools({"requests": services.pool, "workers": services.worker_pool})
    for kind, number in (
        ("not looked at", len(services.scheduler.troubled)),
        ("not listed", vitals.parked),
        ("not erased", len(services.retention.troubled)),
    ):
        found.set("soundings_journeys_troubled", number, kind)
    return Response(found.write(lambda: generate_latest(REGISTRY)), media_type=CONTENT_TYPE_LATEST)
