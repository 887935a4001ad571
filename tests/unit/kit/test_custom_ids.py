import re
from enum import StrEnum
from typing import Optional

import pytest
from discord import ui

from cogs.kit.bot import Interaction
from cogs.kit.custom_ids import ID, field_parsers
from cogs.kit.modals import PersistentModal
from cogs.kit.persistent import PersistentItem
from community.discord_limits import MODAL_TITLE_LENGTH
from community.ids import AskId


class Answer(StrEnum):
    YES = "yes"
    NO = "no"


class Owner:
    text: str
    number: int
    ask_id: AskId
    answer: Answer
    flag: bool
    maybe_number: int | None
    maybe_answer: Optional[Answer]  # noqa: UP045 - the older spelling is read as well
    listed: list[int]


class Heir(Owner):
    """Annotates nothing itself."""


def read(owner: type, name: str, text: str | None) -> object:
    return field_parsers(owner, re.compile(rf"(?P<{name}>.*)"))[name](text)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("text", "007", "007"),
        ("number", "007", 7),
        ("ask_id", "42", 42),
        ("answer", "no", Answer.NO),
        ("maybe_number", "7", 7),
        ("maybe_number", None, None),
        ("maybe_answer", "yes", Answer.YES),
        ("maybe_answer", None, None),
        ("flag", "", True),
        ("flag", "on", True),
        ("flag", None, False),
    ],
)
@pytest.mark.parametrize("owner", [Owner, Heir])
def test_a_group_becomes_what_its_annotation_says(owner: type, name: str, text: str | None, value: object) -> None:
    found = read(owner, name, text)
    assert found == value
    assert type(found) is type(value)


def test_what_is_not_among_an_enumeration_is_refused() -> None:
    with pytest.raises(ValueError, match="perhaps"):
        read(Owner, "answer", "perhaps")


def test_a_group_without_annotation_is_an_error_of_the_class() -> None:
    with pytest.raises(TypeError, match="Heir does not annotate the group 'stranger'"):
        field_parsers(Heir, re.compile(r"(?P<stranger>\d+)"))


def test_an_annotation_that_no_text_becomes_is_an_error_of_the_class() -> None:
    with pytest.raises(TypeError, match=r"Owner\.listed can't be read from a custom id as list\[int\]"):
        field_parsers(Owner, re.compile(r"(?P<listed>\d+)"))


def test_only_named_groups_are_read() -> None:
    parsers = field_parsers(Owner, re.compile(r"hamlet:(a|b):(?P<number>\d+)"))
    assert list(parsers) == ["number"]


def test_an_id_is_below_what_the_database_takes() -> None:
    assert re.fullmatch(ID, str(2**63 - 1)) is None, "the pattern stays on the safe side"
    assert re.fullmatch(ID, "8999999999999999999")
    assert re.fullmatch(ID, "9" * 19) is None
    assert re.fullmatch(ID, "0")
    assert re.fullmatch(ID, "") is None
    assert re.fullmatch(ID, "-1") is None


class OptionalItem(PersistentItem["ui.Button[ui.View]"], template=r"test:(?P<answer>yes|no)(?::(?P<ask_id>\d+))?"):
    answer: Answer
    ask_id: AskId | None


@pytest.mark.parametrize(
    ("custom_id", "answer", "ask_id"), [("test:yes:5", Answer.YES, AskId(5)), ("test:no", Answer.NO, None)]
)
def test_an_item_reads_its_custom_id_with_and_without_an_optional_group(
    custom_id: str, answer: Answer, ask_id: AskId | None
) -> None:
    item = OptionalItem(ui.Button(custom_id=custom_id))
    assert (item.answer, item.ask_id) == (answer, ask_id)


@pytest.mark.parametrize("custom_id", ["other:1", "test:maybe"])
def test_an_item_refuses_a_custom_id_of_another(custom_id: str) -> None:
    with pytest.raises(ValueError, match=custom_id):
        OptionalItem(ui.Button(custom_id=custom_id))


def test_an_item_refuses_a_custom_id_that_only_begins_like_its_own() -> None:
    with pytest.raises(ValueError, match="test:no:5x is no custom id of OptionalItem"):
        OptionalItem(ui.Button(custom_id="test:no:5x"))


def test_an_item_class_without_annotation_is_refused_where_it_is_defined() -> None:
    with pytest.raises(TypeError, match="does not annotate the group 'page'"):
        type("Lax", (PersistentItem,), {}, template=r"test:(?P<page>\d+)")


class NamedModal(PersistentModal):
    template = re.compile(rf"test:form:(?P<ask_id>{ID})(?P<again>:again)?")
    ask_id: AskId
    again: bool

    async def on_submission(self, interaction: Interaction) -> None:
        """Does nothing."""


class LaxModal(PersistentModal):
    template = re.compile(r"test:lax:(?P<page>\d+)")


def test_a_modal_reads_its_custom_id_when_it_is_shown_and_when_it_comes_back() -> None:
    shown = NamedModal(title="A form", custom_id="test:form:12")
    assert (shown.ask_id, shown.again) == (12, False)
    back = NamedModal.submitted("test:form:12:again", {"wanted": "a grinder"})
    assert (back.ask_id, back.again) == (12, True)
    assert back.answers == {"wanted": "a grinder"}


async def test_a_modal_is_not_kept_by_the_library_and_its_title_fits() -> None:
    shown = NamedModal(title="x" * 100, custom_id="test:form:1")
    assert shown.is_finished()
    assert shown.title == "x" * MODAL_TITLE_LENGTH


def test_a_modal_refuses_a_custom_id_of_another() -> None:
    with pytest.raises(ValueError, match="test:form:none is no custom id of NamedModal"):
        NamedModal(title="A form", custom_id="test:form:none")
    with pytest.raises(ValueError, match="test:form:12:once is no custom id of NamedModal"):
        NamedModal.submitted("test:form:12:once", {})


def test_a_modal_without_annotation_is_an_error_of_its_class() -> None:
    with pytest.raises(TypeError, match="LaxModal does not annotate the group 'page'"):
        LaxModal(title="A form", custom_id="test:lax:1")


def test_a_text_to_type_is_cut_to_what_discord_takes() -> None:
    form = NamedModal(title="A form", custom_id="test:form:1")
    form.add_text_input("wanted", "L" * 60, 10, hint="h" * 200, typed="t" * 20)
    (label,) = form.children
    assert isinstance(label, ui.Label)
    assert label.text == "L" * 45
    box = label.component
    assert isinstance(box, ui.TextInput)
    assert (box.placeholder, box.default, box.max_length) == ("h" * 100, "t" * 10, 10)
