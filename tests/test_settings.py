"""Settings as the environment gives them, each looked at before the site starts."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.errors import KnowledgeBaseError
from web.serving import before_start
from web.serving.settings import Settings, read_settings

ROOT = Path(__file__).parent.parent


def told(**given: str) -> str:
    """Return what is said of settings that do not fit."""
    with pytest.raises(KnowledgeBaseError) as error:
        read_settings({f"KB_{name.upper()}": value for name, value in given.items()})
    return str(error.value)


def test_a_number_is_read_with_space_around_it() -> None:
    assert read_settings({"KB_PORT": " 8081 "}) == Settings(port=8081)


def test_stories_are_shown_or_hidden_and_nothing_else() -> None:
    assert read_settings({}).shows_stories
    assert not read_settings({"KB_GEVOELIG": "Verbergen"}).shows_stories
    assert told(gevoelig="nee") == "KB_GEVOELIG is 'nee', en dat kan niet: gebruik tonen of verbergen."


def test_what_is_left_empty_was_not_given() -> None:
    assert (
        read_settings({"KB_PORT": "", "KB_WORKERS": " ", "KB_CONTACT": "", "KB_HSTS": "", "KB_INDEX": "", "KB_GEVOELIG": ""}) == Settings()
    )


@pytest.mark.parametrize("given", ["veel", "²", "٣", "-1", "1.5", "1" * 90])
def test_what_is_no_number_is_told_in_dutch(given: str) -> None:
    assert told(port=given) == f"KB_PORT is '{given}', en dat kan niet: gebruik een heel getal."


@pytest.mark.parametrize(
    ("name", "given", "advice"),
    [
        ("port", "0", "gebruik een getal van 1 tot en met 65535"),
        ("port", "99999", "gebruik een getal van 1 tot en met 65535"),
        ("metrics_port", "65536", "gebruik een getal van 0 tot en met 65535"),
        ("metrics_port", "8080", "daar luistert de site zelf al; kies een andere poort"),
        ("workers", "0", "gebruik een getal van 1 tot en met 100"),
        ("threads", "101", "gebruik een getal van 1 tot en met 100"),
        ("proxies", "11", "gebruik een getal van 0 tot en met 10"),
        ("log_level", "luid", "gebruik DEBUG, INFO, WARNING of ERROR"),
        ("hsts", "misschien", "gebruik ja of nee"),
        *(("host", one, "gebruik een IP-adres van deze machine, zonder poort") for one in ("999.1.1.1", "127.0.0.1:8392", "[::1]", "a b", "-a")),
        *(
            ("base_url", one, "gebruik http:// of https:// met de naam van de site en hoogstens een pad, zoals https://kennisbank.gemeente.nl")
            for one in (
                "kennisbank.gemeente.nl",
                "javascript:alert(1)",
                "https://gemeente.nl/kennis bank",
                "https://gemeente.nl?x=1",
                "https://naam:woord@gemeente.nl",
                "https://gemeente.nl:99999",
                "https://999.1.1.1",
                "https://gemeente .nl",
                "ftp://gemeente.nl",
            )
        ),
        *(
            ("contact", one, "gebruik één mailadres, zoals kennisbank@gemeente.nl")
            for one in ("geen mailadres", "a@b", "a@gemeente.nl?cc=b@c.nl", "a@gemeente.nl, b@gemeente.nl", "A <a@gemeente.nl>", "a@gemeente..nl")
        ),
        *(("theme_class", one, "gebruik één naam van letters, cijfers en streepjes, zonder punt ervoor") for one in (".thema", "een twee", '"x')),
        ("organisation", "x" * 90 + "\x07" + "x", "gebruik één regel van hoogstens 200 tekens"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_told_with_what_to_do(name: str, given: str, advice: str) -> None:
    shown = given.replace("\x07", "?")
    assert told(**{name: given}) == f"KB_{name.upper()} is '{shown}', en dat kan niet: {advice}."


@pytest.mark.parametrize(
    ("name", "given"),
    [
        *(("host", one) for one in ("0.0.0.0", "::", "::1", "localhost", "kennisbank-1.gemeente.nl")),
        *(("base_url", one) for one in ("http://127.0.0.1:8080", "https://gemeente.nl/kennisbank", "https://[2001:db8::1]:8443", "http://intranet/")),
        *(("contact", one) for one in ("kennisbank@gemeente.nl", "j.p.o'neill+kb@sub.gemeente.amsterdam")),
        ("theme_class", "voorbeeld-theme"),
        ("organisation", "Gemeente ’s-Hertogenbosch"),
        ("log_level", "debug"),
    ],
)  # fmt: skip
def test_a_value_that_fits_is_taken_as_it_is(name: str, given: str) -> None:
    assert getattr(read_settings({f"KB_{name.upper()}": given}), name) == given


def test_a_style_file_is_there_and_can_be_read(tmp_path: Path) -> None:
    file = tmp_path / "huisstijl.css"
    assert told(theme_css=str(file)).endswith("daar staat geen bestand; wijs een CSS-bestand aan, of laat de instelling leeg.")
    assert told(theme_css=str(tmp_path)).endswith("daar staat geen bestand; wijs een CSS-bestand aan, of laat de instelling leeg.")
    file.write_bytes(b"a { content: '\xe9' }")
    assert told(theme_css=str(file)).endswith("dat bestand is geen tekst in UTF-8; bewaar het als UTF-8.")
    file.write_bytes(b"a" * 2_000_001)
    assert told(theme_css=str(file)).endswith("dat bestand is groter dan 2 MB; wijs een CSS-bestand aan.")
    file.write_text("a { color: red }")
    assert read_settings({"KB_THEME_CSS": str(file)}).theme_css == str(file)


def test_a_folder_for_judgements_can_be_written_in(tmp_path: Path) -> None:
    (tmp_path / "bestand").touch()
    assert told(feedback=str(tmp_path / "bestand")).endswith("dat is geen map; wijs een map aan.")
    for given in (tmp_path / "bestand" / "oordelen", "/proc/nee"):
        assert told(feedback=str(given)).endswith(
            "dit account kan daar geen map maken of niet in die map schrijven; geef het schrijfrecht, of wijs een andere map aan."
        )
    folder = tmp_path / "nieuw" / "oordelen"
    assert read_settings({"KB_FEEDBACK": str(folder)}).feedback == str(folder)
    assert (oct(folder.stat().st_mode)[-3:], list(folder.iterdir())) == ("700", [])


def test_every_fault_is_told_and_an_unknown_name_too() -> None:
    assert told(workers="0", poort="80", log_level="x" * 200) == (
        "KB_WORKERS is '0', en dat kan niet: gebruik een getal van 1 tot en met 100."
        f" KB_LOG_LEVEL is '{'x' * 100} …', en dat kan niet: gebruik DEBUG, INFO, WARNING of ERROR."
        " KB_POORT bestaat niet; kijk in docs/beheer.md hoe de instelling heet."
    )


def test_what_only_kb_index_reads_may_stand_beside_the_settings() -> None:
    assert read_settings({"KB_IJKING": "ijking.json", "KB_MODELLEN": "modellen"}) == Settings()


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def before(**given: str) -> tuple[int, str]:
    """Return how `make run` looks at settings before it installs anything: with a Python that has no packages."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    done = subprocess.run(
        [sys.executable, "-S", "-m", "web.serving.before_start", "--adres"],
        cwd=ROOT,
        env=environment | {f"KB_{name.upper()}": value for name, value in given.items()},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_before_anything_is_installed_it_is_told_that_the_port_is_taken(taken: int) -> None:
    sentence = f"Fout: op 127.0.0.1 is poort {taken} niet vrij. Stop wat daar draait, of kies een andere met KB_{{}}.\n"
    assert before(port=str(taken)) == (1, sentence.format("PORT"))
    assert before(port="8999", metrics_port=str(taken)) == (1, sentence.format("METRICS_PORT"))


def test_before_anything_is_installed_it_is_told_where_the_site_comes() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
    assert before(port=str(port)) == (0, f"De kennisbank komt op http://127.0.0.1:{port} (stoppen: Ctrl+C)\n")
    assert before(port=str(port), workers="0") == (
        1,
        "Fout: KB_WORKERS is '0', en dat kan niet: gebruik een getal van 1 tot en met 100.\n",
    )


def test_without_room_for_a_temporary_file_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    before_start.end_without_temporary_files()

    def refuse(*given: object, **named: object) -> None:
        raise FileNotFoundError(2, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    with pytest.raises(SystemExit) as end:
        before_start.end_without_temporary_files()
    assert end.value.code == (
        "Fout: dit account kan nergens een tijdelijk bestand maken, en de site heeft er voor elk proces een nodig."
        " Geef het schrijfrecht op /tmp, of wijs met TMPDIR een map aan waarin het mag schrijven."
    )


@pytest.mark.parametrize(
    ("host", "sentence"),
    [
        ("10.11.12.13", "Fout: KB_HOST is '10.11.12.13', en dat is geen adres van deze machine. Gebruik 127.0.0.1 of een adres dat zij wel heeft."),
        ("nee.invalid", "Fout: KB_HOST is 'nee.invalid', en die naam kent deze machine niet. Gebruik een IP-adres van deze machine."),
    ],
)  # fmt: skip
def test_an_address_of_another_machine_is_told_as_such(host: str, sentence: str) -> None:
    with pytest.raises(SystemExit) as end:
        before_start.end_unless_free(Settings(host=host))
    assert end.value.code == sentence


def test_a_port_that_this_account_may_not_use_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(SystemExit) as end:
        before_start.end_unless_free(Settings(port=80))
    assert end.value.code == (
        "Fout: poort 80 mag dit account niet gebruiken. Kies met KB_PORT een poort boven 1023, en zet er een proxy voor."
    )


@pytest.mark.parametrize(
    ("host", "address"),
    [("0.0.0.0", "http://127.0.0.1:8080"), ("::", "http://[::1]:8080"), ("kb.gemeente.nl", "http://kb.gemeente.nl:8080")],
)
def test_the_address_that_is_told_is_one_for_a_browser(host: str, address: str) -> None:
    assert before_start.address(Settings(host=host)) == address


def test_make_run_looks_before_it_installs() -> None:
    rule = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\nrun: ")[2]
    assert rule.startswith("before-run $(VENV)/.run ")
