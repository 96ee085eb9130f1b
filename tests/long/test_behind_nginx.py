"""A walk through the whole site of the real corpus, under a path behind a real nginx: 0 broken links."""

from pathlib import Path

from nginx import LEFT_ON, PUBLIC, behind_nginx, needs_nginx, walk

from bench.site import site


@needs_nginx
def test_a_walk_through_the_whole_site_meets_no_broken_link(real_index: Path, tmp_path: Path) -> None:
    settings = {"workers": "1", "proxies": "1", "base_url": PUBLIC, "rate_limit": "uit"}
    with site(real_index, tmp_path, **settings) as running, behind_nginx(tmp_path, LEFT_ON, running.port) as front:
        walked = walk(front)
    assert (walked.outside, walked.broken) == (set(), set())
    assert len(walked.met) > 1_000
