"""Settings of gunicorn, from those of the site."""

from web.settings import read_settings

_settings = read_settings()

bind = f"{_settings.host}:{_settings.port}"
workers = _settings.workers
threads = _settings.threads
worker_class = "gthread"
# Load before forking: the workers share what does not change.
preload_app = True
timeout = 30
graceful_timeout = 10
loglevel = _settings.log_level.lower()
