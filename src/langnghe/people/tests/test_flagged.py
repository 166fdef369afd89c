"""Free text of staff comes back once when it holds a person's details."""

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from langnghe.people.flagged import FlaggedForm


class NoteForm(FlaggedForm):
    note = forms.CharField(label="Ghi chú", required=False)
    place = forms.CharField(required=False)
    flagged_fields = ("note",)


def form(**given: str) -> NoteForm:
    data = QueryDict(mutable=True)
    data.update(given)
    return NoteForm(data)


@pytest.mark.parametrize("note", ["Gọi 0905 123 456", "Số căn cước 052090001234", "Xe 81B1-123.45"])
def test_what_looks_like_a_persons_detail_is_shown_masked_and_not_saved(note):
    shown = form(note=note)

    assert not shown.is_valid()
    assert shown.flags
    assert "[" in shown.flags[0].masked
    assert note not in shown.flags[0].masked


def test_the_writer_may_keep_it_after_seeing_it():
    shown = form(note="Đường dây nóng 0905 123 456")
    shown.is_valid()

    kept = form(note="Đường dây nóng 0905 123 456", personal_data_seen=shown.flags_key)

    assert kept.is_valid()
    assert not kept.flags


def test_the_tick_is_good_only_for_what_was_shown():
    shown = form(note="Gọi 0905 123 456")
    shown.is_valid()

    other = form(note="Gọi 0905 123 456 hoặc 0914 222 333", personal_data_seen=shown.flags_key)

    assert not other.is_valid()


def test_fields_that_are_not_free_text_are_left_alone():
    assert form(place="0905 123 456").is_valid()


@given(st.text(alphabet="abcdeghiklmnopqrstuvxy ,.", max_size=80))
def test_small_letters_without_numbers_pass(note):
    assert form(note=note).is_valid()
