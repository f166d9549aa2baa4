"""Errors and warnings of quotenlp; every message names what is wrong and what to do."""


class QuoteNLPError(ValueError):
    """Base of all errors that a user can cause."""


class LexiconError(QuoteNLPError):
    """A lexicon does not have the required form."""


class SettingsError(QuoteNLPError):
    """A component was given a setting that it cannot take."""


class InputError(QuoteNLPError):
    """An input file cannot be read as documents."""


class QuoteNLPWarning(UserWarning):
    """Something in the pipeline limits what quotenlp can do."""
