"""A selection as Markdown: what is literal in a source is literal in what one takes along."""

from pathlib import Path

from one_base import base_of

from web.app import create_app
from web.settings import Settings

BODY = r"""# Let \[goed\] op {#let-op}

Zet \*geen\* sterren, \_geen\_ streepjes, \`geen\` code en &lt;geen&gt; haken.

- Punt \#1 van \[de lijst\](https://elders.invalid)
"""


def test_marks_of_markdown_in_a_source_stay_letters(tmp_path: Path) -> None:
    """A saying with a link or a heading in it would else become one in somebody's memo."""
    base_of(tmp_path, BODY)
    client = create_app(Settings(index=tmp_path / "index", log_level="ERROR")).test_client()
    lines = client.get("/selectie/markdown?id=gids.let-op").text.splitlines()
    assert r"## Let \[goed\] op" in lines
    assert r"> Zet \*geen\* sterren, \_geen\_ streepjes, \`geen\` code en \<geen\> haken." in lines
    assert r"- Punt \#1 van \[de lijst\](https://elders.invalid)" in lines
