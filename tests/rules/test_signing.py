"""Digital signatures of files: by pyHanko, checked by poppler; a changed byte is seen, protection stays."""

from __future__ import annotations

import io
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader
from pypdf.constants import UserAccessPermissions as May

from core.pdf import signing
from core.pdf.batch import render_many
from core.pdf.bundle import joined, moved
from core.pdf.papers import Sealed, render_any
from core.pdf.signing import Unsigned
from tests.rules.test_supplement import paper
from tests.signing_kit import EVER, NEVER, PASSWORD, WHOSE, certified, checked, give_key, status

LINE = "Электрондық қолтаңба қойылған: Үлгі консерваториясы, 1 желтоқсан 2026 ж."
NOW = datetime(2026, 12, 1, tzinfo=UTC)


def refused() -> str:
    with pytest.raises(Unsigned) as said:
        signing.valid(NOW)
    return said.value.key


@pytest.mark.parametrize("kind", ["rsa", "ec"])
@pytest.mark.parametrize("line", [LINE, ""])
def test_a_signed_file_is_valid_for_two_libraries_and_stays_protected(
    kind: str, line: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    certificate = give_key(monkeypatch, tmp_path, kind=kind)
    data = render_any(Sealed(paper(60), line))
    said = checked(data, tmp_path)
    assert "Signature is Valid" in said and "Total document signed" in said and "ETSI.CAdES.detached" in said
    assert WHOSE in said
    found = status(data, certificate)
    assert found.bottom_line and found.intact and found.trusted and found.docmdp_ok
    reader = PdfReader(io.BytesIO(data))
    cipher, granted = reader.trailer["/Encrypt"].get_object(), reader.user_access_permissions
    assert (cipher["/V"], cipher["/R"]) == (5, 6) and granted is not None and granted & May.PRINT
    assert not granted & (May.EXTRACT | May.MODIFY | May.ADD_OR_MODIFY | May.ASSEMBLE_DOC)
    assert [p.extract_text() for p in reader.pages] == [
        p.extract_text() for p in PdfReader(io.BytesIO(render_any(paper(60)))).pages
    ]


def test_the_line_stands_at_the_foot_of_the_last_page_under_everything_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    give_key(monkeypatch, tmp_path)
    with pypdfium2.PdfDocument(render_any(Sealed(paper(60), LINE))) as seen:
        seen.init_forms()
        first, last = [seen[n].render(scale=2, may_draw_forms=True).to_pil().convert("L") for n in (0, len(seen) - 1)]
    width, height = last.size
    strip = (60, height - 42, width - 60, height - 18)
    assert last.crop(strip).getextrema()[0] < 150 and first.crop(strip).getextrema() == (255, 255)
    for free in ((0, height - 52, width, height - 42), (0, height - 18, width, height)):
        assert last.crop(free).getextrema() == (255, 255), "nothing of the paper comes near it"


def test_whoever_changes_a_byte_breaks_the_signature(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    certificate = give_key(monkeypatch, tmp_path)
    data = render_any(Sealed(paper(3), LINE))
    at = data.index(b"/MediaBox [0 0 595") + len(b"/MediaBox [0 0 59")
    forged = data[:at] + b"4" + data[at + 1 :]
    assert len(forged) == len(data) and forged != data
    assert "Signature is Valid" not in checked(forged, tmp_path) and "Digest Mismatch" in checked(forged, tmp_path)
    assert not status(forged, certificate).bottom_line
    longer = data + b"\n%%EOF\n"
    assert "Total document signed" not in checked(longer, tmp_path)


def test_a_batch_signs_beside_the_server_and_plain_papers_stay_plain(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    give_key(monkeypatch, tmp_path)
    made = dict(render_many([Sealed(paper(3), LINE), paper(3)], processes=1, protected=False))
    assert "Signature is Valid" in checked(made[0], tmp_path) and not PdfReader(io.BytesIO(made[1])).is_encrypted
    assert "does not contain any signatures" in checked(made[1], tmp_path)


def test_one_file_for_the_printer_bears_no_signature_of_others(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    give_key(monkeypatch, tmp_path)
    data = render_any(Sealed(paper(3), LINE))
    for bundle in (joined([data, data]), moved(data, 2, 1)):
        assert "does not contain any signatures" in checked(bundle, tmp_path)
        reader = PdfReader(io.BytesIO(bundle))
        assert all("/Annots" not in p for p in reader.pages) and "/AcroForm" not in reader.trailer["/Root"]
        assert "Дипломға қосымша" in reader.pages[0].extract_text()


@pytest.mark.parametrize(
    ("how", "key"),
    [
        ({"ends": datetime(2026, 11, 30, tzinfo=UTC)}, "signing.ended"),
        ({"starts": datetime(2027, 1, 1, tzinfo=UTC)}, "signing.not_yet"),
        ({"kind": "other"}, "signing.unknown_key"),
        ({"signs": False}, "signing.not_for_signing"),
    ],
)
def test_a_key_that_does_not_sign_says_why(
    how: dict[str, Any], key: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    give_key(monkeypatch, tmp_path, **how)
    assert refused() == key


def test_what_is_given_wrongly_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("OFFICE_SIGN_P12", raising=False)
    assert not signing.given()
    give_key(monkeypatch, tmp_path)
    assert signing.given() and signing.valid(NOW) == signing.Certificate(WHOSE, WHOSE, NEVER, EVER)
    monkeypatch.setenv("OFFICE_SIGN_PASSWORD", "another")
    assert refused() == "signing.password"
    secret = tmp_path / "password"
    monkeypatch.setenv("OFFICE_SIGN_PASSWORD_FILE", str(secret))
    assert refused() == "signing.no_password"
    secret.write_text(PASSWORD + "\n", "utf-8")
    secret.chmod(0o644)
    assert refused() == "signing.password_open"
    secret.chmod(0o600)
    assert signing.valid(NOW).subject == WHOSE, "the file comes before the variable"
    (tmp_path / "office.p12").write_bytes(b"no key at all")
    assert refused() == "signing.unknown_key"
    (tmp_path / "office.p12").unlink()
    assert refused() == "signing.no_file"


def test_a_key_is_never_taken_from_the_folder_of_the_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    give_key(monkeypatch, tmp_path)
    monkeypatch.setattr(signing, "ROOT", tmp_path)
    assert refused() == "signing.in_tree"


def test_a_time_stamp_stands_in_the_file_and_its_silence_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from asn1crypto.keys import PrivateKeyInfo
    from asn1crypto.tsp import TimeStampReq
    from asn1crypto.x509 import Certificate
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from pyhanko.sign.timestamps import DummyTimeStamper

    certificate = give_key(monkeypatch, tmp_path)
    key, stamps = certified(stamps=True)
    stamper = DummyTimeStamper(
        Certificate.load(stamps.public_bytes(Encoding.DER)),
        PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())),
    )

    class Clock(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = stamper.request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Clock)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        monkeypatch.setenv("OFFICE_SIGN_TSA", f"http://127.0.0.1:{server.server_port}/")
        timed = render_any(Sealed(paper(3), LINE))
    finally:
        server.shutdown()
        server.server_close()
    assert status(timed, certificate).timestamp_validity is not None
    bare = render_any(Sealed(paper(3), LINE))  # nobody answers there any more
    assert status(bare, certificate).bottom_line and status(bare, certificate).timestamp_validity is None
    assert "Signature is Valid" in checked(bare, tmp_path) and "Signature is Valid" in checked(timed, tmp_path)


def test_nothing_of_the_key_stands_in_what_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    give_key(monkeypatch, tmp_path)
    monkeypatch.setenv("OFFICE_SIGN_PASSWORD", "wrong-secret")
    with pytest.raises(Unsigned) as said:
        signing.certificate()
    assert "wrong-secret" not in repr(said.value) and said.value.__cause__ is None
