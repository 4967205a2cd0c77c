"""The Elementor template of a WordPress article: widgets in columns in sections."""

from html import escape

from crawler.demo.dates import long_date
from crawler.demo.newsroom import Edition
from crawler.demo.plan import slug_of
from crawler.demo.post import Entry
from crawler.demo.web import Paper
from crawler.demo.wordpress_page import (
    article_head,
    author_name,
    content_html,
    has_caption_in_content,
    image_url,
    page_html,
    shown_caption,
    texturize,
)

NETWORKS = ("Facebook", "Twitter", "WhatsApp", "Telegram")


def article_html(paper: Paper, entry: Entry, edition: Edition) -> str:
    """Render the page of one article."""
    picture = [] if has_caption_in_content(paper) else [_featured_image(paper, entry)]
    head = paper.look.order("head-widgets", [_post_info(paper, entry), _share_buttons(paper)])
    if paper.look.chance("share-last", 0.5):
        head.sort(key=lambda widget: "share-btn" in widget)
    parts = [
        _widget(
            paper,
            "theme-post-title",
            f'<h1 class="elementor-heading-title elementor-size-default">{texturize(entry.headline)}</h1>',
        ),
        *head,
        *picture,
        _widget(paper, "theme-post-content", content_html(paper, entry, edition)),
        *_tags(paper, entry),
        _navigation(paper, entry, edition),
    ]
    inner = paper.look.wrap("\n".join(parts), "single")
    number = paper.look.rng("template").randrange(200, 9_000)
    main = f"""<div data-elementor-type="single-post" data-elementor-id="{number}" class="elementor elementor-{number} elementor-location-single post-{entry.post.number} post type-post status-publish format-standard hentry category-{entry.post.story.section.lower()}">
<section class="elementor-section elementor-top-section elementor-section-boxed"><div class="elementor-container elementor-column-gap-default">
<div class="elementor-column elementor-col-66 elementor-top-column"><div class="elementor-widget-wrap elementor-element-populated">
{inner}
</div></div></div></section></div>"""
    title = f"{entry.headline} - {paper.outlet.name}"
    kind = f"post-template-default single single-post postid-{entry.post.number} single-format-standard"
    return page_html(paper, title, article_head(paper, entry), main, edition, kind)


def _widget(paper: Paper, kind: str, inner: str) -> str:
    element = f"{paper.look.rng(f'element:{kind}').randrange(16**7):07x}"
    return (
        f'<div class="elementor-element elementor-element-{element} elementor-widget elementor-widget-{kind}" '
        f'data-id="{element}" data-element_type="widget" data-widget_type="{kind}.default">'
        f'<div class="elementor-widget-container">\n{inner}\n</div></div>'
    )


def _post_info(paper: Paper, entry: Entry) -> str:
    name = escape(author_name(entry))
    items = [
        f'<li class="elementor-icon-list-item"><a href="{paper.base_url}/author/{slug_of(name)}/">{name}</a></li>'
    ]
    items.append(
        f'<li class="elementor-icon-list-item"><time>{long_date(entry.published.date())}</time></li>'
    )
    if paper.look.chance("printed-clock", 0.6):
        items.append(f'<li class="elementor-icon-list-item"><span>{entry.published:%H:%M}</span></li>')
    return _widget(
        paper,
        "post-info",
        f'<ul class="elementor-inline-items elementor-icon-list-items elementor-post-info">{"".join(items)}</ul>',
    )


def _share_buttons(paper: Paper) -> str:
    buttons = "\n".join(
        f'<div class="elementor-grid-item"><div class="elementor-share-btn elementor-share-btn_{name.lower()}" role="button" tabindex="0" aria-label="Share on {name.lower()}">'
        f'<span class="elementor-share-btn__icon"></span><div class="elementor-share-btn__text"><span class="elementor-share-btn__title">{name}</span></div></div></div>'
        for name in NETWORKS
    )
    return _widget(paper, "share-buttons", f'<div class="elementor-grid">{buttons}</div>')


def _featured_image(paper: Paper, entry: Entry) -> str:
    image = f'<img width="1024" height="682" src="{image_url(paper, entry)}" class="attachment-large size-large" alt="{escape(entry.headline)}" />'
    if entry.post.story.caption:
        image = f'<figure class="wp-caption">{image}<figcaption class="widget-image-caption wp-caption-text">{shown_caption(entry)}</figcaption></figure>'
    return _widget(paper, "theme-post-featured-image", image)


def _tags(paper: Paper, entry: Entry) -> list[str]:
    links = ", ".join(
        f'<a href="{paper.base_url}/tag/{slug_of(tag)}/" rel="tag">{escape(tag)}</a>'
        for tag in entry.post.story.tags
    )
    label = paper.look.pick("tags-label", ("Tag: ", "Tags: ", ""))
    return (
        [_widget(paper, "post-terms", f'<span class="elementor-post-info__terms-list">{label}{links}</span>')]
        if links
        else []
    )


def _navigation(paper: Paper, entry: Entry, edition: Edition) -> str:
    """Link to the article before, under the label BACA JUGA; the first article of all links to the next."""
    place = edition.places[entry.post.number]
    near = edition.entries[place + 1 : place + 2] or edition.entries[max(0, place - 1) : place]
    links = "".join(
        f'<div class="elementor-post-navigation__prev elementor-post-navigation__link"><a href="{paper.url(other)}" rel="prev">'
        '<span class="elementor-post-navigation__link__prev"><span class="post-navigation__prev--label">BACA JUGA :</span>'
        f'<span class="post-navigation__prev--title">{texturize(other.headline)}</span></span></a></div>'
        for other in near
    )
    return _widget(paper, "post-navigation", f'<div class="elementor-post-navigation">{links}</div>')
