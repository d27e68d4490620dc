"""A browser's tab without a browser: Streamlit's websocket, its messages by streamlit.proto, widgets by their keys."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

LONGEST = 60.0  # seconds until a rerun counts as lost
INTERNAL = "$$STREAMLIT_INTERNAL_KEY"


class Lost(Exception):
    """The server closed the line, or did not answer in time."""


class Tab:
    """One tab: what was drawn last (widgets by key, the grid's data, what went wrong), what was typed into widgets."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.port, self.cookie = port, cookie
        self.widgets: dict[str, tuple[str, str]] = {}  # key: (id, fragment)
        self.grids: list[tuple[str, str, dict[str, Any]]] = []  # (id, fragment, data)
        self.wrong: list[str] = []
        self.states: dict[str, WidgetState] = {}
        self.page, self.query = "", ""
        self._line: ClientConnection | None = None

    async def open(self) -> None:
        """Connect as a browser does: cookie, origin, subprotocol."""
        url = f"127.0.0.1:{self.port}"
        headers = {"Cookie": self.cookie} if self.cookie else {}
        self._line = await connect(
            f"ws://{url}/_stcore/stream", subprotocols=[Subprotocol("streamlit")], additional_headers=headers,
            origin=Origin(f"http://{url}"), max_size=None, compression=None, proxy=None, open_timeout=LONGEST,
        )  # fmt: skip

    async def close(self) -> None:
        """Close the tab."""
        if self._line:
            await self._line.close()

    async def go(self, page: str, **query: str) -> float:
        """Open a page by its address; seconds until it is drawn. What was typed on the page before is forgotten."""
        self.page, self.query, self.states = page, urlencode(query), {}
        return await self._run("")

    async def type(self, key: str, text: str) -> float:
        """Type into a field and leave it."""
        id, fragment = self.widgets[key]
        self.states[id] = WidgetState(id=id, string_value=text)
        return await self._run(fragment)

    async def press(self, key: str) -> float:
        """Press a button."""
        id, fragment = self.widgets[key]
        return await self._run(fragment, WidgetState(id=id, trigger_value=True))

    async def fire(self, id: str, fragment: str, event: str, value: Any) -> float:
        """What a component of our own sends."""
        self.states[id] = WidgetState(id=id, json_value="{}")  # a browser tells every widget's state with each message
        sent = json.dumps([{"event": event, "value": value}])
        return await self._run(fragment, WidgetState(id=f"{INTERNAL}_{id}__events", json_trigger_value=sent))

    async def _run(self, fragment: str, *once: WidgetState) -> float:
        assert self._line
        ask = BackMsg()
        ask.rerun_script.page_name, ask.rerun_script.query_string = self.page, self.query
        ask.rerun_script.fragment_id = fragment
        ask.rerun_script.widget_states.widgets.extend([*self.states.values(), *once])
        self.wrong = []
        if not fragment:
            self.widgets, self.grids = {}, []
        begun = time.perf_counter()
        try:
            await self._line.send(ask.SerializeToString())
            async with asyncio.timeout(LONGEST):
                while True:
                    told = ForwardMsg()
                    told.ParseFromString(await self._line.recv(decode=False))
                    kind = told.WhichOneof("type")
                    if kind == "delta":
                        self._drawn(told.delta)
                    elif kind == "script_finished" and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                        return time.perf_counter() - begun
        except Exception as e:
            raise Lost(type(e).__name__) from e

    def _drawn(self, delta: Any) -> None:
        if delta.WhichOneof("type") != "new_element":
            return
        element = delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.wrong.append(f"exception {element.exception.type}")
        elif kind == "alert" and element.alert.format == element.alert.ERROR:
            self.wrong.append(element.alert.body)
        elif kind == "bidi_component":
            found = element.bidi_component
            data = json.loads(found.json) if found.json else {}
            if "columns" in data and "rows" in data:
                self.grids = [g for g in self.grids if g[0] != found.id]
                self.grids.append((found.id, delta.fragment_id, data))
        else:
            id = getattr(getattr(element, kind, None), "id", "") if kind else ""
            if id.startswith("$$ID-"):  # «$$ID-<hash>-<key>»
                self.widgets[id.split("-", 2)[2]] = (id, delta.fragment_id)
