"""The commands by which a file becomes a source: add, drafts, decide, try, publish, replace."""

import contextlib
import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from indexer import extras, terminal
from indexer.options import corpus_option, index_option, internal_option, model_option, models_option, own_option
from indexer.terminal import shortened
from kb.day import today
from kb.errors import KnowledgeBaseError

if TYPE_CHECKING:
    from indexer.drafting.drafts import Draft
    from kb.knowledge_base import KnowledgeBase

_STARTING = 60
_NO_OWN = "Geef de eigen map met --eigen of KB_EIGEN: daarin komt wat u toevoegt (docs/eigen-map.md)."
_shield_option = click.option(
    "--zonder-afscherming",
    "unshielded",
    is_flag=True,
    help="Lees het bestand ook als deze machine het niet kan afschermen; alleen als u de maker vertrouwt.",
)


@click.command(cls=terminal.Command)
@click.argument("paths", metavar="BESTAND…", nargs=-1, required=True, type=click.Path(path_type=Path))
@corpus_option
@own_option
@click.option("--ocr", is_flag=True, help="Lees letters van plaatjes, voor een scan; ongeveer 8 seconden per bladzijde.")
@_shield_option
@click.option("--ja", "anyway", is_flag=True, help="Maak ook een concept van een stuk dat er al staat.")
def add(paths: Sequence[Path], corpus_folder: Path, own_folder: Path | None, ocr: bool, unshielded: bool, anyway: bool) -> None:
    """Maak van een bestand (PDF, Word, PowerPoint, ODT, webpagina, tekst), of van elk bestand in een map, een concept."""
    own, files = _own(own_folder, "kb add"), list(_files(paths))
    from indexer.drafting import taking_in

    with _held(own):
        pass
    there = taking_in.known(corpus_folder, own)
    refused = 0
    for number, file in enumerate(files, start=1):
        label = f"({number}/{len(files)}) " if len(files) > 1 else ""
        try:
            with _counter(f"{label}{file.name}") as progress:
                draft = taking_in.take_in(file, own, there, today(), ocr=ocr, shielded=not unshielded, anyway=anyway, progress=progress)
        except KnowledgeBaseError as error:
            # One file never keeps the others out.
            if len(files) == 1:
                raise
            refused += 1
            click.echo(f"Fout: {error}", err=True)
            continue
        _tell(draft, there.kinds)
    if refused:
        raise KnowledgeBaseError(f"Van {refused} van de {len(files)} bestanden is geen concept gemaakt; zie hierboven waarom.")


@click.command(cls=terminal.Command)
@click.argument("identity", metavar="[ID]", required=False)
@corpus_option
@own_option
def drafts(identity: str | None, corpus_folder: Path, own_folder: Path | None) -> None:
    """Toon de concepten, en van elk wat u nog beslist; met ID ook per bladzijde wat er van kwam."""
    own = _own(own_folder, "kb drafts")
    from indexer.drafting import concept as concepts
    from indexer.drafting import drafts as waiting

    with _held(own):
        pass
    kinds = concepts.kinds(corpus_folder, own)
    found = [waiting.get(own, identity)] if identity else waiting.all_of(own)
    for draft in found:
        _tell(draft, kinds)
        if identity:
            _tell_pages(draft)
    if not found:
        click.echo("Er staat geen enkel concept. Maak er een met: kb add BESTAND")


@click.command(cls=terminal.Command)
@click.argument("identity", metavar="ID")
@click.argument("decisions", metavar="VELD=WAARDE…", nargs=-1, required=True)
@corpus_option
@own_option
def decide(identity: str, decisions: Sequence[str], corpus_folder: Path, own_folder: Path | None) -> None:
    """Leg vast wat u over een concept beslist: titel=…, uitgever=…, datum=…, soort=…, openbaar=ja, mag=1,3-5, lak=2, goed=7."""
    own = _own(own_folder, "kb decide")
    from indexer.drafting import concept as concepts
    from indexer.drafting import drafts as waiting

    values = {}
    for one in decisions:
        name, is_there, value = one.partition("=")
        if not is_there:
            raise KnowledgeBaseError(
                f"'{shortened(one, 40)}' is geen beslissing; schrijf een veld, '=' en een waarde, bijvoorbeeld soort=rapport."
            )
        values[name.strip()] = value
    with _held(own):
        draft = waiting.decide(waiting.get(own, identity), values)
    _tell(draft, concepts.kinds(corpus_folder, own))


@click.command("try", cls=terminal.Command)
@click.argument("identity", metavar="ID")
@corpus_option
@own_option
@index_option
@models_option
@click.option(
    "--vraag", "questions", metavar="VRAAG", multiple=True, type=terminal.Question(), help="Stel deze vraag en stop daarna; mag vaker."
)
@click.option("--poort", "port", metavar="GETAL", type=click.IntRange(1, 65535), help="Poort van de proefsite; anders een die vrij is.")
def try_out(
    identity: str,
    corpus_folder: Path,
    own_folder: Path | None,
    index_root: Path,
    models: Path,
    questions: Sequence[str],
    port: int | None,
) -> None:
    """Probeer een concept: een index met dit stuk erbij, zonder dat de site verandert, op een eigen poort."""
    own = _own(own_folder, "kb try")
    from indexer.drafting import drafts as waiting
    from indexer.drafting import publishing
    from kb.knowledge_base import KnowledgeBase

    began = time.monotonic()
    with _held(own):
        draft = waiting.get(own, identity)
    with tempfile.TemporaryDirectory(prefix="kb-proef-") as scratch:
        with _steps("Proefindex") as step:
            generation = publishing.try_out(
                publishing.Folders(corpus_folder, own, index_root, models), draft, Path(scratch) / "proef", step
            )
        click.echo(f"De proefindex is klaar, in {time.monotonic() - began:.0f} seconden.")
        if questions:
            base = KnowledgeBase.open_generation(generation)
            for question in questions:
                _tell_hits(base, draft.id, question)
            return
        _serve(generation.parent, draft.id, port)


@click.command(cls=terminal.Command)
@click.argument("identity", metavar="ID")
@corpus_option
@own_option
@index_option
@model_option
@models_option
@internal_option
@_shield_option
def publish(
    identity: str,
    corpus_folder: Path,
    own_folder: Path | None,
    index_root: Path,
    model: str,
    models: Path,
    is_internal: bool,
    unshielded: bool,
) -> None:
    """Maak van een concept een bron en bouw de index; de site neemt hem vanzelf over."""
    own = _own(own_folder, "kb publish")
    from indexer.drafting import drafts as waiting
    from indexer.drafting import publishing

    folders = publishing.Folders(corpus_folder, own, index_root, models)
    with _held(own) as finished:
        if finished and waiting.is_named(finished, identity):
            identity = finished
        else:
            draft = waiting.get(own, identity)
            publishing.publish(folders, draft, is_internal=is_internal, shielded=not unshielded)
            identity = draft.id
        click.echo(f"'{identity}' staat in de eigen map. Nu de index; breekt dat af, geef dan: kb index")
        with _steps("Index bouwen") as step:
            generation = publishing.index(folders, model, step, is_internal=is_internal)
    _tell_published(generation, identity)


@click.command(cls=terminal.Command)
@click.argument("identity", metavar="ID")
@click.argument("file", metavar="BESTAND", type=click.Path(path_type=Path))
@corpus_option
@own_option
@click.option("--ocr", is_flag=True, help="Lees letters van plaatjes, voor een scan.")
@_shield_option
def replace(identity: str, file: Path, corpus_folder: Path, own_folder: Path | None, ocr: bool, unshielded: bool) -> None:
    """Maak van een nieuwe versie een concept dat bij kb publish in de plaats van een eigen bron komt; toont wat verschilt."""
    own = _own(own_folder, "kb replace")
    from indexer.drafting import taking_in

    with _held(own):
        pass
    there = taking_in.known(corpus_folder, own)
    with _counter(file.name) as progress:
        draft, told = taking_in.replace(identity, file, own, there, today(), ocr=ocr, shielded=not unshielded, progress=progress)
    for line in told:
        click.echo(line)
    _tell(draft, there.kinds)


def _own(own_folder: Path | None, command: str) -> Path:
    extras.require(extras.INDEX, command)
    extras.require(extras.ADDING, command)
    if own_folder is None:
        raise KnowledgeBaseError(_NO_OWN)
    if not (own_folder / "eigen.yaml").is_file():
        raise KnowledgeBaseError(
            f"In '{own_folder}' staat geen eigen.yaml. Maak dat, met twee regels:"
            " 'voorvoegsel: eigen-lindedam' en 'naam: Gemeente Lindedam'."
        )
    return own_folder


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files that are meant: of a folder each file in it."""
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith("."))
        else:
            yield path


@contextlib.contextmanager
def _held(own: Path) -> Iterator[str]:
    """Hold the own folder; what an earlier command left half done is finished and told. Gives the id of a source that was so published."""
    from indexer.drafting.holding import held

    with held(own) as finished:
        if finished:
            click.echo(f"Een eerdere publicatie van '{finished}' was afgebroken en is nu afgemaakt. Bouw de index met: kb index", err=True)
        yield finished


@contextlib.contextmanager
def _counter(name: str) -> Iterator[Callable[[int, int], None]]:
    """Show on which page of a file the reading is."""
    from rich.console import Console

    with Console(stderr=True, highlight=False, soft_wrap=True).status(f"Lezen: {name} …") as status:
        yield lambda page, of: status.update(f"Lezen: {name}, bladzijde {page} van {of}")


@contextlib.contextmanager
def _steps(what: str) -> Iterator[Callable[[str, float], None]]:
    """Show which step something that takes long is at."""
    from rich.console import Console

    with Console(stderr=True, highlight=False, soft_wrap=True).status(f"{what} …") as status:
        yield lambda name, share: status.update(f"{what}: {name.lower()} ({share:.0%})")


def _tell(draft: "Draft", kinds: frozenset[str]) -> None:
    """Show a draft: what it is, what was noticed, and what is still to decide."""
    from indexer.drafting import concept as concepts

    told = draft.concept
    click.echo(f"{draft.id}: {told.titel or told.naam_bestand} ({draft.report.summary})")
    if told.vervangt:
        click.echo(f"  komt in de plaats van de bron '{told.vervangt}'")
    for double in told.dubbel:
        click.echo(f"  lijkt op '{double}', dat er al staat")
    left = concepts.left(told, kinds)
    for one in left:
        click.echo(f"  - {one}")
    if left:
        click.echo(f"  Nog {len(left)} te beslissen: kb decide {draft.id} VELD=WAARDE …")
    else:
        click.echo(f"  Alles is beslist. Probeer het met: kb try {draft.id}; of publiceer: kb publish {draft.id}")


def _tell_pages(draft: "Draft") -> None:
    """Show page by page what became of the words, and of what there is doubt."""
    found = draft.report
    for doubt in found.doubts:
        click.echo(f"  twijfel: {doubt}")
    for page in found.pages:
        name = f"  bladzijde {page.page}" if found.has_pages else "  het bestand"
        click.echo(
            f"{name}: {page.words} woorden, waarvan {page.set_aside} terzijde; {len(page.missing)} gemist, {len(page.extra)} te veel"
        )
        for label, words in (("gemist", page.missing), ("te veel", page.extra)):
            if words:
                click.echo(f"    {label}: {shortened(' '.join(words))}")
        for doubt in page.doubts:
            click.echo(f"    twijfel: {doubt}")


def _tell_hits(base: "KnowledgeBase", document: str, question: str) -> None:
    """Show what a question finds, and what is answered."""
    from kb.telling.whereabouts import BETWEEN, headings

    inquiry = base.search(question)
    answer = base.answer(inquiry)
    click.echo(f"\n{question}")
    for number, hit in enumerate(inquiry.hits[:5], start=1):
        mark = "  <- dit concept" if hit.entry.id.startswith(f"{document}.") else ""
        click.echo(f"  {number}. {hit.entry.title or 'Citaat'}{_page(base, hit.entry.id)} ({hit.entry.id}){mark}")
    if not inquiry.hits:
        click.echo("  Niets gevonden.")
    for cited in answer.citations:
        click.echo(f"  antwoord: “{shortened(cited.text, 300)}” [{cited.source}]")
    for number, place in enumerate(answer.sources, start=1):
        words = [cited for cited in answer.citations if cited.place_id == place]
        page = _page(base, place, words[0].begin, words[-1].end) if words else ""
        click.echo(f"    [{number}] {BETWEEN.join(headings(base.library, base.library.section_of(place)))}{page} ({place})")
    if not answer.citations:
        click.echo("  Geen antwoord.")


def _page(base: "KnowledgeBase", identity: str, begin: int = 0, end: int | None = None) -> str:
    """Return on which pages words stand, to stand behind a title; '' in a source without pages."""
    if identity not in base.library.passage_in_report and identity not in base.library.quote_in_report:
        return ""
    pages = base.library.pages(identity, begin, end)
    return "" if pages is None else f", blz. {pages[0]}" if pages[0] == pages[1] else f", blz. {pages[0]}-{pages[1]}"


def _tell_published(generation: Path, identity: str) -> None:
    """Show where a new source is read, and what may have changed by it."""
    from kb.knowledge_base import KnowledgeBase

    click.echo(f"Gepubliceerd: {os.environ.get('KB_BASE_URL', '').rstrip('/')}/bronnen/{identity}")
    _tell_answerable(KnowledgeBase.open_generation(generation), identity)


def _tell_answerable(base: "KnowledgeBase", document: str) -> None:
    """Show which questions are refused that the new source may answer."""
    from indexer.drafting import publishing

    with _steps("Vragen zonder antwoord nakijken") as step:
        found = publishing.now_answerable(base, document, step)
    if found:
        click.echo(
            "Deze vragen krijgen nu het antwoord dat het er niet in staat; kijk of dat nog klopt (zonder-antwoord.yaml, verberg.yaml):"
        )
    for one in found:
        click.echo(f"  {one.refusal}: “{one.question}” vindt {one.passage}")


def _serve(index_root: Path, document: str, port: int | None) -> None:
    """Serve an index on a port of this machine until somebody stops it."""
    from indexer import serving

    chosen = port or _free_port()
    address = f"http://127.0.0.1:{chosen}"
    # Who tries a draft reads pages, and no log of them.
    environment = {
        **os.environ,
        "KB_HOST": "127.0.0.1",
        "KB_PORT": str(chosen),
        "KB_WORKERS": "1",
        "KB_INTERN": "ja",
        "KB_LOG_LEVEL": "WARNING",
        "KB_BASE_URL": "",
        "KB_MODEL": "",
    }
    process = subprocess.Popen(serving.command(), env=serving.environment_of(index_root, environment))
    try:
        _await_ready(process, f"{address}/gezondheid/gereed")
        click.echo(f"Bekijk het concept op {address}/bronnen/{document} en stel vragen op {address}/. Stop met Ctrl-C.")
        process.wait()
    except KeyboardInterrupt:
        click.echo("De proefsite is gestopt.")
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait()


def _await_ready(process: "subprocess.Popen[bytes]", address: str) -> None:
    end = time.monotonic() + _STARTING
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.2)
    raise KnowledgeBaseError("De proefsite begon niet. Kijk hierboven waarom, en probeer het opnieuw.")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


ALL = (add, drafts, decide, try_out, publish, replace)
