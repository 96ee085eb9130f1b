"""`python -m bench.conversion FOLDER`: how well files of others become blocks, held against what a person marked in them.

The marks stand in a YAML file outside this repository, by file: `koppen` and `zinnen` (as a reader sees them), `weg` (patterns of what
must not be in the text), `vast` (digits of footnotes as they must not stand) and `noten` (how many footnotes there are).
"""

import json
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import yaml

from indexer.importing.blocks import Block, BlockKind, Conversion
from indexer.importing.converting import convert
from indexer.importing.guards import examine
from indexer.importing.refusals import Refused


@dataclass(frozen=True, slots=True)
class Marked:
    """How a conversion compares with the marks of a person; what fell short is named."""

    headings: tuple[int, int]
    sentences: tuple[int, int]
    furniture: int
    glued: int
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """Words of the file that came nowhere, and words that came from nowhere."""

    words: int
    missing: int
    extra: int


def compare(conversion: Conversion, marks: Mapping[str, Any]) -> Marked:
    """Hold a conversion against marks."""
    headings = {_plain(block.text).lower() for block in conversion.blocks if block.kind is BlockKind.HEADING}
    texts = [_plain(block.text) for block in conversion.blocks] + [
        _plain(cell) for block in conversion.blocks for row in block.rows for cell in row
    ]
    lost = [text for text in marks.get("koppen", ()) if _plain(text).lower() not in headings]
    cut = [text for text in marks.get("zinnen", ()) if not any(_plain(text) in other for other in texts)]
    left = [f"staat er nog: {text[:80]}" for text in texts for pattern in marks.get("weg", ()) if re.search(pattern, text)]
    glued = [f"zit vast: {text}" for text in marks.get("vast", ()) if any(text in block.text for block in conversion.blocks)]
    notes = len(conversion.footnotes)
    wrong = [f"noten: {notes}"] if notes != marks.get("noten", notes) else []
    of_headings, of_sentences = len(marks.get("koppen", ())), len(marks.get("zinnen", ()))
    return Marked(
        (of_headings - len(lost), of_headings),
        (of_sentences - len(cut), of_sentences),
        len(left),
        len(glued),
        (*(f"geen kop: {text}" for text in lost), *(f"niet heel: {text}" for text in cut), *left, *glued, *wrong),
    )


def balance(conversion: Conversion) -> Balance:
    """Count the words of the pages against those of blocks, notes and what was set aside; a word joined over two lines counts as found."""
    of_file = Counter(_words(conversion.pages))
    of_draft = Counter(_words([_with_calls(block) for block in conversion.blocks]))
    of_draft.update(_words(f"{note.label} {note.text}" for note in conversion.footnotes))
    of_draft.update(_words(aside.text for aside in conversion.set_aside))
    of_draft.update(str(block.number) for block in conversion.blocks if block.number is not None)
    # Word and the web compute these: the plainest reading of their files does not give them.
    marks = [note.label for note in conversion.footnotes] + [
        call.label.split("-")[0] for block in conversion.blocks for call in block.calls
    ]
    marks += [str(block.number) for block in conversion.blocks if block.number is not None]
    missing, extra = of_file - of_draft, of_draft - of_file - Counter(_words(marks))
    # The halves of a word may stand in two columns, or on two pages: what comes between them says nothing.
    halves = {half for page in conversion.pages for half in re.findall(r"([^\W\d_]+)-\s*(?:\n|$)", page)}

    def splits(whole: str) -> list[tuple[str, str]]:
        pairs = ((whole[:end], whole[end:]) for end in range(1, len(whole)))
        return [(before, after) for before, after in pairs if before in halves and missing[before] > 0 and missing[after] > 0]

    # Words that can be cut in one way first: they take no half that another needs.
    for whole in sorted(extra.elements(), key=lambda whole: len(splits(whole))):
        for before, after in splits(whole)[-1:]:
            extra[whole], missing[before], missing[after] = extra[whole] - 1, missing[before] - 1, missing[after] - 1
    return Balance(sum(of_file.values()), (+missing).total(), (+extra).total())


def _with_calls(block: Block) -> str:
    text = block.text
    for call in sorted(block.calls, key=lambda call: -call.offset):
        text = f"{text[: call.offset]} {call.label.split('-')[0]} {text[call.offset :]}"
    return text


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in re.findall(r"[^\W\d_]+|\d+", text)]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("‘", "'")).strip()


def _converted_here(file: Path, ocr: bool) -> None:
    """Convert one file and print what it took: a process of its own, so that its memory is its own."""
    began = time.process_time(), time.perf_counter()
    conversion = convert(file, examine(file).kind, ocr=ocr)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = time.process_time() - began[0] + children.ru_utime + children.ru_stime
    peak = max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, children.ru_maxrss) // 1024
    print(json.dumps({"seconds": time.perf_counter() - began[1], "cpu": spent, "peak": peak}))  # noqa: T201
    print(conversion.as_json())  # noqa: T201


@click.command()
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@click.option("--probes", type=click.Path(exists=True, path_type=Path), help="YAML with what a person marked.")
@click.option("--ocr", multiple=True, help="Name of a file whose letters must be read from its pictures.")
@click.option("--one", is_flag=True, hidden=True)
def main(folder: Path, probes: Path | None, ocr: tuple[str, ...], one: bool) -> None:
    """Convert all files of a folder and print a table."""
    if one:
        _converted_here(folder, bool(ocr))
        return
    marks = yaml.safe_load(probes.read_text(encoding="utf-8")) if probes else {}
    click.echo("| bestand | blz. | blokken | koppen | zinnen heel | resten | vast | woorden (kwijt/extra) | twijfels | s (cpu) | MB |")
    click.echo("|---|---|---|---|---|---|---|---|---|---|---|")
    lacking: list[str] = []
    for file in sorted(path for path in folder.iterdir() if path.is_file() and path.suffix != ".md"):
        arguments = [sys.executable, "-m", "bench.conversion", str(file), "--one", *(["--ocr", file.name] if file.name in ocr else [])]
        run = subprocess.run(arguments, capture_output=True, text=True, check=False)
        if run.returncode:
            click.echo(f"| {file.name} | {_last_line(run.stderr)} |")
            continue
        took, conversion = run.stdout.split("\n", 1)
        click.echo(_row(file.name, json.loads(took), Conversion.from_json(conversion), marks.get(file.name, {}), lacking))
    for line in lacking:
        click.echo(line)


def _row(name: str, took: dict[str, float], conversion: Conversion, marks: Mapping[str, Any], lacking: list[str]) -> str:
    found, words = compare(conversion, marks), balance(conversion)
    lacking += [f"- {name}: {line}" for line in found.lacking]
    doubts = sum(len(block.doubts) for block in conversion.blocks) + len(conversion.doubts)
    return (
        f"| {name} | {len(conversion.pages) if conversion.has_pages else '-'} | {len(conversion.blocks)}"
        f" | {found.headings[0]}/{found.headings[1]} | {found.sentences[0]}/{found.sentences[1]} | {found.furniture} | {found.glued}"
        f" | {words.words} ({words.missing}/{words.extra}) | {doubts} | {took['seconds']:.1f} ({took['cpu']:.1f}) | {took['peak']:.0f} |"
    )


def _last_line(text: str) -> str:
    return text.strip().rsplit("\n", 1)[-1][:160]


if __name__ == "__main__":
    try:
        main()
    except Refused as refusal:
        raise SystemExit(str(refusal)) from refusal
