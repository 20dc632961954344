"""Everything that runs by itself: its name in the log, and its interval in seconds."""

from collections.abc import Iterator

from service.authorization.access_log import FLUSH_SECONDS, AccessLog
from service.jobs.account_cleanup import AccountCleanup
from service.jobs.cache_invalidation import CacheInvalidator
from service.jobs.key_epochs import KeyEpochJob
from service.jobs.periodic_task import PeriodicTask
from service.jobs.retention import RetentionJob
from service.jobs.weekly_email import WeeklyEmailJob
from service.processes.scheduler import Scheduler
from service.read_models.rebuild import Rebuilder
from service.read_models.retry import ParkedRetry
from service.research.research_services import ResearchServices

MINUTE, HOUR, DAY = 60.0, 60 * 60.0, 24 * 60 * 60.0

SCHEDULER, RETENTION, WEEKLY_EMAIL, KEY_EPOCHS = "scheduler", "erasures", "weekly letters", "key epochs"
INVARIANTS = "invariants"
REBUILD, PARKED = "read models made anew", "parked streams"
RESEARCH_JOBS, OLD_EXPORTS = "research jobs", "old exports"

CLOCK_TASKS = frozenset({SCHEDULER, RETENTION, WEEKLY_EMAIL, KEY_EPOCHS, INVARIANTS})
"""What nobody does where SOUNDINGS_CLOCK is off."""


def journey_tasks(
    invalidator: CacheInvalidator, scheduler: Scheduler, retention: RetentionJob
) -> Iterator[PeriodicTask]:
    """What every service does by itself."""
    yield PeriodicTask("cache invalidation", invalidator.run_once, 1.0, run_by="everyone")
    # So often that whoever asks for its health learns within half a minute that it cannot read.
    clock = PeriodicTask(SCHEDULER, scheduler.run_once, MINUTE / 3)
    scheduler.on_progress = clock.beat
    yield clock
    # An erasure that was requested has a month by law; retention periods go by days.
    yield PeriodicTask(RETENTION, retention.run_once, HOUR)


def read_model_tasks(rebuilder: Rebuilder, retry: ParkedRetry) -> dict[str, PeriodicTask]:
    """What is done for the read models beside following the log."""
    tasks = (PeriodicTask(REBUILD, rebuilder.run_once, 1.0), PeriodicTask(PARKED, retry.run_once, 1.0))
    return {task.name: task for task in tasks}


def key_epoch_task(job: KeyEpochJob) -> PeriodicTask:
    """Destroys keys when their days have passed."""
    return PeriodicTask(KEY_EPOCHS, job.run_once, HOUR)


def research_tasks(research: ResearchServices | None) -> dict[str, PeriodicTask]:
    """Does what researchers asked for: at once when it was asked of this process, else soon."""
    if research is None:
        return {}
    task = PeriodicTask(RESEARCH_JOBS, research.runner.run_once, 3.0, run_by="workers")
    research.jobs.on_asked(task.wake)
    old = PeriodicTask(OLD_EXPORTS, research.exports.clear_up, HOUR, run_by="workers")
    return {task.name: task, old.name: old}


def account_tasks(
    access_log: AccessLog, cleanup: AccountCleanup, weekly_email: WeeklyEmailJob | None
) -> Iterator[PeriodicTask]:
    """What a service with accounts does beside that; no weekly e-mails without a mail server."""
    yield access_log_task(access_log)
    yield PeriodicTask("sweeper", cleanup.run_once, DAY)
    yield PeriodicTask("suspensions", cleanup.end_suspensions, MINUTE)
    if weekly_email:
        yield PeriodicTask(WEEKLY_EMAIL, weekly_email.run_once, MINUTE)


def access_log_task(access_log: AccessLog, interval: float = FLUSH_SECONDS) -> PeriodicTask:
    """Writes what was noted, and what is left at the end."""
    return PeriodicTask(
        "access log",
        access_log.flush,
        interval,
        first_after=interval,
        last=access_log.flush_at_end,
        backlog=access_log.backlog,
        run_by="everyone",
    )
