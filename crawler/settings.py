"""Scrapy's settings: every value that is not Scrapy's default says why."""

BOT_NAME = "kliping"
SPIDER_MODULES = ["crawler.spiders"]
USER_AGENT = "kliping"  # jobs.py puts in the version and the operator's contact

# Who decides what is fetched, and when
SCHEDULER = "crawler.frontier.FrontierScheduler"  # the leads table: it outlives a crash, JOBDIR does not
DOWNLOADER = "crawler.middlewares.politeness.PoliteDownloader"  # one slot a site, robots.txt included
ROBOTSTXT_OBEY = True  # off by default; by a middleware of our own, below
ROBOTSTXT_USER_AGENT = (
    "kliping"  # the product token alone (RFC 9309, 2.2.1), not what stands in brackets after it
)
CONCURRENT_REQUESTS = (
    512  # sites at once, those that wait for their turn included; a site is asked one thing at a time
)
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 1  # of a response: a visit ends in one, and each that is allowed costs a task
DOWNLOAD_DELAY = 2.0  # seconds; a site file may say otherwise
DOWNLOAD_DELAY_JITTER = 0  # the default halves the delay at random

# What a hostile or broken server could do to us
TELNETCONSOLE_ENABLED = False  # a console that runs code
REMOTE_CONTROL_ENABLED = False  # the same over HTTP, on by default since 2.19
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024  # bytes; the default is 1 GiB
DOWNLOAD_WARNSIZE = 8 * 1024 * 1024
DOWNLOAD_TIMEOUT = 30  # seconds for a whole response, so a drip ends too
DNS_TIMEOUT = 15
REDIRECT_MAX_TIMES = 5  # a news site needs two: scheme and slash
METAREFRESH_ENABLED = False  # reads HTML in the reactor; the deadline is with the workers
DOWNLOAD_HANDLERS = {  # one request is sent once: Twisted's own second try keeps no delay
    "http": "crawler.middlewares.politeness.SingleSendHandler",
    "https": "crawler.middlewares.politeness.SingleSendHandler",
}
RETRY_TIMES = 1  # the lead itself is tried again hours later
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # recorded with the lead
COOKIES_ENABLED = False  # an archive is a stranger on every visit
REFERRER_POLICY = "no-referrer"  # whence we come is nobody's business
HTTPERROR_ALLOW_ALL = True  # a 404 or 410 is an outcome, and is recorded

DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.address_guard.AddressGuardMiddleware": 50,  # before robots.txt is asked of the address
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # takes a 5xx for permission
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "crawler.middlewares.reservations.ReservationsMiddleware": 110,
    "crawler.middlewares.politeness.PolitenessMiddleware": 560,  # sees each answer before it is retried
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # these five have nothing to do
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
    "crawler.middlewares.content_coding.ContentCodingMiddleware": 590,  # refuses what is cut short
}
SPIDER_MIDDLEWARES = {  # a spider yields one item a visit: its requests are the frontier's; redirects ask for the Referer's
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
ITEM_PIPELINES = {
    "pipelines.stages.ExtractPipeline": 100,
    "pipelines.stages.ArchivePipeline": 900,
}
EXTENSIONS = {
    "crawler.extensions.commits.Commits": 50,
    "crawler.extensions.progress.CrawlProgress": 100,
    "crawler.extensions.time_budget.TimeBudget": 100,
    "scrapy.extensions.logstats.LogStats": None,  # Progress says it per site
    "scrapy.extensions.corestats.CoreStats": 0,
    # What is off costs its import, and its making in every run: remote control alone imports aiohttp.
    "scrapy.extensions.logcount.LogCount": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.memdebug.MemoryDebugger": None,
    "scrapy.extensions.closespider.CloseSpider": None,
    "scrapy.extensions.feedexport.FeedExporter": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
    "scrapy.extensions.throttle.AutoThrottle": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
}

LOG_INSTALL_ROOT_HANDLER = False  # cli.py sets up logging for all commands alike
LOG_VERSIONS: list[str] = []
WARN_ON_GENERATOR_RETURN_VALUE = False  # reads the spider's source in every run, to warn its author
STATS_DUMP = False  # the counts go into the run's row
