"""Time to fold a journey of 500 events and compute its profile.

python -m benchmarks.fold --events 500 --rounds 30
"""

import argparse
import statistics
import time

from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.profile.projection import PROFILE
from tests.histories import sample_journey


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=30)
    asked = parser.parse_args()
    history = sample_journey(seed=1, events=asked.events)
    entries = history.entries()
    on = history.today
    folds, views = [], []
    for _ in range(asked.rounds):
        began = time.perf_counter()
        state = fold(PROFILE, entries)
        folded = time.perf_counter()
        PROFILE.view(state, on, DEFAULT_PARAMETERS)
        folds.append(folded - began)
        views.append(time.perf_counter() - folded)
    print(
        f"{len(entries)} events: fold {_ms(folds)}, view {_ms(views)}, both {_ms(folds, views)} (under 10 ms)"
    )


def _ms(*series: list[float]) -> str:
    return f"{1000 * statistics.median(map(sum, zip(*series, strict=True))):.2f} ms"


if __name__ == "__main__":
    main()
