"""An A4 paper of the office: text and rules laid out page by page, then set by fpdf2 as plain or protected
PDF.

The layout is kept as a list of small drawings per page. So the number of pages is known before the footers
are set, a block that must not be torn can be taken back and laid on the next page, and the plain and the
protected file come from one layout.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import segno
from fpdf import FPDF
from fpdf.enums import AccessPermission, EncryptionMethod
from fpdf.output import OutputProducer, PDFCatalog
from fpdf.syntax import PDFString

from core.pdf.fonts import MM_PER_POINT, Face, clean, width, wrap
from core.pdf.words import COPY, SAMPLE, Lang

Ink = tuple[int, int, int]
INK: Ink = (30, 42, 47)
ACCENT: Ink = (31, 78, 95)
QUIET: Ink = (98, 110, 114)
HAIR: Ink = (214, 217, 214)
TINT: Ink = (238, 243, 243)
GHOST: Ink = (236, 233, 225)
ALERT: Ink = (164, 87, 75)

Align = Literal["L", "C", "R"]

# Clause 58: the file may be printed and read aloud by a screen reader, not copied, changed, annotated or
# taken apart. A reader program may ignore these bits; the words beside the download say so.
PERMITTED = AccessPermission.PRINT_LOW_RES | AccessPermission.PRINT_HIGH_RES | AccessPermission.COPY_FOR_ACCESSIBILITY


class _Text(NamedTuple):
    x: float
    y: float
    text: str
    face: Face
    size: float
    ink: Ink


_Drawing = _Text | Callable[[FPDF], None]


class Paper:
    """One paper under the pen. Units are millimetres from the top left corner, type sizes are points.

    `running` draws the strip at the head of every page after the first, `footer` the foot of every page
    when the number of pages is known: footer(paper, page, pages). `copy` marks a reprint, `sample` a
    demonstration (`Office.demo`; nobody may forget to say), `stamp` stands beside the mark of a copy; `page`: width
    and height of a sheet that is not A4.
    """

    left = 17.0
    top = 15.0
    foot = 17.0

    def __init__(
        self,
        *,
        title: str,
        lang: Lang,
        issued_on: date,
        sample: bool,
        copy: bool = False,
        landscape: bool = False,
        stamp: str = "",
        footer: Callable[[Paper, int, int], None] | None = None,
        page: tuple[float, float] | None = None,
    ) -> None:
        self.page_width, self.page_height = page or ((297.0, 210.0) if landscape else (210.0, 297.0))
        self.page = page
        self.landscape = landscape
        self.right = self.page_width - self.left
        self.bottom = self.page_height - self.foot
        self.title, self.lang, self.issued_on = title, lang, issued_on
        self.copy, self.sample, self.stamp = copy, sample, stamp
        self.running: Callable[[Paper], None] | None = None
        self.footer = footer
        self.y = self.top
        self._pages: list[list[_Drawing]] = []
        self._finished = False
        self.new_page()

    # pages

    @property
    def body(self) -> float:
        """Width between the margins."""
        return self.right - self.left

    @property
    def pages(self) -> int:
        """How many pages were begun so far."""
        return len(self._pages)

    @property
    def room(self) -> float:
        """Height left on this page."""
        return self.bottom - self.y

    def new_page(self) -> None:
        """Begin a page with its marks and, from the second on, the running head."""
        self._pages.append([])
        self._page = self._pages[-1]
        self.y = self.top
        if self.sample:
            self._watermark()
        self._marks(*[mark for mark, on in ((COPY, self.copy), (self.stamp, self.stamp)) if on])
        if len(self._pages) > 1 and self.running:
            self.running(self)

    def need(self, height: float) -> bool:
        """Go to a new page if less than `height` is left; True if a page was begun."""
        if self.room >= height:
            return False
        self.new_page()
        return True

    def keep(self, draw: Callable[[], None]) -> None:
        """Draw a block on one page: if it would tear, it is taken back and laid on the next."""
        pages, drawings, y = len(self._pages), len(self._page), self.y
        draw()
        if len(self._pages) > pages:
            del self._pages[pages:]
            self._page = self._pages[-1]
            del self._page[drawings:]
            self.y = y
            self.new_page()
            draw()

    # ink

    def say(
        self,
        x: float,
        y: float,
        text: str,
        face: Face = Face.SANS,
        size: float = 8.0,
        ink: Ink = INK,
        align: Align = "L",
    ) -> float:
        """One line of text on the baseline `y`, from, around or up to `x`; returns its width. Never wraps."""
        text = clean(text, face)
        span = width(text, face, size)
        if text:
            shift = {"L": 0.0, "C": span / 2, "R": span}[align]
            self._page.append(_Text(x - shift, y, text, face, size, ink))
        return span

    def tell(
        self,
        x: float,
        text: str,
        room: float,
        face: Face = Face.SANS,
        size: float = 8.0,
        ink: Ink = INK,
        leading: float = 1.25,
        align: Align = "L",
    ) -> None:
        """A text in as many lines as it needs from `self.y` down, going to the next page where this one
        ends."""
        step = size * MM_PER_POINT * leading
        at = {"L": x, "C": x + room / 2, "R": x + room}[align]
        for line in wrap(text, face, size, room):
            self.need(step)
            self.say(at, self.y + baseline(size, step), line, face, size, ink, align)
            self.y += step

    def lay(self, draw: Callable[[FPDF], None]) -> None:
        """A drawing of a paper's own."""
        self._page.append(draw)

    def rule(self, y: float, ink: Ink = HAIR, thick: float = 0.15, x: float | None = None, w: float = 0) -> None:
        """A horizontal line, over the whole body unless `x` and `w` are given."""
        start, end = (self.left, self.right) if x is None else (x, x + w)

        def draw(pdf: FPDF) -> None:
            pdf.set_draw_color(*ink)
            pdf.set_line_width(thick)
            pdf.line(start, y, end, y)

        self._page.append(draw)

    def fill(self, x: float, y: float, w: float, h: float, ink: Ink = TINT) -> None:
        """A filled rectangle."""

        def draw(pdf: FPDF) -> None:
            pdf.set_fill_color(*ink)
            pdf.rect(x, y, w, h, style="F")

        self._page.append(draw)

    def frame(self, x: float, y: float, w: float, h: float, ink: Ink, thick: float = 0.3) -> None:
        """An empty rectangle."""

        def draw(pdf: FPDF) -> None:
            pdf.set_draw_color(*ink)
            pdf.set_line_width(thick)
            pdf.rect(x, y, w, h, style="D")

        self._page.append(draw)

    def stroke(self, points: Sequence[tuple[float, float]], ink: Ink, thick: float = 0.6, dash: float = 0.0) -> None:
        """A line through points, dashed where `dash` mm are given."""
        path = list(points)

        def draw(pdf: FPDF) -> None:
            pdf.set_draw_color(*ink)
            pdf.set_line_width(thick)
            pdf.set_dash_pattern(dash=dash, gap=dash * 0.7)
            pdf.polyline(path)
            pdf.set_dash_pattern()

        self._page.append(draw)

    def dot(self, x: float, y: float, radius: float, ink: Ink) -> None:
        """A filled circle around a point."""

        def draw(pdf: FPDF) -> None:
            pdf.set_fill_color(*ink)
            pdf.ellipse(x - radius, y - radius, 2 * radius, 2 * radius, style="F")

        self._page.append(draw)

    def qr(self, content: str | tuple[str, ...], x: float, y: float, side: float, error: str = "m") -> None:
        """A QR code of `content` (parts: each packed in its own way), quiet zone included."""
        picture = _qr_png(content, error)
        self._page.append(lambda pdf: _image(pdf, picture, x, y, side))

    def _watermark(self) -> None:
        size = 54.0
        middle_x, middle_y = self.page_width / 2, self.page_height / 2
        x = middle_x - width(clean(SAMPLE, Face.BOLD), Face.BOLD, size) / 2

        def draw(pdf: FPDF) -> None:
            with pdf.rotation(34 if self.page_width > self.page_height else 52, middle_x, middle_y):
                _write(pdf, _Text(x, middle_y, SAMPLE, Face.BOLD, size, GHOST))

        self._page.append(draw)

    def _marks(self, *marks: str) -> None:
        right = self.right
        for mark in marks:
            span = width(clean(mark, Face.BOLD), Face.BOLD, 8)
            self.frame(right - span - 5, 6.2, span + 5, 5.6, ALERT)
            self.say(right - span - 2.5, 10, mark, Face.BOLD, 8, ALERT)
            right -= span + 9

    # bytes

    def output(self, protected: bool = True, others: Sequence[Paper] = ()) -> bytes:
        """The finished PDF, followed by the pages of others.

        Protected, as every file that leaves is: encrypted by AES-256 under an owner password that nobody keeps;
        two such files never have equal bytes. Plain: the same drawings give the same bytes, for the date inside is
        the day of issue and the file's id is made from its content (with the same releases of fpdf2, fontTools and
        zlib).
        """
        for paper in (self, *others):
            paper._finish()
        if self.page:  # its own size stands as it is given: «portrait» turns nothing
            pdf = FPDF(unit="mm", format=self.page)
        else:
            pdf = FPDF(unit="mm", format="A4", orientation="landscape" if self.landscape else "portrait")
        pdf.set_auto_page_break(False)
        pdf.set_margin(0)
        pdf.set_title(self.title)
        pdf.set_lang(self.lang)
        pdf.set_creator("registrar office")
        pdf.set_producer("registrar office")
        pdf.set_creation_date(datetime.combine(self.issued_on, time(), UTC))
        for face in Face:  # always in the same order, used or not
            pdf.add_font(face.value, "", face.path)
            # The boxes of the cuts are right already; counting them anew is a third of the time of a file.
            pdf.fonts[face.value.lower()].ttfont.recalcBBoxes = False  # type: ignore[union-attr]
        if protected:
            pdf.set_encryption(
                owner_password=secrets.token_urlsafe(32),
                encryption_method=EncryptionMethod.AES_256,
                permissions=PERMITTED,
            )
        for page in [page for paper in (self, *others) for page in paper._pages]:
            pdf.add_page()
            for drawing in page:
                if isinstance(drawing, _Text):
                    _write(pdf, drawing)
                else:
                    drawing(pdf)
        return bytes(pdf.output(output_producer_class=_Producer))

    def _finish(self) -> None:
        if self._finished:
            return
        self._finished = True
        if self.footer:
            for n, page in enumerate(self._pages, start=1):
                self._page = page
                self.footer(self, n, len(self._pages))


class _Producer(OutputProducer):
    """fpdf2 leaves the language of a protected file open; who reads it then decrypts noise, or cannot at all."""

    def _add_catalog(self) -> PDFCatalog:
        catalog = super()._add_catalog()
        if catalog.lang:
            catalog.lang = PDFString(catalog.lang, encrypt=True)
        return catalog


def baseline(size: float, step: float) -> float:
    """How far below the top of a line of height `step` its baseline stands, so that capitals sit in the
    middle."""
    return (step + 0.66 * size * MM_PER_POINT) / 2


def _write(pdf: FPDF, text: _Text) -> None:
    if pdf.font_family != text.face.value.lower() or pdf.font_size_pt != text.size:
        pdf.set_font(text.face.value, "", text.size)
    pdf.set_text_color(*text.ink)
    pdf.text(text.x, text.y, text.text)


def _image(pdf: FPDF, picture: bytes, x: float, y: float, side: float) -> None:
    pdf.image(io.BytesIO(picture), x, y, side, side)


def qr_squares(content: str | tuple[str, ...], error: str = "m") -> int:
    """How many squares a QR code has on a side, quiet zone included."""
    return int(_qr(content, error).symbol_size()[0])


@lru_cache(maxsize=64)
def _qr(content: str | tuple[str, ...], error: str) -> Any:
    # Choosing among masks takes half the time of a code; packed data looks like chance, any mask suits it.
    parts: Any = content  # segno takes parts, its types only say texts
    return segno.make(parts, error=error, micro=False, mask=None if error == "m" else 3)


@lru_cache(maxsize=64)
def _qr_png(content: str | tuple[str, ...], error: str) -> bytes:
    buffer = io.BytesIO()
    _qr(content, error).save(buffer, kind="png", scale=6, border=4)
    return buffer.getvalue()
