"""Supplements of a year's 300 graduates, each in three languages, set in two processes: against bare fpdf2, with the
memory they take at 100 and at 300; one supplement beside another PDF library."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import psutil  # type: ignore[import-untyped]

from core.bench import Ratio, median_of
from core.db.store import Store
from core.pdf import bench
from core.pdf.batch import render_many
from core.pdf.supplement import SupplementBlock, SupplementPaper, SupplementRow, render
from core.pdf.words import Lang

GRADUATES, LANGS = 300, 3
PART = 20  # every so many papers have a bare twin: the floor is reckoned from these
PAGES, TEXTS = 3, 56 * 7
ROUNDS = 9  # of one paper beside its yardstick


def measure(_: Store, __: str) -> list[Ratio]:
    """Seconds of all papers in two processes, and of as many bare pages by one process halved; then one alone."""
    peaks = Peaks(GRADUATES * LANGS // 3, GRADUATES * LANGS)
    start = time.perf_counter()
    pages = sum(len(data) > 0 for _, data in render_many(_papers(), processes=2, protected=False, progress=peaks))
    ours = time.perf_counter() - start
    bench.bare(PAGES, TEXTS, 1)  # the first only warms
    start = time.perf_counter()
    for _n in range(pages // PART):
        bench.bare(PAGES, TEXTS, 1)
    floor = (time.perf_counter() - start) * PART / 2
    note = f"{pages} papers, aim under 30 s; most memory at 100 and 300: {peaks}"
    return [Ratio(f"{GRADUATES} supplements in three languages", ours, floor, 2, note), *_beside()]


def _beside() -> list[Ratio]:
    """One supplement in this process beside bare fpdf2 and beside the other library, both as bare pages."""
    paper = _sample("kk")
    mine = median_of(lambda: render(paper, protected=False), ROUNDS)
    found = [Ratio("a supplement, bare fpdf2", mine, median_of(lambda: bench.bare(PAGES, TEXTS, 1), ROUNDS), 2)]
    if bench.by_reportlab() is None:
        print("The other PDF library is not installed: pip install -e '.[bench]' brings it; measured without it.")
        return found
    return [*found, Ratio("a supplement, bare reportlab", mine, median_of(bench.by_reportlab, ROUNDS), 3)]


class Peaks:
    """The most memory of this process and those that set papers, kept at two numbers of papers done."""

    def __init__(self, *at: int) -> None:
        self.at, self.most, self.kept = at, 0, list[int]()
        self.me = psutil.Process()

    def __call__(self, done: int) -> None:
        if done % 10 == 0 or done in self.at:
            self.most = max(self.most, sum(_resident(p) for p in (self.me, *self.me.children())))
        if done in self.at:
            self.kept.append(self.most)

    def __str__(self) -> str:
        return ", ".join(f"{bytes_ / 2**20:.0f} MB" for bytes_ in self.kept)


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:  # it has ended meanwhile
        return 0


def _papers() -> Iterator[SupplementPaper]:
    langs: tuple[Lang, ...] = ("kk", "ru", "en")
    samples = {lang: _sample(lang) for lang in langs}
    for n in range(GRADUATES):
        for lang in langs:
            yield replace(samples[lang], number=f"2027-{n:05}", holder=f"{samples[lang].holder} {n}")


def _sample(lang: Lang) -> SupplementPaper:
    """An invented graduate's 56 results, as a transcript's sample has them."""
    of = bench.sample(lang)
    blocks = tuple(
        SupplementBlock(t.title, tuple(
            SupplementRow(r.title, str(r.credits), r.percent, r.letter, r.points, r.traditional) for r in t.rows
        ), str(sum((r.credits for r in t.rows), Decimal(0))))
        for t in of.terms
    )  # fmt: skip
    return SupplementPaper(
        number="", dated=date(2027, 6, 30), diploma="BD 0000001", lang=lang, institution=of.institution,
        office=of.office, holder=of.holder, student_number=of.student_number, born=of.born, previous="—",
        admitted="2023", graduated="2027", programme=of.programme_title, degree="—", form="—", language="—",
        protocol="№ 1", accreditation="—", honours=False, blocks=blocks, credits=str(of.credits), gpa="3.14",
        scale=of.scales[0].rows, signatures=of.signatures,
    )  # fmt: skip
