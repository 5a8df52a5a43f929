"""Pages: main text, captions in their place, and what a page says about itself."""

import json

import pytest

from provenance.errors import UnreadableArticle
from provenance.models import Article
from provenance.read.html import read_html

FIRST = "The mayor of Port Example said on Monday that the harbour would be sold before the end of the year."
SECOND = "“We have waited long enough,” said the mayor, Ann Poe, who has led the town for nine years now."
THIRD = "The opposition said it would go to court. Its leader, Sam Roe, called the sale a gift to speculators."


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head><title>Harbour sold | Example</title>{head}</head><body>{body}</body></html>"


def read(html: str, **options: str) -> Article:
    return read_html(html, name="page", origin="file:///page.html", where="page.html", **options)


def story(*, lead: str = "", middle: str = "", end: str = "", head: str = "") -> Article:
    nav = "<nav><a href='/'>Home</a><figure><img src=x><figcaption>Our newsroom</figcaption></figure></nav>"
    aside = "<aside><figure><img src=x><figcaption>Another story</figcaption></figure></aside>"
    body = f"<h1>Harbour sold</h1>{lead}<p>{FIRST}</p><p>{SECOND}</p>{middle}<p>{THIRD}</p>{end}"
    return read(page(f"{nav}<article>{body}</article>{aside}<footer>Copyright 2024</footer>", head))


def test_the_text_is_the_paragraphs_without_the_page_around_them() -> None:
    article = story()

    assert article.text == "\n".join([FIRST, SECOND, THIRD])
    assert (article.title, article.captions, article.furniture) == ("Harbour sold", (), ())


@pytest.mark.parametrize(
    ("figure", "content", "credit"),
    [
        ("<figure><img src=a><figcaption>A crane at work.</figcaption></figure>", "A crane at work.", None),
        (
            "<figure><img src=a><figcaption>A crane. <span class='credit'>Jane Roe/AFP</span></figcaption></figure>",
            "A crane.",
            "Jane Roe/AFP",
        ),
        (
            "<figure><img src=a><figcaption>A crane.</figcaption><i class='photo-credit'>Photo: Jo Roe</i></figure>",
            "A crane.",
            "Jo Roe",
        ),
        (
            "<div class='wp-caption'><img src=a><p class='wp-caption-text'>A crane. (Jane Roe/AFP)</p></div>",
            "A crane.",
            "Jane Roe/AFP",
        ),
        (
            "<figure><img src=a><figcaption>FILE - A crane <i>at work</i>. (AP Photo/Jane Roe)</figcaption></figure>",
            "A crane at work.",
            "AP Photo/Jane Roe",
        ),
        (
            "<figure><div><img src=a><span>Image source, </span><span>Getty Images</span></div>"
            "<figcaption><span>Image caption, </span>A crane</figcaption></figure>",
            "A crane",
            "Getty Images",
        ),
        ("<figure><button>Enlarge</button><img src=a><figcaption>A crane.</figcaption></figure>", "A crane.", None),
        ("<figure><img src=a><div class=credit>Jane Roe/AFP</div></figure>", "Jane Roe/AFP", "Jane Roe/AFP"),
        ("<figure><img src=a><figcaption>A crane.<script>x()</script></figcaption></figure>", "A crane.", None),
    ],
    ids=[
        "caption",
        "credit-in-caption",
        "credit-beside",
        "wordpress",
        "file-prefix",
        "source-beside",
        "button",
        "credit-only",
        "script",
    ],
)
@pytest.mark.parametrize("place", ["lead", "middle", "end"])
def test_a_caption_stands_where_its_figure_stood(figure: str, content: str, credit: str | None, place: str) -> None:
    article = story(**{place: figure})
    (caption,) = article.captions
    lines = article.text.split("\n")

    assert caption.content.of(article.text) == content
    assert (caption.credit and caption.credit.span.of(article.text)) == credit
    assert content in lines[{"lead": 0, "middle": 2, "end": 3}[place]]
    assert [line for line in lines if line in (FIRST, SECOND, THIRD)] == [FIRST, SECOND, THIRD]


def test_a_caption_that_reads_like_a_paragraph_is_still_a_caption() -> None:
    long = "A crane works at the harbour of Port Example, which the town has owned since it was built, and will sell."
    article = story(middle=f"<div class='image-block'><img src=a><p class='image-caption'>{long}</p></div>")

    assert article.text == "\n".join([FIRST, SECOND, long, THIRD])
    assert [caption.content.of(article.text) for caption in article.captions] == [long]


def test_a_page_without_article_element_keeps_the_captions_between_its_paragraphs() -> None:
    figure = "<figure><img src=a><figcaption>{}</figcaption></figure>".format
    article = read(page(f"{figure('Menu')}<div><p>{FIRST}</p>{figure('A crane.')}<p>{SECOND}</p><p>{THIRD}</p></div>"))

    assert article.text == "\n".join([FIRST, "A crane.", SECOND, THIRD])


def test_a_photo_essay_is_its_captions() -> None:
    figures = "".join(
        f"<figure><img src={n}><figcaption>Crane number {n}. (Jane Roe/AFP)</figcaption></figure>" for n in (1, 2)
    )
    article = read(page(f"<main>{figures}</main>"))

    assert article.text == "Crane number 1. (Jane Roe/AFP)\nCrane number 2. (Jane Roe/AFP)"
    assert len(article.captions) == 2


LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Example"},
        {
            "@type": ["NewsArticle"],
            "headline": "Harbour sold",
            "author": [{"@type": "Person", "name": "Jane Roe"}, {"name": "John Poe"}],
            "publisher": {"name": "The Daily Example"},
            "datePublished": "2024-03-05T23:30:00-05:00",
        },
    ],
}


@pytest.mark.parametrize(
    ("head", "facts"),
    [
        (
            f"<script type='application/ld+json'>{json.dumps(LINKED)}</script>",
            ("Jane Roe and John Poe", "The Daily Example", "2024-03-05"),
        ),
        (
            "<meta name=author content='By Jane Roe and John Poe, Staff writer'>"
            "<meta property='og:site_name' content='The Daily Example'>"
            "<meta property='article:published_time' content='2024-03-05T10:00:00Z'>",
            ("Jane Roe and John Poe", "The Daily Example", "2024-03-05"),
        ),
        (
            "<meta property='article:author' content='https://net.example/janeroe'>"
            "<meta name=byl content='By Jane Roe'><meta name=pubdate content='2024-03-05'>",
            ("Jane Roe", None, "2024-03-05"),
        ),
        ("<script type='application/ld+json'>{broken</script>", (None, None, None)),
        ("<script type='application/ld+json'>[[[1, null, {}]]]</script>", (None, None, None)),
    ],
    ids=["json-ld", "meta", "author-by-address", "broken-json-ld", "odd-json-ld"],
)
def test_a_page_tells_its_byline_outlet_and_date(head: str, facts: tuple[str | None, ...]) -> None:
    article = story(head=head)

    assert (article.byline, article.outlet, article.published) == facts


def test_furniture_gives_the_byline_that_the_page_does_not() -> None:
    article = story(end="<p>Follow Jane Roe on Twitter.</p>")

    assert article.byline == "Jane Roe"
    assert [span.of(article.text) for span in article.furniture] == ["Follow Jane Roe on Twitter."]


@pytest.mark.parametrize(
    ("link", "origin", "url"),
    [
        ("https://news.example/harbour#top", "https://news.example/harbour", "https://news.example/harbour"),
        ("https://news.example/?p=7", "https://news.example/?p=7", "https://news.example/?p=7"),
        ("https://news.example/", "file:///page.html", None),
        ("/harbour", "file:///page.html", None),
        ("http://[bad", "file:///page.html", None),
        ("javascript:x()", "file:///page.html", None),
    ],
    ids=["absolute", "query", "front-page", "relative", "malformed", "script"],
)
def test_the_canonical_link_is_the_articles_identity_if_it_names_one_page(link: str, origin: str, url: str) -> None:
    article = story(head=f"<link rel=canonical href='{link}'>")

    assert (article.origin, article.url) == (origin, url)


def test_a_relative_canonical_link_starts_from_where_the_page_was_fetched() -> None:
    html = page(f"<article><p>{FIRST}</p><p>{SECOND}</p></article>", "<link rel=canonical href='/harbour'>")

    assert read(html, url="https://news.example/harbour?from=mail").origin == "https://news.example/harbour"


@pytest.mark.parametrize(
    "html",
    [
        "<html></html>",
        page("<script>var a = 'The mayor said that the harbour would be sold.'</script>"),
        page("<div>" * 10_000 + f"<p>{FIRST}</p>" + "</div>" * 10_000),
        page("<span>" * 10_000),
        " \r\n ",
        "<!-- nothing -->",
        page("<nav><a href=/>Home</a> <a href=/world>World</a></nav><script>go()</script>"),
        "\ufffd\ufffd",
    ],
    ids=["empty", "scripts", "10000-divs", "10000-spans", "blank", "comment", "menu", "nul"],
)
def test_a_page_without_main_text_is_refused_with_a_remedy(html: str) -> None:
    with pytest.raises(UnreadableArticle, match="the page") as caught:
        read(html)

    assert (caught.value.where, caught.value.remedy[:4]) == ("page.html", "save")


def test_the_same_page_gives_the_same_article() -> None:
    assert story(end="<p>Advertisement</p>") == story(end="<p>Advertisement</p>")
