"""What can keep a backup from being made or restored."""


class BackupError(Exception):
    """Raised if a backup cannot be made, is not whole, or does not fit where it is to be restored. Says what to do."""
