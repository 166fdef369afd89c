"""Whose words are on the screen."""

import pytest
from django.utils.translation import gettext, override


@pytest.mark.parametrize(("english", "ours"), [("Status", "Tình trạng"), ("Search", "Tìm kiếm")])
def test_our_words_go_before_those_of_a_library(english, ours):
    with override("vi"):
        assert gettext(english) == ours
