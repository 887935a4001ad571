"""``activity import`` of the real community's file, in a process of its own."""

import asyncio
import io
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.harness import BenchmarkResult

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "data" / "community-2018-2019.jsonl.gz"
WANTED_RATE, WANTED_MB = 30_000, 250
"""Source: the project's benchmark figures; for "bounded", well under the unpacked size of the file."""


async def measure_import() -> Sequence[BenchmarkResult]:
    """Returns the lines per second and the peak memory; nothing if there is no file.

    The figure that counts includes the start of the process; the command's own output does not.
    """
    if not REAL.exists():
        print("activity import: skipped, the real community's file is not beside this checkout")
        return []
    with tempfile.TemporaryDirectory() as folder:
        begun_at = time.monotonic()
        printed, most_mb = await asyncio.to_thread(_import, folder)
        seconds = time.monotonic() - begun_at
    found = re.match(r"([\d,]+) lines.* ([\d,]+) lines/s", printed)
    n_lines, stated = (int(number.replace(",", "")) for number in found.groups()) if found else (0, 0)
    rates = {"with the start of the process": n_lines / seconds, "as it says itself": stated}
    return [
        BenchmarkResult("activity import", "lines/s", rates, n_lines / seconds, WANTED_RATE),
        BenchmarkResult("activity import, most memory", "MB", {"Hamlet": most_mb}, most_mb, WANTED_MB, at_most=True),
    ]


def _import(folder: str) -> tuple[str, float]:
    """Returns the command's output and its peak resident megabytes."""
    process = subprocess.Popen(  # noqa: S603 - our own command line
        (sys.executable, "-m", "bot", "activity", "import", str(REAL)),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": f"sqlite:///{folder}/real.db"},
        stdout=subprocess.PIPE,
        text=True,
    )
    with process.stdout or io.StringIO() as stdout:
        printed = stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return printed, usage.ru_maxrss / 1e3
