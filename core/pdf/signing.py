"""A digital signature on a finished file: PAdES B-B, or B-T where an address of time stamps is given (docs/signing.md).

The only place that knows pyhanko.

The key is a PKCS#12 file that the environment names. A protected file is signed by an increment: pages, permissions and
encryption stay as they were, and whoever changes a byte breaks the signature. GOST keys are out of reach.
"""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from cryptography.x509.oid import NameOID

from core.i18n import office_day
from core.pdf.fonts import MM_PER_POINT
from core.pdf.protect import strip

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

log = logging.getLogger("office")

FIELD = "Office"  # the name of the signature in the file
LINE = 3.6  # mm, how high the visible line is
FOOT = 3.4  # mm from the lower edge: under the foot of every paper of the office, above the edge printers leave white
ROOM = 2048  # bytes kept for a signature beside its certificates, and for a time stamp four times as many
ROOT = Path(__file__).parents[2]
DATA = ("data", "data-demo")  # in the checkout, outside the tree: the trail's own key lies there too


class Unsigned(Exception):
    """Why a file cannot be signed: a message key of the office and its values."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key, values)
        self.key, self.values = key, values

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.key, self.values)


def _again(key: str, values: dict[str, Any]) -> Unsigned:
    return Unsigned(key, **values)


@dataclass(frozen=True)
class Certificate:
    """Whose key it is, who says so, and the moments between which it signs."""

    subject: str
    issuer: str
    starts: datetime
    ends: datetime


def given() -> bool:
    """Does the environment name a key (OFFICE_SIGN_P12)?"""
    return bool(os.environ.get("OFFICE_SIGN_P12", "").strip())


def certificate() -> Certificate:
    """The certificate of the key that is given. Raises Unsigned: no file, a file others may read, a key inside the
    program's own folder, no or a wrong password, a key of an unknown kind, one that is not for signing."""
    return _loaded()[0]


def valid(now: datetime) -> Certificate:
    """The same, and it signs at this moment; else Unsigned `signing.not_yet`, `signing.ended`."""
    found = certificate()
    if now < found.starts:
        raise Unsigned("signing.not_yet", day=office_day(found.starts))
    if now > found.ends:
        raise Unsigned("signing.ended", day=office_day(found.ends))
    return found


def sign(data: bytes, line: str = "") -> bytes:
    """A protected file of the office with the signature of the key that is given; any change of it is seen.

    line: what stands at the foot of the last page, under everything else; «» leaves no trace on the page. Whether
    the key signs today was asked before (`valid`). Raises Unsigned.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    _, signer, size = _loaded()
    stamper = _stamper()
    for timed in (stamper, None) if stamper else (None,):
        writer = IncrementalPdfFileWriter(io.BytesIO(data))
        if writer.prev.encrypted:
            writer.encrypt(b"")  # type: ignore[no-untyped-call]  # anybody may open it; nobody keeps the owner's password
        spec, style = _mark(writer, line) if line else (None, None)
        how = signers.PdfSignatureMetadata(
            field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES,
            certify=True, docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        )  # fmt: skip
        made = signers.PdfSigner(how, signer, timestamper=timed, stamp_style=style, new_field_spec=spec)
        out = io.BytesIO()
        try:
            made.sign_pdf(writer, output=out, bytes_reserved=2 * (size + ROOM * (5 if timed else 1)))
        except Exception as error:
            if timed is None:
                raise
            # A paper does not wait for somebody else's clock: it is signed without.
            log.warning("no time stamp from %s: %s", os.environ["OFFICE_SIGN_TSA"], type(error).__name__)
            continue
        return out.getvalue()
    raise AssertionError("unreachable")


def _mark(writer: Any, line: str) -> tuple[Any, Any]:
    """The visible line as a field of the last page and what is drawn in it."""
    from pyhanko.pdf_utils import layout
    from pyhanko.pdf_utils.content import PdfContent
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import SigFieldSpec
    from pyhanko.stamp import StaticStampStyle

    class Drawn(PdfContent):
        """The line, as a page of fpdf2 with the office's own letters."""

        def render(self) -> bytes:
            form = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(drawn)))
            self.resources.xobject["/Line"] = form
            left, low, right, high = (float(x) for x in form.get_object()["/BBox"])
            self.box = layout.BoxConstraints(width=right - left, height=high - low)
            return b"/Line Do"

    page = writer.root["/Pages"]
    while "/Kids" in page:
        page = page["/Kids"][-1]
    sides = page.get("/MediaBox") or writer.root["/Pages"]["/MediaBox"]
    across = float(sides[2]) * MM_PER_POINT
    left = 17.0
    wide, drawn = strip(line, across - 2 * left, LINE)
    box = [round(x / MM_PER_POINT) for x in (left, FOOT, left + wide, FOOT + LINE)]
    at = layout.SimpleBoxLayoutRule(
        layout.AxisAlignment.ALIGN_MIN, layout.AxisAlignment.ALIGN_MIN,
        inner_content_scaling=layout.InnerScaling.NO_SCALING,
    )  # fmt: skip
    style = StaticStampStyle(border_width=0, background=Drawn(), background_layout=at)
    return SigFieldSpec(FIELD, on_page=-1, box=(box[0], box[1], box[2], box[3])), style


def _stamper() -> Any:
    address = os.environ.get("OFFICE_SIGN_TSA", "").strip()
    if not address:
        return None
    from pyhanko.sign.timestamps import HTTPTimeStamper

    return HTTPTimeStamper(address, timeout=10)


# the key ------------------------------------------------------------------------------------------------------------


def _loaded() -> tuple[Certificate, SimpleSigner, int]:
    """The key as it stands in its file now, and how long its certificates are; read anew when file or password
    changed."""
    path = Path(os.environ.get("OFFICE_SIGN_P12", "").strip()).expanduser().absolute()
    try:
        changed = path.stat().st_mtime_ns if path.is_file() else 0
    except OSError:
        changed = 0
    if not changed:
        raise Unsigned("signing.no_file")
    real = path.resolve()
    if real.is_relative_to(ROOT) and real.relative_to(ROOT).parts[0] not in DATA:
        raise Unsigned("signing.in_tree")
    return _read(path, changed, _password())


def _password() -> str:
    file = os.environ.get("OFFICE_SIGN_PASSWORD_FILE", "").strip()
    if not file:
        return os.environ.get("OFFICE_SIGN_PASSWORD", "")
    path = Path(file).expanduser()
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise Unsigned("signing.password_open")
        return path.read_text("utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise Unsigned("signing.no_password") from None


@lru_cache(maxsize=2)
def _read(path: Path, changed: int, password: str) -> tuple[Certificate, SimpleSigner, int]:
    try:
        key, own, others = pkcs12.load_key_and_certificates(path.read_bytes(), password.encode() or None)
    except OSError:
        raise Unsigned("signing.no_file") from None
    except UnsupportedAlgorithm:
        raise Unsigned("signing.unknown_key") from None
    except ValueError as error:
        word = "password" if "password" in str(error).lower() else "unknown_key"
        raise Unsigned(f"signing.{word}") from None
    if own is None or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise Unsigned("signing.unknown_key")
    try:
        usage = own.extensions.get_extension_for_class(x509.KeyUsage).value
        if not (usage.digital_signature or usage.content_commitment):
            raise Unsigned("signing.not_for_signing")
    except x509.ExtensionNotFound:
        pass
    about = Certificate(_named(own.subject), _named(own.issuer), own.not_valid_before_utc, own.not_valid_after_utc)
    size = sum(len(c.public_bytes(Encoding.DER)) for c in (own, *others))
    return about, _signer(key, own, others), size


def _named(of: x509.Name) -> str:
    """The organisation or the person, else the whole name."""
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        if found := of.get_attributes_for_oid(oid):
            return str(found[0].value)
    return of.rfc4514_string()


def _signer(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, own: x509.Certificate, others: Sequence[x509.Certificate]
) -> SimpleSigner:
    from asn1crypto.keys import PrivateKeyInfo
    from asn1crypto.x509 import Certificate as Asn1
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    class Held(SimpleSigner):
        """A signer that keeps the key it read: reading and checking it anew takes longer than all the rest."""

        def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
            if isinstance(key, rsa.RSAPrivateKey):
                return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
            return key.sign(data, ec.ECDSA(hashes.SHA256()))

    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(Asn1.load(c.public_bytes(Encoding.DER)) for c in others)
    raw = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return Held(
        signing_cert=Asn1.load(own.public_bytes(Encoding.DER)), signing_key=PrivateKeyInfo.load(raw),
        cert_registry=store,
    )  # fmt: skip
