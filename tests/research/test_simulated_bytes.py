"""The same seed gives the same bytes, in every version: whatever makes a simulation faster changes nobody in it."""

from hashlib import sha256

from service.research.simulation.cohort import CohortPlan, parts_of_cohort, simulate_clients
from service.research.simulation.randomness import RandomStream

PLAN = CohortPlan(seed=1, clients=6, weeks=5)
EVENTS, TRUTH = "23337d27f77170d5", "7cb3cfbd6e77acbc"
"""Change them only where it is meant that clients live otherwise, and say so: kits that were handed out change with them."""


def test_simulated_clients_are_the_same_in_every_version() -> None:
    parts = [simulate_clients(one) for one in parts_of_cohort(PLAN)]

    assert sha256(b"".join(one.log for one in parts)).hexdigest()[:16] == EVENTS
    assert sha256(b"".join(one.truth for one in parts)).hexdigest()[:16] == TRUTH


def test_a_nearly_normal_number_is_the_sum_of_twelve_shares() -> None:
    # One share before each, so that blocks of four begin everywhere among the twelve.
    drawn, summed = RandomStream("noise"), RandomStream("noise")
    for _ in range(50):
        assert drawn.share() == summed.share()
        total = 0.0
        for _ in range(12):
            total += summed.share()
        assert drawn.normal(3, 2) == 3 + 2 * (total - 6)
