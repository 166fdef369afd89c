"""Reading tables that people prepared: each cell as written, and one sentence on what cannot be read."""

import pytest

from langnghe.ground.tables import BadTable, read_table


def test_signs_that_only_look_like_line_ends_stay_in_their_cell(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text('text,place\nmột\u2028hai\x85ba,đây\n"hai\ndòng",kia\n', encoding="utf-8")

    assert [row.cells for row in read_table(path, required=["text"])] == [
        {"text": "một\u2028hai\x85ba", "place": "đây"},
        {"text": "hai\ndòng", "place": "kia"},
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'text\n"never closed\nanother\n', "table.csv: line 3: this cannot be read as a table"),
        (b"text\nm\xe9t\n", "table.csv: line 2: this is not UTF-8 text"),
        (
            b"text\na\n12 L\xc3\xaa L\xe1\xbb\xa3i, x\xc3\xa3 B\n",
            "table.csv: line 3: there are more cells than",
        ),
        (b"", "table.csv: line 1: the file is empty"),
        (None, "table.csv: there is no such file."),
    ],
)
def test_what_is_no_table_is_refused_with_one_sentence(tmp_path, content, sentence):
    path = tmp_path / "table.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(BadTable) as refused:
        read_table(path, required=["text"])

    assert str(refused.value).startswith(sentence)
    assert len(str(refused.value).splitlines()) == 1
