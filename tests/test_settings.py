"""Settings as the environment gives them."""

import pytest

from kb.errors import KnowledgeBaseError
from web.settings import Settings, read_settings


def test_a_number_is_read_with_space_around_it() -> None:
    assert read_settings({"KB_PORT": " 8081 "}) == Settings(port=8081)


@pytest.mark.parametrize("given", ["veel", "²", "٣", "-1", "1.5", "1" * 5_000])
def test_what_is_no_number_is_told_in_dutch(given: str) -> None:
    with pytest.raises(KnowledgeBaseError) as told:
        read_settings({"KB_PORT": given})
    assert str(told.value) == f"KB_PORT is '{given}', en dat kan niet: gebruik een heel getal."
