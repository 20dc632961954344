"""What holds for every test of the projections: Hypothesis tries as many examples as `tests.histories` says."""

import tests.histories  # noqa: F401  settles how many examples Hypothesis tries
