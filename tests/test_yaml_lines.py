from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from indexer.corpus import yaml_lines
from indexer.corpus.yaml_lines import _PROBLEM, _PROBLEMS, YamlData, YamlFault, load

ANCHORS = "ankers en verwijzingen (& en *) kunnen hier niet; zet tekst die zo begint tussen aanhalingstekens."
TOO_DEEP = "hier zit meer dan 20 diep iets in elkaar; zet tekst met haken of streepjes tussen aanhalingstekens."

TEXT = """\
- id: tuin
  themas: [geld,
    ontmoeten]
- id: vaders
"""


def test_every_value_has_the_line_it_stands_on() -> None:
    assert load(TEXT) == YamlData(
        [{"id": "tuin", "themas": ["geld", "ontmoeten"]}, {"id": "vaders"}],
        {
            (): 1,
            (0,): 1,
            (0, "id"): 1,
            (0, "themas"): 2,
            (0, "themas", 0): 2,
            (0, "themas", 1): 3,
            (1,): 4,
            (1, "id"): 4,
        },
    )


def test_lines_count_from_the_first_line_of_the_file() -> None:
    assert load("id: tuin\ntitel: Tuin", first_line=12).lines == {(): 12, ("id",): 12, ("titel",): 13}


def test_a_missing_value_has_the_line_of_what_is_around_it() -> None:
    assert load(TEXT).line((1, "themas", 3)) == 4


@pytest.mark.parametrize(
    "typed", ["1", "0x1F", "010", "10:30", "1" * 1_000, "2024-02-30", "2024-13-01", "1e999", "ja", "no", ".inf", "=", "<<", "a b"]
)
def test_every_value_and_key_is_text_as_it_was_typed(typed: str) -> None:
    assert load(f"- {typed}\n- {typed}: begin\n") == YamlData([typed, {typed: "begin"}], {(): 1, (0,): 1, (1,): 2, (1, typed): 2})


def test_nothing_is_none_and_an_empty_text_is_not() -> None:
    assert load("[~, null, '', a: , 'null']").data == [None, None, "", {"a": None}, "null"]


def test_no_text_is_no_data() -> None:
    assert load("# alleen een opmerking\n", 5) == YamlData(None, {(): 5})


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("id: tuin\ntitel: [a, b\n", 3, "dit is geen geldige YAML: in een lijst tussen [ en ] mist een komma of het laatste haakje."),
        (
            "id: tuin\ntitel: a: b\n",
            2,
            "dit is geen geldige YAML: er staat een dubbele punt te veel; zet tekst met een dubbele punt tussen aanhalingstekens.",
        ),
        (
            "id: tuin\n\ttitel: a\n",
            2,
            "dit is geen geldige YAML: hier staat een tab of een ander teken dat niet kan; gebruik spaties, of zet de tekst tussen aanhalingstekens.",
        ),
        ("id: tuin\nid: vaders\n", 2, "'id' staat hier voor de tweede keer; voeg de twee samen."),
        (
            "id: !!python/object:os.system x\n",
            1,
            "een uitroepteken voor een waarde kan hier niet; zet tekst die zo begint tussen aanhalingstekens.",
        ),
        (
            "id: tuin\nlijst:\n  - !!int 0x1F\n",
            3,
            "een uitroepteken voor een waarde kan hier niet; zet tekst die zo begint tussen aanhalingstekens.",
        ),
        ("a: &a [x]\nb: 1\n", 1, ANCHORS),
        ("- *a\n", 1, ANCHORS),
        ("a: 1\nb:\n  <<: *a\n", 3, ANCHORS),
        ("- &a [*a]\n", 1, ANCHORS),
        ("a: 1\n? [b]\n: c\n", 2, "voor de dubbele punt staat hier een lijst; zet tekst met haken of streepjes tussen aanhalingstekens."),
        ('- "een \\0 nul"\n', 1, "hier staat een onzichtbaar teken (U+0000); haal het weg."),
        ('- a\n- "half \\ud800"\n', 2, "hier staat een onzichtbaar teken (U+D800); haal het weg."),
        ('- "\\UFFFFFFFF"\n', 1, "dit is geen geldige YAML: er staat een getal in dat te groot is."),
        ("%YAML 1." + "1" * 5_000 + "\n--- a\n", 1, "dit is geen geldige YAML: er staat een getal in dat te groot is."),
        ("a:\n  " + "[" * 20_000, 2, TOO_DEEP),
        ("{a: " * 5_000, 1, TOO_DEEP),
        ("- " * 5_000 + "a", 1, TOO_DEEP),
        ("? " * 5_000 + "a", 1, TOO_DEEP),
        ("- a\n" * 19_999 + "- b\n- c\n", 20_000, "hier staan meer dan 20000 waarden; verdeel ze over meer bestanden."),
        ("a: 1\n--- \nb: 2\n", 2, "dit is geen geldige YAML: er staat een regel '---' midden in; haal haar weg."),
    ],
)
def test_broken_yaml_is_a_fault_with_its_line(text: str, line: int, sentence: str) -> None:
    with pytest.raises(YamlFault) as caught:
        load(text)
    assert (caught.value.line, str(caught.value)) == (line, sentence)


def test_a_character_that_yaml_does_not_allow_is_a_fault_too() -> None:
    with pytest.raises(YamlFault) as caught:
        load("id: tu\x00in", 4)
    assert str(caught.value) == "dit is geen geldige YAML: er staat een onzichtbaar teken in (U+0000); haal het weg."


@pytest.mark.parametrize(
    "text",
    [
        "a: 'open", 'a: "open', "a: [b", "a: {b", "a: b\n c: d\n", "a:\n  b: 1\n c: 2\n", "- a\nb: 1", "a: @x", "a: `x", "a: %x", "\ta: 1", 'a: "\\q"',
        'a: "\\xZZ"', "a: - b", "? a\n: b: c", "a: |x\n b", "a: >99\n b", "%FOO\n---\na", "%YAML 2.0\n--- a", "%YAML x\n--- a", "%TAG\n--- a", "a\n---\nb",
        "a: 'x\n---\ny'", "*", "&", "a: &", "a: *", "!", "a: !<x", "[a: b: c]", "{a: [}", "a: ]", ", a", "a: b: c", "key\nother: 1", "a: \x07",
        "- [a\n- b]", "--- a\n... b\n", "a: 'x' y", "? ? ?", "{?", "- |\n\ta",
    ],
)  # fmt: skip
def test_no_word_of_the_library_is_shown(text: str) -> None:
    """Whatever is wrong, all that is told are sentences of our own."""
    try:
        load(text)
    except YamlFault as fault:
        own = {f"dit is geen geldige YAML: {sentence}." for sentence in (*_PROBLEMS.values(), _PROBLEM)}
        assert str(fault) in own or not str(fault).startswith("dit is geen geldige YAML") or "onzichtbaar teken" in str(fault)


def test_a_bomb_of_aliases_is_refused_before_it_is_opened() -> None:
    levels = ["a: &a [" + "x, " * 9 + "]", *(f"{own}: &{own} [{f'*{other}, ' * 9}]" for other, own in pairwise("abcdefghi"))]
    with pytest.raises(YamlFault) as caught:
        load("\n".join(levels))
    assert (caught.value.line, str(caught.value)) == (1, ANCHORS)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "[~, null, '', a: , 'null']",
        "a: |\n  een\n\n  twee\nb: >-\n  drie\n  vier\n",
        "- 'it''s'\n- \"een\\ttab\"\n- één: { vraag: wat? }\n",
        "- id: a\n  id: b\n",
        "a: *b",
        "tab:\n\t- fout\n",
        "\ufefftitel: Nota",
        "titel: [a, b\n",
        Path("tests/corpus/zonder-antwoord.yaml").read_text(encoding="utf-8"),
    ],
)
def test_with_and_without_the_reading_in_c_the_same_is_read(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = _outcome(text)
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert _outcome(text) == quick


def _outcome(text: str) -> YamlData | tuple[int, str]:
    try:
        return load(text)
    except YamlFault as fault:
        return fault.line, str(fault)


def test_the_lists_of_the_corpus_are_read_in_c(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml_lines, "_Loader")
    for file in Path("corpus").rglob("*.yaml"):
        assert load(file.read_text(encoding="utf-8")).data, file
