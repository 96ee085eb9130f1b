"""One record of a YAML file changed, and everything around it as it was."""

import pytest

from kb.errors import KnowledgeBaseError
from workbench import yaml_records

FILE = """\
# bovenaan

- id: een   # kort
  vraag: 'Wat is "een"?'
  # over ook
  ook: ["a b"]
  delen:
    - plaats: gids.een
      woorden: |-
        Zin een.
        # Geen opmerking.

# bij twee
- {id: twee, vraag: "Twee?", n: 2}
"""


def test_only_the_fields_that_changed_are_written_anew() -> None:
    new = yaml_records.put(
        FILE, 0, {"vraag": "Eén: nu?", "ook": ["a b"], "niet": "Niets", "delen": [{"plaats": "gids.een", "woorden": "A.\nB."}]}
    )
    assert new == FILE.replace("'Wat is \"een\"?'", '"Eén: nu?"').replace(
        "        Zin een.\n        # Geen opmerking.\n", '        A.\n        B.\n  niet: "Niets"\n'
    )


def test_what_did_not_change_is_not_touched() -> None:
    assert yaml_records.put(FILE, 0, {"vraag": 'Wat is "een"?', "ook": ["a b"], "niet": ""}) == FILE


def test_a_record_on_one_line_is_written_below_each_other_and_keeps_what_it_said() -> None:
    assert yaml_records.put(FILE, 1, {"vraag": "Drie?"}) == FILE.replace(
        '- {id: twee, vraag: "Twee?", n: 2}', '- id: twee\n  vraag: "Drie?"\n  n: 2'
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "- id: drie\n  ja: true\n"),
        ("# kop\n", "# kop\n\n- id: drie\n  ja: true\n"),
        ("- id: een", "- id: een\n\n- id: drie\n  ja: true\n"),
    ],
)
def test_a_new_record_comes_at_the_end(before: str, after: str) -> None:
    assert yaml_records.put(before, None, {"id": "drie", "leeg": "", "ja": True}) == after


def test_a_record_goes_and_what_stands_above_the_next_stays() -> None:
    assert yaml_records.without(FILE, 0) == '# bovenaan\n\n# bij twee\n- {id: twee, vraag: "Twee?", n: 2}\n'
    assert yaml_records.without(FILE, 1) == FILE.replace('- {id: twee, vraag: "Twee?", n: 2}\n', "")


@pytest.mark.parametrize(
    ("before", "entries", "after"),
    [
        ("", {"a.b": ["x y"]}, 'a.b:\n  - "x y"\n'),
        (
            "# kop\na.b:\n  - een\n# bij c\nc.d: [twee]\n",
            {"a.b": ["een", "null"]},
            '# kop\na.b:\n  - een\n  - "null"\n# bij c\nc.d: [twee]\n',
        ),
        ("a.b:\n  - een\nc.d: [twee]\n", {"a.b": []}, "c.d: [twee]\n"),
        ("a.b: [een]\n", {"a.b": []}, ""),
    ],
)
def test_entries_of_a_mapping(before: str, entries: dict[str, list[str]], after: str) -> None:
    assert yaml_records.put_entries(before, entries) == after


@pytest.mark.parametrize("text", ["[]\n", "a: b\n", "-\n  id: een\n", "[{id: een}]\n"])
def test_a_file_that_is_written_in_another_way_is_left_alone(text: str) -> None:
    with pytest.raises(KnowledgeBaseError, match="met de hand anders ingedeeld"):
        yaml_records.put(text, 0, {"id": "twee"})


@pytest.mark.parametrize(
    "value", ["a: b", "#", "- x", "'", '"', "\\", "&a", "*a", "!x", "null", "~", "é ë", "x\ny", "x\n # y", "{", "%", "@", "a\n\nb"]
)
def test_any_text_is_read_back_as_it_was(value: str) -> None:
    text = yaml_records.put("- id: een\n  tekst: oud\n", 0, {"tekst": value})
    assert yaml_records.put(text, 0, {"tekst": value}) == text
