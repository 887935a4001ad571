"""``make bench``: prints a table and writes the same figures as JSON."""

import asyncio
import platform
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import orjson
from rich.console import Console
from rich.table import Table

from benchmarks.digests import measure_digests
from benchmarks.flood import measure_flood
from benchmarks.gateway import measure_gateway
from benchmarks.harness import BenchmarkResult
from benchmarks.imports import measure_import
from benchmarks.memory import measure_memory
from benchmarks.offers import measure_autocomplete
from benchmarks.reads import measure_reads
from benchmarks.search import measure_search
from benchmarks.writes import measure_writes

RESULTS = Path(__file__).parent / "results" / "latest.json"
BENCHMARKS: dict[str, Callable[[], Awaitable[BenchmarkResult | Sequence[BenchmarkResult]]]] = {
    "writes": measure_writes,
    "reads": measure_reads,
    "gateway": measure_gateway,
    "flood": measure_flood,
    "memory": measure_memory,
    "search": measure_search,
    "offers": measure_autocomplete,
    "digests": measure_digests,
    "imports": measure_import,
}


async def run_all(names: Sequence[str]) -> list[BenchmarkResult]:
    """Runs the named benchmarks one after the other; all of them if none is named."""
    outcomes: list[BenchmarkResult] = []
    for name in names or BENCHMARKS:
        found = await BENCHMARKS[name]()
        outcomes += [found] if isinstance(found, BenchmarkResult) else found
    return outcomes


def show(outcomes: list[BenchmarkResult]) -> None:
    """Prints the table for people."""
    table = Table("benchmark", "contestant", "measured", "figure", "wanted", "met")
    for one in outcomes:
        for contestant, rate in one.rates.items():
            first = contestant == next(iter(one.rates))
            bound = "≤" if one.at_most else "≥"
            figures = (f"{one.ratio:,.2f}", f"{bound} {one.wanted:,.2f}", "yes" if one.met else "NO")
            verdict = figures if first else ("", "", "")
            table.add_row(one.name if first else "", contestant, f"{rate:,.1f} {one.unit}", *verdict)
        if one.note:
            table.add_row("", one.note)
    Console().print(table)


def write(outcomes: list[BenchmarkResult]) -> None:
    """Writes the JSON for machines."""
    RESULTS.parent.mkdir(exist_ok=True)
    about = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    report = {"about": about, "outcomes": [{**asdict(one), "met": one.met} for one in outcomes]}
    RESULTS.write_bytes(orjson.dumps(report, option=orjson.OPT_INDENT_2))


def main() -> int:
    """Returns zero if every figure is met."""
    outcomes = asyncio.run(run_all(sys.argv[1:]))
    show(outcomes)
    write(outcomes)
    return 0 if all(one.met for one in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
