"""What is told of a command that ended, and where one is led on from there."""

import time
from datetime import date

import pytest
from draft_forms import AT, ID, NAME, asked, at_work, ended, own_source, text_of
from workbench_file import report

from indexer.drafting import taking_in
from kb.errors import KnowledgeBaseError
from workbench import outcomes
from workbench.jobs import Job
from workbench.outcomes import NOTHING, Outcome
from workbench.place import Place


def refusal(place: Place, anyway: bool = False) -> str:
    """Return what is told of the report when it is added once more."""
    file = place.own.parent / NAME
    file.write_bytes(report())
    with pytest.raises(KnowledgeBaseError) as raised:
        taking_in.take_in(file, place.own, taking_in.known(place.corpus, place.own), date(2026, 11, 30), anyway=anyway)
    return f"Fout: {raised.value}"


def test_after_a_command_one_is_led_on(started: Place) -> None:
    editor = at_work(started)
    upload = started.own / ".binnen" / NAME
    upload.parent.mkdir()
    upload.write_bytes(report())
    add = ["add", str(upload)]
    good = ended(
        started, add, 0, f"{ID}: Verslag tuin.pdf (2 bladzijden, 140 woorden, 0 gemist, 0 te veel, 1 twijfels)", "  - titel is nog leeg"
    )
    assert editor.see(f"/taken/{good}").xpath("//a[@class='button']/@href") == [AT]
    assert editor.client.get(f"/taken/{good}?verder=1").location == AT
    line = f"{ID}: Verslag tuin.pdf (2 bladzijden, 140 woorden, 0 gemist, 0 te veel, 1 twijfels)"
    newer = ended(started, ["replace", ID, str(upload)], 0, "anders: het ging om (drie twijfels)", line, "  - datum is nog leeg")
    compared = editor.see(f"/taken/{newer}?verder=1")
    assert compared.xpath("//a[@class='button']/@href") == [AT]
    assert "Hieronder staat wat er verschilt" in text_of(compared)
    assert compared.xpath("//pre/text()") == [f"anders: het ging om (drie twijfels)\n{line}\n"]
    waits = ended(started, add, 1, refusal(started))
    page = editor.see(f"/taken/{waits}")
    assert page.xpath("//a[@class='button']/@href") == [AT]
    assert page.xpath("//button[@name='hoe']/@value") == ["ernaast"]
    assert editor.send(f"/taken/{waits}/opnieuw", {"hoe": "ernaast"}).status_code == 303
    assert asked(started) == [*add, "--ja"]
    for how in ("letters", "vervang", "--ja", ""):
        assert editor.send(f"/taken/{waits}/opnieuw", {"hoe": how}).status_code == 404
    scan = ended(
        started, add, 1, f"Fout: '{NAME}': dit is een scan: 2 bladzijden zonder letters. Lees ze met --ocr; dat duurt ongeveer 16 seconden."
    )
    assert editor.see(f"/taken/{scan}").xpath("//button[@name='hoe']/text()") == ["Lees de letters"]
    editor.send(f"/taken/{scan}/opnieuw", {"hoe": "letters"})
    assert asked(started) == [*add, "--ocr"]
    editor.send(f"/taken/{scan}/laat", {})
    assert not upload.exists()
    assert editor.send(f"/taken/{scan}/opnieuw", {"hoe": "letters"}).status_code == 400


def test_a_file_that_is_there_as_a_source_is_replaced_or_stopped(started: Place) -> None:
    own_source(started)
    upload = started.own / ".binnen" / NAME
    upload.parent.mkdir()
    upload.write_bytes(b"")
    editor = at_work(started)
    own_one, delivered = (
        ended(started, ["add", str(upload)], 1, f"Fout: '{NAME}' staat er al als '{title}' ({identity}). Is het een nieuwe versie, …")
        for title, identity in (("Nota", "eigen-linde-nota"), ("De gids", "gids"))
        if not time.sleep(0.002)
    )
    page = editor.see(f"/taken/{own_one}")
    assert "Dit staat er al als ‘Nota’." in text_of(page)
    assert page.xpath("//button[@name='hoe']/@value") == ["vervang", "ernaast"]
    editor.send(f"/taken/{own_one}/opnieuw", {"hoe": "vervang"})
    assert asked(started) == ["replace", "eigen-linde-nota", str(upload)]
    assert editor.see(f"/taken/{delivered}").xpath("//button[@name='hoe']/@value") == ["ernaast"]
    assert editor.send(f"/taken/{delivered}/opnieuw", {"hoe": "vervang"}).status_code == 404


@pytest.mark.parametrize(
    ("arguments", "code", "line", "expected"),
    [
        (["try", ID], None, "Bekijk het concept op http://127.0.0.1:4711/bronnen/x en stel vragen", Outcome("proefsite", ID, address="http://127.0.0.1:4711/bronnen/x")),
        (["try", ID], 0, "Bekijk het concept op http://127.0.0.1:4711/bronnen/x en stel vragen", Outcome("concept", ID)),
        (["publish", "weg"], 0, "Gepubliceerd: https://kb.example/bronnen/weg", Outcome("gepubliceerd", "weg", address="https://kb.example/bronnen/weg")),
        (["publish", ID], 1, "Fout: de index ging niet", Outcome("concept", ID)),
        (["remove", "x", "--ja"], 0, "0 gevonden", NOTHING),
        (["index"], 0, "", NOTHING),
        ([], 0, "", NOTHING),
        (["add", "x"], None, "", NOTHING),
        (["add", "x"], 1, "Fout: 'x' is geen bestand", NOTHING),
    ],
)  # fmt: skip
def test_what_a_command_came_to(place: Place, arguments: list[str], code: int | None, line: str, expected: Outcome) -> None:
    job = Job("1700000000000", "", "", "", 0.0, code, (line,), tuple(arguments))
    assert outcomes.outcome(place, job) == expected


def test_a_removal_that_left_words_is_told_as_one_that_happened(started: Place) -> None:
    name = ended(started, ["remove", "eigen-linde-nota", "--ja"], 4, "  eigen/thesaurus.yaml: tuinhek")
    assert "De bron is weg, maar woorden ervan staan nog op de plaatsen hieronder." in text_of(at_work(started).see(f"/taken/{name}"))


def test_what_a_preview_logs_is_not_told(started: Place) -> None:
    name = ended(started, ["try", ID], 130, '{"tijd": "2026-11-30", "melding": "Booting worker"}', "De proefsite is gestopt.")
    told = text_of(at_work(started).see(f"/taken/{name}"))
    assert "Booting worker" not in told and "De proefsite is gestopt." in told


def test_what_is_to_be_typed_in_a_terminal_is_not_told(started: Place) -> None:
    lines = (
        "eigen-nota: n.pdf (0 twijfels)",
        "  Nog 2 te beslissen: kb decide eigen-nota VELD=WAARDE …",
        "Bouw de index met: kb index",
        "Er is niets veranderd. Met --ja gebeurt het.",
    )
    name = ended(started, ["add", "nota.pdf"], 1, *lines)
    told = at_work(started).see(f"/taken/{name}").xpath("//pre/text()")
    assert told == ["eigen-nota: n.pdf (0 twijfels)\nKies bij Inhoud ‘Zet op de site’\n"]


def test_a_package_is_fetched_where_one_reads_that_it_is_made(started: Place) -> None:
    made = at_work(started).see(f"/taken/{ended(started, ['pack', 'eigen.zip'], 0, 'Ingepakt')}")
    assert made.xpath("//a[@class='button']/@href") == ["/versies/pakket"]
    failed = at_work(started).see(f"/taken/{ended(started, ['pack', 'eigen.zip'], 1, 'Fout: dat ging niet')}")
    assert failed.xpath("//a[@class='button']/@href") == []
