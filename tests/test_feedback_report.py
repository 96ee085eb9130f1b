import pytest

from indexer.measuring.feedback_report import as_text, read
from kb.errors import KnowledgeBaseError

LINES = """{"dag": "2026-11-02", "soort": "antwoord", "oordeel": "nee", "plaatsen": ["gids.tuin", "gids.geld"], "vraag": "wie betaalt de tuin"}
{"dag": "2026-11-03", "soort": "niet-gevonden", "oordeel": "nee", "plaatsen": []}
{"dag": "2026-11-03", "soort": "resultaat", "oordeel": "ja", "plaatsen": ["gids.tuin"]}
"""


def test_a_report_counts_and_shows_what_readers_let_us_keep(tmp_path):
    (tmp_path / "oordelen-2026-11.jsonl").write_text(LINES, encoding="utf-8")
    assert as_text(read(tmp_path)).splitlines() == [
        "3 oordelen, waarvan 2 keer nee; 1 keer werd een antwoord gemist.",
        "Niet gevonden, terwijl de lezer een antwoord verwachtte:",
        "  (de lezers lieten hun vraag niet bewaren)",
        "Het vaakst fout genoemd:",
        "    1  gids.tuin",
        "    1  gids.geld",
        "Vragen bij een fout antwoord:",
        "  2026-11-02  wie betaalt de tuin",
    ]


@pytest.mark.parametrize(
    "line",
    [
        b"{}",
        b"\xff",
        b"",
        b"[" * 100_000,
        b'{"dag": 1, "soort": "antwoord", "oordeel": "nee", "plaatsen": []}',
        b'{"dag": "2026-11-02", "soort": "antwoord", "oordeel": "nee", "plaatsen": [["a"]]}',
        b'{"dag": "2026-11-02", "soort": "antwoord", "oordeel": "nee", "plaatsen": [], "vraag": "\\ud800"}',
    ],
)
def test_a_line_that_is_no_judgement_is_named(tmp_path, line):
    (tmp_path / "oordelen-2026-11.jsonl").write_bytes(line + b"\n")
    with pytest.raises(KnowledgeBaseError) as error:
        read(tmp_path)
    assert str(error.value) == "oordelen-2026-11.jsonl:1: deze regel is geen oordeel; haal hem weg en probeer opnieuw."


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(KnowledgeBaseError) as error:
        read(tmp_path / "weg")
    assert str(error.value) == f"De map '{tmp_path / 'weg'}' bestaat niet. Geef de map die in KB_FEEDBACK staat."
