"""Files made to do harm that need their whole time to be ended, under the limits as they are."""

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile import SHIELD_IS_HERE, told_of

from indexer.importing.shield.sandbox import USUAL

pytestmark = SHIELD_IS_HERE
ANEW = "Bewaar het opnieuw met het programma waarmee het is gemaakt, of druk het af als nieuwe PDF, en voeg dat toe."
TOO_LONG = f"het lezen kostte te veel rekentijd of geheugen en is gestopt. {ANEW}"
TOO_MUCH = f"er kwam meer uit dan een document kan bevatten. {ANEW}"
STOPPED = (
    TOO_LONG,
    f"het lezen duurde te lang en is gestopt. {ANEW}",
    f"het lezen is afgebroken: dit bestand is beschadigd, of te groot om uit te pakken. {ANEW}",
)


def pdf(stream: bytes) -> bytes:
    packed = zlib.compress(stream, 9)
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    return (
        b"%PDF-1.7\n"
        + b"".join(b"%d 0 obj\n%b\nendobj\n" % (number, part) for number, part in enumerate(parts, 1))
        + b"trailer << /Root 1 0 R /Size 6 >>\n%%EOF"
    )


@pytest.mark.parametrize(
    ("name", "content", "sentences"),
    [
        ("haken.md", lambda: b"Buren " + b"[" * 100_000, STOPPED),
        ("regel.txt", lambda: b"buren " * 6_600_000, (TOO_MUCH,)),
        (
            "spaties.pdf",
            lambda: pdf(b" " * 1_000_000_000),
            (*STOPPED, "er kwam geen tekst uit. Kijk of er tekst in staat die u kunt aanwijzen, of bewaar het opnieuw."),
        ),
        (
            "letters.pdf",
            lambda: pdf(b"BT /F 9 Tf " + b"".join(b"1 0 0 1 %d %d Tm (a) Tj " % (n % 600, n % 800) for n in range(400_000)) + b"ET"),
            (),
        ),
    ],
)
def test_it_is_ended(
    name: str, content: Callable[[], bytes], sentences: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / name
    file.write_bytes(content())
    told, seconds = told_of(file, monkeypatch)
    # A page of 400,000 letters one by one is read in time.
    assert told in sentences if sentences else isinstance(told, tuple)
    assert seconds < USUAL.seconds + 10
