"""How the site is served: settings, the live generation, gunicorn, headers, limits and the log."""
