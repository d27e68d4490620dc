"""What a file is called: the user's own words, without anything that fools a reader or a file system."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120  # letters; Kazakh ones take two bytes each, and most file systems allow 255
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=$|[. ])")


def cleaned(name: str, ending: str) -> str:
    """A safe name with the ending that the content has («../скан‮gpj.exe» → «скан.jpg»); never empty.

    Paths, control signs, signs that turn the direction of writing, and what file systems forbid go; letters of any
    language stay. ending: without the dot, «» keeps the name's own.
    """
    name = unicodedata.normalize("NFC", name)
    # First the unseen signs: else one between a dot and its ending hides a second ending.
    name = "".join(" " if unicodedata.category(c) in ("Zl", "Zp", "Zs") else c for c in name)
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    name = re.split(r"[/\\]", name.replace("∕", "/").replace("⁄", "/"))[-1]
    name = re.sub(r'[<>:"|?*]', " ", name)
    stem, dot, own = name.rpartition(".")
    if not dot or not stem.strip(" ."):
        stem, own = name, ""
    stem = re.sub(r"\s+", " ", stem).strip(" .")
    # A second ending («scan.exe.pdf») is only a word of the name: some mail programs look at it.
    stem = re.sub(r"(?i)\.(exe|com|bat|cmd|scr|msi|js|vbs|ps1|sh|html?|svg|lnk|jar|hta)\b", r"-\1", stem)
    own = re.sub(r"[^0-9A-Za-z]", "", own)[:10]
    last = ending or own
    if RESERVED.match(stem):
        stem = "_" + stem
    room = LONGEST - len(last) - 1
    stem = (stem[:room].rstrip(" .") or "file").encode("utf-8", "ignore").decode()
    return f"{stem}.{last}" if last else stem
