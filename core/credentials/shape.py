"""A registered diploma as an open credential: Verifiable Credentials 2.0, Open Badges 3.0 (`AchievementCredential`).

Everything is of the values frozen with the diploma; nothing personal but the name as it is printed: no IIN, no day of
birth, no photo. A text has one string in Open Badges, so words of three languages stand in it one after another.

European Learning Model: its own terms are not used (its context is another one, and its application profile asks for
what a diploma of this country does not say: an EQF level, an awarding body of a register). Open Badges says the same
things under these names: ELM `Qualification` → `achievement`, `awardedBy` → `issuer`, `creditPoint` → `creditsEarned`,
`grade` → `result`, `thematicArea` → `fieldOfStudy`, `identifier` → `humanCode`, `awardingDate` → `activityEndDate`.

`awardedDate` and `inLanguage` are left out: 1EdTech added them to the context 3.0.3 after it was first published, and a
verifier that keeps an older copy of it would read another meaning, that is, a false signature.
"""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from core.credentials import contexts
from core.credentials.proof import moment
from core.i18n import date_text, office_zone, t
from schemas.base import LANGS
from schemas.diploma import Diploma
from schemas.reference import Office

Row = dict[str, Any]


def credential(of: Diploma, office: Office, issuer: str, urn: str, status: Row, gpa: bool = False) -> Row:
    """The credential without its proof. urn: its name; status: its entry of the status list; gpa: may it say the GPA
    (the kind of diploma does)? It is valid from the diploma's own day; when it was signed, the proof says."""
    assert of.dated is not None
    since = datetime.combine(of.dated, time(), office_zone())
    return {
        "@context": [contexts.CREDENTIALS, contexts.BADGES],
        "id": urn,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": spoken(of.kind_name.model_dump()),
        "issuer": profile(of, office, issuer),
        "validFrom": moment(since),
        "credentialSubject": subject(of, issuer, gpa),
        "evidence": [evidence(of, office)],
        "credentialStatus": status,
    }  # fmt: skip


def profile(of: Diploma, office: Office, issuer: str) -> Row:
    """The institution by the name it had that day, with today's ways to reach it."""
    address = {"type": ["Address"], "addressLocality": spoken(office.city.model_dump())}
    if office.place:
        address["streetAddress"] = spoken(office.place.model_dump())
    ways = {"url": office.address, "email": office.email, "phone": office.phones}
    return {"id": issuer, "type": ["Profile"], "name": spoken(of.values["supplement"]["institution"]),
            **{k: v for k, v in ways.items() if v}, "address": address}  # fmt: skip


def subject(of: Diploma, issuer: str, gpa: bool) -> Row:
    """The holder, by his printed name in each language, and what was achieved."""
    said, words = of.values["supplement"], of.values["words"]
    names = dict.fromkeys(words[f"name_{lang}"] for lang in LANGS if words.get(f"name_{lang}"))
    found, results = achievement(of, issuer), []
    if gpa and said["gpa"]:
        found["resultDescription"].append(_described(of, "gpa", "GradePointAverage"))
        results.append(_result(of, "gpa", said["gpa"]))
    if said["honours"]:
        found["resultDescription"].append(_described(of, "honours", "Result"))
        results.append(_result(of, "honours", each("credentials.with_honours")))
    if not results:
        del found["resultDescription"]
    earned = Decimal(said["credits"])
    return {
        "type": ["AchievementSubject"],
        "identifier": [{"type": "IdentityObject", "identityType": "name", "hashed": False, "identityHash": name}
                       for name in names],
        "activityEndDate": of.dated.isoformat() if of.dated else "",
        "creditsEarned": int(earned) if earned == int(earned) else float(earned),
        "licenseNumber": of.number,
        "achievement": found,
    } | ({"result": results} if results else {})  # fmt: skip


def achievement(of: Diploma, issuer: str) -> Row:
    """The qualification of a programme: the same for all who got it here."""
    said = of.values["supplement"]
    programme, degree = spoken(said["programme"]), spoken(said["degree"])
    form = " / ".join(f"{said['form'][x]}, {said['language'][x]}".strip(", ") for x in LANGS)
    return {
        "id": str(uuid5(NAMESPACE_URL, f"{issuer}#{said['programme_code']}|{said['degree']['kk']}").urn),
        "type": ["Achievement"],
        "achievementType": "Degree",
        "name": degree or programme,
        "description": " · ".join(x for x in (said["programme_code"], programme, form) if x),
        "fieldOfStudy": programme,
        "humanCode": said["programme_code"],
        "criteria": {"narrative": each("credentials.criteria", credits=said["credits"])},
        "resultDescription": [],
    }  # fmt: skip


def evidence(of: Diploma, office: Office) -> Row:
    """The paper beside which the credential stands: its numbers, and the page where anybody checks it."""
    papers = [f"№ {of.number}", of.series_number, *(_paper(k, b) for k, b in (
        ("credentials.minutes", of.protocol), ("credentials.order", of.order)))]  # fmt: skip
    return {
        "id": f"{office.address}/verify/{of.code}", "type": ["Evidence"], "name": spoken(of.kind_name.model_dump()),
        "narrative": "; ".join(p for p in papers if p),
    }  # fmt: skip


def spoken(said: Row) -> str:
    """Words of three languages in one string, each once."""
    return " / ".join(dict.fromkeys(said[lang] for lang in LANGS if said.get(lang)))


def each(key: str, **values: Any) -> str:
    """A message in each language, in one string."""
    return " / ".join(t(key, lang, **values) for lang in LANGS)


def _paper(key: str, basis: Any) -> str:
    if basis is None:
        return ""
    return " / ".join(
        t(key, lang, number=basis.number, day=date_text(basis.day, lang) if basis.day else "—") for lang in LANGS
    )


def _described(of: Diploma, what: str, kind: str) -> Row:
    return {"id": _urn(of, what), "type": ["ResultDescription"], "name": each(f"credentials.result.{what}"),
            "resultType": kind}  # fmt: skip


def _result(of: Diploma, what: str, value: str) -> Row:
    return {"type": ["Result"], "resultDescription": _urn(of, what), "value": value}


def _urn(of: Diploma, what: str) -> str:
    return uuid5(UUID(int=0), f"{of.id}:{what}").urn
