"""Record what the API answers and finds for every question of the question sets: twice, with a change between, the files must be the same.

python tools/record.py FILE [--index FOLDER] [SET ...]
"""

import argparse
import json
from pathlib import Path

from indexer.measuring.evaluation import read_questions
from web.app import create_app
from web.serving.settings import Settings

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Write one line of JSON for each question."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", type=Path)
    options.add_argument("--index", type=Path, default=ROOT / "index")
    options.add_argument("sets", type=Path, nargs="*", default=sorted((ROOT / "tests" / "evaluation").glob("*.yaml")))
    given = options.parse_args()
    client = create_app(Settings(index=given.index)).test_client()
    with given.file.open("w", encoding="utf-8") as record:
        for question in dict.fromkeys(question.text for file in given.sets for question in read_questions(file)):
            for address, more in (("antwoorden", {}), ("zoekresultaten", {"paginaGrootte": "50"})):
                answer = client.get(f"/api/v1/{address}", query_string={"q": question, **more})
                record.write(json.dumps([answer.status_code, answer.json], ensure_ascii=False, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
