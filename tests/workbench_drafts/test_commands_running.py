"""Commands while they run: how long one waits, what may run beside them, and how they are stopped."""

import io
import time
import urllib.request
from pathlib import Path

import pytest
from draft_forms import AT, DECIDED, ID, at_work, decide, ended, text_of
from lxml.html import fromstring

from workbench import outcomes
from workbench.jobs import Busy, Job, Jobs
from workbench.place import Place
from workbench.visitors import THIS_MACHINE


def test_who_waits_reads_since_when_and_how_long_and_may_stop_a_trial(started: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Jobs, "_outcome", lambda self, name: None)
    editor = at_work(started)
    monkeypatch.setattr(time, "time_ns", lambda: 1_796_098_530_107_000_000)
    trial = editor.see(f"/taken/{ended(started, ['try', ID, '--vraag', 'wat helpt?'], None)}")
    assert "Dit loopt nog, sinds 1 december 2026, 05:15. Dit duurt enkele minuten." in text_of(trial)
    assert [form.get("action") for form in trial.forms] == ["/taken/1796098530107/stop"]
    added = editor.see(f"/taken/{ended(started, ['add', 'nota.pdf'], None)}")
    assert "Meestal duurt dit minder dan een minuut" in text_of(added) and added.forms == []


def test_who_has_to_wait_is_led_to_what_runs(started: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    running = Job("1796098530107", "Vragen aan het concept", "Nota", THIS_MACHINE, 0.0, None, ())
    monkeypatch.setattr(started.jobs, "running", lambda: running)
    editor = at_work(started)
    page = fromstring(editor.send("/toevoegen", {"bestand": (io.BytesIO(b"%PDF-1.7"), "nieuw.pdf")}).text)
    assert page.xpath("//main//a/@href") == ["/taken/1796098530107", "/"]


def test_a_preview_is_stopped_and_nothing_else(started: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped: list[str] = []
    monkeypatch.setattr(started.jobs, "stop", stopped.append)
    preview = ended(started, ["try", ID], None)
    assert at_work(started).send(f"/taken/{preview}/stop", {}).location == AT
    time.sleep(0.002)
    other = ended(started, ["publish", ID], None)
    assert at_work(started).send(f"/taken/{other}/stop", {}).status_code == 404
    assert stopped == [preview]


# In fifths of a second: on a machine that does other things too.
PATIENCE = 3_000


def test_a_preview_that_is_open_leaves_the_rest_to_run(place: Place, small_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A site refuses settings that it does not know.
    monkeypatch.delenv("KB_TEST_INDEX", raising=False)
    place = Place.of(place.corpus, place.own, small_index, place.models)
    editor = at_work(place)
    decide(editor, **DECIDED)
    preview = editor.send(f"{AT}/proberen", {"hoe": "proefsite"}).location.removeprefix("/taken/")
    try:
        with pytest.raises(Busy, match="Er is al een proefsite open"):
            place.jobs.start("Proefsite", ID, "een ander", ["try", ID])
        for _ in range(PATIENCE):
            job = place.jobs.get(preview)
            assert job and job.is_running, job
            if outcomes.outcome(place, job).what == "proefsite":
                break
            time.sleep(0.2)
        address = outcomes.outcome(place, job).address
        with urllib.request.urlopen(address) as page:
            assert "Samen in de Linde" in page.read().decode()
        assert place.jobs.running() is None
        assert "Er is een proefsite open: Samen in de Linde. Sluit die om een andere te openen." in text_of(editor.see(AT))
        assert "Er is een proefsite open: Samen in de Linde" in text_of(editor.see("/"))
        check = place.jobs.start("Controle", "de inhoud", "een ander", ["check"])
        with pytest.raises(Busy, match="Er loopt al iets"):
            place.jobs.start("Controle", "de inhoud", "een ander", ["check"])
        for _ in range(PATIENCE):
            if (ran := place.jobs.get(check)) and not ran.is_running:
                break
            time.sleep(0.1)
        assert ran and ran.outcome == 0
        assert editor.send(f"/taken/{preview}/stop", {}).location == AT
        assert place.jobs.preview() is None
    finally:
        place.jobs.stop(preview)


def test_a_command_and_all_that_it_began_is_stopped(tmp_path: Path, small_corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = Jobs(tmp_path / "taken", {"KB_CORPUS": str(small_corpus)})
    # What a shell begins in the background does not hear that it is broken off, and hands that on; what trains a model takes longer than this.
    monkeypatch.setattr("workbench.jobs._ENDING", 0.2)
    name = jobs.start("Index", "de inhoud", "iemand", ["index", "--index", str(tmp_path / "index"), "--model", "eigen"])
    jobs.stop(name)
    for _ in range(100):
        if not (job := jobs.get(name)) or not job.is_running:
            break
        time.sleep(0.05)
    assert job and job.outcome not in (None, 0)
    jobs.stop("1700000000000")
