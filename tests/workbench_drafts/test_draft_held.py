"""Who sees and changes a draft, by which address and how much at once; and what of it is kept, brought back and thrown away."""

import io

import pytest
import yaml
from draft_forms import AT, DECIDED, ID, NAME, NOBODY, Editor, decide, draft_of, text_of

from indexer.drafting import drafts
from indexer.importing.shield import sandbox
from workbench import logbook, waiting
from workbench.place import Place


def test_a_page_of_the_file_is_drawn_once_and_no_number_becomes_a_path(
    editor: Editor, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What shields the reading has tests of its own, and not every machine has it.
    monkeypatch.setattr(sandbox, "require_shield", lambda: None)
    answer = editor.client.get(f"{AT}/bladzijden/2.png")
    assert (answer.mimetype, answer.data[:4]) == ("image/png", b"\x89PNG")
    kept = draft_of(place).folder / ".bladzijden" / "2.png"
    assert kept.read_bytes() == answer.data
    kept.write_bytes(b"van de vorige keer")
    assert editor.client.get(f"{AT}/bladzijden/2.png").data == b"van de vorige keer"
    for page in ("0", "3", "99999999999", "-1", "2.png/../1", "..%2f..%2feigen", "1e0"):
        assert editor.client.get(f"{AT}/bladzijden/{page}.png").status_code == 404


@pytest.mark.parametrize(
    "identity", ["verslag-tuin", "..", ".nieuw-x", "eigen-linde-iets", "%2e%2e", "..%2f..%2fetc", ID.upper(), f"{ID}%00"]
)
def test_a_draft_is_known_by_its_whole_id_alone(editor: Editor, place: Place, identity: str) -> None:
    (place.own / "wacht" / ".nieuw-x").mkdir()
    for rest in ("", "/twijfels/1", "/hoofdstukken/1", "/bladzijden/1.png", "/voorstellen"):
        assert editor.client.get(f"/concepten/{identity}{rest}").status_code in (404, 308), rest
    for rest in ("", "/proberen", "/publiceren", "/weggooien", "/twijfels/1", "/hoofdstukken/1", "/voorstellen"):
        assert editor.send(f"/concepten/{identity}{rest}", {"zeker": "ja"}).status_code in (404, 405), rest
    assert draft_of(place)


def test_nobody_sees_or_changes_a_draft_without_the_key(editor: Editor, place: Place) -> None:
    outside = editor.client.application.test_client()
    rules = [rule for rule in editor.client.application.url_map.iter_rules() if rule.rule.startswith(("/concepten", "/bronnen", "/taken"))]
    assert len(rules) > 12
    for rule in rules:
        filled = {name: 1 if name in ("number", "page") else ID for name in rule.arguments}
        with editor.client.application.test_request_context():
            address = editor.client.application.url_for(rule.endpoint, **filled)
        for method in rule.methods & {"GET", "POST"} if rule.methods else ():
            assert outside.open(address, method=method).status_code == 403, (method, address)
            if method == "POST":
                assert editor.client.post(address, data={"bewijs": "0" * 64, "zeker": "ja"}).status_code == 403, address
                other = {"Origin": "https://kwaad.example"}
                assert editor.client.post(address, data={"bewijs": editor.proof, "zeker": "ja"}, headers=other).status_code == 403, address
    assert draft_of(place) and place.jobs.all() == []


def test_the_last_ten_states_of_a_draft_can_be_brought_back(editor: Editor, place: Place) -> None:
    texts = {path.name: path.read_bytes() for path in draft_of(place).folder.iterdir() if path.is_file()}
    assert not editor.see(AT).xpath("//button[@name='moment']")
    decide(editor, **DECIDED)
    editor.send(f"{AT}/hoofdstukken/1", {"stand": NOBODY, "blok-2": "weg"})
    assert editor.send(f"{AT}/twijfels/2", {"soort": "onzin", "stand": NOBODY}).status_code == 400
    moments = editor.see(AT).xpath("//button[@name='moment']/@value")
    assert len(moments) == 2
    assert editor.send(f"{AT}/terug", {"moment": moments[1], "stand": "0" * 16}).status_code == 400
    for moment in ("../..", "", "1700000000000", f"{moments[1]}/."):
        assert editor.send(f"{AT}/terug", {"moment": moment, "stand": editor.hidden(AT)}).status_code == 404
    assert "12 maart 2026" not in drafts.body_of(draft_of(place))
    assert editor.send(f"{AT}/terug", {"moment": moments[1], "stand": editor.hidden(AT)}).status_code == 303
    now = {path.name: path.read_bytes() for path in draft_of(place).folder.iterdir() if path.is_file()}
    assert now.pop(".laatst.json") and now == texts
    assert "Zoals deze computer het maakte" in text_of(editor.see(AT))
    for number in range(12):
        decide(editor, titel="eigen", **{"titel-eigen": f"Titel {number}"})
    titles = [yaml.safe_load((draft_of(place).folder / ".staten" / state.moment / "concept.yaml").read_text(encoding="utf-8"))["titel"]
              for state in waiting.states(draft_of(place))]  # fmt: skip
    assert titles == [f"Titel {number}" for number in range(10, 0, -1)]
    editor.send(f"{AT}/weggooien", {"zeker": "ja"})
    assert list((place.own / "wacht").iterdir()) == []


def test_a_draft_is_thrown_away_only_when_it_is_meant(editor: Editor, place: Place) -> None:
    assert editor.send(f"{AT}/weggooien", {}).status_code == 400
    assert draft_of(place)
    assert editor.send(f"{AT}/weggooien", {"zeker": "ja"}).location == "/"
    assert list((place.own / "wacht").iterdir()) == []
    assert "Er wacht geen enkel concept." in text_of(editor.see("/"))
    assert editor.see(AT, 404) is not None


def test_what_is_sent_is_bounded(editor: Editor, place: Place) -> None:
    app = editor.client.application
    assert app.config["MAX_CONTENT_LENGTH"] == 50_100_000
    app.config["MAX_CONTENT_LENGTH"] = 5_000
    for address in ("/toevoegen", AT, f"{AT}/twijfels/1", f"{AT}/voorstellen"):
        assert editor.send(address, {"bestand": (io.BytesIO(b"x" * 6_000), "groot.pdf")}).status_code == 413
    assert not (place.own / ".binnen").exists() and draft_of(place)


def test_who_brought_a_file_changed_it_last_until_somebody_decides(place: Place) -> None:
    assert waiting.last_change(place, draft_of(place)) == waiting.Change("", "")
    logbook.note(place.own, "anna", "bestand ingelezen", NAME)
    assert waiting.last_change(place, draft_of(place)).editor == "anna"
