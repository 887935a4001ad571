"""Every user-facing sentence is translated."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAYING = {"send", "send_message", "edit_message", "edit", "edit_original_response", "tell", "Panel"}
WIDGETS = {"Button", "Select", "ChannelSelect", "RoleSelect", "UserSelect", "TextInput", "Label", "SelectOption"}
SHOWN = {"content", "label", "placeholder", "title", "text", "description", "headline", "lead", "closing"}


def sentences(tree: ast.AST) -> Iterator[ast.Constant]:
    """Yields the literals that are passed to Discord untranslated."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name in SAYING | WIDGETS:
            given = [*(call.args if name in SAYING else []), *(k.value for k in call.keywords if k.arg in SHOWN)]
            yield from (
                one for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value
            )


def test_no_sentence_is_handed_to_discord_untranslated() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{one.lineno}: {one.value!r}"
        for path in (ROOT / "cogs").rglob("*.py")
        for one in sentences(ast.parse(path.read_text()))
        if any(character.isalpha() for character in str(one.value))
    ]
    assert not found
