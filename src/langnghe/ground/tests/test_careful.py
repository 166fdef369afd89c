"""What staff write freely is looked through before it is kept."""

import pytest
from django import forms

from langnghe.ground.careful import CarefulForm


class NoteForm(CarefulForm):
    free_texts = ("words",)

    title = forms.CharField(required=False)
    words = forms.CharField(required=False)


@pytest.mark.parametrize("words", ["", "Đường vào thôn 2 bị sạt lở.", "Đã họp với 40 người dân."])
def test_words_without_details_of_people_are_kept_at_once(words):
    form = NoteForm({"words": words})

    assert form.is_valid()
    assert "confirmed" not in form.fields


def test_a_telephone_number_is_pointed_out_with_its_mask_and_nothing_is_lost():
    form = NoteForm({"words": "Gọi chị Hoa số 0905 123 456.", "title": "Ghi chú"})

    assert not form.is_valid()
    [error] = form.errors["words"]
    assert "“0905 123 456” [số điện thoại]" in error
    assert 'name="confirmed"' in str(form)
    assert 'value="Gọi chị Hoa số 0905 123 456."' in str(form)


def test_the_writer_may_confirm_that_the_words_stay():
    form = NoteForm({"words": "Trực ban: số 0905 123 456.", "confirmed": "on"})

    assert form.is_valid()
    assert form.cleaned_data["words"] == "Trực ban: số 0905 123 456."


def test_a_stamp_of_secrecy_is_refused_whatever_is_ticked():
    form = NoteForm({"words": "TỐI MẬT\nKế hoạch số 05", "confirmed": "on"})

    assert not form.is_valid()
    assert "TỐI MẬT" in form.errors["words"][0]
