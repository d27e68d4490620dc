"""A stand-alone page around the marks grid, served under the office's own CSP; run by test_grid.py.

Its store is a dict of the process: what is tested here is the way from the key to `on_edits` and back.
"""

import asyncio
import json
import re
import sys
import time
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[2]))
from core.ui.grid import Column, Edit, NotStored, Other, Texts, marks_grid  # noqa: E402

TEXTS: Texts = {
    "grid": "Емтихан ведомосы",
    "note": "Ескертпе",
    "ready": "Бағаларды теріңіз",
    "saving": "Сақталуда…",
    "saved": "Сақталды {time}",
    "kept": "Сервермен байланыс жоқ. Осы браузерде сақтаулы: {count}",
    "problems": "Түзету керек: {count}",
    "others": "Басқаша енгізілген: {count}",
    "other": "{who}, {when}: {text}",
    "paste_over": "Тізім қысқа: қойылған {pasted} мәннің {left} мәні сыймады. Олар жоғалған жоқ, мынау:",
    "no_place": "Бұрын терілген, бірақ орнына қойылмаған бағалар:",
    "hide": "Жасыру",
    "marks": "Белгілер",
    "keys": "Enter — төмен, Tab — оңға, F2 — түзету, Esc — қайтару, Ctrl+Z — болдырмау",
}
NAMES = [
    "Әбдірахман Аружан",
    "Ғабитова Қызғалдақ",
    "Ерғалиев Нұрсұлтан",
    "Өтепберген Үміт",
    "Һамитов Іңкәр",
    "Жұмабай Ұлпан",
]
COLUMNS = [
    Column("no", "№", kind="number", width=44),
    Column("name", "Студент", kind="name", width=230),
    Column("rating", "Рейтинг", kind="number", width=84),
    Column("score", "Емтихан", editable=True, kind="score", width=92),
    Column("final", "Қорытынды", kind="number", width=104),
    Column("letter", "Әріп", width=64),
]
MARKS = {"к": "келмеді", "ж": "жіберілмеді", "с": "себепті"}


@cache
def store(name: str) -> dict:
    """What the office has of one sheet: texts by student, and every edit that ever came."""
    return {"texts": {}, "done": {}, "log": [], "down": False}


def letter(final: float) -> str:
    return next(mark for low, mark in ((90, "A"), (75, "B"), (50, "C"), (0, "F")) if final >= low)


def render() -> None:
    st.set_page_config(page_title="Grid", page_icon="🎓", layout="wide")
    q = st.query_params
    sheet, n, slow = q.get("sheet", "1"), int(q.get("n", "6")), float(q.get("slow", "0"))
    base = sys.modules["__grid__"].store(sheet)  # the ASGI side's own: the script is another module on each run

    def keep(edits: list[Edit]) -> list[int]:
        if base["down"]:
            raise NotStored
        for e in edits:
            name = e.row if e.column == "score" else f"{e.row}.{e.column}"
            base["texts"][name] = e.text
            base["done"][name] = e.done
            base["log"].append([e.mount, e.seq, e.row, e.text, e.done])
        return [e.seq for e in edits if e.text == "refuse"]

    @st.fragment
    def lines() -> None:
        time.sleep(slow)
        cells, problems = {}, {}
        extra = Column("extra", "Қосымша", editable=True, kind="score", width=92)
        columns = [*COLUMNS[:4], extra, *COLUMNS[4:]] if "two" in q else COLUMNS
        for i in range(n):
            text = base["texts"].get(f"s{i}", "")
            cells[f"s{i}", "score"] = text
            cells[f"s{i}", "extra"] = base["texts"].get(f"s{i}.extra", "")
            if text.isdigit() and int(text) <= 100:
                final = round((80 + i % 20) * 0.6 + int(text) * 0.4)
                cells[f"s{i}", "final"], cells[f"s{i}", "letter"] = str(final), letter(final)
            elif text and text not in MARKS and base["done"].get(f"s{i}"):
                problems[f"s{i}", "score"] = f"«{text}»: 0-ден 100-ге дейінгі бүтін сан керек"
        others = {("s2", "score"): [Other("Айгүл С.", "12:01", "86")]} if "others" in q else {}
        rows = [{"id": f"s{i}", "no": str(i + 1), "name": NAMES[i % 6], "rating": str(80 + i % 20)} for i in range(n)]
        if "rows" in base:
            rows = [r for r in rows if r["id"] in base["rows"]]
        marks_grid(
            f"sheet:{sheet}",
            rows,
            columns,
            cells,
            problems,
            others,
            TEXTS,
            keep,
            MARKS,
            readonly=base.get("closed", False),
            owner=q.get("owner", "u1"),
        )
        st.text("stored " + json.dumps(base["texts"], ensure_ascii=False, sort_keys=True))

    if st.toggle("Ведомость", value=True):
        lines()
    count = st.session_state.setdefault("count", 0)
    if st.button("Басқа батырма"):
        st.session_state["count"] = count = count + 1
    st.text(f"clicks {count}")
    if "tick" in q:

        @st.fragment(run_every="0.5s")
        def tick() -> None:
            st.session_state["ticks"] = st.session_state.get("ticks", 0) + 1
            st.text(f"ticks {st.session_state['ticks']}")
            if q["tick"] == "app" and not st.session_state.pop("whole", False):
                st.rerun()

        st.session_state["whole"] = True
        tick()


if __name__ == "__main__":
    render()
else:
    sys.modules["__grid__"] = sys.modules[__name__]
    from starlette.middleware import Middleware
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    _index = (Path(st.__file__).parent / "static/index.html").read_text()
    _hashes = " ".join(
        f"'sha256-{b64encode(sha256(m.encode()).digest()).decode()}'"
        for m in re.findall(r"<script>(.*?)</script>", _index, re.S)
    )
    CSP = (
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' " + _hashes + "; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        "worker-src 'self' blob:; frame-src 'self' blob:; "
        "frame-ancestors 'none'; form-action 'self'; base-uri 'self'; object-src 'none'"
    )
    CUT = asyncio.Event()  # set: every websocket is closed and none is let in, as when the line is down

    class Line:
        """Adds the headers; can cut the websockets."""

        def __init__(self, app):
            self.app = app

        async def __call__(self, scope, receive, send):
            async def headed(message):
                if message["type"] == "http.response.start":
                    message["headers"] = [
                        *message["headers"],
                        (b"content-security-policy", CSP.encode()),
                        (b"x-content-type-options", b"nosniff"),
                    ]
                await send(message)

            async def heard():
                got, cut = asyncio.create_task(receive()), asyncio.create_task(CUT.wait())
                await asyncio.wait({got, cut}, return_when=asyncio.FIRST_COMPLETED)
                if CUT.is_set():
                    got.cancel()
                    await send({"type": "websocket.close", "code": 1012})
                    return {"type": "websocket.disconnect", "code": 1012}
                cut.cancel()
                return got.result()

            if scope["type"] == "websocket":
                await self.app(scope, heard, send)
            else:
                await self.app(scope, receive, headed)

    async def control(request):
        """The test's hand on the server: cut the line, stop the store, change the sheet, read what came."""
        base = store(request.query_params.get("sheet", "1"))
        order = request.path_params["order"]
        if order == "cut":
            CUT.set()
        elif order == "mend":
            CUT.clear()
        elif order == "set":
            base.update(json.loads(request.query_params["to"]))
        return JSONResponse(base)

    app = st.App(__file__, routes=[Route("/test/{order}", control)], middleware=[Middleware(Line)])
