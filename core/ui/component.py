"""Components of our own: JavaScript and CSS from files beside the code that draws them."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

_PACKAGE = "registrar"


def component(name: str, here: Path, js: str, css: str) -> Any:
    """What draws the component whose files lie in `here/assets`: inline JavaScript comes as blob:, which our CSP
    forbids."""
    manager, short = get_bidi_component_manager(), f"{name}-{_version(here)}"
    whole = f"{_PACKAGE}.{short}"
    if manager.get_component_asset_root(whole) is None:
        manifest = ComponentManifest(_PACKAGE, "1", [ComponentConfig(short, "assets")])
        manager.register_from_manifest(manifest, here)
    return st.components.v2.component(whole, js=js, css=css)


@cache
def _version(here: Path) -> str:
    """A hash of the files, part of their address: no browser mixes old and new ones after an upgrade."""
    return sha256(b"".join(file.read_bytes() for file in sorted((here / "assets").iterdir()))).hexdigest()[:12]
