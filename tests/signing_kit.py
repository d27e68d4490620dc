"""Keys of tests: a PKCS#12 file made for one test, named to the office by the environment as a server would."""

from __future__ import annotations

import io
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

WHOSE, PASSWORD = "Үлгі консерваториясы", "құпия-2026"
NEVER, EVER = datetime(2001, 1, 1, tzinfo=UTC), datetime(2090, 1, 1, tzinfo=UTC)
KEYS: dict[str, Any] = {}  # a key of two thousand bits takes a while: one of each kind for all tests of a process


def key_of(kind: str) -> Any:
    makes = {
        "rsa": lambda: rsa.generate_private_key(65537, 2048), "ec": lambda: ec.generate_private_key(ec.SECP256R1()),
        "other": ed25519.Ed25519PrivateKey.generate,
    }  # fmt: skip
    return KEYS.setdefault(kind, None) or KEYS.update({kind: makes[kind]()}) or KEYS[kind]


def certified(
    kind: str = "rsa", starts: datetime = NEVER, ends: datetime = EVER, signs: bool = True, stamps: bool = False
) -> tuple[Any, x509.Certificate]:
    """A key with a certificate it signed itself."""
    key = key_of(kind)
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, WHOSE)])
    usage = [False] * 9
    usage[0 if signs else 2] = True
    made = (
        x509.CertificateBuilder().subject_name(named).issuer_name(named).public_key(key.public_key())
        .serial_number(7).not_valid_before(starts).not_valid_after(ends)
        .add_extension(x509.KeyUsage(*usage), critical=True)
    )  # fmt: skip
    if stamps:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return key, made.sign(key, None if kind == "other" else hashes.SHA256())


def give_key(monkeypatch: pytest.MonkeyPatch, folder: Path, **how: Any) -> x509.Certificate:
    """Put a key into a folder and name it to the office."""
    key, certificate = certified(**how)
    file = folder / "office.p12"
    file.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"office", key, certificate, None, BestAvailableEncryption(PASSWORD.encode())
        )
    )
    monkeypatch.setenv("OFFICE_SIGN_P12", str(file))
    monkeypatch.setenv("OFFICE_SIGN_PASSWORD", PASSWORD)
    return certificate


def checked(data: bytes, folder: Path) -> str:
    """What poppler, which shares no code with the signer, says of a file's signatures."""
    file = folder / "checked.pdf"
    file.write_bytes(data)
    return subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, timeout=60).stdout


def status(data: bytes, certificate: x509.Certificate) -> Any:
    """What pyHanko says of the file's one signature, trusting the certificate alone."""
    reader = PdfFileReader(io.BytesIO(data))
    reader.decrypt(b"")
    (found,) = reader.embedded_signatures
    root = next(iter(load_certs_from_pemder_data(certificate.public_bytes(Encoding.DER))))
    return validate_pdf_signature(found, ValidationContext(trust_roots=[root]))
