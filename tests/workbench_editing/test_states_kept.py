"""Earlier states of the content: kept, compared, brought back and forgotten; and the content packed as a whole."""

import io
import time

from list_forms import FACT, Editor, new_fact, text_of, words_of
from werkzeug.test import TestResponse

from indexer.keeping import earlier
from workbench import logbook
from workbench.jobs import Jobs
from workbench.place import Place


def test_a_state_is_compared_and_brought_back(editor: Editor, place: Place) -> None:
    new_fact(editor)
    new_fact(editor, titel="Tweede")
    page = editor.see("/versies")
    link = next(one for one in page.xpath("//main//a/@href") if "bestand=feiten.yaml" in one)
    state = editor.see(link)
    assert [one.text_content() for one in state.findall(".//del")] == [
        "− ", '− - titel: "Tweede"', "−   passage: nieuws.buurttuin", '−   tekst: "Elke zaterdag werken er twintig mensen."'
    ]  # fmt: skip
    before = text_of(place, "feiten.yaml")
    assert editor.send(state, "/versies/terug").status_code == 303
    assert "Tweede" not in text_of(place, "feiten.yaml")
    # What was there is a state now.
    assert earlier.states(place.own, "feiten.yaml")[0].file.read_text(encoding="utf-8") == before
    again = editor.see(link.replace("&amp;", "&"))
    assert again.text_content().count("Dit is gelijk aan wat er nu staat.") == 1
    assert editor.client.get("/versies/staat?bestand=../eigen.yaml&moment=1").status_code == 404


def test_a_state_with_faults_is_not_brought_back(editor: Editor, place: Place) -> None:
    (place.own / "feiten.yaml").write_text("- titel: zonder meer\n", encoding="utf-8")
    earlier.keep(place.own, "feiten.yaml")
    (place.own / "feiten.yaml").write_text("", encoding="utf-8")
    link = next(one for one in editor.see("/versies").xpath("//main//a/@href") if "feiten" in one)
    answer = editor.send(editor.see(link), "/versies/terug")
    assert "Dit is niet teruggezet" in words_of(answer) and "het veld '0.passage' ontbreekt" in words_of(answer)
    assert text_of(place, "feiten.yaml") == ""


def test_states_are_listed_under_the_name_of_their_list(editor: Editor, place: Place) -> None:
    for name in ("feiten.yaml", "verberg.yaml", "vragen/eigen-nota.yaml"):
        (place.own / name).parent.mkdir(exist_ok=True)
        (place.own / name).write_text("# eerst\n", encoding="utf-8")
        earlier.keep(place.own, name)
    named = [one.text for one in editor.see("/versies").xpath("//summary")]
    assert sorted(named) == ["Feiten (1)", "Vragen bij eigen-nota (1)", "Wat u verbergt (1)"]


def test_the_last_ten_states_are_kept(place: Place) -> None:
    for number in range(12):
        (place.own / "feiten.yaml").write_text(f"# {number}\n", encoding="utf-8")
        earlier.keep(place.own, "feiten.yaml")
    kept = [state.file.read_text(encoding="utf-8") for state in earlier.states(place.own, "feiten.yaml")]
    assert kept == [f"# {one}\n" for one in range(11, 1, -1)]


def test_what_tells_of_a_removed_source_is_forgotten_beside_the_content_too(place: Place) -> None:
    told = {
        ".eerder/feiten.yaml/0000000000001": "- passage: eigen-nota.doel\n",
        ".eerder/feiten.yaml/0000000000002": "- passage: gids.stap-1\n",
        ".eerder/wacht/eigen-nota/bron.md/0000000000001": "tekst",
        ".bezig/1700000000000.json": '{"woorden": "een Zeldzaamwoord"}',
        ".taken/1700000000000.txt": "Bron eigen-nota.doel",
        ".taken/1700000000000.json": '{"titel": "Controle"}',
        ".binnen/stuk.pdf": "x",
        ".pakket/eigen-inhoud.zip": "x",
        "feiten.yaml": "- passage: eigen-nota.doel\n",
        "logboek.jsonl": '{"over": "eigen-nota.doel"}\n{"wat": "op de site gezet"}\n',
    }
    for name, text in told.items():
        (place.own / name).parent.mkdir(parents=True, exist_ok=True)
        (place.own / name).write_text(text, encoding="utf-8")
    told_in = earlier.telling(place.own, "eigen-nota", ["zeldzaamwoord"])
    assert sorted(str(file.relative_to(place.own)) for file in told_in) == [
        ".bezig/1700000000000.json",
        ".binnen/stuk.pdf",
        ".eerder/feiten.yaml/0000000000001",
        ".eerder/wacht/eigen-nota/bron.md/0000000000001",
        ".pakket/eigen-inhoud.zip",
        ".taken/1700000000000.txt",
        "logboek.jsonl",
    ]
    earlier.forget(place.own, "eigen-nota", ["zeldzaamwoord"])
    assert {name for name in told if (place.own / name).is_file()} == {
        ".eerder/feiten.yaml/0000000000002",
        ".taken/1700000000000.json",
        ".taken/1700000000000.txt",
        "feiten.yaml",
        "logboek.jsonl",
    }
    assert text_of(place, ".taken/1700000000000.txt") == ""
    assert text_of(place, "logboek.jsonl") == '{"wat": "op de site gezet"}\n'


def test_the_content_is_packed_and_put_back(editor: Editor, place: Place) -> None:
    new_fact(editor)
    waited(place.jobs, editor.send(editor.see("/versies"), "/versies/pakket"))
    package = editor.client.get("/versies/pakket")
    assert (package.status_code, package.mimetype, package.data[:2]) == (200, "application/zip", b"PK")
    package.close()
    (place.own / "feiten.yaml").unlink()
    sent = {"bewijs": editor.proof, "pakket": (io.BytesIO(package.data), "eigen.zip")}
    waited(place.jobs, editor.client.post("/versies/uitpakken", data=sent))
    assert FACT["titel"] in text_of(place, "feiten.yaml")
    assert [line["wat"] for line in logbook.last(place.own, 9)] == ["pakket uitgepakt", "ingepakt", "feit bewaard"]
    assert editor.client.get("/versies").status_code == 200


def waited(jobs: Jobs, answer: TestResponse) -> None:
    name = answer.location.removeprefix("/taken/")
    for _ in range(300):
        job = jobs.get(name)
        assert job
        if not job.is_running:
            assert job.went_well, job.lines
            return
        time.sleep(0.1)
    raise AssertionError("De taak eindigt niet.")
