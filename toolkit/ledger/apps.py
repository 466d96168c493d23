"""The Django application."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """督办台账。"""

    name = "toolkit.ledger"
    label = "ledger"
    verbose_name = "督办台账"
    default_auto_field = "django.db.models.BigAutoField"
