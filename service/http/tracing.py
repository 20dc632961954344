"""OpenTelemetry traces, where its standard variables ask for them. A span names a route, and no address, query, person or text."""

import os
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from litestar.middleware import DefineMiddleware

from service.settings import InvalidSettings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.sdk.trace.export import SpanExporter

ASKED_BY = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
SPAN = "soundings.span"
"""Where a request keeps its span."""
ATTRIBUTES = frozenset(
    {
        "http.method",
        "http.request.method",
        "http.route",
        "http.status_code",
        "http.response.status_code",
        "http.flavor",
    }
)
"""All that leaves: no address, as it holds ids, and nothing that a browser says of itself."""


def tracing_middleware(environment: Mapping[str, str] = os.environ) -> list[DefineMiddleware]:
    """The middleware that makes spans; none unless a variable of OpenTelemetry says where they go.

    Raises `InvalidSettings` if they are asked for and OpenTelemetry is not installed.
    """
    if not any(environment.get(name) for name in ASKED_BY) or environment.get("OTEL_SDK_DISABLED") == "true":
        return []
    try:
        otlp = import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
    except ImportError:
        raise InvalidSettings(
            f"{ASKED_BY[0]} is set, but OpenTelemetry is not installed: pip install 'market-soundings[traces]'"
        ) from None
    return [traced_by(otlp.OTLPSpanExporter())]


def traced_by(exporter: "SpanExporter", *, at_once: bool = False) -> DefineMiddleware:
    """The middleware whose spans go to an exporter, each as soon as it ends or in batches."""
    plugin: Any = import_module("litestar.plugins.opentelemetry")
    sdk, export = import_module("opentelemetry.sdk.trace"), import_module("opentelemetry.sdk.trace.export")
    resources = import_module("opentelemetry.sdk.resources")
    named = {} if os.environ.get("OTEL_SERVICE_NAME") else {"service.name": "soundings"}
    provider = sdk.TracerProvider(resource=resources.Resource.create(named))
    processor = export.SimpleSpanProcessor if at_once else export.BatchSpanProcessor
    provider.add_span_processor(processor(_Pruned(exporter)))
    middleware: DefineMiddleware = plugin.OpenTelemetryConfig(
        tracer_provider=provider,
        server_request_hook_handler=_keep_span,
        client_response_hook_handler=_name_route,
    ).middleware
    return middleware


def _keep_span(span: Any, scope: Any) -> None:
    scope[SPAN] = span


def _name_route(_: Any, scope: Any, message: Any) -> None:
    """The route is known once it answers, not when the span begins."""
    if message["type"] == "http.response.start" and SPAN in scope:
        scope[SPAN].set_attribute("http.route", scope.get("path_template", "-"))


class _Pruned:
    """Hands on the spans of requests, without all that is not allowed to leave."""

    def __init__(self, exporter: "SpanExporter") -> None:
        self._exporter = exporter

    def export(self, spans: "Sequence[ReadableSpan]") -> Any:
        return self._exporter.export([pruned(one) for one in spans if one.kind.name == "SERVER"])

    def shutdown(self) -> None:
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self._exporter.force_flush(timeout_millis)


def pruned(span: "ReadableSpan") -> "ReadableSpan":
    """A span with its route, method, status and times alone: what an exception quoted stays here, too."""
    sdk: Any = import_module("opentelemetry.sdk.trace")
    status: Any = import_module("opentelemetry.trace.status").Status
    kept = {name: value for name, value in (span.attributes or {}).items() if name in ATTRIBUTES}
    method = kept.get("http.request.method") or kept.get("http.method") or "-"
    found: ReadableSpan = sdk.ReadableSpan(
        name=f"{method} {kept.get('http.route', '-')}",
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes=kept,
        kind=span.kind,
        status=status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )
    return found
