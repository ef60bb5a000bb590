"""Measure everything, print a table, write benchmarks/latest.json."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks import cli, displays, learning, rules, study, tables, topics, vectors, workbench


def main() -> int:
    """Run all measurements; exit 1 when a budget is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the budgets in one run.")
    parser.add_argument("--corpus", help="a folder of transcripts; by default a made-up corpus of the same size")
    folder = parser.parse_args().corpus
    rows = [
        *rules.run(folder),
        *study.run(folder),
        *tables.run(),
        *displays.run(),
        *cli.run(),
        *workbench.run(folder),
        *vectors.run(folder),
        *learning.run(folder),
        *topics.run(folder),
    ]
    width = max(len(row[0]) for row in rows)
    for name, value, unit, budget, met in rows:
        limit = f"≤ {budget:g} {unit}" if budget is not None else ""
        print(f"{name:<{width}}  {value:>10.3f} {unit:<5} {limit:<14} {'' if met else 'MISSED'}")
    latest = [dict(zip(("name", "value", "unit", "budget", "met"), row, strict=True)) for row in rows]
    path = Path(__file__).with_name("latest.json")
    path.write_text(json.dumps(latest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"written to {path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}", file=sys.stderr)
    return 0 if all(row[-1] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
