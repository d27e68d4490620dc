"""Retention: from which day a closed folder may be destroyed. Rules only."""

from __future__ import annotations

from datetime import date

from schemas.nomenclature import Folder, FolderState


def over_on(year: int, keep: int | None) -> date | None:
    """The first day after the retention of a folder of a year: it is counted from the first of January after the year
    in which the folder was closed. None where it is kept for ever."""
    return date(year + keep + 1, 1, 1) if keep else None


def why_not(folder: Folder, today: date) -> str:
    """Why a folder may not be destroyed today, as a message key; empty where it may."""
    if folder.status is FolderState.open:
        return "nomenclature.still_open"
    if folder.status is FolderState.destroyed:
        return "nomenclature.destroyed_already"
    if folder.destroy_from is None:
        return "nomenclature.kept_for_ever"
    return "nomenclature.too_early" if today < folder.destroy_from else ""


__all__ = ["over_on", "why_not"]
