"""Every number from the definitions alone: SQL over the raw lines, without any of the code under test."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from scipy.stats import binom, binomtest

DAY = timedelta(days=1)
WEEK_US, DAY_US = 7 * 86_400_000_000, 86_400_000_000
STATES = ("active", "consistently_active", "newly_active", "still_active", "paused", "dropped")

TABLES = """
CREATE TABLE told (kind, source_id, at, channel, thread, member, replied_to, answered);
CREATE TABLE mention (source_id, mentioned);
CREATE TABLE stay (member PRIMARY KEY, joined, left);
CREATE TABLE win (begins, stops);
CREATE VIEW eligible AS SELECT member FROM stay, win WHERE joined < stops AND (left IS NULL OR left >= begins);
CREATE TABLE act AS SELECT * FROM told;
CREATE VIEW said AS SELECT * FROM act WHERE kind = 'message';
CREATE VIEW asked AS
    SELECT o.member, o.at, iif(o.answered < stops, o.answered, NULL) AS answered FROM opening o, win
    WHERE o.at >= begins AND o.at < stops;
CREATE VIEW directed AS
    SELECT DISTINCT u, v FROM (
        SELECT member AS u, replied_to AS v FROM said
        UNION ALL SELECT member, mentioned FROM said JOIN mention USING (source_id)
        UNION ALL SELECT said.member, opening.member FROM said JOIN opening USING (thread)
    ) WHERE u <> v AND u IN (SELECT * FROM eligible) AND v IN (SELECT * FROM eligible);
CREATE VIEW spoken AS
    SELECT e.member, count(s.source_id) AS n FROM eligible e LEFT JOIN said s ON s.member = e.member GROUP BY e.member;
"""
INDEXES = """
CREATE INDEX told_at ON told (at);
CREATE INDEX told_member ON told (member, at);
CREATE INDEX told_thread ON told (thread, at, source_id);
CREATE INDEX told_source ON told (source_id);
CREATE INDEX mention_source ON mention (source_id);
CREATE TABLE opening AS
    SELECT o.thread, o.member, o.at, (
        SELECT min(t.at) FROM told t WHERE t.kind = 'message' AND t.thread = o.thread AND t.member <> o.member
    ) AS answered FROM (
        SELECT thread, member, at, row_number() OVER (PARTITION BY thread ORDER BY at, source_id) AS place
        FROM told WHERE kind = 'message' AND thread IS NOT NULL
    ) AS o WHERE place = 1;
CREATE INDEX opening_thread ON opening (thread);
CREATE TABLE beginning AS SELECT member, min(at) AS debut FROM told GROUP BY member;
"""
GINI = """
WITH placed AS (
    SELECT n, row_number() OVER (ORDER BY n) AS i, count(*) OVER () AS size, sum(n) OVER () AS total FROM spoken)
SELECT coalesce(sum((2 * i - size - 1) * n) * 1.0 / nullif(max(size) * max(total), 0), 0) FROM placed
"""
HALF = """
WITH running AS (
    SELECT sum(n) OVER (ORDER BY n DESC, member ROWS UNBOUNDED PRECEDING) AS so_far, sum(n) OVER () AS total,
        row_number() OVER (ORDER BY n DESC, member) AS place FROM spoken)
SELECT coalesce(min(place), 0) FROM running WHERE total > 0 AND 2 * so_far >= total
"""
DEPTH = """
WITH RECURSIVE
edge AS (SELECT source_id, answered FROM said WHERE answered IN (SELECT source_id FROM told WHERE kind = 'message')),
walk (root, source_id, n) AS (
    SELECT answered, source_id, 1 FROM edge WHERE answered NOT IN (SELECT source_id FROM edge)
    UNION ALL SELECT root, edge.source_id, n + 1 FROM walk JOIN edge ON edge.answered = walk.source_id)
SELECT max(d), avg(d) FROM (SELECT max(n) AS d FROM walk GROUP BY root)
"""
CHANNELS = """
SELECT channel, sum(kind = 'message') AS messages,
    count(DISTINCT iif(member IN (SELECT * FROM eligible), member, NULL)) AS active
FROM act GROUP BY channel ORDER BY messages DESC, active DESC, CAST(channel AS INTEGER) LIMIT 10
"""
COHORTS = """
SELECT monday, member FROM (
    SELECT date(local_day(joined), '-6 days', 'weekday 1') AS monday, member FROM stay, win
    WHERE joined >= begins AND joined < stops) ORDER BY monday
"""


class Recount:
    """A community's raw lines, to be counted in any window and time zone."""

    def __init__(self, lines: Iterable[Mapping[str, Any]]) -> None:
        self._sql = sqlite3.connect(":memory:")
        self._sql.executescript(TABLES)
        self._tz = ZoneInfo("UTC")
        rows, mentions, stays = [], [], dict[str, list[int | None]]()
        for one in lines:
            at = _us(datetime.fromisoformat(one["at"]))
            if one["kind"] in {"join", "leave"}:
                stays.setdefault(one["member"], [None, None])[one["kind"] == "leave"] = at
                continue
            told = (one["kind"], one["source_id"], at, one["channel"], one.get("thread"), one["member"])
            rows.append((*told, one.get("replied_to"), one.get("answered")))
            mentions += [(one["source_id"], mentioned) for mentioned in one.get("mentions", ())]
        self._sql.executemany("INSERT INTO told VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        self._sql.executemany("INSERT INTO mention VALUES (?, ?)", mentions)
        self._sql.executemany("INSERT INTO stay VALUES (?, ?, ?)", [(who, *span) for who, span in stays.items()])
        self._sql.executescript(INDEXES)
        self._sql.execute(
            "INSERT INTO stay SELECT member, min(at), NULL FROM told WHERE true GROUP BY member "
            "ON CONFLICT DO UPDATE SET joined = coalesce(joined, excluded.joined)"
        )

    def numbers(self, first: date, end: date, tz: ZoneInfo) -> dict[str, Any]:
        """Every key of the definitions."""
        self._tz = tz
        self._sql.create_function("local_day", 1, lambda at: str(_instant(at).astimezone(tz).date()))
        self._sql.executescript("DELETE FROM win; DELETE FROM act; DROP TABLE IF EXISTS tie;")
        self._sql.execute("INSERT INTO win VALUES (?, ?)", (self._midnight(first), self._midnight(end)))
        self._sql.execute("INSERT INTO act SELECT told.* FROM told, win WHERE at >= begins AND at < stops")
        self._sql.execute("CREATE TABLE tie AS SELECT * FROM directed")
        one = self._one
        eligible, active = one("SELECT count(*) FROM eligible"), self._active(first, end)
        wau, mau = (self._active(end - n * DAY, end) for n in (7, 30))
        waits = [
            row[0] / 1e6 for row in self._sql.execute("SELECT answered - at AS s FROM asked WHERE s >= 0 ORDER BY s")
        ]
        n_asked = one("SELECT count(*) FROM asked")
        n_ties = one("SELECT count(*) FROM tie")
        depth_max, depth_mean = self._sql.execute(DEPTH).fetchone()
        n_days = (end - first).days
        return {
            "eligible": eligible,
            "active": active,
            "messages": one("SELECT count(*) FROM said"),
            "threads": n_asked,
            "participation": share(active, eligible),
            "dau": self._active(end - DAY, end),
            "wau": wau,
            "mau": mau,
            "dau_mean": sum(self._active(first + n * DAY, first + (n + 1) * DAY) for n in range(n_days)) / n_days,
            "stickiness": share(wau, mau),
            "new_members": one("SELECT count(*) FROM stay, win WHERE joined >= begins AND joined < stops"),
            "first_response": {
                "n": n_asked,
                "answered": len(waits),
                "unanswered": n_asked - len(waits),
                "median_s": median(waits),
                "p90_s": type_7(waits, 0.9),
            },
            "reply_rate_24h": self._reply_rate("true"),
            "newcomer_reply_rate_24h": self._reply_rate(
                f"EXISTS (SELECT * FROM stay WHERE member = a.member AND joined <= at AND at < joined + {WEEK_US})"  # noqa: S608
            ),
            "depth_max": depth_max,
            "depth_mean": depth_mean,
            "diversity_mean": one(
                "SELECT avg(n) FROM "
                "(SELECT count(DISTINCT member) AS n FROM said WHERE thread IS NOT NULL GROUP BY thread)"
            ),
            "ties": n_ties,
            "reciprocity": share(one("SELECT count(*) FROM tie a JOIN tie b ON a.u = b.v AND a.v = b.u"), n_ties),
            "gini": one(GINI),
            "members_for_half": one(HALF),
            "retention": self._retention(end),
            "states": [self._period(end - 7 * back * DAY) for back in reversed(range(n_days // 7))],
            "top_channels": [
                {"channel": channel, "messages": messages, "active": n_active, "participation": None}
                for channel, messages, n_active in self._sql.execute(CHANNELS)
            ],
        }

    def _midnight(self, day: date) -> int:
        return _us(datetime(day.year, day.month, day.day, tzinfo=self._tz))

    def _one(self, query: str, *values: object) -> Any:
        return self._sql.execute(query, values).fetchone()[0]

    def _who(self, first: date, end: date) -> set[str]:
        """Who did anything from one day to another and was a member then."""
        query = """
            SELECT DISTINCT member FROM told JOIN stay USING (member)
            WHERE at >= :starts AND at < :stops AND joined < :stops AND (left IS NULL OR left >= :starts)"""
        bounds = {"starts": self._midnight(first), "stops": self._midnight(end)}
        return {row[0] for row in self._sql.execute(query, bounds)}

    def _active(self, first: date, end: date) -> int:
        return len(self._who(first, end))

    def _reply_rate(self, condition: str) -> dict[str, Any]:
        query = f"""
            SELECT coalesce(sum(answered IS NOT NULL AND answered - at <= {DAY_US}), 0), count(*)
            FROM asked a, win WHERE stops - at >= {DAY_US} AND {condition}"""  # noqa: S608
        return share(*self._sql.execute(query).fetchone())

    def _retention(self, end: date) -> list[dict[str, Any]]:
        cohorts: dict[str, set[str]] = {}
        for monday, member in self._sql.execute(COHORTS):
            cohorts.setdefault(monday, set()).add(member)
        rows = []
        for monday, members in cohorts.items():
            later = {}
            for k in (1, 2, 3, 4, 8, 12):
                start = date.fromisoformat(monday) + 7 * k * DAY
                stop = start + 7 * DAY
                later[str(k)] = share(len(members & self._who(start, stop)), len(members)) if stop <= end else None
            week = date.fromisoformat(monday).strftime("%G-W%V")
            rows.append({"week": week, "n": len(members), "weeks": later})
        return rows

    def _period(self, stop: date) -> dict[str, Any]:
        query = """
            WITH mark AS (
                SELECT member, debut,
                    max(at >= :one AND at < :stop) AS a, max(at >= :two AND at < :one) AS b,
                    max(at >= :three AND at < :two) AS c, max(at >= :four AND at < :three) AS d
                FROM told JOIN stay USING (member) JOIN beginning USING (member)
                WHERE at >= :four AND at < :stop AND joined < :stop AND (left IS NULL OR left >= :one) GROUP BY member)
            SELECT sum(a), sum(a + b + c + d >= 3), sum(a AND debut >= :one), sum(a AND b), sum(b AND NOT a),
                sum(c AND NOT a AND NOT b AND debut >= :three) FROM mark"""
        names = ("stop", "one", "two", "three", "four")
        bounds = {name: self._midnight(stop - 7 * n * DAY) for n, name in enumerate(names)}
        counts = self._sql.execute(query, bounds).fetchone()
        told = {"from": str(stop - 7 * DAY), "to": str(stop)}
        return told | dict(zip(STATES, (n or 0 for n in counts), strict=True))


def _us(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _instant(at: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)


def share(k: int, n: int) -> dict[str, Any]:
    """A proportion with scipy's Wilson interval."""
    if n == 0:
        return {"value": None, "low": None, "high": None, "n": 0}
    found = binomtest(k, n).proportion_ci(0.95, method="wilson")
    return {"value": k / n, "low": float(found.low), "high": float(found.high), "n": n}


def type_7(ordered: list[float], q: float) -> float | None:
    """A quantile between neighbours."""
    if not ordered:
        return None
    place = (len(ordered) - 1) * q
    below = ordered[int(place)]
    return below + (ordered[min(int(place) + 1, len(ordered) - 1)] - below) * (place - int(place))


def median(ordered: list[float]) -> dict[str, Any]:
    """The median between the order statistics that hold it 95 % of the time."""
    n = len(ordered)
    rank = int(binom.ppf(0.025, n, 0.5)) if n else 0
    while rank and binom.cdf(rank - 1, n, 0.5) > 0.025:
        rank -= 1
    known = {"low": ordered[rank - 1], "high": ordered[n - rank]} if rank else {"low": None, "high": None}
    return {"value": type_7(ordered, 0.5), **known}
