"""Django settings. Values come from config.env; what is decided here does not vary between offices."""

import structlog
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.urls import reverse_lazy

from config import env

BASE_DIR = env.BASE_DIR
DATA_DIR = env.DATA_DIR
SECRET_KEY = env.SECRET_KEY
DEBUG = env.DEBUG
DEMO = env.DEMO
ALLOWED_HOSTS = env.ALLOWED_HOSTS
PUBLIC_URL = env.PUBLIC_URL
CSRF_TRUSTED_ORIGINS = [env.PUBLIC_URL]

# Keys of sealed fields, of look-up hashes (NIK, phone, receipt), and of the daily audit root.
FIELD_KEYS = env.FIELD_KEYS
LOOKUP_KEYS = env.LOOKUP_KEYS
AUDIT_KEYS = env.AUDIT_KEYS
RULESETS_DIR = env.RULESETS_DIR
KEEP_DONE_DAYS = env.KEEP_DONE_DAYS

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "django_filters",
    "django_structlog",
    "rest_framework",
    "drf_spectacular",
    "core",
    "accounts",
    "cases",
    "ledger",
    "workflows",
    "intake",
    "notifications",
    "reports",
    "portals.shared",
    "portals.worker",
    "portals.satgas",
    "portals.ministry",
    "api",
    "demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "core.privacy.KeptByNobodyMiddleware",
    "core.bodies.BodyLimitMiddleware",
    "api.middleware.WithOrWithoutSlashMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.OwnLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.PrincipalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "portals.shared.context.page",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
        },
    },
]
FORM_RENDERER = "portals.shared.forms.Renderer"

DATABASES = {"default": env.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if env.REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": env.REDIS_URL,
            "KEY_PREFIX": env.REDIS_PREFIX,
        }
    }

# --- Accounts -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.OfficerBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("shared:start")
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by their office
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_COOKIE_AGE; nobody is asked
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to whoever's address a stranger types
# Codes of the second step, for each account. Wrong passwords are counted by django-axes, for each account and
# address, so that a stranger cannot shut an officer out (accounts/adapter.py).
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,20/d/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.BEHIND_TLS else 0
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Nobody signs up with an address of somebody else: an office made the account, and a letter to the address opened it.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Hak Pekerja"
MFA_TOTP_TOLERANCE = 1  # the code before is still good: reading and typing take time (RFC 6238, 5.2)
MFA_FORMS = {"add_webauthn": "accounts.forms.AddKeyForm", "edit_webauthn": "accounts.forms.EditKeyForm"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = env.PUBLIC_URL.startswith("http://")
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "accounts.adapter.account_tried"
AXES_CLIENT_IP_CALLABLE = "core.origin.source_of"
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.BEHIND_TLS
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# --- Language, time, files ----------------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Makassar"  # WITA; each office has its own for its deadlines
USE_THOUSAND_SEPARATOR = (
    False  # it would also put dots into ids in forms and links; pages use |rupiah and |angka
)

STATIC_URL = "static/"
STATIC_ROOT = env.STATIC_ROOT
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        # Outside every served folder; files leave only through views that check access.
        "OPTIONS": {"location": DATA_DIR / "evidence", "file_permissions_mode": 0o600},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
EVIDENCE_MAX_BYTES = 10 * 1024 * 1024
REQUEST_MAX_BYTES = 128 * 1024 * 1024  # a form with its files; everything else: DATA_UPLOAD_MAX_MEMORY_SIZE
DRAFT_SPACE_BYTES = env.DRAFT_SPACE_MB * 1024 * 1024

# --- Mail -----------------------------------------------------------------------------------------------
globals().update({name: value for name, value in env.email().items() if name.startswith("EMAIL")})
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.EMAIL_FROM
# Where a notification sends its reader. Rooms below the portals do not know their addresses.
PAGES_OF_A_CASE = {
    "worker": "/ikuti/",
    "officer": "/kantor/perkara/{reference}/",  # leads on to where this officer may see it
}

# --- Browser security -----------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # the TOTP picture is a data: URL
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = env.BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if env.BEHIND_TLS else 0
SECURE_REDIRECT_EXEMPT = [r"^sehat$"]
SILENCED_SYSTEM_CHECKS: list[str] = []

# --- Celery ---------------------------------------------------------------------------------------------
CELERY_BROKER_URL = env.broker_url()
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "visibility_timeout": 300,
        "unacked_restore_throttle": 1,
        "global_keyprefix": env.REDIS_PREFIX,
        # A request that wakes a worker waits a second for a mute broker and not at all for a dead one.
        "socket_timeout": 1,
        "socket_connect_timeout": 1,
        "max_retries": 0,
        "interval_start": 0,
        "connect_retries_timeout": 1,
    }
    if env.REDIS_URL
    else {
        "data_folder_in": f"{DATA_DIR}/broker/queue",
        "data_folder_out": f"{DATA_DIR}/broker/queue",
        "control_folder": f"{DATA_DIR}/broker/control",
        "polling_interval": 0.05,
    }
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_PUBLISH_RETRY = False  # the database is the record; the sweep sends what a mute broker lost
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(env.BEAT_SCHEDULE)
CELERY_BEAT_SCHEDULE = {
    "relay-outbox": {"task": "workflows.relay_outbox", "schedule": env.SWEEP_SECONDS},
    "sweep-clocks": {"task": "workflows.sweep_clocks", "schedule": env.SWEEP_SECONDS},
    "resume-calculations": {"task": "workflows.resume_calculations", "schedule": env.SWEEP_SECONDS},
    "resume-lists": {"task": "intake.resume_lists", "schedule": env.SWEEP_SECONDS},
    "sweep-notifications": {"task": "notifications.sweep_notifications", "schedule": env.SWEEP_SECONDS},
    "settle-arrivals": {"task": "notifications.settle_arrivals", "schedule": crontab(minute=7)},
    "forget-stale-drafts": {"task": "intake.forget_stale_drafts", "schedule": crontab(minute=17)},
    "forget-filed-answers": {"task": "api.forget_answers", "schedule": crontab(minute=27)},
    "prune-outbox": {"task": "workflows.prune_outbox", "schedule": crontab(hour=2, minute=10)},
    "prune-attempts": {"task": "notifications.prune_attempts", "schedule": crontab(hour=2, minute=20)},
    "seal-audit-day": {"task": "workflows.seal_audit_day", "schedule": crontab(hour=0, minute=10)},
}

# --- API ------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.BoundedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.problems.exception_handler",
    # Whose address counts: the last one that our own proxy added, never what a client claims.
    "NUM_PROXIES": 1 if env.BEHIND_TLS else 0,
    "DEFAULT_THROTTLE_RATES": {"file": "20/hour", "follow": "30/hour", "calculate": "120/minute"},
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Hak Pekerja API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENFORCE_NON_BLANK_FIELDS": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}

# --- Logs: events with bound names, never sentences, never a person's data ------------------------------
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "events": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.LogfmtRenderer()
            if env.EMBEDDED
            else structlog.processors.JSONRenderer(),
            "foreign_pre_chain": [
                structlog.stdlib.add_log_level,
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.processors.format_exc_info,
            ],
        }
    },
    "filters": {"routes": {"()": "core.privacy.RouteInsteadOfPath"}},
    "loggers": {name: {"filters": ["routes"]} for name in ("django.request", "django.security.csrf")},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "events"}},
    "root": {"handlers": ["console"], "level": env.LOG_LEVEL},
}
