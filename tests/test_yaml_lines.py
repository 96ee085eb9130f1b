import pytest

from indexer.yaml_lines import YamlData, YamlFault, load

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


def test_a_number_as_key_is_a_number_in_the_path() -> None:
    assert load("stappen:\n  1: begin").lines[("stappen", 1)] == 2


def test_no_text_is_no_data() -> None:
    assert load("# alleen een opmerking\n", 5) == YamlData(None, {(): 5})


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("id: tuin\ntitel: [a, b\n", 3, "dit is geen geldige YAML (expected ',' or ']', but got '<stream end>')."),
        ("id: tuin\ntitel: a: b\n", 2, "dit is geen geldige YAML (mapping values are not allowed here)."),
        ("id: tuin\n\ttitel: a\n", 2, "dit is geen geldige YAML (found character '\\t' that cannot start any token)."),
        ("id: tuin\nid: vaders\n", 2, "'id' staat hier voor de tweede keer; voeg de twee samen."),
        (
            "id: !!python/object:os.system x\n",
            1,
            "dit is geen geldige YAML (could not determine a constructor for the tag 'tag:yaml.org,2002:python/object:os.system').",
        ),
        ("a: 1\n--- \nb: 2\n", 2, "dit is geen geldige YAML (but found another document)."),
    ],
)
def test_broken_yaml_is_a_fault_with_its_line(text: str, line: int, sentence: str) -> None:
    with pytest.raises(YamlFault) as caught:
        load(text)
    assert (caught.value.line, str(caught.value)) == (line, sentence)


def test_a_character_that_yaml_does_not_allow_is_a_fault_too() -> None:
    with pytest.raises(YamlFault) as caught:
        load("id: tu\x00in", 4)
    assert str(caught.value) == (
        'dit is geen geldige YAML (unacceptable character #x0000: special characters are not allowed in "<unicode string>", position 6).'
    )
