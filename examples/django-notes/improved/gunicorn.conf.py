"""Settings of gunicorn, which reads this file from its working directory."""

import os

workers = int(os.environ.get("WORKERS", "3"))
timeout = int(os.environ.get("TIMEOUT", "60"))
keepalive = int(os.environ.get("KEEP_ALIVE", "5"))
