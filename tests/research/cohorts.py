"""Simulated clients for tests, each computed once."""

from functools import cache

from service.event_store.replay import reduced_gc
from service.research.simulation.history import SimulatedHistory, simulate_history

SEED = 7


@cache
def client(number: int, seed: int = SEED) -> SimulatedHistory:
    """The history of a client."""
    with reduced_gc():
        return simulate_history(seed, number)


def cohort(clients: int, seed: int = SEED) -> list[SimulatedHistory]:
    """The histories of the first clients."""
    return [client(number, seed) for number in range(1, clients + 1)]
