"""What people read: the first page, sections, articles, their pictures; how often they are read."""

from datetime import date

import pytest
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from langnghe.portal import queries
from langnghe.portal.models import Article, ReadCount, Section
from langnghe.portal.tests.world import make_article, make_section

pytestmark = pytest.mark.django_db
A_BROWSER = {"headers": {"user-agent": "Mozilla/5.0 (Linux; Android 9)"}}


def test_the_first_page_works_before_anybody_has_laid_out_the_portal(client):
    page = client.get("/")

    assert page.status_code == 200
    assert reverse("cases:say") in page.text


def test_an_article_shows_its_words_its_source_and_its_date_in_long_form(client):
    article = make_article(make_section())

    page = client.get(article.address, **A_BROWSER)

    assert article.address == "/tin-tuc/sua-xong-cau-ben-dinh/"
    assert "Thứ Bảy, 22/6/2024" in page.text
    assert "UBND xã Hương Sen" in page.text
    assert "Bà con thôn 2 góp ngày công" in page.text


def test_an_article_without_a_source_cannot_be_stored(db):
    section = make_section()

    with pytest.raises(ValidationError):
        make_article(section, source="")
    article = make_article(section)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(source="")


def test_letters_with_strokes_stay_in_the_address(db):
    section = make_section("Đời sống")

    assert section.address == "/doi-song/"
    assert make_article(section, "Đường đã thông").slug == "duong-da-thong"


def test_what_is_not_published_is_not_to_be_found(client):
    article = make_article(make_section())
    article.unpublish()

    assert client.get(article.address).status_code == 404
    assert article.title not in client.get("/tin-tuc/").text


def test_a_reader_is_counted_and_a_robot_is_not(client):
    article = make_article(make_section())

    client.get(article.address, **A_BROWSER)
    client.get(article.address, **A_BROWSER)
    client.head(article.address, **A_BROWSER)
    client.get(article.address, headers={"user-agent": "Googlebot/2.1"})
    client.get(article.address, headers={"user-agent": ""})

    assert ReadCount.objects.get().times == 2
    assert queries.most_read() == [article]
    assert {field.name for field in ReadCount._meta.get_fields()} == {"id", "article", "day", "times"}


def test_chosen_articles_stand_beside_one_else_the_newest_of_its_section(client):
    section = make_section()
    first = make_article(section, "Bài một")
    second = make_article(section, "Bài hai", own_date=date(2024, 7, 1))
    elsewhere = make_article(make_section("Chính sách"), "Bài ba")

    assert queries.related_to(first) == [second]
    first.related = [("article", elsewhere)]
    assert queries.related_to(first) == [elsewhere]


def test_a_section_takes_no_address_of_the_program(db):
    with pytest.raises(ValidationError):
        make_section("Việc")


@pytest.mark.parametrize("articles", [1, 8])
def test_pages_ask_the_database_few_questions(client, django_assert_max_num_queries, articles):
    section = make_section()
    for number in range(articles):
        article = make_article(section, f"Bài {number}")
    client.get(article.address, **A_BROWSER)

    own = [reverse(f"portal_{name}", args=[article.pk]) for name in ("print", "send", "feedback")]
    lists = [f"{reverse('portal_search')}?tu=bai", reverse("portal_feed")]
    for address in ("/", section.address, article.address, *own, *lists):
        with django_assert_max_num_queries(10):
            assert client.get(address, **A_BROWSER).status_code == 200


@pytest.mark.parametrize("typed", ["duong thon hai", "Đường THÔN hai", "gop ngay cong", "đường"])
def test_words_are_found_with_and_without_tone_marks(client, typed):
    article = make_article(make_section(), "Thông đường vào thôn Hai")
    make_article(Section.objects.get(), "Lịch cấp nước", body=[])

    page = client.get(reverse("portal_search"), {"tu": typed})

    assert article.title in page.text
    assert "Lịch cấp nước" not in page.text


@pytest.mark.parametrize("typed", ["", "không có bài nào như thế", "' & | !", "\x00", "a" * 500])
def test_a_search_without_result_says_so_and_never_breaks(client, typed):
    assert client.get(reverse("portal_search"), {"tu": typed}).status_code == 200


def test_the_index_answers_the_search(db):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        articles = Article.objects.annotate(text=SearchVector("folded", config="simple"))
        plan = articles.filter(text=SearchQuery("cau", config="simple")).order_by().values("folded").explain()

    assert "portal_article_words" in plan


def test_programs_that_collect_news_get_the_newest_articles(client):
    article = make_article(make_section())

    feed = client.get(reverse("portal_feed"))

    assert article.address in feed.text
    assert article.lead in feed.text


def test_an_article_can_be_printed_alone(client):
    article = make_article(make_section())

    page = client.get(reverse("portal_print", args=[article.pk]))

    assert article.lead in page.text
    assert "data-print" in page.text
    article.unpublish()
    assert client.get(reverse("portal_print", args=[article.pk])).status_code == 404
