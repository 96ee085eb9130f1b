"""An evaluation as a readable table."""

from collections.abc import Mapping
from typing import Any


def as_text(report: Mapping[str, Any]) -> str:
    """Return a table per stage (measures per kind with their 95 % intervals) and the questions that the last stage missed."""
    lines: list[str] = []
    for stage, results in report.items():
        lines += [f"{stage}", f"  {'soort':<12}{'vragen':>7}   {'hit@1':<18}{'hit@5':<18}{'nDCG@10':<18}"]
        for kind, means in results["soorten"].items():
            cells = "".join(f"{mean['waarde']:.2f} ({mean['laag']:.2f}-{mean['hoog']:.2f})  " for mean in means.values())
            lines.append(f"  {kind:<12}{means['hit@5']['aantal']:>7}   {cells}")
        lines.append("")
    last = list(report.values())[-1]
    lines.append("Niet in de eerste vijf:" if last["gemist"] else "Elke vraag vond zijn antwoord in de eerste vijf.")
    for missed in last["gemist"]:
        lines += [f"  {missed['id']} ({missed['soort']}) {missed['vraag']}", *(f"      {place}" for place in missed["in plaats daarvan"])]
    return "\n".join(lines)
