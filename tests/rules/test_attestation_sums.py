"""The slices of final attestation equal a plain recount over whole documents: corrected, replaced, annulled."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core import rulebooks, sums
from core.attestation.figures.reading import BY
from core.attestation.figures.rules import figure
from core.db.codec import plain
from core.db.store import Store
from core.sums.attestation import CUTS, fives
from schemas.attestation import Candidacy, Outcome, Protocol
from schemas.attestation.candidacy import Presented, Reviewer
from schemas.base import Ref, Text
from schemas.order import Order, OrderLine
from schemas.student import Result

YEARS = (2026, 2027)
LETTERS = {"A": 97, "A-": 92, "B+": 87, "C+": 72, "C": 66, "D-": 50, "F": 10, "FX": 40}
GRADE = {"A": 5, "A-": 5, "B+": 4, "C+": 4, "C": 3, "D-": 3, "F": 2, "FX": 2}  # as the Kazakh rules say
marked = st.fixed_dictionaries({
    "letter": st.sampled_from(list(LETTERS)), "mark": st.sampled_from([None, None, None, "absent", "excused"]),
    "award": st.booleans(), "honours": st.booleans(), "publication": st.booleans(), "implementation": st.booleans(),
})  # fmt: skip
one = st.fixed_dictionaries({
    "study": st.integers(0, 5), "form": st.sampled_from(["performance", "state_exam"]),
    "commission": st.sampled_from("xy"), "year": st.sampled_from(YEARS), "attempt": st.sampled_from([1, 1, 2]),
    "language": st.sampled_from(["kk", "ru"]), "funding": st.sampled_from(["grant", ""]),
    "unit": st.sampled_from(["d1", "d2", None]), "status": st.sampled_from(["approved", "heard", "heard", "withdrawn"]),
    "protocol": st.none() | marked, "later": st.none() | marked, "sheet": st.sampled_from([None, "open", "closed"]),
    "record": st.none() | st.sampled_from(list(LETTERS)), "real": st.booleans(), "outside": st.booleans(),
})  # fmt: skip
order = st.fixed_dictionaries({
    "studies": st.lists(st.integers(0, 5), min_size=1, max_size=4, unique=True), "year": st.sampled_from(YEARS),
    "status": st.sampled_from(["applied", "applied", "signed", "cancelled"]), "kind": st.sampled_from("aab"),
    "taken_back": st.booleans(),
})  # fmt: skip


def ref(id: str) -> Ref:
    return Ref(id=id, label=Text(kk=id))


def moment(year: int, hour: int) -> datetime:
    return datetime(year, 6, 10, hour, tzinfo=UTC)


def documents(found: list[dict[str, Any]], orders: list[dict[str, Any]], kind: str) -> dict[str, list[Any]]:
    """What the acts would leave: preparations, protocols (one in another's place), sheets, records, orders."""
    made: dict[str, list[Any]] = {"candidacies": [], "protocols": [], "grade_sheets": [], "orders": [], "students": []}
    records: dict[int, list[Any]] = {n: [] for n in range(6)}
    for n, c in enumerate(found):
        student, sheet, end = ref(f"s{c['study']}"), f"sheet{n}", date(c["year"], 6, 10)
        book, form = "kz-2022@1", c["form"]
        about = {
            "commission": ref(c["commission"]), "year": c["year"], "form": form, "form_name": Text(kk=form),
            "discipline": ref(form), "student": student, "study": f"st{c['study']}", "programme": ref("p"),
            "department": ref(c["unit"]) if c["unit"] else None,
        }  # fmt: skip
        made["candidacies"].append(Candidacy(
            _id=f"c{n}", once=f"{n}", discipline_code=form, credits=Decimal(4), number="1", key="a",
            language=c["language"], funding=c["funding"], attempt=c["attempt"], status=c["status"],
            outcome=Outcome(protocol=ref("p"), on=end, letter="B+", passed=True, score=Decimal(87),
                            points=Decimal("3.33")) if c["status"] == "heard" else None,
            presented=Presented(real_task=c["real"], reviewer=Reviewer(name="Р", outside=c["outside"])), **about,
        ))  # fmt: skip
        for k, p in enumerate(x for x in (c["protocol"], c["later"] if c["protocol"] else None) if x):
            absent = p["mark"] is not None
            made["protocols"].append(Protocol(
                _id=f"p{n}-{k}", once=f"{n}-{k}", number=f"{n}-{k}", status="signed", sitting=ref("z"),
                candidacy=f"c{n}", day=end, score=None if absent else Decimal(LETTERS[p["letter"]]), mark=p["mark"],
                letter="F" if absent else p["letter"], points=None if absent else Decimal(3),
                passed=not absent and GRADE[p["letter"]] > 2, award=p["award"], honours=p["honours"],
                publication=p["publication"], implementation=p["implementation"], rules=book, code=f"{n}{k}",
                sheet=ref(sheet) if c["sheet"] else None, signed_at=moment(c["year"], 9 + k),
                corrects=ref(f"p{n}-0") if k else None, checksum=f"{n}{k}", **about,
            ))  # fmt: skip
        if c["sheet"] and c["protocol"]:
            made["grade_sheets"].append({"_id": sheet, "status": c["sheet"], "number": sheet})
            if c["sheet"] == "closed" and c["record"]:
                records[c["study"]].append(Result(
                    id=f"{sheet}-{student.id}", discipline=ref(form), code=form, term="2026-2", credits=Decimal(4),
                    final_grade=Decimal(LETTERS[c["record"]]), letter=c["record"], points=Decimal(2), earned=Decimal(4),
                    state="passed" if GRADE[c["record"]] > 2 else "failed", gpa=True, rules=book, on=end,
                ))  # fmt: skip
    for n in range(6):
        owed = Result(id=f"o{n}", discipline=ref("o"), code="o", term="2024-1", credits=Decimal(3), letter="F",
                      state="failed", earned=Decimal(0), gpa=True, rules="kz-2022@1", on=date(2025, 1, 1))  # fmt: skip
        kept = [*records[n], *([owed] if n % 2 else [])]
        made["students"].append({"_id": f"s{n}", "number": f"{n}", "events": [], "studies": [
            {"id": f"st{n}", "record": [plain(r) for r in kept]}]})  # fmt: skip
    for n, o in enumerate(orders):
        day = date(o["year"], 5, 10 + n)
        made["orders"].append(Order(
            _id=f"o{n}", kind=kind if o["kind"] == "a" else "another", kind_name=Text(kk="б"), version=ref("k"),
            number=f"{n}", once=f"{n}", effective=day, status=o["status"],
            lines=[OrderLine(student=ref(f"s{s}"), study=f"st{s}", number="1",
                             reversed=ref("r") if o["taken_back"] and not k else None)
                   for k, s in enumerate(o["studies"])],
        ))  # fmt: skip
    return made


def fill(store: Store, made: dict[str, list[Any]]) -> None:
    for name, rows in made.items():
        store.db[name].delete_many({})
        if rows:
            stored = [r if isinstance(r, dict) else plain(r) for r in rows]
            store.db[name].insert_many(stored, bypass_document_validation=True)


def plainly(made: dict[str, list[Any]], year: int, kind: str) -> Counter[tuple[Any, ...]]:
    """The same, document by document: (commission, form, again, language, funding, department, what) → how many."""
    told: Counter[tuple[Any, ...]] = Counter()
    standing = [c for c in made["candidacies"] if c.year == year and str(c.status.value) != "withdrawn"]
    named = {
        (o.effective, line.study) for o in made["orders"] for line in o.lines
        if o.kind == kind and str(o.status.value) == "applied" and o.effective.year == year and not line.reversed
    }  # fmt: skip
    admitted = {s for _, s in named}
    record = {r["id"]: r for s in made["students"] for t in s["studies"] for r in t["record"]}
    people: dict[tuple[str, str], list[tuple[Any, dict[str, Any]]]] = {}
    for c in standing:
        mine = [p for p in made["protocols"] if p.candidacy == c.id]
        last = max(mine, key=lambda p: p.signed_at, default=None)
        sheet = next((s for s in made["grade_sheets"] if last and last.sheet and s["_id"] == last.sheet.id), None)
        letter, mark, percent, points = "", None, None, None
        if last is None and c.outcome:
            letter, percent, points = c.outcome.letter, c.outcome.score, c.outcome.points
        elif last is not None:
            result = record.get(f"{last.sheet.id}-{last.student.id}") if last.sheet else None
            if result:
                letter, percent, points = result["letter"], result["final_grade"], result["points"]
            elif not (sheet and sheet["status"] == "closed"):
                letter, percent, points = last.letter, last.score, last.points
                mark = last.mark.value if last.mark else None
        passed = bool(letter) and mark is None and GRADE[letter] > 2
        beside = [x for x in standing if x.commission.id == c.commission.id]
        colleagues = [x.study for x in beside if x.study in admitted]
        state = "admitted" if c.study in admitted else "refused" if colleagues else "waiting"
        owes = any(r["state"] == "failed" and r["id"].startswith("o") for s in made["students"]
                   for t in s["studies"] if t["id"] == c.study for r in t["record"])  # fmt: skip
        first = min((d for d, s in named if s in colleagues), default=None)
        before = first.isoformat() if first else ""
        failed = [r for s in made["students"] for t in s["studies"] if t["id"] == c.study for r in t["record"]
                  if r["state"] == "failed" and r["on"] <= before
                  and r["discipline"]["id"] not in {x.discipline.id for x in standing}]  # fmt: skip
        one: dict[str, Any] = {"graduating": 1, state: 1, "passed": int(passed)}
        if state == "refused":
            one["why", "debts" if owes or failed else "no_curriculum"] = 1
        if mark:
            one[mark] = 1
        elif letter:
            words = {5: "excellent", 4: "good", 3: "satisfactory", 2: "unsatisfactory"}
            one |= {"appeared": 1, words[GRADE[letter]]: 1}
            one |= {"percent": percent, "percent_n": 1} if percent is not None else {}
            one |= {"points": points, "points_n": 1} if points is not None else {}
            one |= {k: int(bool(last and getattr(last, k))) for k in ("publication", "implementation")}
        one |= {"real_task": int(c.presented.real_task), "outside": int(c.presented.reviewer.outside)}
        one["awarded"] = int(passed and last is not None and last.award)
        one["honours"] = int(passed and last is not None and last.award and last.honours)
        for what, n in one.items():
            told[c.commission.id, c.form, *whose(c), what] += n
        for commission in ("", c.commission.id):
            people.setdefault((commission, c.study), []).append((c, one))
    for (commission, _), mine_ in people.items():
        ones = [o for _, o in sorted(mine_, key=lambda x: x[0].id)]
        c = min((c for c, _ in mine_), key=lambda c: c.id)
        whole: dict[Any, Any] = {"graduating": 1, "passed": int(all(o["passed"] for o in ones))}
        state = next(s for s in ("admitted", "refused", "waiting") if any(o.get(s) for o in ones))
        whole[state] = 1
        if state == "refused":
            whole[next(k for o in ones if o.get("refused") for k in o if k[0] == "why")] = 1
        sort = next((s for s in ("appeared", "excused", "absent") if any(o.get(s) for o in ones)), None)
        whole |= {sort: 1} if sort else {}
        for k in ("awarded", "honours", "real_task", "outside", "publication", "implementation"):
            whole[k] = int(any(o.get(k) for o in ones))
        for what, n in whole.items():
            told[commission, "", *whose(c), what] += n
    return +told


def whose(c: Candidacy) -> tuple[Any, ...]:
    return c.attempt > 1, c.language, c.funding, c.department.id if c.department else None


def counted(store: Store, year: int) -> Counter[tuple[Any, ...]]:
    told: Counter[tuple[Any, ...]] = Counter()
    for r in sums.read(store, [f"attestation:{year}"])[f"attestation:{year}"]:
        key = (r["commission"], r["form"], r["again"], r["language"], r["funding"], r["department"])
        for what, n in r.items():
            if what not in (*CUTS, "why"):
                told[*key, what] += n
        for code, n in r.get("why", {}).items():
            told[*key, ("why", code)] += n
    return +told


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(one, max_size=10), st.lists(order, max_size=4))
@example([], [])
def test_the_slice_equals_a_plain_recount(shipped: Store, found: list[Any], orders: list[Any]) -> None:
    from core.attestation.settings import rules

    if not shipped.one("rulebooks", {}):
        shipped.db["rulebooks"].insert_one(plain(rulebooks.shipped("kz-2022").model_copy(update={"id": "kz-2022@1"})))
    made = documents(found, orders, rules().admission_order)
    fill(shipped, made)
    sums.refresh(shipped, [f"attestation:{y}" for y in YEARS])
    for year in YEARS:
        expected, got = plainly(made, year, rules().admission_order), counted(shipped, year)
        assert got == expected, {k: (got[k], expected[k]) for k in got | expected if got[k] != expected[k]}
        rows = sums.read(shipped, [f"attestation:{year}"])[f"attestation:{year}"]
        heard = [r for r in rows if r["form"]]
        for by in BY:  # parts of every cut make the whole
            whole = figure(heard).n
            parts = [figure([r for r in heard if r[by] == v]).n for v in {r[by] for r in heard}]
            assert all(sum(p[k] for p in parts) == n for k, n in whole.items())
        assert whole["graduating"] == whole["admitted"] + whole["refused"] + whole["waiting"]


def test_grades_of_five_follow_the_rulebook_and_not_the_letters() -> None:
    book = rulebooks.shipped("kz-2022")
    scale = fives([plain(book)])
    assert {x: scale[book.id, x][1] for x in LETTERS} == GRADE
    rows = [
        {"letter": "1", "points": Decimal(2), "state": "passed", "quality": True},
        {"letter": "2", "points": Decimal(1), "state": "passed", "quality": True},
        {"letter": "3", "points": Decimal("0.5"), "state": "passed"},
        {"letter": "X", "points": Decimal(0), "state": "failed"},
        {"letter": "P", "state": "passed"},
        {"letter": "I", "state": "open"},
    ]
    got = fives([{"_id": "other", "own": False, "scale": rows}])
    assert {x: got["other", x][1] for x in "123XPI"} == {"1": 5, "2": 4, "3": 3, "X": 2, "P": None, "I": None}
