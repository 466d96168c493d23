"""An office's own: its folder, its settings, its templates, and the law it works by."""
