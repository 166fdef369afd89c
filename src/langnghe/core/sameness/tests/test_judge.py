"""Duplicates: paraphrases are proposed, hard negatives never."""

import csv
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langnghe.core.sameness import judge, matter_of, score
from langnghe.core.sameness.cli import main

HARD_NEGATIVES = [
    ("Đèn đường thôn 4 bị hỏng", "Đèn đường thôn 14 bị hỏng"),
    ("Đèn đường thôn 4 bị hỏng", "Đèn đường thôn 4B bị hỏng"),
    ("Đèn đường thôn 4 bị hỏng", "den duong thon 14 bi hong"),
    ("Đèn đường thôn 4 bị hỏng", "Mặt đường thôn 4 bị hỏng"),
    ("Đường tổ dân phố 12 ngập", "Đường tổ 2 ngập"),
    ("Cống hẻm 42 bị nghẹt", "Cống hẻm 42/5 bị nghẹt"),
    ("Karaoke trên đường Lê Lợi ồn quá", "Karaoke trên đường Trần Phú ồn quá"),
    ("Cầu ở km 15+200 bị sập lan can", "Cầu ở km 15+900 bị sập lan can"),
    ("Tổ dân phố 3 bị cúp điện liên tục", "Tổ dân phố 3 bị cúp nước liên tục"),
    ("Cảm ơn xã đã sửa đường thôn 4", "Đường thôn 4 hư hỏng nặng"),
    ("Trường tiểu học Lê Văn Tám thiếu phòng học", "Trường tiểu học Kim Đồng thiếu phòng học"),
    ("đường lê lợi bị ngập nặng", "đường trần phú bị ngập nặng"),
    ("thon doan ket ngap nuoc", "thon thang loi ngap nuoc"),
    ("Xe 81A-123.45 chạy ẩu", "Xe 81A-543.21 chạy ẩu"),
    ("Hồ sơ khai sinh chậm trả", "Hồ sơ kết hôn chậm trả"),
    ("Hội trường thôn 5 xuống cấp", "Trạm y tế thôn 5 xuống cấp"),
    ("Karaoke nhà ông Tám ồn ào", "Karaoke nhà ông Năm ồn ào"),
    ("Rác chất đống trên đường Lê Lợi", "Ổ gà trên đường Lê Lợi"),
]
PARAPHRASES = [
    ("Đèn đường thôn 4 bị hỏng mấy hôm nay", "Cả tuần nay bóng đèn chiếu sáng ở thôn 4 không sáng, tối om"),
    ("Đường vào thôn 2 hư hỏng nặng nhiều ổ gà", "con duong thon 2 xuong cap lay loi kho di"),
    ("Cúp điện thường xuyên ở tổ dân phố 12", "TDP 12 hay bị mất điện quá"),
    ("Trại heo xả thải hôi thối", "Trại lợn xả nước thải ra suối mùi hôi nồng nặc"),
    ("Cống thoát nước hẻm 42 bị nghẹt gây ngập", "Hẻm 42 cứ mưa là ngập do cống tắc"),
]


@pytest.mark.parametrize(("a", "b"), HARD_NEGATIVES)
def test_another_place_number_or_subject_is_another_matter_however_alike_the_words(a, b):
    verdict = judge(a, b)

    assert verdict.same is not True
    assert verdict.reasons


@pytest.mark.parametrize(("a", "b"), PARAPHRASES)
def test_the_same_matter_in_other_words_is_proposed(a, b):
    assert judge(a, b).same is True


def test_on_long_letters_and_their_hard_negatives_few_are_missed_and_none_is_wrong():
    with Path(__file__).with_name("pairs.csv").open(encoding="utf-8") as file:
        pairs = [(row["same"] == "yes", judge(row["a"], row["b"]).same) for row in csv.DictReader(file)]

    proposed = [same for same, verdict in pairs if verdict]
    told_apart = [same for same, verdict in pairs if verdict is False]
    assert sum(proposed) >= 0.95 * len(proposed)
    assert sum(proposed) >= 0.8 * sum(same for same, _ in pairs)
    assert sum(told_apart) <= 1  # of the others a person is asked


def test_hardly_any_letter_is_taken_for_the_matter_of_another():
    with Path(__file__).with_name("pairs.csv").open(encoding="utf-8") as file:
        same = [(row["a"], row["b"]) for row in csv.DictReader(file) if row["same"] == "yes"]
    long, short = [matter_of(a) for a, _ in same], [matter_of(b) for _, b in same]

    others = [(i, j) for i in range(len(same)) for j in range(len(same)) if i != j]
    wrong = [(same[i][0], same[j][1]) for i, j in others if judge(long[i], short[j]).same]

    assert len(wrong) <= len(others) / 1000, wrong


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("thôn 3 k có nc mấy hôm r", "Thôn 3 không có nước mấy hôm rồi"),
        ("đèn đg thôn 2 ko sáng", "Đèn đường thôn 2 không sáng"),
        ("mn ở tổ 5 bị cúp điện hoài", "mọi người ở tổ 5 bị mất điện hoài"),
    ],
)
def test_short_forms_of_chat_are_read_in_full(short, full):
    assert judge(short, full).same is True


def test_praise_is_not_heard_in_the_word_for_a_road():
    assert judge("Ổ gà trên tuyến đường vào thôn 1", "duong vao thon 1 nhieu o ga").same is True


def test_nothing_in_common_is_told_apart():
    assert judge("Hồ sơ đất nộp mãi chưa có kết quả", "Chó thả rông cắn người").same is False


def test_the_guard_is_named_in_the_reasons():
    assert "khác thôn: 4 / 14" in judge(*HARD_NEGATIVES[0]).reasons


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_are_judged_alike_from_both_sides(a, b):
    one, other = judge(a, b), judge(b, a)

    assert 0 <= one.score <= 1
    assert (one.score, one.same) == (other.score, other.same)


@pytest.mark.parametrize("text", ["Đèn đường thôn 4 bị hỏng", "Rác chất đống ở chợ", "nuoc may yeu qua"])
def test_a_text_is_the_same_as_itself(text):
    assert score(text, text) == 1
    assert judge(text, text).same is True


def test_the_command_prints_an_object_a_row(tmp_path, capsys):
    file = tmp_path / "pairs.csv"
    file.write_text("a,b\nĐèn thôn 4 hỏng,Đèn thôn 14 hỏng\n", encoding="utf-8")

    assert main([str(file)], sys.stdout) == 0
    assert json.loads(capsys.readouterr().out)["same"] is False


def test_a_file_without_the_columns_is_refused_with_a_sentence(tmp_path, capsys):
    file = tmp_path / "pairs.csv"
    file.write_text("x,y\n1,2\n", encoding="utf-8")

    assert main([str(file)], sys.stdout) == 2
    assert "columns a and b" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a,b\nx,y\nabc \xff,d\n", "line 3: this is not UTF-8 text"),
        (b'a,b\n"never closed,y\n', "cannot be read as a table"),
        (b"", "line 1: the first line must name the columns a and b"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_one_sentence(tmp_path, capsys, content, sentence):
    file = tmp_path / "pairs.csv"
    file.write_bytes(content)

    assert main([str(file)], sys.stdout) == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert len(told.splitlines()) == 1


def test_words_that_differ_in_their_marks_alone_are_no_shared_subject():
    verdict = judge("Hát đến khuya ở thôn 4 mà chưa ai đến", "Đèn ở thôn 4 không sáng")

    assert "đèn đường" not in " ".join(verdict.reasons).replace("khác đối tượng", "")
    assert verdict.same is not True


def test_a_broken_thing_is_not_lost_as_a_short_form():
    assert judge("Nắp cống thôn 9 bị vỡ", "Nắp cống thôn 9 bể rồi").same is True
