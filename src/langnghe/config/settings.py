"""Settings of every place: one file, and what differs comes from the environment through typed readers."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from langnghe.config import env
from langnghe.demo import clock

PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = env.flag("LANGNGHE_DEBUG", default=False)
SECRET_KEY = env.secret("LANGNGHE_SECRET_KEY", file="secret_key")
VAULT_KEY = env.secret("LANGNGHE_VAULT_KEY", file="vault_key")
SITE_URL = env.text("LANGNGHE_SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.words("LANGNGHE_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
HOME_FOLDER = env.home()
# `langnghe demo_year` leaves a mark: whoever serves that home later says that its data are made up, and goes
# by the demonstration's clock.
DEMO_MODE = env.flag("LANGNGHE_DEMO", default=(HOME_FOLDER / clock.MARK).exists())
CLOCK_SHIFT = clock.shift_of(HOME_FOLDER)
HOME_PROVINCE = env.text("LANGNGHE_HOME_PROVINCE", default="")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sites",
    "django.contrib.postgres",
    "django_htmx",
    "template_partials",
    "django_vite",
    "csp",
    "pgtrigger",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "wagtail.users",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.search",
    "wagtail.contrib.typed_table_block",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "langnghe.ground",
    "langnghe.places",
    "langnghe.bodies",
    "langnghe.topics",
    "langnghe.people",
    "langnghe.reports",
    "langnghe.cases",
    "langnghe.alarms",
    "langnghe.situations",
    "langnghe.grassroots",
    "langnghe.programmes",
    "langnghe.practices",
    "langnghe.figures",
    "langnghe.briefings",
    "langnghe.meetings",
    "langnghe.notices",
    "langnghe.portal",
    "langnghe.site",
    "langnghe.demo",
    "langnghe.config",
]

MIDDLEWARE = [
    "langnghe.demo.middleware.DemoMark",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "langnghe.people.middleware.OwnPasswordFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "langnghe.portal.middleware.EditorsArea",
]

ROOT_URLCONF = "langnghe.config.urls"
WSGI_APPLICATION = "langnghe.config.wsgi.application"
FORM_RENDERER = "langnghe.site.forms.FrameFormRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": [PACKAGE / "site" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "langnghe.site.context.frame",
            ],
        },
    }
]

# The web and the worker use the role without ownership; `langnghe migrate` and the tests use the owner.
DATABASES = {"default": env.database("DATABASE_URL")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
SECURE_COOKIES = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "morning"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "langnghe.people.adapters.AccountAdapter"
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
SITE_ID = 1

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
# The words of our rooms go before those that a library has for the same English ones.
LOCALE_PATHS = [
    PACKAGE / app.removeprefix("langnghe.") / "locale"
    for app in INSTALLED_APPS
    if app.startswith("langnghe.")
]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.time_zone("LANGNGHE_TIME_ZONE", default="Asia/Ho_Chi_Minh")

STATIC_URL = "/static/"
STATIC_ROOT = HOME_FOLDER / "static"
STATICFILES_DIRS = [("build", PACKAGE / "site" / "static" / "build")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = HOME_FOLDER / "files"
MEDIA_URL = "/tep/"  # only pictures of the portal are served below it (portal/urls.py)
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "static_url_prefix": "build",
        "manifest_path": PACKAGE / "site" / "static" / "build" / "manifest.json",
    }
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# The portal's editors work in Wagtail below /bien-tap/, which has inline scripts and styles: a policy of its
# own, for that area alone (portal/middleware.py, docs/decisions/0070).
EDITORS_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}

WAGTAIL_SITE_NAME = "Lắng Nghe"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = False
# Saving by itself while somebody publishes made two pages of one where the connection was slow.
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# Nothing is asked of other servers: no news of versions, no pictures of faces.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Accounts, their passwords and addresses are kept where all staff keep theirs.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILIMAGES_IMAGE_MODEL = "portal.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "langnghe.portal.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_WEBP_QUALITY = 65  # the first page must stay light
WAGTAILDOCS_DOCUMENT_FORM_BASE = "langnghe.portal.forms.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}
}
TAGGIT_CASE_INSENSITIVE = True

# Mail leaves only where a server is named; otherwise each message is written to a file in HOME/mail.
EMAIL_HOST = env.text("LANGNGHE_MAIL_HOST", default="")
EMAIL_PORT = env.number("LANGNGHE_MAIL_PORT", default=587)
EMAIL_HOST_USER = env.text("LANGNGHE_MAIL_USER", default="")
EMAIL_HOST_PASSWORD = env.text("LANGNGHE_MAIL_PASSWORD", default="")
EMAIL_USE_TLS = env.flag("LANGNGHE_MAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = HOME_FOLDER / "mail"
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)
DEFAULT_FROM_EMAIL = env.text("LANGNGHE_MAIL_FROM", default="lang-nghe@localhost")

PGTRIGGER_MIGRATIONS = True

# Each room keeps its tasks for the worker in jobs.py.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Each command would begin by telling which tasks there are.
    "loggers": {
        "procrastinate.blueprints": {"level": "WARNING"},
        "procrastinate.periodic": {"level": "WARNING"},
        # Wagtail tells each of its small tasks twice.
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}
