"""docs/beheer.md, typed in from top to bottom in an empty Debian with systemd (TEST_DEBIAN: trixie, or bookworm).

Every block with a name is typed as it stands; only the names at the top get other values. Real are: Debian, apt-get, useradd, git, pip, systemd
with every restriction of the unit, rsync, nginx with TLS. Pretended are: the address of the project (a copy of this checkout), the other machine
that has the index (a folder), the certificate (our own), and oauth2-proxy (STAND_IN, started by its real unit with its real file of settings).
The machine has a network of its own on which nobody else is; only blocks that fetch packages see the real one. Blocks that build an index are
typed where pip knows a folder with torch for that machine's Python, and otherwise only read by `bash -n`; the others always.
"""

import json
import re
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from empty_debian import Machine, folders_of_pip, make, needed, started

ROOT = Path(__file__).parent.parent.parent
DOCUMENT = (ROOT / "docs" / "beheer.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^```bash ([\w-]+)\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL))
FETCH = {"accounts", "installeren", "bouwen", "terugzetten", "nieuwe-versie"}
BUILD = {"bouwen", "vernieuwen", "vergeten"}
NAMES = {"BRON": "/srv/bron.git", "INDEX_VAN": "/srv/index"}
SITE = "kennisbank.voorbeeld.nl"
COOKIE = "__Host-aanmelden=goed"
# It answers as oauth2-proxy does: 202 or 401 for nginx, a page with a button that remembers where the reader was.
STAND_IN = """#!/usr/bin/python3
import sys, tomllib
from html import escape
from http.server import BaseHTTPRequestHandler, HTTPServer
settings = tomllib.load(open(sys.argv[1].removeprefix("--config="), "rb"))
assert len(open(settings["client_secret_file"]).read()) > 5 and settings["reverse_proxy"] and not settings["request_logging"]
class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/oauth2/auth":
            signed_on = settings["cookie_name"] + "=goed" in self.headers.get("Cookie", "")
            self.send_response(202 if signed_on else 401)
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(("Meld u aan voor " + self.headers["X-Auth-Request-Redirect"]).encode())
    def log_message(self, *_): pass
host, port = settings["http_address"].split(":")
HTTPServer((host, int(port)), Answer).serve_forever()
"""

pytestmark = needed("debootstrap", "systemd-nspawn", "nsenter", "git")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What BRON leads to: this checkout as it was last committed."""
    bare = tmp_path_factory.mktemp("bron") / "bron.git"
    subprocess.run(["git", "clone", "-q", "--bare", str(ROOT), str(bare)], check=True)
    return bare


@pytest.fixture(scope="module")
def machine(real_index: Path, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    folder = tmp_path_factory.mktemp("debian") / "debian"
    make(folder)
    (folder / "etc" / "gitconfig").write_text("[safe]\n\tdirectory = *\n")
    shown = {project: "/srv/bron.git", real_index.absolute(): "/srv/index"} | {path: str(path) for path in folders_of_pip()}
    try:
        with started(folder, shown) as running:
            yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def typed(machine: Machine, name: str) -> str:
    """Type one block in the bash in which the earlier ones were typed: what it knew and where it stood is kept."""
    block = BLOCKS[name]
    if name == "namen":
        for variable, value in NAMES.items():
            block, count = re.subn(rf"^{variable}=\S+", f"{variable}={value}", block, flags=re.MULTILINE)
            assert count == 1
    block = block.replace("read -rs GEHEIM", "GEHEIM=proefgeheim")
    keep = "trap 'code=$?; set +e; { declare -p KOPIE 2>/dev/null; echo \"cd $PWD\"; } >/run/sessie; exit $code' EXIT"
    before = "[ -e /etc/kennisbank/opdrachten.sh ] && . /etc/kennisbank/namen.sh; [ -e /run/sessie ] && . /run/sessie"
    return machine.told(f"{before}\n{keep}\nset -eo pipefail\n{block}", network=name in FETCH)


def asked(machine: Machine, path: str, *options: str, site: str = f"https://{SITE}") -> tuple[int, str]:
    given = " ".join(f"'{option}'" for option in options)
    told = machine.told(
        f"curl -s --resolve {SITE}:443:127.0.0.1 --resolve {SITE}:80:127.0.0.1 -w '\\n%{{http_code}}' {given} '{site}{path}'"
    )
    text, _, status = told.rpartition("\n")
    return int(status), text


def test_every_block_of_bash_has_a_name_and_is_bash() -> None:
    assert len(re.findall(r"^```bash", DOCUMENT, re.MULTILINE)) == len(BLOCKS) > 14
    assert set(BLOCKS) >= FETCH | BUILD
    for name, block in BLOCKS.items():
        done = subprocess.run(["bash", "-n"], input=block, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), name


def test_typed_from_top_to_bottom_it_becomes_the_site(machine: Machine, project: Path, tmp_path: Path) -> None:
    left = list(BLOCKS)
    done: list[str] = []

    def type_in(*names: str) -> str:
        told = ""
        for name in names:
            assert left[0] == name, f"{left[0]} comes first"
            left.pop(0)
            if name in BUILD and not can_build(machine):
                print(f"not typed, only read by bash -n: {name}")
                continue
            told = typed(machine, name)
            done.append(name)
        return told

    type_in("namen", "accounts", "installeren")
    megabytes = machine.told("du -sm /opt/kennisbank/a/.venv /opt/kennisbank/a/corpus | cut -f1").split()
    print(f"{machine.told('. /etc/os-release; echo $PRETTY_NAME').strip()}: .venv {megabytes[0]} MB, corpus {megabytes[1]} MB")
    type_in("bouwen")
    if "bouwen" in done:
        largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        folders = machine.told("cd /opt/kennisbank/a; du -sm .venv modellen | cut -f1").split()
        print(f"building: .venv {folders[0]} MB, modellen {folders[1]} MB; largest process {largest} MB")
    type_in("ontvangen")
    print(f"index {machine.told('du -sm /opt/kennisbank/a/index | cut -f1').strip()} MB")

    told = type_in("dienst")
    assert '"beantwoord"' in told
    of_the_site(machine)
    measured(machine)

    machine.told(
        f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={SITE} -addext subjectAltName=DNS:{SITE}"
        " -keyout /etc/ssl/private/kennisbank.key -out /etc/ssl/certs/kennisbank.pem 2>/dev/null"
        " && cp /etc/ssl/certs/kennisbank.pem /usr/local/share/ca-certificates/kennisbank.crt && update-ca-certificates"
    )
    assert "max-age=31536000; includeSubDomains" in type_in("nginx")
    before_sign_on(machine)

    machine.told(f"cat > /usr/local/bin/oauth2-proxy <<'STUB'\n{STAND_IN}\nSTUB\nchmod 755 /usr/local/bin/oauth2-proxy")
    type_in("aanmelden")
    machine.told("sleep 2")
    behind_sign_on(machine)

    type_in("vernieuwen", "vergeten")
    type_in("reservekopie")
    # All that was made is gone but the accounts; then back from the copy.
    machine.told("systemctl disable --now kennisbank@a; rm -rf /etc/kennisbank /opt/kennisbank/* /etc/systemd/system/kennisbank*")
    assert asked(machine, "/", "--cookie", COOKIE)[0] == 502
    told = type_in("terugzetten", "nagaan")
    assert told.endswith("Zelfde antwoord\n")

    next_version(project, tmp_path)
    type_in("nieuwe-versie")
    assert (
        machine.told("grep -c 'De volgende' /opt/kennisbank/b/CHANGELOG.md; grep -c 'De volgende' /opt/kennisbank/a/CHANGELOG.md || true")
        == "1\n0\n"
    )
    typed_by_hand = "set -e; . /etc/kennisbank/namen.sh; cd /opt/kennisbank/b; ontvang"
    machine.told(typed_by_hand)
    with asking_all_the_time(machine) as codes:
        type_in("omzetten")
        assert machine.told("cat /etc/kennisbank/kant /etc/nginx/kennisbank.kant") == "b\nserver 127.0.0.1:8082;\n"
        # And back, with the same lines.
        typed(machine, "omzetten")
        assert machine.told("cat /etc/kennisbank/kant /etc/nginx/kennisbank.kant") == "a\nserver 127.0.0.1:8081;\n"
    assert len(codes) > 20
    assert set(codes) == {"200"}

    type_in("oordelen")
    assert machine.told("stat -c '%U %a' /var/lib/kennisbank/oordelen") == "kennisbank 700\n"
    assert left == []
    assert set(BLOCKS) - set(done) <= BUILD
    print(f"typed: {', '.join(done)}")


def can_build(machine: Machine) -> bool:
    tag = machine.told("python3 -c 'import sys; print(\"cp%d%d\" % sys.version_info[:2])'").strip()
    return any(tag in file.name for folder in folders_of_pip() for file in folder.glob("torch-*.whl"))


def of_the_site(machine: Machine) -> None:
    """The site runs as an account that can write nowhere, with what systemd takes from it."""
    shown = machine.told("systemctl show kennisbank@a -p User -p ProtectSystem -p NoNewPrivileges -p NRestarts -p ActiveState")
    assert set(shown.split()) == {"User=kennisbank", "ProtectSystem=strict", "NoNewPrivileges=yes", "NRestarts=0", "ActiveState=active"}
    assert machine.told("systemctl is-enabled kennisbank@a") == "enabled\n"
    main = machine.told("systemctl show kennisbank@a -p MainPID --value").strip()
    status = machine.told(f"cat /proc/{main}/status")
    assert re.search(r"^CapBnd:\t0+$", status, re.MULTILINE)
    assert re.search(r"^Seccomp:\t2$", status, re.MULTILINE)
    for place in ("/opt/kennisbank/a/index", "/opt/kennisbank/a/kb", "/etc/kennisbank", "/var", "/opt/kennisbank"):
        assert machine.run(f"nsenter -t {main} -m -S $(id -u kennisbank) -G $(id -g kennisbank) touch {place}/proef").returncode != 0, place
    assert machine.run("runuser -u kennisbank -- touch /opt/kennisbank/a/index/proef").returncode != 0
    verified = machine.run("systemd-analyze verify kennisbank@a.service")
    assert (verified.returncode, verified.stderr) == (0, "")


def measured(machine: Machine) -> None:
    """Ask and say what memory the processes take: what they share counts once in the sum of PSS."""
    files = [ROOT / "tests" / "evaluation" / f"{name}.yaml" for name in ("oefenvragen", "buiten", "vreemd")]
    questions = [one["q"] for file in files for one in yaml.safe_load(file.read_text(encoding="utf-8"))]
    addresses = "\n".join(f"url = http://127.0.0.1:8081/zoeken?q={quote(question)}\noutput = /dev/null" for question in questions)
    (machine.folder / "var" / "vragen").write_text(addresses)
    memory = (
        "main=$(systemctl show kennisbank@a -p MainPID --value); for one in $main $(cat /proc/$main/task/$main/children); do"
        " awk '/^Rss|^Pss:/ {printf \"%d \", $2 / 1024}' /proc/$one/smaps_rollup; done"
    )
    print(f"RSS PSS of master and workers, MB: after the start {machine.told(memory)}")
    codes = machine.told("curl -s -K /var/vragen -w '%{http_code}\\n'").split()
    assert codes == ["200"] * len(questions)
    print(f"after {len(questions)} questions {machine.told(memory)}")


def before_sign_on(machine: Machine) -> None:
    status, text = asked(machine, "/zoeken?q=ouders", "-i", site=f"http://{SITE}")
    assert (status, f"Location: https://{SITE}/zoeken?q=ouders" in text) == (301, True)
    status, text = asked(machine, "/api/v1/antwoorden?q=hoe+betrek+ik+ouders")
    assert (status, json.loads(text)["status"]) == (200, "beantwoord")
    assert json.loads(asked(machine, "/api/v1/openapi.json")[1])["servers"] == [{"url": f"https://{SITE}/api/v1"}]
    assert "Contact: mailto:kennisbank@voorbeeld.nl" in asked(machine, "/.well-known/security.txt")[1]
    log = machine.told("cat /var/log/nginx/*.log")
    assert "/zoeken" in log
    assert "/api/v1/antwoorden" in log
    assert "ouders" not in log
    assert "127.0.0.1" not in log
    assert machine.told("nginx -t 2>&1").count("warn") == 0


def behind_sign_on(machine: Machine) -> None:
    status, text = asked(machine, "/zoeken?q=ouders&pagina=2")
    assert (status, text) == (403, "Meld u aan voor /zoeken?q=ouders&pagina=2")
    assert asked(machine, "/api/v1/antwoorden?q=ouders", "-H", "X-Auth-Request-User: iemand")[0] == 403
    assert asked(machine, "/oauth2/auth")[0] == 404
    status, text = asked(machine, "/zoeken?q=ouders", "--cookie", COOKIE)
    assert (status, "<mark>" in text) == (200, True)
    for path in ("/robots.txt", "/.well-known/security.txt"):
        assert asked(machine, path)[0] == 200
    assert (
        machine.told("stat -c '%U %G %a' /etc/kennisbank/aanmelden.cfg /etc/kennisbank/aanmelden.geheim") == "root kb-aanmelden 640\n" * 2
    )
    assert machine.run("runuser -u kennisbank -- cat /etc/kennisbank/aanmelden.geheim").returncode != 0


def next_version(project: Path, folder: Path) -> None:
    copy = folder / "volgende"
    subprocess.run(["git", "clone", "-q", str(project), str(copy)], check=True)
    with (copy / "CHANGELOG.md").open("a") as file:
        file.write("\nDe volgende.\n")
    as_somebody = ["-c", "user.name=Proef", "-c", "user.email=proef@voorbeeld.nl"]
    subprocess.run(["git", "-C", str(copy), *as_somebody, "commit", "-qam", "Next"], check=True)
    subprocess.run(["git", "-C", str(copy), "push", "-q", "origin", "HEAD"], check=True)


class asking_all_the_time:  # noqa: N801
    """A reader who asks through nginx until the block ends; gives the statuses he got."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._codes: list[str] = []

    def __enter__(self) -> list[str]:
        self._machine.told(
            f"rm -f /run/klaar; (while [ ! -e /run/klaar ]; do curl -s -o /dev/null -w '%{{http_code}}\\n' --cookie {COOKIE}"
            f" --resolve {SITE}:443:127.0.0.1 https://{SITE}/citaten; sleep 0.05; done >/run/codes 2>&1) </dev/null >/dev/null 2>&1 &"
        )
        return self._codes

    def __exit__(self, *_: object) -> None:
        self._machine.told("sleep 1; touch /run/klaar; sleep 1")
        self._codes += self._machine.told("cat /run/codes").split()
