"""The HTTP API under `/api/v1`: JSON in, JSON out, and every error a problem document (RFC 9457)."""
