"""The errors that a user can do something about; their text is the whole message."""


class CopywatchError(Exception):
    """Something a user can put right: the text says what is wrong and what to do."""


class ConfigurationError(CopywatchError):
    """A wrong setting, key, file format or command: exit code 2."""


class Unreadable(CopywatchError):
    """One input could not be read; it is counted and shown, and the work goes on."""
