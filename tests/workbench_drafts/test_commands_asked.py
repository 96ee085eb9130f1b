"""What the werkbank asks of the command: trying, publishing, replacing and removing, each only when it may."""

import io

import pytest
from draft_forms import AT, DECIDED, HEADER, ID, asked, at_work, decide, draft_of, ended, own_source, text_of

from web.serving.settings import Settings
from workbench import waiting
from workbench.place import Place


def test_questions_and_previews_and_publishing_are_asked_of_the_command(started: Place) -> None:
    editor = at_work(started)
    assert editor.send(f"{AT}/proberen", {"hoe": "vragen", "vragen": " \n"}).status_code == 400
    editor.send(f"{AT}/proberen", {"hoe": "vragen", "vragen": "Wat helpt?\r\n\r\n --ja \r\n3\r\n4\r\n5\r\n6"})
    assert asked(started) == ["try", ID, *(part for one in ("Wat helpt?", "--ja", "3", "4", "5") for part in ("--vraag", one))]
    editor.send(f"{AT}/proberen", {"hoe": "proefsite"})
    assert asked(started) == ["try", ID]
    refused = editor.send(f"{AT}/publiceren", {"stand": editor.hidden(AT)})
    assert (refused.status_code, asked(started)) == (400, ["try", ID])
    decide(editor, **DECIDED)
    refused = editor.send(f"{AT}/publiceren", {"stand": "0" * 16})
    assert (refused.status_code, asked(started)) == (400, ["try", ID])
    assert editor.send(f"{AT}/publiceren", {"stand": editor.hidden(AT)}).location == "/taken/1700000000000"
    assert asked(started) == ["publish", ID]


def test_a_second_reader_publishes_what_another_changed(started: Place) -> None:
    settings = Settings(werkbank_kop=HEADER, werkbank_url="https://werkbank.example", werkbank_tweede=True)
    anna = at_work(started, settings, "anna")
    decide(anna, **DECIDED)
    page = anna.see(AT)
    assert "Laatst gewijzigd door anna" in text_of(page)
    assert "Een ander moet het nakijken en publiceren." in text_of(page)
    assert not page.xpath("//button[@value='proefsite']")
    assert anna.send(f"{AT}/proberen", {"hoe": "proefsite"}).status_code == 404
    assert anna.send(f"{AT}/publiceren", {"stand": waiting.digest(draft_of(started))}).status_code == 400
    bart = at_work(started, settings, "bart")
    assert bart.send(f"{AT}/publiceren", {"stand": bart.hidden(AT)}).status_code == 303
    assert asked(started) == ["publish", ID]
    bart.send(f"{AT}/twijfels/1", {"soort": "klopt"})
    assert bart.send(f"{AT}/publiceren", {"stand": bart.hidden(AT)}).status_code == 400


def test_a_newer_file_takes_the_place_of_an_own_source_alone(started: Place) -> None:
    own_source(started)
    editor = at_work(started)
    assert "Een nieuwere versie van Nota" in text_of(editor.see("/bronnen/eigen-linde-nota/vervangen"))
    sent = {"bestand": (io.BytesIO(b"%PDF-1.7"), "../nieuw.pdf"), "ocr": "ja"}
    assert editor.send("/bronnen/eigen-linde-nota/vervangen", sent).status_code == 303
    assert asked(started) == ["replace", "eigen-linde-nota", str(started.own / ".binnen" / "nieuw.pdf"), "--ocr"]
    for source in ("gids", "bestaat-niet", "..", ID):
        assert editor.client.get(f"/bronnen/{source}/vervangen").status_code == 404
        sent = {"bestand": (io.BytesIO(b"%PDF-1.7"), "nieuw.pdf")}
        assert editor.send(f"/bronnen/{source}/vervangen", sent).status_code == 404


def test_what_goes_away_is_shown_before_it_goes(started: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    own_source(started)
    editor = at_work(started)
    address = "/bronnen/eigen-linde-nota/weghalen"
    assert "Er verandert nog niets." in text_of(editor.see(address))
    editor.send(address, {"zeker": "ja"})
    assert asked(started) == ["remove", "eigen-linde-nota"]
    seen = ended(started, ["remove", "eigen-linde-nota"], 0, "bestanden die weggaan: eigen/bronnen/eigen-linde-nota.md")
    page = editor.see(f"/taken/{seen}")
    assert page.xpath("//form/@action") == [address]
    assert editor.send(address, {"gezien": seen}).status_code == 400
    assert editor.send("/bronnen/gids/weghalen", {"gezien": seen, "zeker": "ja"}).status_code == 400
    assert asked(started) == ["remove", "eigen-linde-nota"]
    # A preview that is open has a copy of it.
    stopped: list[str] = []
    monkeypatch.setattr(started.jobs, "preview", lambda: started.jobs.get(seen))
    monkeypatch.setattr(started.jobs, "stop", stopped.append)
    editor.send(address, {"gezien": seen, "zeker": "ja", "reden": "verouderd"})
    assert stopped == [seen]
    assert asked(started) == ["remove", "eigen-linde-nota", "--ja", "--reden", "verouderd"]
    assert editor.client.get("/bronnen/bestaat-niet/weghalen").status_code == 404
    assert editor.send("/bronnen/bestaat-niet/weghalen", {}).status_code == 404
