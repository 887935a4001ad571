"""Logs once when storing begins to fail, and once when it works again."""

import structlog

from community.engagement.recorder import Recorder

_log = structlog.get_logger(__name__)


class StoreWatch:
    """Flushes a recorder and logs failures for the operator; never raises.

    The recorder's own timer retries a failed flush, with everything that waits.
    """

    def __init__(self) -> None:
        self._is_failing = False
        self._n_refused = 0

    async def flush(self, recorder: Recorder) -> None:
        """Stores the waiting events."""
        try:
            await recorder.flush()
        except Exception as fault:
            if not self._is_failing:
                self._is_failing = True
                _log.error(
                    "storing fails; what happens waits in memory and is tried again",
                    waiting=recorder.n_waiting,
                    fault=str(getattr(fault, "orig", None) or fault),
                )
        else:
            if self._is_failing:
                self._is_failing = False
                _log.warning("storing works again", waiting=recorder.n_waiting)
        self._log_refusals(recorder.counts.n_refused)

    def _log_refusals(self, n_refused: int) -> None:
        fresh = n_refused - self._n_refused
        self._n_refused = n_refused
        if fresh:
            _log.warning("too much waits to be stored; the newest events were refused", refused=fresh)
