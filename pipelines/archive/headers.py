"""HTTP headers as captures.db keeps them: JSON, compressed with the words that most responses share."""

import json
import sys
from collections.abc import Iterable

from pipelines.archive.values import clean_text

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Headers = tuple[tuple[str, str], ...]

LEVEL = 9
MAX_HEADERS = 16 * 1024 * 1024  # bytes, before compression
MAGIC = b"\x28\xb5\x2f\xfd"  # of every zstd frame: not stored
# Part of the file format: what was stored with it is read with it. Never edit it; what is likely stands at the end.
WORDS = b"""["X-Robots-Tag","noindex, follow"],["Location","https://www."],["X-UA-Compatible","IE=edge"],["P3P","CP=\\"\
["Set-Cookie","PHPSESSID=; path=/; HttpOnly; Secure; SameSite=Lax; expires=Max-Age=3600; domain=.__cf_bm=laravel_session=XSRF-TOKEN=
["Permissions-Policy","geolocation=(), microphone=(), camera=(), interest-cohort=()"],["Pragma","no-cache"],["X-Powered-By","PHP/7.4.33"]
["Content-Security-Policy","upgrade-insecure-requests; default-src 'self'; frame-ancestors 'self'; script-src 'unsafe-inline' block-all-mixed-content"]
["Report-To","{\\"group\\":\\"cf-nel\\",\\"max_age\\":604800,\\"endpoints\\":[{\\"url\\":\\"https://a.nel.cloudflare.com/report/v4?s=\\"}]}"]
["Nel","{\\"report_to\\":\\"cf-nel\\",\\"success_fraction\\":0.0,\\"max_age\\":604800}"],["cf-cache-status","DYNAMIC"],["CF-RAY","-SIN"],["Cf-Ray","-CGK"]
["Alt-Svc","h3=\\":443\\"; ma=86400"],["alt-svc","h3=\\":443\\"; ma=2592000"],["Referrer-Policy","strict-origin-when-cross-origin"]
["Strict-Transport-Security","max-age=31536000; includeSubDomains; preload"],["X-Frame-Options","SAMEORIGIN"],["X-Xss-Protection","1; mode=block"]
["X-Content-Type-Options","nosniff"],["Access-Control-Allow-Origin","*"],["X-Cache","HIT from "],["X-Cache","MISS"],["Via","1.1 varnish, 1.1 google"],["Age","0"]
["X-Litespeed-Cache","hit"],["X-LiteSpeed-Cache-Control","public,max-age=604800"],["X-Pingback","/xmlrpc.php"],["Platform","hostinger"],["Keep-Alive","timeout=5"]
["Expires","Thu, 19 Nov 1981 08:52:00 GMT"],["Cache-Control","no-store, no-cache, must-revalidate, max-age=0, private, s-maxage=300"],["Cache-Control","public, max-age=600"]
["Accept-Ranges","bytes"],["Transfer-Encoding","chunked"],["Connection","keep-alive"],["Content-Language","id"],["X-Powered-By","PHP/8.2"]
["Link","<https://www./wp-json/>; rel=\\"https://api.w.org/\\", <https://www./wp-json/wp/v2/posts/>; rel=\\"alternate\\"; title=\\"JSON\\"; type=\\"application/json\\",\
 <https://www./?p=>; rel=shortlink"],["Vary","Accept-Encoding, User-Agent, Cookie"],["Vary","Accept-Encoding"]
["Server","Apache/2.4.41 (Ubuntu)"],["Server","LiteSpeed"],["Server","cloudflare"],["Server","openresty"],["Server","nginx"]
["Date","Sat, 01 Jan 2025 00:00:00 GMT"],["Date","Sun, 02 Feb 2026 10:10:10 GMT"],["Date","Mon, 13 Mar 2027 12:30:00 GMT"],["Date","Tue, 14 Apr 2026 GMT"]
["Last-Modified","Wed, 15 May 2025 11:20:30 GMT"],["Last-Modified","Thu, 26 Jun 2026 21:40:50 GMT"],["Last-Modified","Fri, 27 Jul Aug Sep Oct Nov Dec 2027 "]
["ETag","W/\\""],["ETag","\\""],["Content-Length",""],["Content-Type","text/html; charset=utf-8"],["Content-Type","text/html; charset=UTF-8"]"""
SHARED = zstd.ZstdDict(WORDS, is_raw=True)
PACKER = zstd.ZstdCompressor(LEVEL, zstd_dict=SHARED)  # a fresh one each time takes eight times as long


def pack_headers(headers: Iterable[tuple[str, str]]) -> str | bytes:
    """Return headers as they are stored: JSON, or compressed where that is less."""
    pairs = [[clean_text(name), clean_text(value)] for name, value in headers]
    text = json.dumps(pairs, ensure_ascii=False, separators=(",", ":"))
    plain = text.encode("utf-8")
    packed = PACKER.compress(plain, mode=PACKER.FLUSH_FRAME).removeprefix(MAGIC)
    return packed if len(packed) < len(plain) else text


def read_headers(stored: str | bytes) -> Headers:
    """Return headers as they were received; raises ValueError where they are damaged."""
    try:
        if isinstance(stored, bytes):
            reader = zstd.ZstdDecompressor(SHARED)
            stored = reader.decompress(MAGIC + stored, max_length=MAX_HEADERS).decode("utf-8")
        return tuple((str(name), str(value)) for name, value in json.loads(stored))
    except (zstd.ZstdError, ValueError) as error:
        raise ValueError(f"headers cannot be read: {error}") from error
