from collections import Counter
from random import Random

import numpy as np
import pytest

from community.ids import AskId, ChannelId, MemberId, RecommendationId
from community.recommendations.promotion_detection import MIN_ASKS, RecommendedLink, find_promotions
from community.recommendations.recommendation import Relation
from community.recommendations.vote_ring import Approval
from community.recommendations.vote_ring_detection import MAX_P, _VoteMatrix, find_rings

TRIO, QUARTET = range(3), range(4)


def guild(n: int, n_picks: int, n_votes: int, seed: int, friends: range = range(0)) -> list[Approval]:
    """A guild in which everybody recommends and votes by chance; some vote for all of their friends' picks."""
    random = Random(seed)  # noqa: S311 - nothing secret is drawn
    picks = [(MemberId(1 + at // n_picks), RecommendationId(1 + at), ChannelId(1)) for at in range(n * n_picks)]
    votes = set()
    for member in map(MemberId, range(1, n + 1)):
        others = [pick for pick in picks if pick[0] != member]
        votes |= {(member, *pick) for pick in random.sample(others, random.randint(0, 2 * n_votes))}
    for friend in (MemberId(1 + place) for place in friends):
        votes |= {(friend, *pick) for pick in picks if pick[0] - 1 in friends and pick[0] != friend}
    return [Approval(*vote) for vote in sorted(votes)]


@pytest.mark.parametrize("n_picks", [1, 2, 4, 8])
@pytest.mark.parametrize("n_votes", [2, 5])
def test_three_friends_who_like_each_others_picks_in_a_group_of_15_are_not_flagged(n_picks: int, n_votes: int) -> None:
    for seed in range(3):
        assert find_rings(guild(15, n_picks, n_votes, seed, TRIO)) == []


def test_a_ring_is_found_with_its_evidence_whatever_the_order() -> None:
    votes = guild(30, 3, 4, 1, QUARTET)
    (ring,) = find_rings(votes)
    assert ring.members == (1, 2, 3, 4)
    assert ring.n_inside == 36
    assert ring.n_given == sum(one.voter_id <= 4 for one in votes)
    assert ring.n_received == sum(one.author_id <= 4 for one in votes)
    assert 0 < ring.n_expected < 18
    assert ring.p <= MAX_P
    Random(3).shuffle(votes)  # noqa: S311 - nothing secret is drawn
    assert find_rings([*votes, votes[0]]) == [ring]


def test_where_others_like_the_picks_as_much_there_is_no_ring() -> None:
    votes = guild(30, 3, 4, 1, QUARTET)
    liked = [
        Approval(MemberId(voter), one.author_id, one.recommendation_id, one.channel_id)
        for one in votes
        if one.author_id <= 4
        for voter in range(20, 30)
    ]
    assert find_rings([*votes, *liked]) == []


def test_enthusiasts_of_one_channel_are_no_ring() -> None:
    """Ten people talk of coffee and ten of films, and each votes among their own."""
    coffee = guild(10, 3, 5, 2)
    films = [
        Approval(
            MemberId(one.voter_id + 100),
            MemberId(one.author_id + 100),
            RecommendationId(one.recommendation_id + 1_000),
            ChannelId(2),
        )
        for one in guild(10, 3, 5, 3)
    ]
    assert find_rings([*coffee, *films]) == []


def test_without_a_ring_a_guild_is_hardly_ever_shown_one() -> None:
    shown = sum(bool(find_rings(guild(25, 3, 4, seed))) for seed in range(60))
    assert shown <= 2


def test_chance_leaves_everybody_as_busy_and_every_thing_as_liked_within_each_channel() -> None:
    """Of the votes of two channels only who gave which changes, and nobody comes to vote twice, or for their own."""
    votes = sorted(
        {
            Approval(one.voter_id, one.author_id, one.recommendation_id, ChannelId(one.recommendation_id % 2))
            for one in guild(20, 3, 6, 5, QUARTET)
        },
        key=lambda one: (one.channel_id, one.voter_id, one.recommendation_id),
    )
    drawn, random = _VoteMatrix(votes), np.random.default_rng(1)
    voters, things, channels, authors = (drawn._voter, drawn._item, drawn._channel, drawn._author)
    before = sorted(zip(voters.tolist(), things.tolist(), strict=True))
    busy, liked = Counter(zip(voters.tolist(), channels.tolist(), strict=True)), np.bincount(things)
    for _ in range(5):
        drawn.rewired(random)
        given = sorted(zip(drawn._voter.tolist(), drawn._item.tolist(), strict=True))
        assert given != before
        assert len(set(given)) == len(given)
        assert not (drawn._voter == authors).any()
        assert Counter(zip(drawn._voter.tolist(), channels.tolist(), strict=True)) == busy
        assert (np.bincount(drawn._item) == liked).all()
    assert find_rings(votes, seed=1) == find_rings(votes, seed=1)


def test_few_votes_show_nothing() -> None:
    assert find_rings([]) == []
    assert find_rings(guild(3, 1, 1, 1, TRIO)) == []
    assert find_rings([Approval(MemberId(1), MemberId(1), RecommendationId(n), ChannelId(1)) for n in range(50)]) == []


def links(member: int, *hosts: str, relation: Relation = Relation.OWN, first: int = 0) -> list[RecommendedLink]:
    return [RecommendedLink(MemberId(member), AskId(first + at), host, relation) for at, host in enumerate(hosts)]


OTHERS = [one for member in range(10, 20) for one in links(member, "", "a.example", f"{member}.example")]


def test_one_member_one_host_again_and_again_and_never_anything_else() -> None:
    (found,) = find_promotions([*OTHERS, *links(1, "shop.example", "www.shop.example", "shop.example", "shop.example")])
    assert (found.member_id, found.host, found.n, found.n_asks, found.n_own) == (1, "shop.example", 4, 4, 4)
    assert (found.n_others, found.n_others_to_host) == (30, 0)
    assert found.p == pytest.approx(11 * (1 / 32) ** 4)


@pytest.mark.parametrize(
    "own",
    [
        links(1, *["shop.example"] * (MIN_ASKS - 1)),
        links(1, *["shop.example"] * 6, "other.example"),
        links(1, *["shop.example"] * 6, ""),
        links(1, *[""] * 6),
        links(1, *["a.example"] * MIN_ASKS),
        [RecommendedLink(MemberId(1), AskId(1), "shop.example", Relation.OWN)] * 9,
        [*links(1, *["shop.example"] * 6), RecommendedLink(MemberId(1), AskId(50), "shop.example", Relation.EMPLOYEE)],
        links(1, *["shop.example"] * 6, relation=Relation.PAID),
    ],
    ids=["seldom", "another host", "no link once", "no links", "everybody's shop", "one ask", "said so once", "paid"],
)
def test_whoever_does_anything_else_or_says_so_is_not_flagged(own: list[RecommendedLink]) -> None:
    assert find_promotions([*OTHERS, *own]) == []


def test_a_host_of_everybody_takes_more_until_it_stands_out() -> None:
    assert find_promotions([*OTHERS, *links(1, *["a.example"] * 20)]) != []


def test_the_least_likely_comes_first_whatever_the_order() -> None:
    own = [*links(2, *["x.example"] * 5), *links(1, *["y.example"] * 8)]
    assert [one.member_id for one in find_promotions([*own, *OTHERS])] == [1, 2]
    assert find_promotions([*OTHERS, *reversed(own)]) == find_promotions([*own, *OTHERS])
