"""The werkbank: who comes in, which forms are believed, what runs beside it, and what comes in as a file."""

import io
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from web.serving.settings import Settings
from workbench import logbook
from workbench.app import create_app
from workbench.jobs import Busy, Jobs
from workbench.pages.taking_in import UPLOADS, kept_name
from workbench.place import Place
from workbench.visitors import THIS_MACHINE, Visitors

HEADER = "X-Forwarded-User"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "eigen"
    folder.mkdir()
    (folder / "eigen.yaml").write_text("voorvoegsel: eigen-delft\nnaam: Gemeente Delft\n", encoding="utf-8")
    return folder


@pytest.fixture
def place(corpus_copy: Path, own: Path, tmp_path: Path) -> Place:
    return Place.of(corpus_copy, own, tmp_path / "index", tmp_path / "modellen")


@pytest.fixture
def visitors() -> Visitors:
    return Visitors()


@pytest.fixture
def outside(place: Place, visitors: Visitors) -> FlaskClient:
    return create_app(place, visitors).test_client()


@pytest.fixture
def inside(outside: FlaskClient, visitors: Visitors) -> Iterator[FlaskClient]:
    assert outside.get(f"/binnen?sleutel={visitors.key}").location == "/"
    yield outside


def proof_of(visitors: Visitors) -> str:
    return visitors.proof(THIS_MACHINE)


def send(client: FlaskClient, proof: str, headers: dict[str, str] | None = None, name: str = "rapport.pdf") -> TestResponse:
    return client.post("/toevoegen", data={"bewijs": proof, "bestand": (io.BytesIO(b"%PDF-1.7"), name)}, headers=headers or {})


def waited(jobs: Jobs, name: str) -> int | None:
    for _ in range(200):
        job = jobs.get(name)
        assert job
        if not job.is_running:
            return job.outcome
        time.sleep(0.1)
    raise AssertionError("De taak eindigt niet.")


@pytest.mark.parametrize("address", ["/", "/toevoegen", "/taken/1234567890123", "/bestaat-niet"])
def test_nobody_sees_a_page_without_the_key(outside: FlaskClient, address: str) -> None:
    answer = outside.get(address)
    assert answer.status_code == 403
    assert "Start de werkbank opnieuw (kb werkbank) en open het adres dat verschijnt." in answer.text
    assert "Overzicht" not in answer.text.partition("<main")[2]


def test_the_key_works_once(outside: FlaskClient, visitors: Visitors) -> None:
    key = visitors.key
    first = outside.get(f"/binnen?sleutel={key}")
    assert (first.status_code, first.location) == (303, "/")
    cookie = first.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert visitors.key == ""
    again = outside.application.test_client()
    assert again.get(f"/binnen?sleutel={key}").status_code == 403
    assert again.get("/").status_code == 403
    assert outside.get("/").status_code == 200


def test_who_is_in_already_may_open_the_address_again(inside: FlaskClient, visitors: Visitors) -> None:
    again = inside.get("/binnen?sleutel=gebruikt")
    assert (again.status_code, again.location, "Set-Cookie" in again.headers) == (303, "/", False)


def test_an_empty_folder_is_begun_by_saying_whose_it_is(corpus_copy: Path, tmp_path: Path, visitors: Visitors) -> None:
    place = Place.of(corpus_copy, tmp_path / "nieuw", tmp_path / "index", tmp_path / "modellen")
    client = create_app(place, visitors).test_client()
    assert client.get("/begin").status_code == 403
    client.get(f"/binnen?sleutel={visitors.key}")
    for address in ("/", "/toevoegen", "/inhoud", "/versies"):
        assert client.get(address).location == "/begin", address
    assert "Van wie is deze inhoud?" in client.get("/begin").text
    assert client.post("/begin", data={"bewijs": proof_of(visitors), "naam": "  "}).status_code == 400
    assert client.post("/begin", data={"naam": "Een ander"}).status_code == 403
    answer = client.post("/begin", data={"bewijs": proof_of(visitors), "naam": 'Gemeente  "Lindedam": de Linde'})
    assert (answer.status_code, answer.location) == (303, "/")
    written = (place.own / "eigen.yaml").read_text(encoding="utf-8")
    assert written == 'voorvoegsel: eigen-lindedam-de-linde\nnaam: "Gemeente \\"Lindedam\\": de Linde"\n'
    assert "De inhoud is in orde." in client.get("/").text
    client.post("/begin", data={"bewijs": proof_of(visitors), "naam": "Een ander"})
    assert (place.own / "eigen.yaml").read_text(encoding="utf-8") == written
    assert client.get("/begin").location == "/"


@pytest.mark.parametrize("key", ["", "verkeerd", "é"])
def test_a_wrong_key_opens_nothing_and_leaves_the_right_one(outside: FlaskClient, visitors: Visitors, key: str) -> None:
    assert outside.get("/binnen", query_string={"sleutel": key}).status_code == 403
    assert outside.get(f"/binnen?sleutel={visitors.key}").status_code == 303


@pytest.mark.parametrize("host", ["kwaad.example", "127.0.0.1.kwaad.example:8070", "localhost.kwaad.example"])
def test_another_name_for_this_machine_is_refused(inside: FlaskClient, host: str) -> None:
    assert inside.get("/", headers={"Host": host}).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8070", "localhost:8070", "[::1]:8070", "localhost"])
def test_its_own_names_are_not(outside: FlaskClient, visitors: Visitors, host: str) -> None:
    assert outside.get(f"/binnen?sleutel={visitors.key}", headers={"Host": host}).status_code == 303


@pytest.mark.parametrize(
    ("proof", "headers"),
    [
        ("", {}),
        ("0" * 64, {}),
        (None, {"Origin": "https://kwaad.example"}),
        (None, {"Origin": "null"}),
        (None, {"Sec-Fetch-Site": "cross-site"}),
        (None, {"Sec-Fetch-Site": "same-site"}),
    ],
)
def test_a_form_of_another_site_changes_nothing(
    inside: FlaskClient, place: Place, visitors: Visitors, proof: str | None, headers: dict[str, str]
) -> None:
    assert send(inside, proof_of(visitors) if proof is None else proof, headers).status_code == 403
    assert place.jobs.all() == []
    assert not (place.own / UPLOADS).exists()


def test_every_answer_forbids_what_it_does_not_need(inside: FlaskClient) -> None:
    for answer in (inside.get("/"), inside.get("/bestaat-niet"), inside.application.test_client().get("/")):
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_behind_a_sign_on_the_proxy_says_who_it_is(place: Place) -> None:
    app = create_app(place, Visitors(HEADER), Settings(werkbank_kop=HEADER, werkbank_url="https://werkbank.delft.example"))
    client = app.test_client()
    here = {"Host": "werkbank.delft.example"}
    assert client.get("/", headers=here).status_code == 403
    assert client.get("/", headers={**here, HEADER: "  "}).status_code == 403
    assert client.get("/", headers={HEADER: "a.jansen"}).status_code == 403
    assert "a.jansen" in client.get("/", headers={**here, HEADER: "a.jansen"}).text
    assert client.get("/binnen?sleutel=", headers=here).status_code == 403


def test_a_file_that_comes_in_is_read_beside_it_and_the_logbook_says_by_whom(inside: FlaskClient, place: Place, visitors: Visitors) -> None:
    answer = send(inside, proof_of(visitors), name="../../Raad<s>voorstel.pdf")
    assert answer.status_code == 303
    name = answer.location.removeprefix("/taken/")
    waited(place.jobs, name)
    job = place.jobs.get(name)
    assert job and (job.title, job.about, job.editor) == ("Bestand inlezen", "Raad s voorstel.pdf", THIS_MACHINE)
    assert "Raad s voorstel.pdf" in inside.get(answer.location).text
    assert [(line["wie"], line["wat"], line["over"]) for line in logbook.last(place.own, 5)] == [
        (THIS_MACHINE, "bestand ingelezen", "Raad s voorstel.pdf")
    ]
    assert [path.name for path in (place.own / UPLOADS).iterdir()] == ["Raad s voorstel.pdf"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("rapport.pdf", "rapport.pdf"),
        ("..\\..\\wacht\\rapport.docx", "rapport.docx"),
        ("/etc/passwd", "passwd"),
        ("...", "bestand"),
        ("", "bestand"),
        ("é" * 200 + ".pdf", "é" * 80 + ".pdf"),
        ("a\x00b\nc.pdf", "a b c.pdf"),
    ],
)
def test_no_name_of_a_file_becomes_a_path(name: str, kept: str) -> None:
    assert kept_name(name) == kept


def test_one_command_runs_at_a_time_and_what_it_tells_is_kept(tmp_path: Path, corpus_copy: Path) -> None:
    jobs = Jobs(tmp_path / "taken", {"KB_CORPUS": str(corpus_copy)})
    first = jobs.start("Controle", "de inhoud", "iemand", ["check"])
    with pytest.raises(Busy):
        jobs.start("Controle", "de inhoud", "een ander", ["check"])
    assert waited(jobs, first) == 0
    job = jobs.get(first)
    assert job and job.went_well and job.lines[0].startswith("In orde: 3 bronnen")
    second = jobs.start("Controle", "niets", "iemand", ["check", "--corpus", str(tmp_path / "bestaat-niet")])
    assert waited(jobs, second) == 1
    assert [one.name for one in jobs.all()] == [second, first]


def test_a_job_is_known_while_its_folder_is_put_elsewhere(tmp_path: Path, corpus_copy: Path) -> None:
    jobs = Jobs(tmp_path / "taken", {"KB_CORPUS": str(corpus_copy)})
    name = jobs.start("Uitpakken", "eigen.zip", "iemand", ["check"])
    (tmp_path / "taken").rename(tmp_path / "vorige")
    job = jobs.get(name)
    assert job and (job.title, job.about, job.is_running) == ("Uitpakken", "eigen.zip", True)
    (tmp_path / "vorige").rename(tmp_path / "taken")
    assert waited(jobs, name) == 0
    assert jobs.get("1700000000000") is None


def test_a_job_of_which_nobody_saw_the_end_was_broken_off(tmp_path: Path) -> None:
    folder = tmp_path / "taken"
    Jobs(folder, {})
    (folder / "1700000000000.json").write_text('{"titel": "Publiceren", "over": "rapport", "wie": "iemand"}', encoding="utf-8")
    (folder / "1700000000000.txt").write_text("Index bouwen: 1%\rIndex bouwen: 40%\n", encoding="utf-8")
    job = Jobs(folder, {}).get("1700000000000")
    assert job and (job.outcome, job.lines) == (-1, ("Index bouwen: 40%",))


@pytest.mark.parametrize("name", ["../eigen", "1", "..", "1700000000000.json"])
def test_a_job_is_known_by_its_own_name_alone(tmp_path: Path, name: str) -> None:
    assert Jobs(tmp_path / "taken", {}).get(name) is None


def test_the_overview_tells_the_faults_of_the_content(inside: FlaskClient, place: Place) -> None:
    assert "De inhoud is in orde." in inside.get("/").text
    (place.own / "themas.yaml").write_text("- id: delft-thema\n", encoding="utf-8")
    page = inside.get("/").text
    assert "eigen/themas.yaml:1: " in page
    assert "De inhoud is in orde." not in page
