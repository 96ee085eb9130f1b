"""The file that a source was taken in from: offered where it is open, at its page, by its name in the library only; and the badge."""

import hashlib
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from meaning import TOY_NUMBERS, train

from indexer import build
from indexer.corpus.corpus import load
from indexer.freshness import corpus_digest
from kb.errors import CorpusError
from kb.index.encoder import TRAINED_HERE
from web.app import create_app
from web.serving.settings import Settings

WORDS = b"%PDF-1.7 de tuin"
PDF = f"{hashlib.sha256(WORDS).hexdigest()}.pdf"
PAGE = f"{hashlib.sha256(b'<script>').hexdigest()}.html"
BADGE = "Nog niet bewerkt door de redactie"


def take_in(folder: Path, source: str, name: str, content: bytes, *more: str) -> None:
    (folder / "bestanden").mkdir(exist_ok=True)
    (folder / "bestanden" / name).write_bytes(content)
    file = folder / "bronnen" / f"{source}.md"
    lines = "\n".join([f"bestand: {name}", *more])
    file.write_text(file.read_text(encoding="utf-8").replace("\nherkomst:", f"\n{lines}\nherkomst:"), encoding="utf-8")


def site_of(folder: Path) -> FlaskClient:
    root = folder.parent / "index"
    build.build(load(folder), root, TRAINED_HERE, train=train, calibration=TOY_NUMBERS)
    return create_app(Settings(index=root)).test_client()


@pytest.fixture
def client(corpus_copy: Path) -> FlaskClient:
    """A site where the news was taken in from an open PDF and the guide from a page, both not edited."""
    take_in(corpus_copy, "nieuws", PDF, WORDS, "bewerkt: false", "vindplaats: https://beekstad.invalid/nieuws.pdf")
    news = corpus_copy / "bronnen" / "nieuws.md"
    text = news.read_text(encoding="utf-8")
    news.write_text(text.replace("De tuin kost", "<!-- bladzijde: 4 -->\nDe tuin kost"), encoding="utf-8")
    take_in(corpus_copy, "gids", PAGE, b"<script>")
    for name in ("zonder-antwoord.yaml", "begrippen.yaml"):
        (corpus_copy / name).unlink()
    return site_of(corpus_copy)


def test_an_open_file_is_sent_as_it_is(client: FlaskClient) -> None:
    with client.get(f"/bestanden/{PDF}") as answer:
        assert (answer.status_code, answer.data, answer.mimetype) == (200, WORDS, "application/pdf")
        assert answer.headers["Content-Disposition"] == "inline; filename=nieuws.pdf"
        assert (answer.headers["X-Content-Type-Options"], answer.headers["Cache-Control"]) == ("nosniff", "no-cache")
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    with client.get(f"/bestanden/{PDF}", headers={"If-None-Match": answer.headers["ETag"]}) as again:
        assert again.status_code == 304


def test_what_could_run_is_kept_and_not_shown(client: FlaskClient) -> None:
    with client.get(f"/bestanden/{PAGE}") as answer:
        assert (answer.data, answer.mimetype) == (b"<script>", "application/octet-stream")
        assert answer.headers["Content-Disposition"] == "attachment; filename=gids.html"


@pytest.mark.parametrize("name", ["library.json", "../library.json", "..%2flibrary.json", f"{'0' * 64}.pdf", PDF.upper(), "huidig"])
def test_no_other_file_is_sent(client: FlaskClient, name: str) -> None:
    assert client.get(f"/bestanden/{name}").status_code == 404


def test_pages_lead_to_the_page_of_the_file(client: FlaskClient) -> None:
    source = client.get("/bronnen/nieuws").text
    assert f'<a href="/bestanden/{PDF}">Open het bestand</a> (PDF)' in source
    assert '<a href="https://beekstad.invalid/nieuws.pdf" rel="noopener noreferrer">' in source
    marked = client.get("/passages/nieuws.kosten", follow_redirects=True).text
    assert f'<a href="/bestanden/{PDF}#page=4">Open het bestand op blz. 4</a>' in marked
    answer = client.get("/zoeken?q=wat+kost+de+tuin").text
    assert f'<a href="/bestanden/{PDF}#page=4">open het bestand op blz. 4</a>' in answer


def test_a_source_that_is_not_edited_says_so_wherever_it_is_shown(client: FlaskClient) -> None:
    for path in ("/bronnen", "/bronnen/nieuws", "/bronnen/nieuws/buurttuin", "/zoeken?q=wat+kost+de+tuin"):
        assert BADGE in client.get(path).text, path
    assert BADGE not in client.get("/bronnen/gids").text
    assert client.get("/api/v1/passages/nieuws.kosten").json["bron"]["bewerkt"] is False
    assert client.get("/api/v1/passages/gids.stap-1").json["bron"]["bewerkt"] is True


@pytest.mark.parametrize("openness", ["nee", "onbekend"])
def test_a_file_that_is_not_open_is_not_in_the_index(corpus_copy: Path, openness: str) -> None:
    take_in(corpus_copy, "nieuws", PDF, WORDS, f"openbaar: {openness}")
    client = site_of(corpus_copy)
    assert client.get(f"/bestanden/{PDF}").status_code == 404
    assert list((corpus_copy.parent / "index").rglob("*.pdf")) == []
    assert "Open het bestand" not in client.get("/bronnen/nieuws").text


def test_a_source_with_a_personal_story_does_not_offer_its_file(corpus_copy: Path) -> None:
    take_in(corpus_copy, "verslag", PDF, WORDS)
    assert load(corpus_copy).library.document["verslag"].offers_file is False


def test_an_index_is_made_anew_when_a_file_comes(corpus_copy: Path) -> None:
    before = corpus_digest(corpus_copy)
    (corpus_copy / "bestanden").mkdir()
    (corpus_copy / "bestanden" / PDF).write_bytes(WORDS)
    assert corpus_digest(corpus_copy) != before


def test_a_definition_or_refusal_never_comes_from_a_source_that_is_not_edited(corpus_copy: Path) -> None:
    take_in(corpus_copy, "gids", PDF, WORDS, "bewerkt: false")
    take_in(corpus_copy, "verslag", PAGE, b"<script>", "bewerkt: false")
    with pytest.raises(CorpusError) as caught:
        load(corpus_copy)
    assert [fault for fault in str(caught.value).splitlines() if "bewerkt" in fault] == [
        "begrippen.yaml:2: 'gids.spilpersoon' staat in een bron die nog niet is bewerkt; daar hoort geen begrip bij. Bewerk haar eerst.",
        "zonder-antwoord.yaml:5: 'verslag.avond' staat in een bron die nog niet is bewerkt; daar hoort geen weigering bij. Bewerk haar eerst.",
    ]
