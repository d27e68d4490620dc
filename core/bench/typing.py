"""A rerun while typing in a sheet of 30, with ten people working: the part of the page that runs at each typed cell."""

from __future__ import annotations

import statistics
import threading
import time

from core import house, office, sheets, sums
from core.bench import Ratio
from core.bench.closing import desk_of, prepared
from core.bench.rerun import EMPTY, LONGEST, ROOT, reruns, served
from core.db.store import Store
from core.kinds import ship
from core.users import sessions
from schemas.grade_sheet import GradeSheet

PEOPLE, TIMES, PAUSE = 10, 12, 1.0  # each types a cell a second


def measure(store: Store, uri: str) -> list[Ratio]:
    """Ten browsers, each in a sheet of its own, against an empty script drawn for one; the median and the slowest."""
    import tempfile
    from pathlib import Path

    password = "Qyzyl-Alma-7719"
    office.open_office(store, office.first_office("Bench", "Алматы"), {"login": "bench", "name": "Bench"}, password)
    ship(store)
    house.refresh(store)
    sums.refresh(store)
    ready = prepared(desk_of(store))[:PEOPLE]
    token = sessions.sign_in(store, "bench", password, "127.0.0.1")
    taken: list[float] = []
    with tempfile.TemporaryDirectory() as temporary:
        empty = Path(temporary) / "empty.py"
        empty.write_text(EMPTY, encoding="utf-8")
        with served(empty, {}, "/_stcore/health") as port:
            floor = statistics.median(reruns(port, ""))
        with served(ROOT / "dashboard.py", {"MONGODB_URI": uri, "OFFICE_DB": store.name}, "/readyz") as port:
            alone: list[float] = []
            _types(port, store, ready[0].id, token, alone)
            people = [
                threading.Thread(target=_types, args=(port, store, s.id, token, taken), daemon=True) for s in ready
            ]
            for one in people:
                one.start()
            for one in people:
                one.join(LONGEST * 4)
    median, worst = statistics.median(taken), sorted(taken)[int(len(taken) * 0.95)]
    note = f"95 %: {worst * 1000:.0f} ms; alone {statistics.median(alone) * 1000:.0f} ms; aim 150 ms"
    return [Ratio(f"a rerun while {PEOPLE} people type", median, floor, 30, note)]


def _types(port: int, store: Store, sheet: str, token: str, taken: list[float]) -> None:
    """One person: opens a sheet, then a draft is kept and the filling part runs again, so many times."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
    from websockets.sync.client import connect
    from websockets.typing import Origin, Subprotocol

    desk = desk_of(store)
    with connect(
        f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=[Subprotocol("streamlit")],
        additional_headers={"Cookie": f"office={token}"}, origin=Origin(f"http://127.0.0.1:{port}"), max_size=None,
    ) as line:  # fmt: skip

        def run(fragment: str = "") -> list[str]:
            ask = BackMsg()
            ask.rerun_script.page_name = "grade_sheet"
            ask.rerun_script.query_string = f"sheet={sheet}"
            ask.rerun_script.fragment_id = fragment
            line.send(ask.SerializeToString())
            found: list[str] = []
            while True:
                told = ForwardMsg()
                told.ParseFromString(line.recv(timeout=LONGEST, decode=False))
                if told.WhichOneof("type") == "delta" and told.delta.fragment_id not in ("", *found):
                    found.append(told.delta.fragment_id)
                if told.WhichOneof("type") == "script_finished":
                    return found

        run()
        fragment = run()[0]  # the first part of the page that runs by itself is the filling
        of = desk.get(GradeSheet, sheet, "grade_sheet.read")
        for n in range(TIMES):
            sheets.keep(desk, sheet, [(of.lines[n].student.id, "score", str(60 + n))])
            start = time.perf_counter()
            run(fragment)
            taken.append(time.perf_counter() - start)
            time.sleep(PAUSE)
