"""A file as a draft: made, decided upon, made black, published and replaced, over the small corpus; reading itself is tested elsewhere."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from meaning import TOY_NUMBERS, train

from indexer import build
from indexer.corpus import corpus
from indexer.drafting import drafts, holding, publishing, replacing, taking_in
from indexer.drafting.drafts import Draft
from indexer.drafting.publishing import Answerable, Folders
from indexer.fidelity import comparison
from indexer.freshness import corpus_digest
from indexer.importing import reading
from indexer.importing.blocks import Block, BlockKind, Conversion, Footnote, NoteCall, PageBreak, SetAside
from indexer.importing.guards import Examined, Kind
from kb.errors import CorpusError, IndexDamaged, KnowledgeBaseError
from kb.index.encoder import TRAINED_HERE
from kb.index.vectors import Vectors
from kb.knowledge_base import KnowledgeBase
from kb.model import Unanswered
from web.serving.live import LiveKnowledgeBase

HEADING, PARAGRAPH = BlockKind.HEADING, BlockKind.PARAGRAPH

TODAY = date(2026, 11, 30)
REPORT = Conversion(
    kind="docx",
    blocks=(
        Block(HEADING, "Samen in de Linde", page=1, level=1),
        Block(
            PARAGRAPH,
            "Wij spraken Claire Boelema over de buurt, en wat er speelt.",
            page=1,
            breaks=(PageBreak(41, 2),),
            calls=(NoteCall(26, "1"),),
        ),
        Block(HEADING, "Wat helpt", page=2, level=2),
        Block(PARAGRAPH, "Een praatje op straat helpt het meest.", page=2),
    ),
    footnotes=(Footnote("1", "Bereikbaar op 06-12345678.", 1),),
    set_aside=(SetAside("1", "paginanummer", 1), SetAside("2", "paginanummer", 2)),
    pages=(
        "Samen in de Linde\nWij spraken Claire Boe-\nlema1 over de buurt,\n1 Bereikbaar op 06-12345678.\n1",
        "en wat er speelt.\nWat helpt\nEen praatje op straat helpt het meest.\n2",
    ),
    has_pages=True,
    properties={"titel": "Samen in de Linde", "gemaakt": "2026-03-01"},
)
DECIDED = {"titel": "Samen in de Linde", "uitgever": "Gemeente Lindedam", "datum": "2026-03", "soort": "handreiking", "openbaar": "ja"}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "eigen"
    folder.mkdir()
    (folder / "eigen.yaml").write_text("voorvoegsel: eigen-linde\nnaam: Gemeente Lindedam\n", encoding="utf-8")
    return folder


@pytest.fixture
def folders(small_corpus: Path, own: Path, tmp_path: Path) -> Folders:
    return Folders(small_corpus, own, tmp_path / "index", tmp_path / "modellen")


@pytest.fixture
def take(own: Path, small_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Draft]:
    """Take a conversion in as if it had been read of a file by a name."""

    def taken(conversion: Conversion = REPORT, name: str = "verslag.docx", **options: object) -> Draft:
        _hand_over(monkeypatch, conversion)
        return taking_in.take_in(_file(tmp_path, name, conversion), own, taking_in.known(small_corpus, own), TODAY, **options)  # type: ignore[arg-type]

    return taken


def _hand_over(monkeypatch: pytest.MonkeyPatch, conversion: Conversion) -> None:
    def examined(path: Path) -> Examined:
        content = path.read_bytes()
        return Examined(path.name, Kind(conversion.kind), content, hashlib.sha256(content).hexdigest())

    monkeypatch.setattr(taking_in, "examine", examined)
    monkeypatch.setattr(reading, "converted", lambda file, **options: conversion)


def _file(folder: Path, name: str, conversion: Conversion) -> Path:
    file = folder / name
    file.write_text(conversion.as_json(), encoding="utf-8")
    return file


def decided(draft: Draft, **more: str) -> Draft:
    finds = ",".join(str(find.nummer) for find in draft.concept.vondsten)
    return drafts.decide(draft, {**DECIDED, **({"mag": finds} if finds else {}), **more})


def test_a_file_becomes_a_draft_with_what_there_is_to_decide(take: Callable[..., Draft], own: Path) -> None:
    draft = take()
    assert draft == drafts.get(own, "verslag")
    told = draft.concept
    assert (told.id, told.sha256, told.toegevoegd) == (
        "eigen-linde-verslag",
        hashlib.sha256(REPORT.as_json().encode()).hexdigest(),
        "2026-11-30",
    )
    assert [(find.nummer, find.soort, find.woorden, find.waar) for find in told.vondsten] == [
        (1, "naam", "Claire Boelema", ("bladzijde 1",)),
        (2, "telefoonnummer", "06-12345678", ("voetnoot 1",)),
    ]
    assert told.bladzijden == ()
    assert draft.report.summary == "2 bladzijden, 32 woorden, 0 gemist, 0 te veel, 0 twijfels"
    assert (draft.folder / "bron.md").read_text(encoding="utf-8").partition("---\n\n")[2] == (
        "<!-- bladzijde: 1 -->\n# Samen in de Linde {#samen-in-de-linde}\n\n"
        "Wij spraken Claire Boelema[^1] over de buurt,\n<!-- bladzijde: 2 -->\nen wat er speelt.\n\n"
        "[^1]: Bereikbaar op 06-12345678.\n\n"
        "## Wat helpt {#wat-helpt}\n\nEen praatje op straat helpt het meest.\n"
    )


def test_what_is_undecided_is_told_and_keeps_a_draft_from_being_published(take: Callable[..., Draft], folders: Folders) -> None:
    draft = take()
    with pytest.raises(KnowledgeBaseError) as refusal:
        publishing.publish(folders, draft, is_internal=False)
    assert str(refusal.value).split("\n") == [
        "'eigen-linde-verslag' wordt nog niet gepubliceerd. Beslis eerst (met kb decide eigen-linde-verslag …):",
        "  - titel is nog leeg; misschien 'Samen in de Linde' (de eerste kop) of 'Wij spraken Claire Boelema over de buurt, en wat er speelt.' (de eerste korte alinea) of 'Verslag' (de naam van het bestand)",
        "  - uitgever is nog leeg",
        "  - datum is nog leeg; misschien '2026-03-01' (bestandseigenschap gemaakt)",
        "  - soort is nog leeg",
        "  - openbaar is nog onbekend: mag iedereen dit stuk lezen? ja of nee",
        "  - vondst 1, naam 'Claire Boelema': mag of lak?",
        "  - vondst 2, telefoonnummer '06-12345678': mag of lak?",
    ]
    assert drafts.all_of(folders.own) == [draft]


def test_a_decided_draft_becomes_a_source(take: Callable[..., Draft], folders: Folders) -> None:
    publishing.publish(folders, decided(take()), is_internal=False)
    own = folders.own
    assert sorted(str(path.relative_to(own)) for path in own.rglob("*") if path.is_file() and path.name != ".slot") == [
        "bronnen/eigen-linde-verslag.md",
        "eigen.yaml",
        "getrouwheid/eigen-linde-verslag.yaml",
        "origineel/eigen-linde-verslag.txt",
    ]
    read = corpus.load(folders.corpus, own)
    comparison.check(read)
    document = read.library.document["eigen-linde-verslag"]
    assert (document.title, document.date, document.date_origin, document.is_edited, document.openness) == (
        "Samen in de Linde",
        "2026-03",
        "vermeld",
        False,
        "ja",
    )
    assert [
        (passage.id, [start.page for start in passage.pages]) for passage in read.library.passages if passage.document_id == document.id
    ] == [
        ("eigen-linde-verslag.samen-in-de-linde", [1, 2]),
        ("eigen-linde-verslag.wat-helpt", [2]),
    ]


def test_black_words_are_gone_from_every_file(take: Callable[..., Draft], folders: Folders) -> None:
    """Also where the file breaks them over two lines, and however the draft was looked at before."""
    draft = drafts.decide(decided(take()), {"lak": "1-2"})
    publishing.publish(folders, draft, is_internal=False)
    kept = [path.read_text(encoding="utf-8") for path in folders.own.rglob("*") if path.is_file()]
    assert not [text for text in kept if any(part in text for part in ("Claire", "Boelema", "Boe-", "lema", "12345678"))]
    assert "Wij spraken ██████ ███████[^1] over de buurt," in (folders.own / "bronnen" / "eigen-linde-verslag.md").read_text(
        encoding="utf-8"
    )
    comparison.check(corpus.load(folders.corpus, folders.own))


def test_what_was_black_can_come_back_before_it_is_published(take: Callable[..., Draft]) -> None:
    draft = take()
    before = drafts.body_of(draft)
    black = drafts.decide(draft, {"lak": "1"})
    assert "Claire" not in drafts.body_of(black)
    assert drafts.body_of(drafts.decide(black, {"mag": "1"})) == before


def test_text_that_was_edited_by_hand_stays(take: Callable[..., Draft]) -> None:
    draft = take()
    file = draft.folder / "bron.md"
    file.write_text(file.read_text(encoding="utf-8").replace("## Wat helpt", "## Wat echt helpt"), encoding="utf-8")
    assert draft.is_edited_by_hand
    after = drafts.decide(draft, {"titel": "Iets", "lak": "1"})
    assert "## Wat echt helpt" in drafts.body_of(after)
    assert "Claire" not in drafts.body_of(after)
    with pytest.raises(KnowledgeBaseError, match="met de hand gewijzigd"):
        drafts.decide(after, {"mag": "1"})


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("tittel", "Iets", "'tittel' is niet iets om te beslissen; kies uit titel, uitgever,"),
        ("openbaar", "misschien", "'misschien' kan niet bij openbaar; kies uit ja, nee of onbekend."),
        ("lak", "9", "'9' noemt geen vondst; geef nummers zoals kb drafts ze toont, bijvoorbeeld lak=1,3-5."),
        ("mag", "alles", "'alles' noemt geen vondst"),
        ("goed", "1", "'1' noemt geen bladzijde die een blik vraagt"),
    ],
)
def test_a_decision_that_does_not_fit_changes_nothing(take: Callable[..., Draft], name: str, value: str, sentence: str) -> None:
    draft = take()
    with pytest.raises(KnowledgeBaseError) as refusal:
        drafts.decide(draft, {"titel": "Anders", name: value})
    assert str(refusal.value).startswith(sentence)
    assert drafts.get(draft.folder.parent.parent, draft.id) == draft


def test_what_is_not_open_needs_a_site_for_employees_only_and_keeps_no_file(take: Callable[..., Draft], folders: Folders) -> None:
    draft = decided(take(), openbaar="nee")
    with pytest.raises(KnowledgeBaseError, match="KB_INTERN=ja"):
        publishing.publish(folders, draft, is_internal=False)
    publishing.publish(folders, draft, is_internal=True)
    assert not (folders.own / "bestanden").exists()
    assert corpus.load(folders.corpus, folders.own).said.document["eigen-linde-verslag"].openness == "nee"


def test_words_that_were_lost_are_told_and_a_page_that_misses_many_wants_a_look(take: Callable[..., Draft], folders: Folders) -> None:
    lost = replace(REPORT, pages=(REPORT.pages[0] + "\nDrie andere woorden", REPORT.pages[1]))
    draft = decided(take(lost))
    assert [(page.bladzijde, page.waarom) for page in draft.concept.bladzijden] == [
        (1, "3 van de 21 woorden kwamen niet mee; kijk of u ze mist")
    ]
    with pytest.raises(KnowledgeBaseError, match="bladzijde 1: 3 van de 21 woorden"):
        publishing.publish(folders, draft, is_internal=False)
    publishing.publish(folders, drafts.decide(draft, {"goed": "1"}), is_internal=False)
    told = yaml.safe_load((folders.own / "getrouwheid" / "eigen-linde-verslag.yaml").read_text(encoding="utf-8"))
    assert told["weggelaten"][-1] == {
        "bladzijde": 1,
        "woorden": "Drie andere woorden",
        "reden": "niet meegekomen bij het inlezen, of een nummer van een opsomming",
    }


def test_a_row_of_a_table_over_two_pages_is_told_of(take: Callable[..., Draft], folders: Folders) -> None:
    rows = (("Jaar", "Wat"), ("2024", "een tuin en buren"))
    table = replace(
        REPORT,
        blocks=(Block(HEADING, "Tabel", page=1, level=1), Block(BlockKind.TABLE, "Jaar Wat 2024 een tuin en buren", page=1, rows=rows)),
        footnotes=(),
        set_aside=(),
        pages=("Tabel Jaar Wat 2024 een tuin", "en buren"),
    )
    publishing.publish(folders, decided(take(table)), is_internal=False)
    told = yaml.safe_load((folders.own / "getrouwheid" / "eigen-linde-verslag.yaml").read_text(encoding="utf-8"))
    assert told == {
        "weggelaten": [
            {"bladzijde": 2, "woorden": "en buren", "reden": "niet meegekomen bij het inlezen, of een nummer van een opsomming"}
        ],
        "herhaald": [{"bladzijde": 1, "woorden": "en buren", "reden": "staat op een bladzijde ernaast"}],
    }


def test_the_same_file_and_the_same_text_are_there_already(take: Callable[..., Draft], folders: Folders) -> None:
    long = replace(REPORT, blocks=(*REPORT.blocks, Block(PARAGRAPH, " ".join(f"woord{number}" for number in range(200)))))
    first = take(long)
    with pytest.raises(KnowledgeBaseError, match="wacht al als concept 'eigen-linde-verslag'"):
        take(long, "anders.docx")
    nearly = replace(long, blocks=(*long.blocks, Block(PARAGRAPH, "En nog iets.")))
    with pytest.raises(KnowledgeBaseError, match="wacht al als concept"):
        take(nearly, "anders.docx")
    assert take(nearly, "anders.docx", anyway=True).concept.dubbel == (first.id,)


def test_faults_of_a_draft_are_told_by_its_own_file(take: Callable[..., Draft], folders: Folders) -> None:
    draft = decided(take())
    file = draft.folder / "bron.md"
    file.write_text(file.read_text(encoding="utf-8").replace("praatje", "gesprekje"), encoding="utf-8")
    with pytest.raises(CorpusError) as refusal:
        publishing.publish(folders, draft, is_internal=False)
    assert str(refusal.value).startswith("eigen/wacht/eigen-linde-verslag/bron.md:28: hier staat 'gesprekje'")
    assert not (folders.own / "bronnen").exists()


def test_a_new_version_keeps_addresses_and_comments_and_sends_the_rest_on(
    take: Callable[..., Draft], folders: Folders, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    publishing.publish(folders, decided(take()), is_internal=False)
    own, source = folders.own, folders.own / "bronnen" / "eigen-linde-verslag.md"
    text = source.read_text(encoding="utf-8")
    source.write_text(
        text.replace("{#samen-in-de-linde}", "{#begin}").replace("{#wat-helpt}\n", "{#helpt}\n<!--\nthemas: [ontmoeten]\n-->\n"),
        encoding="utf-8",
    )
    (own / "vragen").mkdir()
    (own / "vragen" / "eigen-linde-verslag.yaml").write_text("eigen-linde-verslag.begin:\n- Wie speelt er mee?\n", encoding="utf-8")
    newer = replace(
        REPORT,
        blocks=(
            Block(HEADING, "Een ander begin", level=1),
            Block(PARAGRAPH, "Wij spraken de buurt, en wat er speelt."),
            Block(HEADING, "Wat helpt", level=2),
            Block(PARAGRAPH, "Een praatje op straat helpt echt het meest."),
        ),
        footnotes=(),
        set_aside=(),
        pages=("Een ander begin Wij spraken de buurt, en wat er speelt. Wat helpt Een praatje op straat helpt echt het meest.",),
        has_pages=False,
    )
    _hand_over(monkeypatch, newer)
    draft, told = taking_in.replace("verslag", _file(tmp_path, "nieuw.docx", newer), own, taking_in.known(folders.corpus, own), TODAY)
    assert told[-1] == "anders: … praatje op straat helpt [ → echt] het meest. …"
    assert (draft.concept.titel, draft.concept.openbaar, draft.concept.vervangt) == ("Samen in de Linde", "ja", "eigen-linde-verslag")
    publishing.publish(folders, drafts.decide(draft, {"datum": "2026-10"}), is_internal=False)
    read = corpus.load(folders.corpus, own)
    comparison.check(read)
    section = read.library.section["eigen-linde-verslag.helpt"]
    assert (section.title, section.themes) == ("Wat helpt", ("ontmoeten",))
    assert read.library.moved["eigen-linde-verslag.begin"] == "eigen-linde-verslag.een-ander-begin"
    assert read.library.questions["eigen-linde-verslag.een-ander-begin"] == ("Wie speelt er mee?",)
    assert drafts.all_of(own) == []


def test_what_differs_is_told_in_the_letters_that_a_reader_sees() -> None:
    before, now = "# Kop {#kop}\n\nSpeel &#91;vaak&#93; buiten in de wijk.\n", "# Kop {#kop}\n\nSpeel [vaak] buiten in de straat.\n"
    assert list(replacing.differences(before, now)) == ["anders: … [vaak] buiten in de [wijk. → straat.]  …"]


class _Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("moment", range(1, 9))
def test_killed_while_files_move_the_next_command_finishes(
    take: Callable[..., Draft], folders: Folders, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    """Each file is put in its place by a replace or rename: none of them may be the last thing that ever happened."""
    draft = decided(take())
    own = folders.own
    before = {path.name for path in own.iterdir()}
    calls = 0

    def dying(method: str) -> Callable[..., object]:
        whole = getattr(Path, method)

        def once(path: Path, target: Path) -> object:
            nonlocal calls
            calls += 1
            if calls == moment:
                raise _Killed
            return whole(path, target)

        return once

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", dying("replace"))
        patched.setattr(Path, "rename", dying("rename"))
        with pytest.raises(_Killed):
            publishing.publish(folders, draft, is_internal=False)
    with holding.held(own) as finished:
        pass
    read = corpus.load(folders.corpus, own)
    comparison.check(read)
    if finished:
        assert read.library.document["eigen-linde-verslag"]
        assert drafts.all_of(own) == []
    else:
        assert {path.name for path in own.iterdir()} == before
        assert drafts.all_of(own) == [draft]
        with holding.held(own):
            publishing.publish(folders, draft, is_internal=False)
    assert not [path for path in own.iterdir() if path.name in (".klaar", ".publiceren.json")]


def test_a_draft_that_was_never_finished_is_swept(own: Path) -> None:
    (own / "wacht" / ".nieuw-eigen-linde-x").mkdir(parents=True)
    with holding.held(own):
        assert list((own / "wacht").iterdir()) == []


def test_two_commands_do_not_change_the_own_folder_at_once(own: Path) -> None:
    with holding.held(own), pytest.raises(KnowledgeBaseError, match="Een andere opdracht"), holding.held(own):
        pass


def test_what_is_not_open_is_in_no_index_but_that_of_a_site_for_employees(take: Callable[..., Draft], folders: Folders) -> None:
    """A closed source is checked as any other; nothing of it is found, read or answered with where anybody may read."""
    publishing.publish(folders, decided(take(), openbaar="nee"), is_internal=True)
    read = corpus.load(folders.corpus, folders.own)
    comparison.check(read)
    assert "eigen-linde-verslag" not in read.library.document
    assert not [passage for passage in read.library.passages if passage.document_id == "eigen-linde-verslag"]
    assert "eigen-linde-verslag" in corpus.load(folders.corpus, folders.own, with_closed=True).library.document
    assert corpus_digest(folders.corpus, folders.own) != corpus_digest(folders.corpus, folders.own, with_closed=True)


def test_a_site_that_is_not_for_employees_refuses_an_index_with_a_closed_source(take: Callable[..., Draft], folders: Folders) -> None:
    publishing.publish(folders, decided(take(), openbaar="nee"), is_internal=True)
    whole = corpus.load(folders.corpus, folders.own, with_closed=True)
    build.build(whole, folders.index, TRAINED_HERE, train=train, calibration=TOY_NUMBERS, models=folders.models)
    refused = LiveKnowledgeBase.opened(folders.index)
    assert refused.fault.startswith("In deze index staat een bron die niet openbaar is. Zet KB_INTERN=ja")
    with pytest.raises(IndexDamaged):
        refused.current()
    assert LiveKnowledgeBase.opened(folders.index, is_internal=True).current().library.document["eigen-linde-verslag"]


class _Silent:
    """An encoder that may not be asked anything."""

    name = TRAINED_HERE

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        raise AssertionError(texts)

    encode_queries = encode_passages


def test_a_question_that_is_refused_and_that_a_new_source_may_answer_is_told(take: Callable[..., Draft], folders: Folders) -> None:
    publishing.publish(folders, decided(take()), is_internal=False)
    read = corpus.load(folders.corpus, folders.own)
    asked = Unanswered("praatje", "Dat staat er niet.", ("helpt een praatje op straat het meest?",), ())
    read = replace(read, library=replace(read.library, unanswered=(asked,)))
    build.build(read, folders.index, TRAINED_HERE, train=train, calibration=TOY_NUMBERS, models=folders.models)
    base = KnowledgeBase.open(folders.index)
    found = [Answerable("praatje", "helpt een praatje op straat het meest?", "eigen-linde-verslag.wat-helpt")]
    assert publishing.now_answerable(base, "eigen-linde-verslag") == found
    assert publishing.now_answerable(base, "gids") == []
    # The index holds the vector of what it refuses: no question is read by the model again.
    assert publishing.now_answerable(replace(base, encoder=_Silent()), "eigen-linde-verslag") == found


def test_a_word_set_aside_that_the_source_has_already_keeps_no_draft_from_being_published(
    take: Callable[..., Draft], folders: Folders
) -> None:
    draft = decided(take(replace(REPORT, set_aside=(SetAside("1 straat", "voetregel", 1), SetAside("Linde 2", "paginanummer", 2)))))
    assert yaml.safe_load((draft.folder / "getrouwheid.yaml").read_text(encoding="utf-8")) == {
        "weggelaten": [
            {"bladzijde": 1, "woorden": "1", "reden": "voetregel"},
            {"bladzijde": 2, "woorden": "2", "reden": "paginanummer"},
        ]
    }
    publishing.publish(folders, draft, is_internal=False)
    assert (folders.own / "bronnen" / "eigen-linde-verslag.md").is_file()
