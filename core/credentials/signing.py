"""The act that signs: a registered diploma gets its credential, kept by its hash; it is made once and never again.

Numbers never wait for it: it is a step of the printing, or of a press of its own. Only where the key that signed is
believed no more (stolen) a diploma is signed anew, on the same bit of the same list.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import uuid4

from core.credentials import issuer, keys, proof, shape, status
from core.db.codec import plain
from core.desk import Desk, Why
from core.diplomas import settings
from core.errors import NotFound, RuleBroken
from core.tx import Tx
from schemas.base import Id
from schemas.credential import Credential, KeyStatus
from schemas.diploma import VALID, Diploma, Takes
from schemas.reference import Office

RIGHT = "diploma.print"
PART = 50  # credentials of one act
TRIES = 5


def obstacle(of: Diploma) -> str:
    """Why a diploma bears no credential, as the key of a message; "" where it may be signed."""
    if of.status not in VALID:
        return "credentials.not_valid"
    if "supplement" not in of.values:
        return "credentials.paper_book"
    if of.sheet(Takes.diploma) is None:
        return "credentials.supplement_alone"
    try:
        wanted = settings.body(of.kind).credential
    except NotFound:
        wanted = False
    return "" if wanted else "credentials.not_of_kind"


def unready(desk: Desk) -> RuleBroken | None:
    """What of the office itself hinders signing today; None where nothing does."""
    try:
        issuer.did(issuer.address(desk.store))
        keys.signer(desk.store)
    except RuleBroken as e:
        return e
    return None


def lacking(desk: Desk, ids: Sequence[Id]) -> list[Id]:
    """Those that may be signed and are not, or by a key that is believed no more; in the order given."""
    rows = desk.rows(Diploma, RIGHT, {"_id": {"$in": list(ids)}}, limit=len(ids) or 1)
    stolen = _stolen(desk)
    wanted = {d.id for d in map(Diploma.model_validate, rows) if not obstacle(d) and _waits(d, stolen)}
    return [id for id in ids if id in wanted]


def _stolen(desk: Desk) -> set[Id]:
    return {k.id for k in keys.every(desk.store) if k.status is KeyStatus.stolen}


def _waits(of: Diploma, stolen: set[Id]) -> bool:
    return of.signed is None or of.signed.key in stolen


def sign(desk: Desk, ids: Sequence[Id], why: Why) -> Diploma:
    """Sign the credentials of so many diplomas, all or none.

    Raises RuleBroken: what the office lacks (`no_address`, `https`, `no_key`, `key_missing`), a diploma that bears none
    (`obstacle`) or was signed already (`credentials.signed_already`), `credentials.meet`.
    """
    for _ in range(TRIES):
        try:
            return _sign(desk, ids, why)
        except status.BitTaken:  # another act chose the same bit just now
            continue
    raise RuleBroken("credentials.meet")


def _sign(desk: Desk, ids: Sequence[Id], why: Why) -> Diploma:
    """Signed and laid down before the act, whose transaction is then short; the act keeps all of it or nothing."""
    office = desk.store.load(Office, "office")
    who, mine, stolen = issuer.did(office.address), keys.signer(desk.store), _stolen(desk)
    seen = [of for of in (desk.get(Diploma, id, RIGHT) for id in ids) if not obstacle(of) and _waits(of, stolen)]
    fresh = [of.id for of in seen if of.signed is None]
    bits = dict(zip(fresh, status.free(desk.store, len(fresh)), strict=True))
    made = {of.id: _made(desk, of, office, who, mine, bits.get(of.id)) for of in seen}
    laid = {id: desk.store.lay(text) for id, (_, text) in made.items()}

    def work(tx: Tx) -> Diploma:
        found = [tx.get(Diploma, id) for id in ids]
        for of in found:
            if key := obstacle(of):
                raise RuleBroken(key, diploma=of.label())
            if of.id not in made or not _waits(of, stolen):
                raise RuleBroken("credentials.signed_already", diploma=of.label())
        status.take(tx, list(bits.values()))
        for of in found:
            kept = made[of.id][0]
            kept.file_hash = tx.keep_file(laid[of.id], file_name(of), "credential", of.id)
            of.credential = plain(kept)
            tx.save(of)
        return found[-1]

    return desk.transact("credential.sign", work, why, RIGHT, [list(ids)])


def _made(
    desk: Desk, of: Diploma, office: Office, who: str, mine: keys.Signer, bit: tuple[int, int] | None
) -> tuple[Credential, bytes]:
    """A credential with its proof, and what the diploma keeps of it; one signed anew stays on its bit."""
    was, urn, at = of.signed, uuid4().urn, desk.now()
    place, index = bit or (was.place, was.index)  # type: ignore[union-attr]
    entry = status.entry(office.address, place, index)
    document = shape.credential(of, office, who, urn, entry, settings.body(of.kind).credential_gpa)
    signed = proof.signed(document, mine.secret, issuer.method(who, mine.key.id), at)
    kept = Credential(
        urn=urn, key=mine.key.id, at=at, address=office.address, place=place, index=index, file_hash="",
        earlier=[*was.earlier, was.file_hash] if was else [],
    )  # fmt: skip
    return kept, (json.dumps(signed, ensure_ascii=False, indent=1) + "\n").encode()


def sign_many(desk: Desk, ids: Sequence[Id], why: Why) -> int:
    """Sign those of so many diplomas that lack it, a part in each act; how many they were."""
    found = lacking(desk, ids)
    for start in range(0, len(found), PART):
        sign(desk, found[start : start + PART], Why(why.reason, why.basis, f"{why.command}:c{start}", why.code))
    return len(found)


def file_name(of: Diploma) -> str:
    """What its file is called."""
    return f"credential-{of.number.replace('/', '-')}.json"
