"""A release as files that offices mail: text wrapped by a mail program, and a PDF with pages, heads and hyphens."""

import textwrap


def wrapped(lines, width=72):
    """The lines as a mail has them: headline, paragraphs wrapped, blank lines between."""
    return "\n\n".join(textwrap.fill(line, width, break_long_words=False) for line in lines) + "\n"


def to_pdf(pages, size=11, leading=14, left=60, top=780):
    """Return a PDF of pages; each is a list of lines, an empty one a wider gap."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for lines in pages:
        kids.append(b"%d 0 R" % (len(objects) + 1))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (len(objects) + 2)
        )
        shown = b"".join(
            b"BT /F1 %d Tf 1 0 0 1 %d %d Tm (%s) Tj ET\n" % (size, left, top - leading * row, _escape(line))
            for row, line in enumerate(lines)
            if line
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    return _write(objects)


def _escape(line):
    data = line.encode("cp1252", "replace")
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _write(objects):
    out, starts = b"%PDF-1.4\n", []
    for number, value in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def paged(lines, rows=24, width=80, head="SIARAN PERS - BIRO ADMINISTRASI PIMPINAN"):
    """The lines as pages of a PDF: wrapped with hyphens at some ends, a running head and a page number on each."""
    body = []
    for line in lines:
        body += [*_hyphenated(textwrap.wrap(line, width)), ""]
    pages = [body[start : start + rows] for start in range(0, len(body), rows)]
    return to_pdf([[head, "", *page, "", f"Halaman {number}"] for number, page in enumerate(pages, 1)])


def _hyphenated(rows):
    """Cut the first word of each second row where it is long, and put its half to the row before."""
    for place in range(1, len(rows), 2):
        word, _, rest = rows[place].partition(" ")
        if len(word) > 7 and word.isalpha() and word.islower():
            rows[place - 1] += f" {word[:4]}-"
            rows[place] = f"{word[4:]} {rest}"
    return rows
