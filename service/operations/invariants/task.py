"""The task that runs the rules."""

from service.jobs.periodic_task import PeriodicTask
from service.jobs.tasks import INVARIANTS, MINUTE
from service.operations.invariants.job import InvariantJob


def invariant_task(job: InvariantJob) -> dict[str, PeriodicTask]:
    """Looks at the rules every quarter of an hour; not at the start, when there is much else to do."""
    return {INVARIANTS: PeriodicTask(INVARIANTS, job.run_once, 15 * MINUTE, first_after=MINUTE)}
