"""How Copywatch crawls: slow, bounded and honest. There are no pipelines here."""

from importlib.metadata import PackageNotFoundError, version
from typing import Any


def _version() -> str:
    try:
        return version("copywatch")
    except PackageNotFoundError:  # run from a checkout
        return "dev"


BOT_NAME = "copywatch"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders.web"
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

# Who we are. COPYWATCH_CONTACT is a URL at which a site owner reaches the person who crawls.
COPYWATCH_VERSION = _version()
COPYWATCH_CONTACT = ""
USER_AGENT = f"Copywatch/{COPYWATCH_VERSION}"  # with the contact: base.CopywatchSpider
ROBOTSTXT_USER_AGENT = "Copywatch"

# Where things go and what is allowed; the crawl sets these.
COPYWATCH_BLOBS = "captures/blobs"  # folder for bodies, by SHA-256
COPYWATCH_ALLOW: list[str] = []  # exact host:port that may be private: ["127.0.0.2:8001"]
COPYWATCH_STATE = ""  # folder that remembers daily budgets; empty: not remembered
COPYWATCH_DAILY_PAGES = 2_000  # per site and day, over all crawls
COPYWATCH_MAX_WAIT = 120.0  # seconds that a site may ask us to wait before it is left alone
COPYWATCH_HAND_OVER = False  # leave a target to the reader of its software, once recognised
COPYWATCH_PICTURES = 12  # per page
COPYWATCH_API_CALLS = 2_000  # per API and crawl
COPYWATCH_GITHUB_API = "https://api.github.com"
COPYWATCH_GITHUB_GIT = "https://github.com"

# Manners
ROBOTSTXT_OBEY = True
COOKIES_ENABLED = False
CONCURRENT_REQUESTS = 8
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.2
RETRY_TIMES = 2
RETRY_HTTP_CODES = [429, 500, 502, 503, 504, 522, 524]
RETRY_EXCEPTIONS = [
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.DownloadTimeoutError",
    "scrapy.exceptions.ResponseDataLossError",
]
RETRY_GIVE_UP_LOG_LEVEL = "INFO"

# Limits
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
REDIRECT_MAX_TIMES = 5
DEPTH_LIMIT = 15
URLLENGTH_LIMIT = 2_000
MEMUSAGE_LIMIT_MB = 1_500
REACTOR_THREADPOOL_MAXSIZE = 4

# Guards
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_HANDLERS: dict[str, str | None] = {"file": None, "data": None, "ftp": None, "s3": None}
HTTPPROXY_ENABLED = False  # a proxy would resolve names behind the guard's back
DNS_TIMEOUT = 20
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    "spiders.guards.AddressGuard": 10,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # spiders choose their links
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "spiders.robots.Robots": 100,
    "spiders.budget.Budget": 110,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "spiders.manners.BackOff": 550,
    "spiders.challenge.Challenges": 560,
    "spiders.manners.Pace": 890,
}
SPIDER_MIDDLEWARES: dict[str, int | None] = {"spiders.manners.Outcomes": 40}

FEED_EXPORT_ENCODING = "utf-8"
LOG_LEVEL = "INFO"
LOG_VERSIONS: list[str] = []
LOGSTATS_INTERVAL = 0.0
EXTENSIONS: dict[str, Any] = {  # switched off by name, so that they are not even imported
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "spiders.memory.OwnMemory": 0,
}
