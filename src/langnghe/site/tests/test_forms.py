import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation


class Words(forms.Form):
    words = forms.CharField(label="Nội dung", help_text="Viết vài dòng.", widget=forms.Textarea)
    place = forms.CharField(label="Địa điểm", required=False)
    kind = forms.ChoiceField(
        label="Loại", choices=[("a", "Phản ánh"), ("b", "Góp ý")], widget=forms.RadioSelect
    )
    agree = forms.BooleanField(label="Đồng ý công khai", required=False)


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


def test_an_error_is_tied_to_its_field():
    drawn = str(Words({"words": ""}))

    assert 'id="id_words_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_words_helptext id_words_error"' in drawn


def test_a_group_of_choices_has_a_legend_and_each_choice_a_label():
    drawn = str(Words())

    assert "<legend" in drawn
    assert drawn.count('type="radio"') == 2
    assert 'for="id_kind_0"' in drawn


def test_what_a_person_typed_is_escaped():
    drawn = str(Words({"words": "<script>alert(1)</script>"}))

    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn


def draw(text, **values):
    return Template("{% load frame %}" + text).render(Context(values))


def test_a_page_that_does_not_exist_gives_no_address():
    assert draw('{% address_of "nowhere:at_all" as url %}[{{ url }}]') == "[]"
    assert draw('{% address_of "home" %}') == "/"


def test_nothing_known_is_a_dash_not_a_zero():
    assert draw("{{ value|number }} {{ value|percent }}", value=None) == "– –"
    assert draw("{{ value|number }}", value=0) == "0"
