"""One-time codes: the published vectors of RFC 6238, a telephone's clock that is off, what its QR says."""

from __future__ import annotations

from base64 import b32encode
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from core.users import throttle, totp

SECRET = b32encode(b"12345678901234567890").decode()  # of the RFC
NOW = datetime(2026, 12, 1, 9, 0, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (1234567890, "89005924"),
     (2000000000, "69279037"), (20000000000, "65353130")],
)  # fmt: skip
def test_the_published_vectors(second: int, code: str) -> None:
    step = totp.step_of(datetime.fromtimestamp(second, UTC))
    assert totp.code(SECRET, step, 8) == code and totp.code(SECRET, step) == code[-6:]


def test_a_clock_may_be_off_by_one_step_and_no_more() -> None:
    here = totp.step_of(NOW)
    for off in range(-3, 4):
        found = totp.fitting(SECRET, totp.code(SECRET, here + off), NOW)
        assert found == (here + off if abs(off) <= 1 else None), off
    assert totp.fitting(SECRET, totp.code(SECRET, here), NOW + timedelta(minutes=2)) is None
    for typed in ("", "12345", "abcdef", "٣٤٥٦٧٨", totp.code(SECRET, here, 8)):
        assert totp.fitting(SECRET, typed, NOW) is None


def test_secrets_are_long_and_never_the_same() -> None:
    made = {totp.invented() for _ in range(50)}
    assert len(made) == 50 and {len(m) for m in made} == {32}


def test_the_qr_says_whose_account_where() -> None:
    said = urlsplit(totp.address(SECRET, "aigul@kz", "Құрманғазы & Ко: ұлттық консерватория"))
    assert (said.scheme, said.netloc, said.path) == ("otpauth", "totp", "/aigul%40kz")
    assert parse_qs(said.query) == {"secret": [SECRET], "issuer": ["Құрманғазы & Ко: ұлттық консерва"]}


def test_addresses_of_one_household_are_counted_together() -> None:
    assert throttle.network("2a02:1:2:3::7") == throttle.network("2a02:1:2:3:ffff::1") == "2a02:1:2:3::/64"
    assert throttle.network("10.0.0.7") == "10.0.0.7" and throttle.network("testclient") == "testclient"
