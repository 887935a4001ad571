"""Every service with due work is run by the bot, once."""

import inspect
import pkgutil
from collections import Counter
from dataclasses import fields, is_dataclass
from importlib import import_module
from typing import Any, get_type_hints

import community
from community.due_work import DueRunner, Duty, duties_of
from community.services import DUE_AFTER, Services


def unmade(kind: type[Any]) -> Any:
    """Returns an object of a class without calling its constructor; a dataclass's fields are filled the same way."""
    made = object.__new__(kind)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        for one in fields(kind):
            if inspect.isclass(hints[one.name]):
                object.__setattr__(made, one.name, unmade(hints[one.name]))
    return made


def duty_classes() -> set[type[Any]]:
    modules = [import_module(found.name) for found in pkgutil.walk_packages(community.__path__, "community.")]
    return {
        one
        for module in modules
        for one in vars(module).values()
        if inspect.isclass(one) and one.__module__ == module.__name__ and "due_jobs" in vars(one)
    } - {Duty}


def test_every_class_with_due_work_is_run_by_the_bot_once() -> None:
    found = Counter(type(one) for one in duties_of(unmade(Services)).values())
    assert found == Counter(duty_classes())
    assert len(found) > 15


def test_the_order_of_duties_names_duties() -> None:
    DueRunner(duties_of(unmade(Services)), after=DUE_AFTER)
