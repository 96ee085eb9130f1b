"""The index in PostgreSQL: what is found and answered there is what the index folder finds and answers."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from assistants import called, talk
from click.testing import CliRunner
from database import new_database, published, rows, start
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bench.site import copy_of, publish_variant
from indexer import to_postgres
from indexer.cli import main
from kb.errors import DatabaseUnreachable, IndexMissing, KnowledgeBaseError
from kb.index import database as kb_database
from kb.index import folder as index_folder
from kb.index.database import CACHE, Database, fault_of, follow
from kb.index.generation import Generation, Stores
from kb.knowledge_base import KnowledgeBase
from kb.retrieval import postgres
from kb.retrieval.facets import Filters
from kb.retrieval.search import ALL_STAGES, Stages
from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings, read_settings

QUESTIONS = (
    "hoe betrek ik vaders bij de tuin",
    "wat kost de tuin",
    "wie begon met de tuin",
    "welke groepen zijn er",
    "hoe vraag ik een paspoort aan",
    "wat is het weer op de maan",
)


@pytest.fixture(scope="session")
def server() -> Any:
    return start()


@pytest.fixture
def address(server: Any) -> str:
    return new_database(server)


@pytest.fixture(scope="session")
def copied(server: Any, small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with published(small_index, new_database(server), tmp_path_factory.mktemp("cache")) as base:
        yield base


@pytest.fixture
def root(small_index: Path, tmp_path: Path) -> Path:
    return copy_of(small_index, tmp_path / "index")


def told(base: KnowledgeBase, question: str, filters: Filters = Filters(), stages: Stages = ALL_STAGES) -> tuple[object, ...]:
    """Return all that a reader sees of a question, without scores."""
    inquiry = base.search(question, filters, stages=stages)
    answer = base.answer(inquiry)
    hits = [(hit.entry, hit.place, hit.labels, hit.also, hit.matched_question, hit.time_bound) for hit in inquiry.hits]
    return (
        inquiry.correction,
        inquiry.facets,
        hits,
        answer.status,
        answer.citations,
        answer.reason,
        [hit.entry.id for hit in answer.related],
    )


def scores(base: KnowledgeBase, question: str) -> list[float]:
    return [number for hit in base.search(question).hits for number in (hit.score, hit.keyword, hit.similarity, hit.question_likeness)]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_is_found_and_answered(copied: KnowledgeBase, small_base: KnowledgeBase, question: str) -> None:
    assert told(copied, question) == told(small_base, question)
    assert scores(copied, question) == pytest.approx(scores(small_base, question), abs=1e-5)


@pytest.mark.parametrize(
    "filters", [Filters(kinds=("citaat",)), Filters(themes=("ouderschap",)), Filters(steps=(1, 2)), Filters(municipalities=("beekstad",))]
)
def test_filters_leave_the_same(copied: KnowledgeBase, small_base: KnowledgeBase, filters: Filters) -> None:
    assert [told(copied, question, filters) for question in QUESTIONS] == [told(small_base, question, filters) for question in QUESTIONS]


@pytest.mark.parametrize("stages", [Stages(meaning=False), Stages(keyword=False), Stages(questions=False)])
def test_each_way_of_finding_finds_the_same(copied: KnowledgeBase, small_base: KnowledgeBase, stages: Stages) -> None:
    assert [told(copied, question, stages=stages) for question in QUESTIONS] == [
        told(small_base, question, stages=stages) for question in QUESTIONS
    ]


@pytest.mark.parametrize(("most", "exact"), [(3, 50_000), (3, 0), (40, 0)])
def test_candidates_of_a_larger_index_are_the_best_and_scored_exactly(
    copied: KnowledgeBase, small_base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, most: int, exact: int
) -> None:
    """With a limit below the size of the index, and with the budget and the graph of one above EXACT."""
    monkeypatch.setattr(postgres, "EXACT", exact)
    monkeypatch.setattr(postgres, "NARROW", 0)
    for question in QUESTIONS:
        inquiry = small_base.search(question)
        for filters in (Filters(), Filters(kinds=("citaat", "handreiking"))):
            wanted = small_base.retriever.candidates(inquiry.terms, inquiry.vector, filters, most, unasked=1.75)
            found = copied.retriever.candidates(inquiry.terms, inquiry.vector, filters, most, unasked=1.75)
            assert found.best_words == pytest.approx(wanted.best_words, abs=1e-4)
            assert wanted.words is not None and found.words is not None
            assert wanted.meaning is not None and found.meaning is not None
            by_entry = dict(zip(found.entries.tolist(), range(len(found.entries)), strict=True))
            shared = [(number, by_entry[entry]) for number, entry in enumerate(wanted.entries.tolist()) if entry in by_entry]
            # What matches no word and is like nothing may be any.
            assert {entry for entry, score in zip(wanted.entries.tolist(), wanted.words.tolist(), strict=True) if score} <= by_entry.keys()
            for of_wanted, of_found in shared:
                assert found.words[of_found] == pytest.approx(wanted.words[of_wanted], abs=1e-4)
                assert found.meaning.texts[of_found] == pytest.approx(wanted.meaning.texts[of_wanted], abs=1e-5)
                assert found.meaning.best_question[of_found] == wanted.meaning.best_question[of_wanted]


def test_the_rarest_terms_are_summed_within_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "MOST_POSTINGS", 10)
    many, few, some = ("straat", "part"), ("tuin", "part"), ("tuin", "stem")
    assert postgres._within_budget({many: (1, 7), few: (2, 3), some: (3, 4)}) == {few, some}
    assert postgres._within_budget({many: (1, 70)}) == {many}


def test_records_terms_and_sentences_are_those_of_the_folder(copied: KnowledgeBase, small_base: KnowledgeBase) -> None:
    every = range(small_base.retriever.size)
    assert copied.retriever.size == len(every)
    assert copied.retriever.records(every) == small_base.retriever.records(every)
    terms = ["tuin", "vader", "buurt", "bestaat-niet"]
    assert copied.retriever.frequencies(terms) == small_base.retriever.frequencies(terms)
    for one, other in zip(copied.retriever.entry_terms(every, terms), small_base.retriever.entry_terms(every, terms), strict=True):
        assert (one.terms.tolist(), one.sizes.tolist()) == (other.terms.tolist(), other.sizes.tolist())
    vector = small_base.search("wat kost de tuin").vector
    places = {record.place for record in small_base.retriever.records(every) if record.place}
    found, wanted = (base.retriever.sentences(places, terms, vector) for base in (copied, small_base))
    assert found.keys() == wanted.keys()
    for place, one in wanted.items():
        assert (found[place].place, found[place].sentences) == (one.place, one.sentences)
        assert found[place].held.terms.tolist() == one.held.terms.tolist()
        assert found[place].likeness == pytest.approx(one.likeness, abs=1e-5)


@given(st.text(max_size=60))
@hypothesis_settings(max_examples=15)
def test_no_question_breaks_a_statement(copied: KnowledgeBase, text: str) -> None:
    copied.answer(copied.search(text))


def test_words_that_no_text_can_hold_are_not_asked_for(copied: KnowledgeBase) -> None:
    assert copied.retriever.frequencies(["a\0b", "\ud800"]) == {"a\0b": 0, "\ud800": 0}


def test_past_its_time_a_question_finds_nothing_and_says_so(copied: KnowledgeBase) -> None:
    inquiry = copied.search("wat kost de tuin", seconds=0.0)
    assert (inquiry.hits, inquiry.is_complete) == ((), False)


def test_a_statement_that_takes_too_long_is_stopped(copied: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    database = Database(address)
    # Connecting takes longer than the time that is given here.
    assert database.rows("select 1") == [(1,)]
    with pytest.raises(kb_database.TimeUp):
        database.rows("select pg_sleep(5)", deadline=time.monotonic() + 0.1)
    monkeypatch.setattr(kb_database, "_STATEMENT_SECONDS", 0.1)
    with pytest.raises(DatabaseUnreachable, match="doet te lang"):
        database.rows("select pg_sleep(5)")
    database.close()


def test_personal_stories_can_be_left_out(server: Any, small_index: Path, tmp_path: Path) -> None:
    with published(small_index, new_database(server), tmp_path) as base:
        database = base.retriever._database  # type: ignore[attr-defined]
        hidden = KnowledgeBase.open(tmp_path, with_stories=False, database=database)
        wanted = KnowledgeBase.open(small_index, with_stories=False)
        assert [told(hidden, question) for question in QUESTIONS] == [told(wanted, question) for question in QUESTIONS]


def test_an_own_corpus_gives_the_same_results(server: Any, real_index: Path, real_base: KnowledgeBase, tmp_path: Path) -> None:
    """A few; tests/long asks all questions there are."""
    with published(real_index, new_database(server), tmp_path) as base:
        for question in ("hoe betrek ik ouders", "mag ik buren betalen", "wat kost een parkeervergunning", "buurtvaders in Arnhem"):
            assert told(base, question) == told(real_base, question)


def test_publishing_again_changes_nothing(root: Path, address: str) -> None:
    name = index_folder.current(root).name
    first = to_postgres.publish(root, address)
    made = rows(address, "select made from kb.generation")
    assert (first.generation, first.was_there, first.swept) == (name, False, ())
    assert to_postgres.publish(root, address) == replace(first, was_there=True)
    assert rows(address, "select made from kb.generation") == made


def test_the_generation_before_stays_a_round_and_goes_at_once_when_it_must_be_forgotten(root: Path, address: str) -> None:
    first = to_postgres.publish(root, address).generation
    publish_variant(root, "Tweede druk")
    second = to_postgres.publish(root, address)
    assert second.swept == ()
    publish_variant(root, "Derde druk")
    third = to_postgres.publish(root, address)
    assert third.swept == (first,)
    assert to_postgres.publish(root, address).swept == ()
    assert to_postgres.publish(root, address, forget=True, grace=0).swept == (second.generation,)
    held = {name for (name,) in rows(address, "select nspname from pg_namespace where nspname like 'g\\_%'")}
    assert held == {f"g_{third.generation}"}


def test_what_a_killed_publishing_left_is_swept_by_the_next(root: Path, address: str) -> None:
    served = to_postgres.publish(root, address).generation
    rows(address, "create schema g_0123456789ab")
    rows(address, "create table g_0123456789ab.entry (id int)")
    publish_variant(root, "Tweede druk")
    done = to_postgres.publish(root, address)
    assert done.swept == ("0123456789ab",)
    assert {name for (name,) in rows(address, "select name from kb.generation")} == {served, done.generation}


def test_a_copy_that_finds_otherwise_does_not_serve(root: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    served = to_postgres.publish(root, address).generation
    publish_variant(root, "Tweede druk")
    copy = to_postgres.copy

    def spoilt(connection: "psycopg.Connection[Any]", generation: Generation, stores: Stores, progress: to_postgres.Progress) -> None:
        copy(connection, generation, stores, progress)
        connection.execute(f"delete from g_{generation.folder.name}.term")

    monkeypatch.setattr(to_postgres, "copy", spoilt)
    with pytest.raises(KnowledgeBaseError, match="vindt passage"):
        to_postgres.publish(root, address)
    assert rows(address, "select name from kb.serving") == [(served,)]
    assert rows(address, "select name from kb.generation") == [(served,)]


def test_readers_go_on_over_switches_without_a_fault_or_a_mixture(root: Path, address: str, tmp_path: Path) -> None:
    to_postgres.publish(root, address)
    live = LiveKnowledgeBase.opened(tmp_path / "site", database=Database(address, most=2))
    told_titles: list[tuple[str, str]] = []
    faults: list[Exception] = []
    is_over = threading.Event()

    def ask() -> None:
        while not is_over.is_set():
            try:
                base = live.current()
                entry = KnowledgeBase.search(base, "wat kost de tuin").hits[0].entry
                told_titles.append((base.library.documents[0].title, entry.id))
            except Exception as error:
                faults.append(error)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for title in ("Tweede druk", "Derde druk"):
        publish_variant(root, title)
        to_postgres.publish(root, address)
        live.refresh()
        assert live.current().library.documents[0].title == title
        time.sleep(0.1)
    is_over.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert {entry for _, entry in told_titles} == {"nieuws.kosten"}
    assert {title for title, _ in told_titles} >= {"Derde druk"}
    assert len([path for path in (tmp_path / "site" / CACHE).iterdir() if path.is_dir()]) == 2
    live._database.close()  # type: ignore[union-attr]


def test_what_the_database_forgot_goes_from_every_machine(root: Path, address: str, tmp_path: Path) -> None:
    database = Database(address)
    to_postgres.publish(root, address)
    first = follow(database, tmp_path / "site")
    publish_variant(root, "Tweede druk")
    to_postgres.publish(root, address, forget=True, grace=0)
    second = follow(database, tmp_path / "site")
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == sorted([second.name, index_folder.POINTER])
    assert first.name != second.name
    database.close()


def test_a_file_that_came_over_damaged_does_not_serve_and_is_fetched_anew(root: Path, address: str, tmp_path: Path) -> None:
    database = Database(address)
    name = to_postgres.publish(root, address).generation
    good = rows(address, f"update g_{name}.file set bytes = 'x' where name = 'woorden.json' returning name")
    assert good == [("woorden.json",)]
    with pytest.raises(KnowledgeBaseError, match="'woorden.json' van de index in .* is beschadigd"):
        follow(database, tmp_path / "site")
    assert list((tmp_path / "site").iterdir()) == []
    rows(address, f"drop schema g_{name} cascade")
    rows(address, "delete from kb.serving")
    rows(address, "delete from kb.generation")
    to_postgres.publish(root, address)
    assert follow(database, tmp_path / "site").name == name
    database.close()


def test_a_database_without_an_index_says_what_to_do(address: str, tmp_path: Path) -> None:
    database = Database(address)
    with pytest.raises(IndexMissing, match="kb publish-postgres"):
        KnowledgeBase.open(tmp_path, database=database)
    database.close()


def test_an_index_of_another_form_is_left_alone(root: Path, address: str, tmp_path: Path) -> None:
    database = Database(address)
    to_postgres.publish(root, address)
    rows(address, "update kb.generation set layout = 99 ")
    with pytest.raises(DatabaseUnreachable, match="andere versie"):
        follow(database, tmp_path)
    database.close()


def test_health_tells_that_the_database_fell_out_and_the_site_recovers(
    root: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kb_database, "_WAIT_SECONDS", 0.3)
    to_postgres.publish(root, address)
    live = LiveKnowledgeBase.opened(tmp_path / "site", database=Database(address))
    client = create_app(Settings(index=root), live).test_client()
    assert client.get("/gezondheid").get_json()["status"] == "goed"
    name = address.partition("?")[0].rpartition("/")[2]
    elsewhere = address.replace(f"/{name}?", "/postgres?")
    rows(elsewhere, f"alter database {name} allow_connections false")
    rows(elsewhere, f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")
    assert client.get("/zoeken?q=vaders").status_code == 503
    health = client.get("/gezondheid").get_json()
    assert (health["status"], "antwoordt niet" in health["reden"]) == ("verstoord", True)
    assert name not in health["reden"]
    rows(elsewhere, f"alter database {name} allow_connections true")
    until = time.monotonic() + 20
    while client.get("/gezondheid").get_json()["status"] != "goed" and time.monotonic() < until:
        live.refresh()
    assert client.get("/zoeken?q=vaders").status_code == 200
    live._database.close()  # type: ignore[union-attr]


def test_connections_that_were_cut_off_are_made_anew_within_the_question(root: Path, address: str, tmp_path: Path) -> None:
    to_postgres.publish(root, address)
    database = Database(address)
    base = KnowledgeBase.open(tmp_path, database=database)
    query = "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    assert rows(address, query)[0][0] >= 1
    assert base.search("wat kost de tuin").hits[0].entry.id == "nieuws.kosten"
    database.close()


def test_readers_read_with_a_role_that_can_do_nothing_else(root: Path, address: str, tmp_path: Path) -> None:
    rows(
        address, "do $$ begin if not exists (select from pg_roles where rolname = 'kb_lees') then create role kb_lees login; end if; end $$"
    )
    to_postgres.publish(root, address)
    reading = address.replace("postgres@", "kb_lees@")
    database = Database(reading)
    base = KnowledgeBase.open(tmp_path, database=database)
    assert base.search("wat kost de tuin").hits[0].entry.id == "nieuws.kosten"
    database.close()
    with psycopg.connect(reading, autocommit=True) as connection:
        for statement in ("delete from kb.serving", f"delete from g_{base.folder.name}.entry", "create table kb.more (id int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


@pytest.mark.parametrize(
    ("given_address", "advice"),
    [
        ("postgresql://kb_lees@db.gemeente.nl/kennisbank", ""),
        ("postgresql://kb_lees@een:5432,twee:5432/kennisbank?target_session_attrs=prefer-standby", ""),
        ("postgresql:///kennisbank?host=/run/postgresql", ""),
        ("postgresql://kb_lees:geheim@db/kennisbank", "PGPASSFILE"),
        ("postgresql://kb_lees@db/kennisbank?password=geheim", "PGPASSFILE"),
        ("postgresql://kb_lees@db/", "gebruik postgresql://"),
        ("mysql://kb_lees@db/kennisbank", "gebruik postgresql://"),
        ("host=db dbname=kennisbank password=geheim", "gebruik postgresql://"),
        ("postgresql://[", "gebruik postgresql://"),
    ],
)
def test_an_address_has_no_password_and_a_wrong_one_is_shown_nowhere(given_address: str, advice: str) -> None:
    assert (advice in fault_of(given_address)) if advice else fault_of(given_address) == ""
    if advice:
        with pytest.raises(KnowledgeBaseError) as raised:
            read_settings({"KB_POSTGRES": given_address})
        assert "geheim" not in str(raised.value) and advice in str(raised.value)
        with pytest.raises(KnowledgeBaseError) as raised:
            Database(given_address)
        assert "geheim" not in str(raised.value)


def test_the_command_publishes_and_others_answer_from_there(root: Path, address: str) -> None:
    done = CliRunner().invoke(main, ["publish-postgres", "--index", str(root), "--postgres", address])
    assert (done.exit_code, done.stdout) == (0, f"De index staat in de database, en dient: {index_folder.current(root).name}\n")
    asked = ["ask", "wat kost de tuin", "--index", str(root)]
    there = CliRunner().invoke(main, [*asked, "--postgres", address])
    assert (there.exit_code, there.stdout) == (0, CliRunner().invoke(main, asked).stdout)
    assert CliRunner().invoke(main, ["publish-postgres", "--index", str(root)]).exit_code != 0


def test_assistants_get_from_the_database_what_the_site_gives(root: Path, address: str, tmp_path: Path, small_base: KnowledgeBase) -> None:
    to_postgres.publish(root, address)
    given = talk("stdio", tmp_path / "site", tmp_path, lambda client: called(client, "antwoord", q="wat kost de tuin"), postgres=address)
    wanted = create_app(Settings(index=root)).test_client().get("/api/v1/antwoorden?q=wat+kost+de+tuin").get_json()
    assert json.loads(given)["zinnen"] == wanted["zinnen"] != []


def test_without_a_database_nothing_imports_what_speaks_with_one(small_index: Path) -> None:
    code = f"""import sys
from pathlib import Path
from kb.knowledge_base import KnowledgeBase
from web.app import create_app
from web.serving.settings import Settings
KnowledgeBase.open(Path({str(small_index)!r})).ask("wat kost de tuin")
create_app(Settings(index=Path({str(small_index)!r}))).test_client().get("/zoeken?q=tuin")
print([name for name in sys.modules if name.startswith(("psycopg", "pgvector"))])"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, check=True)
    assert ran.stdout == "[]\n"


def test_without_its_packages_a_sentence_says_which_extra_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kb_database, "MODULES", ("geen_zo_n_pakket",))
    with pytest.raises(KnowledgeBaseError, match=r"\.\[postgres\]"):
        Database("postgresql://kb_lees@db/kennisbank")
