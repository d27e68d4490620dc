"""The role for servers with users: everything the office needs, nothing that could rewrite the trail."""

from __future__ import annotations

from core.db.indexes import INDEXES
from core.db.roles import KEPT, role


def test_the_trail_can_only_be_read_and_added_to() -> None:
    every = role("office")["privileges"]
    rights = {p["resource"]["collection"]: set(p["actions"]) for p in every if p["resource"]["db"] == "office"}
    drops = {p["resource"]["db"] for p in every if "dropDatabase" in p["actions"]}
    assert drops == {"office_drill"}, "the scratch base of a restore drill alone"
    assert set(INDEXES) <= set(rights)
    for collection, actions in rights.items():
        assert not {"dropCollection", "renameCollectionSameDB", "bypassDocumentValidation"} & actions
        assert (collection in KEPT) == ("insert" in actions and not {"update", "remove"} & actions) or not collection
