"""Django's settings when the ledger is used without a Django project (and by its tooling)."""

from typing import Any

INSTALLED_APPS = ["toolkit.ledger"]
# each office folder is its own database under its own alias, see configuration.py
DATABASES: dict[str, dict[str, Any]] = {"default": {}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
