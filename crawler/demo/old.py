"""A paper from the days of tables: PHP addresses, line breaks for paragraphs, a wrong charset, hardly any metadata."""

import gzip
import re
from html import escape

from crawler.demo.dates import long_date, weekday, zone_name
from crawler.demo.newsroom import Edition
from crawler.demo.planted import insert_between
from crawler.demo.post import Entry
from crawler.demo.story import ITEM, SUBHEADING
from crawler.demo.web import Paper, Request, Response, Route, pages_of, picture, text, xml

PER_LIST = 12
WRONG_TYPE = "text/html; charset=iso-8859-1"  # the bytes are UTF-8
STATIC = {
    "/redaksi.php": ("Redaksi", "Penerbit {name}, {region}. Surat ke redaksi@{domain}."),
    "/kontak.php": ("Kontak", "Alamat redaksi {name}: Jalan Pelabuhan Lama, {region}."),
}
_NUMBER = re.compile(r"/baca-(\d{1,9})-")  # the script reads the number; whatever follows it is decoration


class OldPaper(Paper):
    """Only a sitemap lists its articles; whatever does not exist answers 200."""

    def routes(self) -> list[Route]:
        """Name its scripts."""
        return [
            (r"/robots\.txt", self._robots),
            (r"/sitemap\.xml(\.gz)?", self._sitemap),
            (r"/.+\.(jpg|gif)", picture),
            (r"/(index\.php)?", self._front),
            ("|".join(map(re.escape, STATIC)), self._static),
            (r"/kategori\.php", self._section),
            (r"/berita\.php|/baca-.*", self._read),
            (r"(?s).*", self._missing),
        ]

    def _static(self, request: Request, edition: Edition) -> Response:
        title, body = STATIC[request.path]
        body = body.format(name=self.outlet.name, region=self.outlet.region, domain=self.outlet.domain)
        return self._page(title, f"<b>{title}</b><br><br>{body}", edition)

    def _read(self, request: Request, edition: Edition) -> Response:
        match = _NUMBER.match(request.path)
        number = match[1] if match else request.query.get("id", "")
        entry = edition.by_number.get(int(number)) if number.isdecimal() else None
        if entry:
            return self._page(entry.headline, self._article(entry), edition)
        sorry = (
            "<b>Berita tidak ditemukan</b><br><br>Silakan kembali ke <a href='index.php'>halaman depan</a>."
        )
        return self._page("", sorry, edition)

    def _missing(self, *_: object) -> Response:
        body = b"<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>"
        return Response(404, {"Content-Type": WRONG_TYPE}, body)

    @property
    def _zipped(self) -> bool:
        return self.look.chance("sitemap-gz", 0.4)

    def _robots(self, *_: object) -> Response:
        lines = "User-agent: *\nDisallow: /admin/\n"
        return text(lines + (f"Sitemap: {self.base_url}/sitemap.xml.gz\n" if self._zipped else ""))

    def _sitemap(self, request: Request, edition: Edition) -> Response:
        if request.path.endswith(".gz") != self._zipped:
            return self._missing()
        urls = [f"{self.base_url}/", *(self.url(entry) for entry in edition.entries)]
        rows = "\n".join(f"<url><loc>{escape(url)}</loc></url>" for url in urls)
        body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}\n</urlset>\n'
        if self._zipped:
            return Response(
                200, {"Content-Type": "application/x-gzip"}, gzip.compress(body.encode(), 6, mtime=0)
            )
        return xml(body, "text/xml")

    def _link(self, entry: Entry) -> str:
        return escape(entry.post.path.removeprefix("/"))

    def _front(self, _: Request, edition: Edition) -> Response:
        rows = "".join(
            f'<table width="100%"><tr><td><a href="{self._link(entry)}"><b>{escape(entry.headline)}</b></a><br>'
            f"<small>{self.printed_time(entry)}</small><br>{escape(entry.summary)} <a href='{self._link(entry)}'>selengkapnya</a></td></tr></table>"
            for entry in edition.entries[:PER_LIST]
        )
        return self._page("", rows, edition)

    def _section(self, request: Request, edition: Edition) -> Response:
        wanted = request.query.get("k", "")
        entries = [entry for entry in edition.entries if entry.post.story.section.lower() == wanted]
        page = request.number("hal") or 1
        kept, last = pages_of(entries, page, PER_LIST)
        rows = "<br>".join(
            f'&bull; <a href="{self._link(entry)}">{escape(entry.headline)}</a>' for entry in kept
        )
        more = (
            f'<br><a href="kategori.php?k={escape(wanted)}&amp;hal={page + 1}">berikutnya</a>'
            if page < last
            else ""
        )
        return self._page(wanted.title(), f"<b>{escape(wanted.title())}</b><br>{rows}{more}", edition)

    def printed_time(self, entry: Entry) -> str:
        """The time of publication as this paper prints it."""
        moment = entry.published
        forms = (
            f"Diposting: {weekday(moment.date())}, {moment:%d-%m-%Y, %H.%M} {zone_name(moment)}",
            f"{weekday(moment.date())}, {long_date(moment.date(), old=True)} {moment:%H:%M} {zone_name(moment)}",
            f"{weekday(moment.date())}, {moment:%d/%m/%Y - %H:%M} {zone_name(moment)}",
            f"Tanggal: {long_date(moment.date(), old=True)}, Jam {moment:%H.%M} {zone_name(moment)}",
        )
        return self.look.pick("time-form", forms)

    def _article(self, entry: Entry) -> str:
        byline = f"Oleh : {escape(', '.join(entry.post.authors))}<br>" if entry.post.authors else ""
        tag = self.look.pick("title-tag", ('font size="5"', 'span class="judul"', "h2"))
        headline = f"<{tag}><b>{escape(entry.headline)}</b></{tag.split(' ', maxsplit=1)[0]}>"
        stamp = f"<i>{self.printed_time(entry)}</i><br>"
        meta = stamp + byline if self.look.chance("time-first", 0.5) else byline + stamp
        crumb = f'<a href="index.php">Depan</a> &raquo; <a href="kategori.php?k={entry.post.story.section.lower()}">{entry.post.story.section}</a><br>'
        return f"""{crumb}{headline}<br>
{meta}{self._photo(entry)}
<div class="{self.look.css("body")}">{self._text(entry)}</div>
<br><a href="javascript:history.back()">[Kembali]</a> | <a href="javascript:window.print()">Cetak</a> | Dibaca: {self.look.rng(f"reads:{entry.post.number}").randrange(40, 9_000)} kali
{self._others(entry)}"""

    def _photo(self, entry: Entry) -> str:
        caption = entry.post.story.caption
        if not caption:
            return ""
        credit = f" ({entry.post.photo_credit})" if entry.post.photo_credit else ""
        return f'<table width="300" align="left"><tr><td><img src="foto/{entry.post.number}.jpg" width="300"></td></tr><tr><td><small>{escape(caption + credit)}</small></td></tr></table>'

    def _text(self, entry: Entry) -> str:
        """The text in one block, its paragraphs parted by line breaks."""
        pieces = []
        for index, block in enumerate(entry.paragraphs):
            line = escape(block.removeprefix(SUBHEADING).removeprefix(ITEM), quote=False)
            if index == 0:
                line = escape(entry.post.dateline.printed, quote=False) + line
            pieces.append(f"<b>{line}</b>" if block.startswith(SUBHEADING) else line)
        sign_off = entry.post.sign_off
        if sign_off:
            joint = self.look.pick("sign-off", (" ", "", "<br><br>\n"))
            pieces[-1] += f"{joint}({escape(sign_off)})"
        rng = self.look.rng(f"planted:{entry.post.number}")
        pieces = insert_between(pieces, self.planted_html(entry, bare=True), rng)
        return self.look.pick("break", ("<br><br>\n", "<br /><br />", "<br>\n<br>\n")).join(pieces)

    def _others(self, entry: Entry) -> str:
        near = [
            other for other in self.newsroom.edition(self.outlet.id).entries if other.post is not entry.post
        ][:5]
        rows = "".join(
            f'<li><a href="{self._link(other)}">{escape(other.headline)}</a></li>' for other in near
        )
        return f"<br><br><b>{self.look.pick('others', ('Berita Lainnya', 'Berita Terkait', 'Baca juga'))}</b><ul>{rows}</ul>"

    def _page(self, title: str, main: str, edition: Edition) -> Response:
        menu = "<br>".join(f'<a href="kategori.php?k={name.lower()}">{name}</a>' for name in edition.sections)
        newest = "<br><br>".join(
            f'<a href="{self._link(entry)}">{escape(entry.headline)}</a>' for entry in edition.entries[:7]
        )
        menu_cell = f'<td width="150" valign="top"><b>Menu</b><br><a href="index.php">Depan</a><br>{menu}<br><a href="redaksi.php">Redaksi</a></td>'
        main_cell = f'<td valign="top">{self.look.wrap(main, "main")}</td>'
        side_cell = (
            f'<td width="200" valign="top"><b>Berita Terbaru</b><br>{newest}<br><br>Pengunjung online: 7</td>'
        )
        cells = self.look.pick(
            "columns", ((menu_cell, main_cell, side_cell), (main_cell, side_cell, menu_cell))
        )
        name = self.outlet.name
        page = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="en">
<head><meta http-equiv="Content-Type" content="{WRONG_TYPE}" />
<title>{f"{name} :: {escape(title)}" if title else name}</title></head>
<body bgcolor="#ffffff"><center><table width="960" border="0" cellpadding="4"><tr><td colspan="3"><img src="logo.gif" alt="{name}"></td></tr>
<tr>{"".join(cells)}</tr>
<tr><td colspan="3" align="center"><small>Copyright {name}. Hak cipta dilindungi undang-undang.</small></td></tr></table></center></body></html>
"""
        return Response(200, {"Content-Type": WRONG_TYPE}, page.encode())
