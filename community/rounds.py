"""Doing one thing after the other, whatever goes wrong with one of them."""

from collections.abc import Awaitable, Callable, Iterable, Sequence


async def rounds(complaint: str, work: Iterable[Callable[[], Awaitable[None]]]) -> None:
    """Does all of it.

    Raises
    ------
    ExceptionGroup
        What went wrong, after everything else was done.
    """
    complain(complaint, await failures_of(work))


async def failures_of(work: Iterable[Callable[[], Awaitable[None]]]) -> list[Exception]:
    """Does all of it, and returns what went wrong."""
    failures: list[Exception] = []
    for one in work:
        try:
            await one()
        except Exception as error:
            failures.append(error)
    return failures


def complain(complaint: str, failures: Sequence[Exception]) -> None:
    """Raises an ExceptionGroup of what went wrong, if anything did."""
    if failures:
        raise ExceptionGroup(complaint, failures)
