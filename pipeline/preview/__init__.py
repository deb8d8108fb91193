"""The preview: all languages on this machine, rebuilt on every save, never published."""
