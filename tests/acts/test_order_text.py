"""The text of an order: from template or by hand, frozen when signed, out as PDF and DOCX; extracts printed once."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from pypdf import PdfReader

from core import house, jobs, kinds, orders
from core.db.store import Store
from core.desk import Why
from core.errors import Problems, RuleBroken, StaleRevision
from core.orders import extracts, paper
from core.orders.paper import Way
from core.papers import content
from core.pdf.letter import Part
from schemas.base import Text
from schemas.extract import Extract
from schemas.kinds import Sort
from schemas.order import Order, OrderStatus
from tests.acts.job_kit import ended
from tests.acts.order_kit import SIGNER, Staff, staff

OWN = {"fact/reason": "own_wish"}


@pytest.fixture
def people(shipped: Store) -> Staff:
    return staff(shipped)


def said(parts: tuple[Part, ...]) -> str:
    """All words of a paper's blocks."""
    lines = ["".join(t for t, _ in p.runs) for p in parts]
    lines += [" ".join(r) for p in parts for r in (p.heads, *p.rows)]
    return "\n".join(lines).strip()


def keys(e: pytest.ExceptionInfo[Problems]) -> dict[str, str]:
    return {p.field: p.key for p in e.value.problems}


def draft(people: Staff, *numbers: int) -> Order:
    return people.draft("expulsion", [people.of.pupil(n) for n in numbers or (1, 2)], each=OWN)


def test_a_draft_is_set_from_the_template_of_its_kind_and_marked(people: Staff) -> None:
    order = draft(people)
    kk, ru = paper.papers(people.author, order)
    assert (kk.lang, ru.lang, kk.number) == ("kk", "ru", "") and "ЖОБА" in kk.stamp
    assert kk.signatures == (("Ректор", "А. Үлгіұлы"),)
    words = said(kk.parts)
    assert "оқудан шығарылсын" in words and "Өз қалауы бойынша" in words and "N-1" not in words
    assert "По собственному желанию" in said(ru.parts) and "Основание: заявление" in said(ru.parts)
    table = next(p for p in kk.parts if p.kind == "table")
    assert [r[:2] for r in table.rows] == [("1", order.lines[0].written), ("2", order.lines[1].written)]


def test_a_text_written_by_hand_stands_for_this_order_alone(people: Staff) -> None:
    order = draft(people, 1)
    text = "**{{ order.written }}** {{ fact.reason }} {% if order.count == 1 %}жалғыз{% endif %}"
    order = orders.edit(people.author, order.id, order.revision, {"texts": {"kk": text}}, Why())
    kk, ru = paper.papers(people.author, order)
    assert said(kk.parts).endswith(f"{order.lines[0].written} Өз қалауы бойынша жалғыз")
    assert "ПРИКАЗЫВАЮ" in said(ru.parts)
    order = orders.edit(people.author, order.id, order.revision, {"texts": {"kk": ""}}, Why())
    assert "БҰЙЫРАМЫН" in said(paper.papers(people.author, order)[0].parts)


def test_a_faulty_or_missing_text_stops_the_check_beside_its_field(people: Staff) -> None:
    order = draft(people)
    bad = {"kk": "Бірінші жол\n{{ fact.reson }}", "ru": "{{ student.name }}"}
    order = orders.edit(people.author, order.id, order.revision, {"texts": bad}, Why())
    with pytest.raises(Problems) as e:
        orders.check(people.author, order.id, order.revision, Why("x"))
    assert keys(e) == {"texts.kk": "templates.unknown_variable", "texts.ru": "order_text.values"}
    first = next(p for p in e.value.problems if p.field == "texts.kk")
    assert (first.values["line"], first.values["near"]) == (2, "fact.reason")
    kind = next(k for k in kinds.latest(people.head, Sort.order) if k.code == "expulsion")
    kinds.save(people.head, Sort.order, "expulsion", kind.version, {"body.template": "", "effective": people.today},
               Why("үлгісіз"))  # fmt: skip
    bare = draft(people, 3)
    with pytest.raises(Problems) as e:
        orders.check(people.author, bare.id, bare.revision, Why("x"))
    assert keys(e) == {"texts.kk": "order_text.none"}


def test_what_was_signed_never_changes_with_its_template(people: Staff) -> None:
    order = people.agreed(draft(people))
    found = next(k for k in kinds.latest(people.head, Sort.template) if k.code == "order_expulsion")
    values = {"body.kk": "Мүлде басқа мәтін", "effective": people.today}
    kinds.save(people.head, Sort.template, found.code, found.version, values, Why("жаңа үлгі"))
    house.refresh(people.store)
    assert "БҰЙЫРАМЫН" in said(paper.papers(people.author, order)[0].parts)  # what was agreed to
    order = orders.sign(people.boss, order.id, order.revision, people.today, SIGNER, Why(), "17-С")
    kk = paper.papers(people.author, order)[0]
    assert (kk.number, kk.dated, kk.stamp) == ("17-С", people.today, "") and "БҰЙЫРАМЫН" in said(kk.parts)
    assert kk == content.restored(order.printed["kk"]["paper"])
    assert set(order.printed) == {"kk", "ru"}
    fresh = draft(people, 3)
    assert "Мүлде басқа мәтін" in said(paper.papers(people.author, fresh)[0].parts)
    names, backs = (
        paper.pdf(people.author, order.id, Way(back=True)),
        paper.papers(people.author, order, Way(back=True)),
    )
    assert names[0] == "17-С.pdf" and names[1].startswith(b"%PDF")
    assert backs[0].back and "Келісу парағы" in said(backs[0].back)


def test_word_says_what_the_pdf_says(people: Staff) -> None:
    order = people.done(draft(people))
    made = paper.papers(people.author, order)
    name, data = paper.word(people.author, order.id, Way())
    assert name.endswith(".docx")
    file = Document(io.BytesIO(data))
    words = "\n".join(p.text for p in file.paragraphs)
    cells = {c.text for t in file.tables for row in t.rows for c in row.cells}
    for one in made:
        for part in one.parts:
            text = "".join(t for t, _ in part.runs)
            assert text in words
            assert {c for r in (part.heads, *part.rows) for c in r} <= cells
        assert {n for pair in one.signatures for n in pair} <= cells
    assert "Әәғқңөұүһі".isalpha() and "БҰЙЫРАМЫН" in words


def test_extracts_are_made_with_the_order_and_printed_once(people: Staff) -> None:
    order = people.done(draft(people))
    assert order.status is OrderStatus.applied
    rows = extracts.listed(people.author, extracts.chosen(order.id))
    assert [(r["number"], r["student"]["id"]) for r in rows] == [
        (f"{order.number}-{n}", x.student.id) for n, x in enumerate(order.lines, 1)
    ]
    one = people.store.load(Extract, rows[0]["_id"])
    first = extracts.paper(order, one)
    assert "Өз қалауы бойынша" in said(first.parts) and order.number in said(first.parts) and not first.copy
    found, _ = extracts.drawn(people.author, [r["_id"] for r in rows])
    extracts.said_printed(people.author, found, Why())
    assert extracts.count(people.author, extracts.chosen(order.id)) == 0
    with pytest.raises(StaleRevision):  # printed meanwhile: no second first copy
        extracts.said_printed(people.author, found, Why())
    name, data = extracts.print_one(people.author, one.id, Why())
    again = people.store.load(Extract, one.id)
    assert name == f"{one.number}.pdf".replace("/", "-") and data.startswith(b"%PDF")
    assert [p.again for p in again.prints] == [False, True] and extracts.paper(order, again).copy
    assert [r["_id"] for r in extracts.of_student(people.author, one.student.id)] == [one.id]


def test_many_are_printed_beside_the_page(people: Staff) -> None:
    first, second = people.done(draft(people, 1, 2)), draft(people, 3)
    id = paper.begin(people.author, [first.id, second.id], Way(one=False), Why())
    row = ended(people.store, id)
    assert row["state"] == "done" and row["result"] == {"n": 2, "left": []}
    files = zipfile.ZipFile(io.BytesIO(jobs.result(people.author, id)[1])).namelist()
    assert files == [f"{paper.stem(x)}.pdf" for x in (second, first)]  # one without a day comes first
    ids = [r["_id"] for r in extracts.listed(people.author, extracts.chosen(first.id))]
    id = paper.begin_extracts(people.author, ids, True, Why())
    assert ended(people.store, id)["result"] == {"n": 2}
    assert len(PdfReader(io.BytesIO(jobs.result(people.author, id)[1])).pages) == 2
    assert all(people.store.load(Extract, x).prints[0].again is False for x in ids)
    assert extracts.count(people.author, extracts.chosen(first.id)) == 0
    with pytest.raises(RuleBroken, match="extracts.nothing"):
        paper.begin_extracts(people.author, [], True, Why())


def test_what_is_hidden_from_a_role_closes_the_paper_to_it(people: Staff) -> None:
    order = people.done(draft(people, 1))
    names = order.printed["kk"]["names"]
    assert {"fact.reason", "study.group", "order.bases"} <= set(names)
    assert paper.pdf(people.hr, order.id, Way())[1].startswith(b"%PDF")
    kinds.save(people.head, "layout", None, 0, {
        "code": "own_group", "name": Text(kk="Орналасу"), "body.of": "studies",
        "body.rows": [{"path": "group", "hidden": ["hr"]}],
    }, Why("x"))  # fmt: skip
    for way in (paper.pdf, paper.word):
        with pytest.raises(RuleBroken, match="file_closed"):
            way(people.hr, order.id, Way())
    assert paper.pdf(people.author, order.id, Way())[1].startswith(b"%PDF")


def test_an_extract_of_a_cancelled_order_says_so(people: Staff) -> None:
    a, b = people.of.pupil(1), people.of.pupil(2)
    order = people.done(people.draft("expulsion", [a, b], each=OWN))
    people.done(people.draft("cancellation", [a], cancels=order.id, values={"fact/ground": "сот шешімі"}))
    order = people.store.load(Order, order.id)
    mine, other = (
        people.store.load(Extract, r["_id"])
        for r in extracts.listed(people.author, extracts.chosen(order.id, printed=None))
    )
    assert mine.cancelled_by and not other.cancelled_by
    assert "КҮШІ ЖОЙЫЛҒАН" in extracts.paper(order, mine).stamp and not extracts.paper(order, other).stamp
    assert extracts.count(people.author, extracts.chosen(order.id)) == 1  # a paper without force is not waited for
