"""``make bench``: prints a table and writes the same figures as JSON."""

import asyncio
import platform
import sqlite3
import sys
from dataclasses import asdict
from pathlib import Path

import orjson
from rich.console import Console
from rich.table import Table

from benchmarks.harness import Outcome
from benchmarks.writes import batched_writes

RESULTS = Path(__file__).parent / "results" / "latest.json"
BENCHMARKS = (batched_writes,)


async def run_all() -> list[Outcome]:
    """Every benchmark, one after the other."""
    return [await benchmark() for benchmark in BENCHMARKS]


def show(outcomes: list[Outcome]) -> None:
    """The table for people."""
    table = Table("benchmark", "contestant", "rate", "ratio", "wanted", "met")
    for one in outcomes:
        for contestant, rate in one.rates.items():
            first = contestant == next(iter(one.rates))
            verdict = (f"{one.ratio:.2f}", f"{one.wanted:.2f}", "yes" if one.met else "NO") if first else ("", "", "")
            table.add_row(one.name if first else "", contestant, f"{rate:,.0f} {one.unit}", *verdict)
    Console().print(table)


def write(outcomes: list[Outcome]) -> None:
    """The JSON for machines."""
    RESULTS.parent.mkdir(exist_ok=True)
    about = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    report = {"about": about, "outcomes": [{**asdict(one), "met": one.met} for one in outcomes]}
    RESULTS.write_bytes(orjson.dumps(report, option=orjson.OPT_INDENT_2))


def main() -> int:
    """Zero where every figure is met."""
    outcomes = asyncio.run(run_all())
    show(outcomes)
    write(outcomes)
    return 0 if all(one.met for one in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
