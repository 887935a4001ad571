from dataclasses import replace
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.kit.visibility import PermissionRule

EVERYONE, ROLES, MEMBERS = 1, (2, 3, 4), (20, 21, 22)
marks = st.sampled_from([None, True, False])


def marked(ids: tuple[int, ...]) -> st.SearchStrategy[dict[int, bool]]:
    return st.dictionaries(st.sampled_from(ids), st.booleans())


doors = st.builds(
    PermissionRule,
    st.just(EVERYONE),
    st.frozensets(st.sampled_from((EVERYONE, *ROLES))),
    marks,
    marked(ROLES),
    marked(MEMBERS[:2]),
)


def passes(door: PermissionRule, member: int, roles: tuple[int, ...]) -> bool:
    """Discord's own computation (Source: Discord, Permissions, Permission Overwrites), for one permission."""
    has = bool(door.granted & {EVERYONE, *roles})
    has = has if door.everyone is None else door.everyone
    named = {door.roles[role] for role in roles if role in door.roles}
    has = has if not named else True in named
    return door.members.get(member, has)


PEOPLE = [
    (member, roles)
    for member in MEMBERS
    for roles in chain.from_iterable(combinations(ROLES, n) for n in range(len(ROLES) + 1))
]


@given(doors, doors)
def test_a_door_that_leads_through_another_shuts_nobody_out(digest: PermissionRule, source: PermissionRule) -> None:
    if digest.implies(source):
        assert all(passes(source, *person) for person in PEOPLE if passes(digest, *person))


@given(doors)
def test_every_door_leads_through_itself(door: PermissionRule) -> None:
    assert door.implies(door)


@given(doors)
def test_every_door_leads_through_one_that_is_open_to_all(door: PermissionRule) -> None:
    assert door.implies(PermissionRule(EVERYONE, frozenset({EVERYONE}), None, {}, {}))


OPEN = PermissionRule(EVERYONE, frozenset({EVERYONE}), None, {}, {})
CLOSED = replace(OPEN, everyone=False)


@pytest.mark.parametrize(
    ("digest", "source", "expected"),
    [
        (OPEN, CLOSED, False),
        (OPEN, replace(OPEN, roles={2: False}), False),
        (OPEN, replace(OPEN, members={20: False}), False),
        (OPEN, replace(CLOSED, roles={2: True}), False),
        (replace(CLOSED, roles={2: True}), replace(CLOSED, roles={2: True, 3: True}), True),
        (replace(CLOSED, roles={2: True, 3: True}), replace(CLOSED, roles={2: True}), False),
        (replace(CLOSED, members={20: True}), replace(CLOSED, members={20: True, 21: True}), True),
        (replace(CLOSED, members={20: True}), CLOSED, False),
        (replace(CLOSED, roles={2: True}), OPEN, True),
        (replace(CLOSED, roles={2: True}), replace(OPEN, members={20: False}), False),
        (replace(OPEN, roles={2: False}), replace(OPEN, roles={2: False}), True),
    ],
)
def test_what_leads_where(digest: PermissionRule, source: PermissionRule, expected: bool) -> None:
    assert digest.implies(source) is expected
