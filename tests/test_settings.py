"""Settings as the environment gives them."""

import pytest

from kb.errors import KnowledgeBaseError
from web.serving.settings import Settings, read_settings


def test_a_number_is_read_with_space_around_it() -> None:
    assert read_settings({"KB_PORT": " 8081 "}) == Settings(port=8081)


def test_stories_are_shown_or_hidden_and_nothing_else() -> None:
    assert read_settings({}).shows_stories
    assert not read_settings({"KB_GEVOELIG": "Verbergen"}).shows_stories
    with pytest.raises(KnowledgeBaseError) as told:
        read_settings({"KB_GEVOELIG": "nee"})
    assert str(told.value) == "KB_GEVOELIG is 'nee', en dat kan niet: gebruik tonen of verbergen."


@pytest.mark.parametrize("given", ["veel", "²", "٣", "-1", "1.5", "1" * 5_000])
def test_what_is_no_number_is_told_in_dutch(given: str) -> None:
    with pytest.raises(KnowledgeBaseError) as told:
        read_settings({"KB_PORT": given})
    assert str(told.value) == f"KB_PORT is '{given}', en dat kan niet: gebruik een heel getal."
