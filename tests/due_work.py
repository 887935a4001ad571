"""What one service has to do by the clock, done without the runner of due work."""

from datetime import datetime

from community.concurrency import run_all
from community.due_work import Duty


async def run_due(duty: Duty, now: datetime) -> None:
    """Runs a service's due jobs in their order, in the task that asks for it.

    Raises
    ------
    ExceptionGroup
        Of what failed, once all of it has run.
    """
    await run_all("not everything that is due could be done", [job.run for job in await duty.due_jobs(now)])
