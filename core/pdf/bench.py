"""How dear a transcript or a grade sheet is beside the bare floor: the same pages with the same number of texts set by
fpdf2 alone."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from hashlib import sha512
from importlib import import_module
from statistics import median
from typing import Any

from fpdf import FPDF

from core.pdf.fonts import Face
from core.pdf.sheet import SheetColumn, SheetPaper, SheetRow, SheetSign
from core.pdf.sheet import render as render_sheet
from core.pdf.transcript import Row, ScaleLegend, ScaleRow, TermBlock, TranscriptPaper, render
from core.pdf.words import Lang, word

_PLAN: dict[Lang, tuple[str, ...]] = {
    "kk": ("Қазақстан тарихы", "Шетел тілі", "Арнайы аспап", "Сольфеджио", "Дене шынықтыру",
           "Ақпараттық-коммуникациялық технологиялар", "Концертмейстерлік шеберлік / Оркестр класы"),
    "ru": ("История Казахстана", "Иностранный язык", "Специальный инструмент", "Сольфеджио",
           "Физическая культура", "Информационно-коммуникационные технологии",
           "Концертмейстерское мастерство / Оркестровый класс"),
    "en": ("History of Kazakhstan", "Foreign language", "Principal instrument", "Solfeggio",
           "Physical education", "Information and communication technology",
           "Accompaniment / Orchestra class"),
}  # fmt: skip
_GRADES = (("97", "A", "4.0"), ("92", "A-", "3.67"), ("88", "B+", "3.33"), ("81", "B", "3.0"),
           ("76", "B-", "2.67"), ("72", "C+", "2.33"), ("66", "C", "2.0"))  # fmt: skip
_MARKS: dict[Lang, tuple[str, ...]] = {
    "kk": ("өте жақсы", "жақсы", "қанағаттанарлық"),
    "ru": ("отлично", "хорошо", "удовлетворительно"),
    "en": ("excellent", "good", "satisfactory"),
}


def sample(lang: Lang = "kk", terms: int = 8, rows: int = 7, n: int = 1) -> TranscriptPaper:
    """An invented student's whole study, to measure and to try the layout with; `n` makes them differ."""
    marks = _MARKS[lang]
    blocks = []
    for term in range(1, terms + 1):
        lines = []
        for i in range(rows):
            percent, letter, points = _GRADES[(i + term + n) % len(_GRADES)]
            mark = marks[min(int((97 - int(percent)) / 12), 2)]
            title = f"{_PLAN[lang][i % 7]} {term}"
            lines.append(Row(f"MUZ {term}{i:02}", title, Decimal(5), percent, letter, points, mark))
        blocks.append(TermBlock(f"{2021 + term // 2}/{term}", tuple(lines), Decimal(5 * rows), Decimal("3.14")))
    scale = tuple(ScaleRow(letter, points, percent, marks[0]) for percent, letter, points in _GRADES)
    return TranscriptPaper(
        number=f"{n:06}",
        issued_on=date(2026, 11, 23),
        state_as_of=date(2026, 11, 23),
        lang=lang,
        institution=("Консерватория", "Conservatory"),
        office={"kk": "Офис-тіркеуші", "ru": "Офис-регистратор", "en": "Registrar’s office"}[lang],
        holder=f"Үлгіева Әсел Қаһарманқызы {n}",
        student_number=f"{n:07}",
        born=date(2004, 5, 17),
        programme_code="6B02115",
        programme_title=_PLAN[lang][2],
        study_language="—",
        study_form="—",
        admitted="2022",
        status="—",
        terms=tuple(blocks),
        credits=Decimal(5 * rows * terms),
        gpa=Decimal("3.14"),
        scales=(ScaleLegend(scale),),
        notes=(),
        signatures=(("Ректор", "Ү. Үлгіев"), ("Офис-тіркеуші", "Ә. Мысалова")),
        check_code="K7QM-4X2R",
        verify_url="https://registrar.example/v/K7QM-4X2R",
    )


def sheet(n: int, rows: int = 30) -> SheetPaper:
    """An invented exam sheet of thirty; `n` makes its marks and its QR differ."""
    keys = "midterm_1 midterm_2 admission_rating exam final letter points traditional signature".split()
    kinds: dict[str, Any] = {"letter": "letter", "points": "points", "traditional": "word", "signature": "pen"}
    lines = []
    for i in range(rows):
        percent, letter, points = _GRADES[(i * 5 + n) % len(_GRADES)]
        mark = _MARKS["kk"][min(int((97 - int(percent)) / 12), 2)]
        marks = (str(50 + (i * 7 + n) % 50), str(50 + (i * 11 + n) % 50), str(50 + i), percent, percent)
        lines.append(SheetRow(f"Үлгіева Әсел Қаһарманқызы {i}", f"2202115{i:03}", (*marks, letter, points, mark, "")))
    chance = sha512(str(n).encode()).hexdigest().upper()
    return SheetPaper(
        number=f"2026-{n:05}", date=date(2026, 1, 25), lang="kk", institution=("Консерватория", "Conservatory"),
        office="Офис-тіркеуші", title="Емтихан ведомосы", subject=f"MUZ 1101 {_PLAN['kk'][2]}",
        facts=((("Факультет", "Аспаптық"), ("Кафедра", "Домбыра"), ("Кезең", "2025/2026, 1"), ("Топ", "ДМ-21")),),
        heads=tuple(tuple(word(k, x) for x in _PLAN) for k in ("row", "full_name", "student_number")),
        columns=tuple(SheetColumn(tuple(word(k, x) for x in _PLAN), kinds.get(k, "mark")) for k in keys),
        rows=tuple(lines), sums=(("Тізімде", str(rows)),), counts=(("A", 10), ("B+", 20)),
        signatures=(SheetSign("Емтихан алушы", "Ә. Үлгіев"), SheetSign("Тіркеуші", "Ә. Мысалова")),
        checksum="9f2c0a7b31de", seals=(("https://registrar.example/verify/", f"S.{chance}{chance}{chance}"),),
    )  # fmt: skip


def sheets_ratio(count: int = 400) -> dict[str, float]:
    """So many sheets of 30 as protected files, against bare pages with as many texts; each beside its floor, so that a
    busy machine slows both alike. Keys: `took`, `bare` (seconds for all)."""
    spent = {"took": 0.0, "bare": 0.0}
    jobs: dict[str, Callable[[int], bytes]] = {
        "took": lambda n: render_sheet(sheet(n)),
        "bare": lambda n: bare(2, 440, 1, landscape=True),
    }
    for n in range(count + 1):
        for name, job in jobs.items():
            start = time.perf_counter()
            job(n)
            spent[name] += (time.perf_counter() - start) * bool(n)  # the first of each only warms
    return spent


def bare(pages: int, cells: int, faces: int, landscape: bool = False) -> bytes:
    """The floor: so many pages of so many short texts, nothing else."""
    pdf = FPDF(unit="mm", format="A4", orientation="landscape" if landscape else "portrait")
    pdf.set_auto_page_break(False)
    used = list(Face)[:faces]
    for face in used:
        pdf.add_font(face.value, "", face.path)
    titles = _PLAN["kk"]
    for page in range(pages):
        pdf.add_page()
        for face in used:
            pdf.set_font(face.value, "", 8)
            pdf.cell(60, 4.6, titles[5])
        pdf.set_font(used[0].value, "", 8)
        for i in range(page * cells // pages, (page + 1) * cells // pages):
            if i % 7 == 0:
                pdf.ln(4.6)
            pdf.cell(26, 4.6, titles[i % 7])
    return bytes(pdf.output())


def by_reportlab(pages: int = 3, cells: int = 56 * 7) -> bytes | None:
    """The pages of `bare` set by another library (the optional extra `bench`), with the same letters and as many texts;
    None where it is not installed."""
    try:
        canvas = import_module("reportlab.pdfgen.canvas")
    except ModuleNotFoundError:
        return None
    metrics, fonts = import_module("reportlab.pdfbase.pdfmetrics"), import_module("reportlab.pdfbase.ttfonts")
    name = next(iter(Face))
    if name.value not in metrics.getRegisteredFontNames():
        metrics.registerFont(fonts.TTFont(name.value, str(name.path)))
    out = io.BytesIO()
    made = canvas.Canvas(out, pagesize=(595.28, 841.89), pageCompression=1)
    titles, step = _PLAN["kk"], 4.6 * 72 / 25.4
    for page in range(pages):
        made.setFont(name.value, 8)
        y = 800.0
        for i in range(page * cells // pages, (page + 1) * cells // pages):
            y -= step * (i % 7 == 0)
            made.drawString(28 + i % 7 * 26 * 72 / 25.4, y, titles[i % 7])
        made.showPage()
    made.save()
    return out.getvalue()


def ratio(rounds: int = 12) -> dict[str, float]:
    """Transcripts of 56 results against bare fpdf2 pages with as many `cell()`s and the same font files.

    Keys: `transcripts_per_second`, `protected_per_second`, `bare_per_second` (one font),
    `bare_3_fonts_per_second`, `ratio` (transcript's time over the one-font floor), `ratio_3_fonts`,
    `protected_ratio`. Medians; rounds are interleaved so that a busy machine slows all alike.
    """
    papers = [sample(n=n) for n in range(1, rounds + 1)]
    pages, cells = 2, 56 * 7
    jobs: dict[str, Callable[[int], bytes]] = {
        "transcript": lambda i: render(papers[i], protected=False),
        "protected": lambda i: render(papers[i]),
        "bare": lambda i: bare(pages, cells, 1),
        "bare_3_fonts": lambda i: bare(pages, cells, 3),
    }
    spent: dict[str, list[float]] = {name: [] for name in jobs}
    for job in jobs.values():
        job(0)
    for i in range(rounds):
        for name, job in jobs.items():
            start = time.perf_counter()
            job(i)
            spent[name].append(time.perf_counter() - start)
    took = {name: median(times) for name, times in spent.items()}
    return {
        "transcripts_per_second": 1 / took["transcript"],
        "protected_per_second": 1 / took["protected"],
        "bare_per_second": 1 / took["bare"],
        "bare_3_fonts_per_second": 1 / took["bare_3_fonts"],
        "ratio": took["transcript"] / took["bare"],
        "ratio_3_fonts": took["transcript"] / took["bare_3_fonts"],
        "protected_ratio": took["protected"] / took["bare"],
    }
