"""Doing one thing after the other, whatever goes wrong with one of them."""

from collections.abc import Awaitable, Callable, Iterable


async def rounds(complaint: str, work: Iterable[Callable[[], Awaitable[None]]]) -> None:
    """Does all of it.

    Raises
    ------
    ExceptionGroup
        What went wrong, after everything else was done.
    """
    failures: list[Exception] = []
    for one in work:
        try:
            await one()
        except Exception as error:
            failures.append(error)
    if failures:
        raise ExceptionGroup(complaint, failures)
