"""A text that was removed from the index is never answered again, whatever happens to the processes of the site."""

from pathlib import Path

from removal import remove_and_kill

from bench.site import copy_of, site

ROUNDS = 10


def test_killed_workers_never_bring_back_what_was_removed(small_index: Path, tmp_path: Path) -> None:
    root = copy_of(small_index, tmp_path / "index")
    with site(root, tmp_path, workers="3") as running:
        for number in range(ROUNDS):
            assert remove_and_kill(root, running, f"Druk {number}") == {f"Druk {number}"}
