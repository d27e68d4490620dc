"""Papers of a pack that a room of the office makes: book of diplomas, results, commissions, forms, documents."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator

from core import house, references, stat_forms, tabled
from core.attestation import commissions
from core.attestation.commissions import lists
from core.attestation.figures import report
from core.diplomas import book
from core.errors import RuleBroken
from core.i18n import order_key, t
from core.norm_documents import permits
from core.packs.making.made import Made, Making
from core.results import papers, reading
from core.results.rules import cut, figure
from core.scope import scope_of
from core.stat_forms import paper as forms
from schemas.attestation import Commission
from schemas.base import LANGS, Text
from schemas.kinds import Sort
from schemas.norm_document import NormDocument
from schemas.norm_permit import NormPermit, PermitState
from schemas.words import Funding, StudyLanguage


def _titled(said: str) -> Text:
    return Text(**dict.fromkeys(LANGS, said[:400]))


def graduates(of: Making) -> Iterator[Made]:
    """The registration book of the newest graduates."""
    if not book.rows(of.desk, of.graduated, of.lang):
        raise RuleBroken("packs.nothing", title=f"{t('diplomas_page.book', of.lang)} {of.graduated}")
    title = _titled(f"{t('diplomas_page.book', of.lang)} {of.graduated}")
    yield Made(title, "xlsx", book.xlsx(of.desk, of.graduated, of.lang))
    yield Made(title, "pdf", book.pdf(of.desk, of.graduated, of.lang))


def results_(of: Making) -> Iterator[Made]:
    """Results of the newest session before the day: the whole, by programme, year, language, funding."""
    desk, lang = of.desk, of.lang
    known = reading.terms(desk.store, of.pack.day)
    term = reading.newest(desk, known)
    rows = reading.of_term(desk.store, scope_of(desk, right=reading.READ), term.code) if term else []
    whole, least = figure(rows), reading.least_shown(desk.store)
    if term is None or not whole.all or whole.people < least:
        raise RuleBroken("packs.nothing", title=t("results.title", lang))
    programmes = references.labels(desk, "programmes")
    none = t("contingent.none", lang)
    words: dict[str, Callable[[Hashable], str]] = {
        "programme": lambda v: programmes[str(v)].get(lang) if str(v) in programmes else none,
        "year": lambda v: str(v or none),
        "language": lambda v: StudyLanguage(str(v)).label(lang) if v else none,
        "funding": lambda v: Funding(str(v)).label(lang) if v else none,
    }
    said = [
        (by, sorted(((word(v), f) for v, f in cut(rows, by, least).items()), key=lambda x: order_key(x[0])))
        for by, word in words.items()
    ]  # fmt: skip
    period = term.label().get(lang)
    title = _titled(f"{t('results.title', lang)}, {period}")
    yield Made(title, "xlsx", papers.xlsx(desk, period, whole, said, least, lang))
    yield Made(title, "pdf", papers.pdf(desk, period, whole, said, least, lang))


def _commissions(of: Making) -> list[Commission]:
    found = commissions.of_year(of.desk, of.graduated)
    if not found:
        raise RuleBroken("packs.no_commissions", year=of.graduated)
    return found


def reports(of: Making) -> Iterator[Made]:
    """The reports of the chairs of the newest graduates' commissions."""
    for one in _commissions(of):
        title = _titled(f"{t('attestation_figures.report_title', of.lang)} {one.number}")
        yield Made(title, "pdf", report.pdf(of.desk, one.id, of.lang))


def compositions(of: Making) -> Iterator[Made]:
    """Their compositions."""
    for one in _commissions(of):
        title = _titled(f"{t('commissions.list_title', of.lang)} {one.number}")
        yield Made(title, "pdf", lists.pdf(of.desk, one.id, of.lang))


def stat_form(of: Making, code: str) -> Iterator[Made]:
    """A statistical form as of the day: the sheet, and the paper."""
    kind = house.entry(Sort.stat_form, code)
    filled = forms.of_live(stat_forms.filled(of.desk, kind, of.pack.day))
    title = kind.name
    yield Made(title, "xlsx", forms.sheet(of.desk, filled, of.lang))
    yield Made(title, "pdf", tabled.pdf(of.desk, forms.table(filled, of.lang)))


def documents(of: Making) -> Iterator[Made]:
    """Copies of documents that the leadership permitted for whom the pack is; each is counted as it leaves (56)."""
    mine = [p for p in permits.listed(of.desk) if _holds(p, of)]
    if not mine:
        raise RuleBroken("packs.no_permit", to=of.pack.to)
    for permit in mine:
        document = of.desk.store.load(NormDocument, permit.document.id)
        if document.current is None:
            raise RuleBroken("packs.no_version", name=document.name)
        name, data, _ = permits.hand_out(of.desk, permit.id, document.current.id, of.why(f"copy:{permit.id}"))
        yield Made(document.name, name.rpartition(".")[2] or "pdf", data)


def _holds(permit: NormPermit, of: Making) -> bool:
    return (
        permit.status is PermitState.given and permit.until >= of.desk.today() and permit.left > 0
        and permit.holder.casefold() == of.pack.to.casefold()
    )  # fmt: skip


__all__ = ["compositions", "documents", "graduates", "reports", "results_", "stat_form"]
