"""The `kb` command: check, index, serve, search, ask, evaluate. How it speaks and tells errors stands in `terminal`."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from indexer import extras, importing_commands, terminal
from indexer.options import corpus_option as _corpus_option
from indexer.options import database_option as _database_option
from indexer.options import index_option as _index_option
from indexer.options import internal_option as _internal_option
from indexer.options import model_option as _model_option
from indexer.options import models_option as _models_option
from indexer.options import own_option as _own_option
from indexer.terminal import shortened
from kb.errors import KnowledgeBaseError

if TYPE_CHECKING:
    from indexer.corpus.corpus import Corpus
    from indexer.corpus.faults import Fault
    from indexer.keeping.packing import Manifest
    from kb.index.database import Database


@click.group("kb", cls=terminal.Group, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Kennisbank Weerbare Gemeenschappen: controleren, indexeren, serveren en vragen."""


def _stories_option(command: Any) -> Any:
    return click.option(
        "--gevoelig",
        type=click.Choice(["tonen", "verbergen"]),
        default="tonen",
        envvar="KB_GEVOELIG",
        show_default=True,
        help="Of persoonlijke verhalen in hun verslag te lezen zijn.",
    )(command)


@main.command()
@_corpus_option
@_own_option
@click.option("--report", is_flag=True, help="Toon ook hoe getrouw elke bron aan het origineel is, en cijfers over vragen en thesaurus.")
def check(corpus_folder: Path, own_folder: Path | None, report: bool) -> None:
    """Controleer het corpus en toon alle fouten tegelijk, elk met bestand en regel."""
    extras.require(extras.INDEX, "kb check")
    from indexer.corpus import corpus, edition
    from indexer.fidelity import comparison
    from indexer.measuring import question_report

    _require(corpus_folder, own_folder)
    read = corpus.load(corpus_folder, own_folder)
    _tell_warnings(read.warnings)
    _tell_missing(corpus_folder)
    reports = comparison.check(read)
    if report:
        click.echo(edition.as_text(read.library.edition))
        click.echo(comparison.as_text(reports))
        click.echo(question_report.as_text(question_report.report(read.library)))
    click.echo(f"In orde: {corpus.counts(read.library)}")


@main.command()
@_corpus_option
@_own_option
@_index_option
@_model_option
@_models_option
@_internal_option
@click.option("--if-changed", is_flag=True, help="Doe niets als de index al bij dit corpus, dit model en dit programma hoort.")
@click.option("--forget", is_flag=True, help="Verwijder daarna elke eerdere index: voor als er tekst weg moest.")
@click.option(
    "--ijking",
    "numbers_file",
    metavar="BESTAND",
    type=click.Path(path_type=Path),
    envvar="KB_IJKING",
    help="Gewichten en drempels van kb calibrate --write, voor een ander model dan het eigen.",
)
def index(
    corpus_folder: Path,
    own_folder: Path | None,
    index_root: Path,
    model: str,
    models: Path,
    is_internal: bool,
    if_changed: bool,
    forget: bool,
    numbers_file: Path | None,
) -> None:
    """Bouw de index van het corpus; de site die draait neemt hem vanzelf over."""
    extras.require(extras.INDEX, "kb index")
    from indexer import calibrations
    from indexer.freshness import is_fresh
    from indexer.model import making

    _require(corpus_folder, own_folder)
    wanted = model or making.E5
    numbers = calibrations.read(numbers_file) if numbers_file else None
    serving_numbers = numbers or calibrations.of_model(wanted)
    if if_changed and is_fresh(corpus_folder, index_root, wanted, serving_numbers, own_folder, with_closed=is_internal):
        click.echo("De index is actueel.")
        if forget:
            _forget_earlier(index_root)
        return
    from rich.console import Console

    from indexer import build
    from indexer.corpus import corpus
    from indexer.fidelity import comparison

    read = corpus.load(corpus_folder, own_folder, with_closed=is_internal)
    _tell_warnings(read.warnings)
    _tell_missing(corpus_folder)
    comparison.check(read)
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    with console.status("Index bouwen …") as status:

        def step(name: str, share: float) -> None:
            status.update(f"Index bouwen: {name.lower()} ({share:.0%})")
            if share >= 1:
                console.print(f"  {name}: klaar")

        if model:
            generation = build.build(read, index_root, model, step, calibration=numbers, models=models)
        else:
            generation = build.build_default(read, index_root, step, calibration=numbers, models=models)
    click.echo(f"De index is klaar: {generation}")
    if forget:
        _forget_earlier(index_root)
    _tell_stand_in(generation)


@main.command()
@_index_option
@_database_option
@click.option("--forget", is_flag=True, help="Verwijder daarna elke eerdere index uit de database: voor als er tekst weg moest.")
def publish_postgres(index_root: Path, database_address: str, forget: bool) -> None:
    """Zet de index die klaar is in PostgreSQL (KB_POSTGRES); sites die daaruit lezen, nemen hem vanzelf over."""
    if not database_address:
        raise KnowledgeBaseError("Geef het adres van de database met --postgres of KB_POSTGRES.")
    _publish(index_root, database_address, forget=forget)


@main.command()
@_corpus_option
@_own_option
@_model_option
@_models_option
def train(corpus_folder: Path, own_folder: Path | None, model: str, models: Path) -> None:
    """Leer het model de vragen van het corpus opnieuw; kb index gebruikt daarna wat hier geleerd is."""
    extras.require(extras.INDEX, "kb train")
    from indexer.corpus import corpus
    from indexer.entries import entries_of
    from indexer.model import making

    _require(corpus_folder, own_folder)
    making.teach(model or making.E5, entries_of(corpus.load(corpus_folder, own_folder).library), models)
    click.echo("Het model heeft de vragen opnieuw geleerd. Bouw nu de index: kb index")


@main.command()
@_index_option
def serve(index_root: Path) -> None:
    """Serveer de site. Instellingen staan in de omgeving (KB_…), zie docs/beheer.md."""
    from indexer import serving

    serving.serve(index_root)


@main.command()
@_corpus_option
@_own_option
@_index_option
@_models_option
def werkbank(corpus_folder: Path, own_folder: Path | None, index_root: Path, models: Path) -> None:
    """Open de werkbank: voeg toe en verbeter in de browser, op deze computer. Instellingen: KB_WERKBANK_… in docs/beheer.md."""
    extras.require(extras.INDEX, "kb werkbank")
    from indexer import serving
    from kb.errors import KnowledgeBaseError

    if own_folder is None:
        raise KnowledgeBaseError("De werkbank heeft een eigen map nodig; geef haar met --eigen of KB_EIGEN.")
    serving.serve_workbench(corpus_folder, own_folder, index_root, models)


@main.command()
@_index_option
def mcp(index_root: Path) -> None:
    """Geef assistenten de kennisbank (Model Context Protocol), over standaardinvoer of, met KB_MCP_PORT, over HTTP."""
    extras.require(extras.ASSISTANTS, "kb mcp")
    from indexer import serving

    serving.serve_assistants(index_root)


@main.command()
@click.argument("question", type=terminal.Question(), metavar="VRAAG")
@_index_option
@_database_option
@_model_option
@_stories_option
@click.option("--json", "as_json", is_flag=True, help="Toon het resultaat als JSON.")
@click.option("--most", type=terminal.Count(), metavar="GETAL", default=5, show_default=True, help="Hoeveel resultaten.")
def search(question: str, index_root: Path, database_address: str, model: str, gevoelig: str, as_json: bool, most: int) -> None:
    """Zoek passages, citaten en praktijkvoorbeelden."""
    from kb.knowledge_base import KnowledgeBase
    from kb.telling import shapes

    base = KnowledgeBase.open(index_root, model or None, with_stories=gevoelig == "tonen", database=_database(database_address))
    inquiry = base.search(question)
    if as_json:
        click.echo(shapes.search_results(base, inquiry, 1, most).model_dump_json(indent=1))
        return
    if inquiry.correction:
        click.echo(f"Resultaten voor: {inquiry.correction.meant}\n")
    if inquiry.offered:
        click.echo(f"Bedoelde u: {inquiry.offered}?\n")
    for number, hit in enumerate(inquiry.hits[:most], start=1):
        click.echo(f"{number}. {hit.entry.title or 'Citaat'}  [{hit.labels.kind}]  {hit.entry.id}\n   {shortened(hit.entry.text)}\n")
    if not inquiry.hits:
        click.echo("Niets gevonden.")


@main.command()
@click.argument("question", type=terminal.Question(), metavar="VRAAG")
@_index_option
@_database_option
@_model_option
@_stories_option
@click.option("--json", "as_json", is_flag=True, help="Toon het antwoord als JSON.")
@click.option("--uitleg", "explain", is_flag=True, help="Toon ook wat elke stap deed, afwees en hoe lang hij duurde.")
def ask(question: str, index_root: Path, database_address: str, model: str, gevoelig: str, as_json: bool, explain: bool) -> None:
    """Stel een vraag en lees het antwoord in letterlijke zinnen uit de bronnen."""
    from kb.answer.answering import NO_ANSWER, AnswerPart
    from kb.knowledge_base import KnowledgeBase
    from kb.model import Status
    from kb.telling import shapes
    from kb.telling.remarks import beside, noted
    from kb.telling.steps import as_text
    from kb.telling.whereabouts import BETWEEN, headings

    base = KnowledgeBase.open(index_root, model or None, with_stories=gevoelig == "tonen", database=_database(database_address))
    inquiry = base.search(question)
    answer = base.answer(inquiry)
    if as_json:
        click.echo(shapes.answer(base, answer, inquiry).model_dump_json(indent=1))
        return
    if explain:
        click.echo(as_text(answer.steps) + "\n")
    if not answer.citations:
        click.echo(f"Niet gevonden. {answer.reason or NO_ANSWER}")
        for hit, near in zip(answer.related, answer.nearest, strict=False):
            click.echo(f"  Het dichtst erbij: {hit.entry.title or 'Citaat'} ({hit.entry.id}): “{near.text}”")
        return
    for part in answer.parts or (AnswerPart("", answer),):
        if part.sentence:
            click.echo(part.sentence)
        if part.answer.status is not Status.ANSWERED:
            click.echo(f"  Niet gevonden. {part.answer.reason or NO_ANSWER}")
        if part.answer.edited:
            click.echo(f"{part.answer.edited.question}\n{part.answer.edited.line} (regel van de redactie)")
        for cited in part.answer.citations:
            words = noted(cited.text, beside(base.library.remarks(cited.place_id), cited.begin, cited.end))
            click.echo(f"“{words}” [{cited.source}]")
    for number, place in enumerate(answer.sources, start=1):
        click.echo(f"  [{number}] {BETWEEN.join(headings(base.library, base.library.section_of(place)))} ({place})")


@main.command()
@click.argument("questions", metavar="VRAGENBESTAND", type=click.Path(path_type=Path))
@_index_option
@_database_option
@click.option(
    "--json", "json_file", metavar="BESTAND", type=click.Path(path_type=Path), help="Schrijf het verslag ook als JSON in dit bestand."
)
def evaluate(questions: Path, index_root: Path, database_address: str, json_file: Path | None) -> None:
    """Meet hoe goed de vragen van een vragenbestand hun antwoord vinden."""
    extras.require(extras.MEASURING, "kb evaluate")
    from indexer.measuring import answer_evaluation, evaluation, evaluation_report
    from kb.knowledge_base import KnowledgeBase

    base = KnowledgeBase.open(index_root, database=_database(database_address))
    if base.uncalibrated:
        click.echo(f"Let op: {base.uncalibrated}", err=True)
    asked = evaluation.read_questions(questions)
    report = evaluation.full_report(base, asked, lambda name: click.echo(f"  meten: {name}", err=True))
    click.echo(evaluation_report.as_text(report))
    told: dict[str, object] = {"vinden": report}
    for name, with_edited in (("met de antwoorden van de redactie", True), ("zonder", False)):
        scores = [answer_evaluation.score(base, question, with_edited=with_edited) for question in asked]
        figures, curve = answer_evaluation.summary(scores), answer_evaluation.curve(scores)
        told[name] = {"antwoorden": figures, "vertrouwen tegen bereik": curve, "mis": answer_evaluation.gone_wrong(scores)}
        click.echo(f"\nAntwoorden, {name}: " + ", ".join(f"{measure} {value}" for measure, value in figures.items()))
    click.echo("\nVertrouwen tegen bereik, per drempel:")
    for threshold, reach, trust in curve:
        click.echo(f"  {threshold:.1f}  bereik {reach:.2f}  vertrouwen {trust:.2f}")
    if json_file:
        json_file.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


@main.command()
@click.argument("questions", metavar="VRAGENBESTAND…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--outside", metavar="BESTAND", required=True, type=click.Path(path_type=Path), help="Vragen zonder antwoord in de bronnen.")
@click.option("--half", default="ijking", type=click.Choice(["ijking", "apart"]), show_default=True, help="Welke helft daarvan.")
@click.option(
    "--herkennen", "alike", metavar="BESTAND", type=click.Path(path_type=Path), help="Vragen die op redactionele antwoorden lijken."
)
@click.option("--report-only", is_flag=True, help="Toon alleen welke vragen nu welke status krijgen.")
@click.option(
    "--write",
    "written",
    metavar="BESTAND",
    type=click.Path(path_type=Path),
    help="Schrijf de gekozen getallen in dit bestand, voor kb index --ijking.",
)
@_index_option
def calibrate(
    questions: tuple[Path, ...], outside: Path, half: str, alike: Path | None, report_only: bool, written: Path | None, index_root: Path
) -> None:
    """IJk wanneer de kennisbank zwijgt, op vragen met en zonder antwoord, en wanneer een redactioneel antwoord voorop staat."""
    extras.require(extras.MEASURING, "kb calibrate")
    from indexer.measuring import calibration, recognition
    from kb.knowledge_base import KnowledgeBase

    base = KnowledgeBase.open(index_root)
    cases = calibration.read_cases(questions, outside, half)
    if not report_only:
        fit = calibration.fit(base, cases)
        click.echo(calibration.as_text(fit, cases) + "\n")
        numbers = calibration.numbers_of(base, fit, [file.name for file in (*questions, outside)])
        if alike:
            without_answer = [case.text for case in cases if case.group != calibration.ANSWERABLE]
            recognised = recognition.fit(base, recognition.read_cases(alike, half), without_answer)
            click.echo(recognition.as_text(recognised) + "\n")
            numbers = replace(numbers, recognising=recognised.numbers)
        if written:
            calibration.write(numbers, written)
            click.echo(f"De getallen staan in '{written}'. Gebruik ze met: kb index --ijking {written}\n")
    click.echo(calibration.statuses(base, cases))
    if alike:
        click.echo("\n" + recognition.as_it_stands(base, recognition.read_cases(alike, half)))


@main.command()
@click.argument("file", metavar="BESTAND", type=click.Path(path_type=Path))
@_corpus_option
@_own_option
@click.option("--wat", "kind", type=click.Choice(["geleverd", "eigen"]), help="Welke inhoud; anders de eigen map, als die er is.")
def pack(file: Path, corpus_folder: Path, own_folder: Path | None, kind: Literal["geleverd", "eigen"] | None) -> None:
    """Pak de inhoud, na controle, in één bestand (zip): om te bewaren, of voor een andere machine."""
    extras.require(extras.INDEX, "kb pack")
    from indexer.keeping import packing

    _require(corpus_folder, own_folder)
    manifest = packing.pack(packing.Folders(corpus_folder, own_folder), kind or ("eigen" if own_folder else "geleverd"), file)
    click.echo(f"Ingepakt in '{file}': {_told_of(manifest)}.")


@main.command()
@click.argument("file", metavar="BESTAND", type=click.Path(path_type=Path))
@_corpus_option
@_own_option
def unpack(file: Path, corpus_folder: Path, own_folder: Path | None) -> None:
    """Zet de inhoud van een pakket, na controle, op de plaats van wat er was; daarna bouwt kb index."""
    extras.require(extras.INDEX, "kb unpack")
    from indexer.keeping import packing

    manifest = packing.unpack(file, packing.Folders(corpus_folder, own_folder))
    click.echo(f"Uitgepakt: {_told_of(manifest)}. Bouw nu de index: kb index")


@main.command()
@click.argument("identity", metavar="ID", required=False)
@click.option(
    "--persoon", "person", metavar="NAAM", help="Toon waar een naam staat, en met --ja: toon voortaan de aanduiding in plaats van de naam."
)
@click.option("--reden", "reason", metavar="TEKST", default="", help="Waarom; komt in weg.yaml te staan, dus zonder namen.")
@click.option("--ja", "is_sure", is_flag=True, help="Doe het; zonder deze optie ziet u alleen wat er weggaat.")
@_corpus_option
@_own_option
@_index_option
@_database_option
@_models_option
def remove(
    identity: str | None,
    person: str | None,
    reason: str,
    is_sure: bool,
    corpus_folder: Path,
    own_folder: Path | None,
    index_root: Path,
    database_address: str,
    models: Path,
) -> None:
    """Haal een bron weg zonder een spoor na te laten: bestanden, lijsten, elke index en wat op de volgende wacht."""
    extras.require(extras.INDEX, "kb remove")
    from indexer.keeping import persons, removing

    _require(corpus_folder, own_folder)
    if own_folder is None:
        raise KnowledgeBaseError("Weghalen gaat vanuit een eigen map, ook van iets geleverds. Geef haar met --eigen of KB_EIGEN.")
    if (identity is None) == (person is None):
        raise KnowledgeBaseError("Geef het id van een bron, of een naam met --persoon.")
    places = removing.Places(corpus_folder, own_folder, index_root, models)
    if person is not None:
        click.echo(f"'{person}' staat in:\n" + "\n".join(f"  {place}" for place in persons.places_of(person, places)))
        found = persons.person_of(person, places)
        click.echo(f"Getoond wordt dan: {found.description}. Woorden van een bron gaan alleen weg met hun passage of bron.")
    else:
        what = removing.plan(str(identity), places)
        click.echo(removing.told(what, places))
    if database_address:
        click.echo("Uit de database van KB_POSTGRES gaat elke index die er staat; aan haar reservekopieën en archief (WAL) denkt u zelf.")
    if not is_sure:
        click.echo("Er is niets veranderd. Met --ja gebeurt het.")
        return

    def build(read: "Corpus") -> None:
        _build_again(read, index_root, models)
        if database_address:
            _publish(index_root, database_address, forget=True)

    if database_address:
        from kb.index import folder as index_folder

        extras.require(extras.DATABASE, "kb remove")
        # What is in the database can only be replaced by an index that is made here.
        index_folder.current(index_root)
    if person is not None:
        persons.hide(found, places)
        removing.rebuild(places, build)
        click.echo("De naam is overal een aanduiding geworden, behalve in woorden van bronnen; eerdere indexen zijn weg.")
        return
    left = removing.remove(what, reason, places, build)
    click.echo(removing.proof(what, left))
    if left:
        raise SystemExit(4)


@main.command()
@click.argument("folder", metavar="MAP", type=click.Path(path_type=Path))
def report(folder: Path) -> None:
    """Toon wat lezers niet vonden of fout noemden (de map van KB_FEEDBACK), zodat een redacteur weet wat te schrijven."""
    from indexer.measuring import feedback_report

    click.echo(feedback_report.as_text(feedback_report.read(folder)))


def _build_again(read: "Corpus", index_root: Path, models: Path) -> Path:
    """Build an index with the model and the numbers of the one that serves."""
    from indexer import build
    from kb.calibration import open_calibration
    from kb.index import folder as index_folder

    served = index_folder.current(index_root)
    numbers = open_calibration(served)
    return build.build(read, index_root, index_folder.read_manifest(served).model, _told_progress, calibration=numbers, models=models)


def _database(address: str) -> "Database | None":
    from kb.index.database import Database

    return Database(address) if address else None


def _publish(index_root: Path, address: str, *, forget: bool) -> None:
    """Put the index that serves in a database, and have this machine's own copy of its files follow."""
    extras.require(extras.DATABASE, "kb publish-postgres")
    from indexer import to_postgres
    from kb.index.database import CACHE, Database, follow

    done = to_postgres.publish(index_root, address, _told_progress, forget=forget)
    was = "De index stond al in de database" if done.was_there else "De index staat in de database"
    click.echo(f"{was}, en dient: {done.generation}")
    if done.swept:
        click.echo(f"Uit de database verwijderd: {', '.join(done.swept)}")
    if (index_root / CACHE).is_dir():
        database = Database(address, most=1, is_writable=True)
        follow(database, index_root / CACHE)
        database.close()


def _told_progress(name: str, share: float) -> None:
    if share >= 1:
        click.echo(f"  {name}: klaar", err=True)


def _told_of(manifest: "Manifest") -> str:
    version = f", versie {manifest.versie}" if manifest.versie else ""
    return f"{manifest.naam}{version}, {len(manifest.bestanden)} bestanden"


def _require(corpus_folder: Path, own_folder: Path | None) -> None:
    if not corpus_folder.is_dir():
        raise KnowledgeBaseError(f"De map '{corpus_folder}' met het corpus bestaat niet. Geef hem met --corpus of KB_CORPUS.")
    if own_folder and not own_folder.is_dir():
        raise KnowledgeBaseError(f"De eigen map '{own_folder}' bestaat niet. Maak haar, of geef een andere met --eigen of KB_EIGEN.")


def _tell_warnings(warnings: Sequence["Fault"]) -> None:
    for warning in warnings:
        click.echo(f"Let op: {warning}", err=True)


def _tell_missing(corpus_folder: Path) -> None:
    from indexer.corpus import corpus_files

    missing = corpus_files.missing_lists(corpus_folder)
    if missing:
        click.echo(f"Let op, dit is er niet: {', '.join(missing)}. Wat daarin hoort, ontbreekt in de kennisbank.", err=True)


def _tell_stand_in(generation: Path) -> None:
    """Say that a model stands in for another one, and end with 3: the index serves, and finds less well than it could."""
    from kb.index import folder as index_folder

    reason = index_folder.read_manifest(generation).instead_of
    if reason:
        click.echo(f"Let op: {reason}", err=True)
        raise SystemExit(3)


def _forget_earlier(index_root: Path) -> None:
    from kb.index import folder as index_folder

    index_folder.sweep(index_root)
    click.echo("Eerdere indexen zijn verwijderd.")


for _command in importing_commands.ALL:
    main.add_command(_command)


if __name__ == "__main__":
    main()
