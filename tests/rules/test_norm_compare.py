"""Two versions of a document compared: nothing of either is lost, nothing unchanged is told as changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.norm_documents.compare import differences, short

texts = st.lists(st.sampled_from(["1. Жалпы", "2. Міндет", "3. Құқық", "4. Жауапкершілік", "5. Тәртіп"]), max_size=12)


@given(texts, texts)
def test_both_texts_stand_whole_in_the_comparison(old: list[str], new: list[str]) -> None:
    lines = differences(old, new)
    assert [x.text for x in lines if x.mark in ("same", "gone")] == old
    assert [x.text for x in lines if x.mark in ("same", "new")] == new
    assert (old == new) == all(x.mark == "same" for x in lines)


@given(texts, texts)
def test_what_is_left_out_is_unchanged_and_counted(old: list[str], new: list[str]) -> None:
    lines = differences(old, new)
    said = short(lines)
    assert [x for x in said if x.mark in ("gone", "new")] == [x for x in lines if x.mark in ("gone", "new")]
    assert sum(x.n if x.mark == "skipped" else 1 for x in said) == len(lines)
