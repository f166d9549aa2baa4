"""The base of the three components: settings, lexicon and their serialization."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar, Generic

import srsly
from spacy.pipeline import Pipe
from spacy.tokens import Doc
from spacy.vocab import Vocab

from quotenlp.document import register_extensions
from quotenlp.errors import LexiconError, QuoteNLPWarning
from quotenlp.lexicon import Lexicon, check_lexicon, extend_lexicon, load_lexicon
from quotenlp.settings import Settings, check_settings

_LEXICON_FILE = "lexicon.json"


class LexiconPipe(Pipe, Generic[Settings]):
    """A spaCy component that is a set of settings, a lexicon, and a function over a Doc.

    Subclasses name their ``layer`` and ``settings_type`` and define `compile` (lexicon to fast lookups) and `annotate`.
    """

    layer: ClassVar[str]
    settings_type: ClassVar[type[Any]]

    def __init__(self, vocab: Vocab, name: str, lang: str, **settings: Any) -> None:
        """Make the component.

        Args:
            vocab: the pipeline's vocabulary.
            name: name of the component in the pipeline.
            lang: language code that selects the packaged lexicon.
            **settings: see ``settings_type``.

        Raises:
            SettingsError: a setting is unknown or has a wrong value.
            LexiconError: a lexicon does not have the form of the packaged one.
        """
        self.vocab = vocab
        self.name = name
        self.lang = lang
        self._warned = False
        self.settings: Settings = check_settings(self.settings_type, name, settings)
        given = self.settings.lexicon
        lexicon = load_lexicon(self.layer, lang) if given is None else check_lexicon(given, self.layer)
        self._use(extend_lexicon(lexicon, self.settings.lexicon_extra or {}))
        register_extensions()

    def _use(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        try:
            self.compile(lexicon)
        except KeyError as error:
            raise LexiconError(
                f"the {self.layer} lexicon lacks {error}: start from quotenlp.load_lexicon({self.layer!r}), "
                "or use 'lexicon_extra' to add to the packaged one"
            ) from None

    def compile(self, lexicon: Lexicon) -> None:
        """Turn the lexicon into what `annotate` looks things up in."""
        raise NotImplementedError

    def annotate(self, doc: Doc) -> None:
        """Write this component's layer on ``doc``."""
        raise NotImplementedError

    def warn(self, message: str) -> None:
        """Warn of what holds for the whole pipeline: once, not for every document."""
        if not self._warned:
            self._warned = True
            warnings.warn(f"{self.name}: {message}", QuoteNLPWarning, stacklevel=2)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate ``doc`` and return it; running twice equals running once."""
        self.annotate(doc)
        return doc

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Serialize the lexicon; settings travel in the pipeline's config."""
        return srsly.msgpack_dumps({} if "lexicon" in exclude else {"lexicon": self.lexicon})  # type: ignore[no-any-return]

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> LexiconPipe[Settings]:
        """Load what `to_bytes` wrote."""
        lexicon = srsly.msgpack_loads(data).get("lexicon")
        if lexicon is not None and "lexicon" not in exclude:
            self._use(check_lexicon(lexicon, self.layer))
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the lexicon into the folder ``path``."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        if "lexicon" not in exclude:
            srsly.write_json(folder / _LEXICON_FILE, self.lexicon)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> LexiconPipe[Settings]:
        """Load what `to_disk` wrote, so that a pipeline keeps the lexicon that it was saved with."""
        file = Path(path) / _LEXICON_FILE
        if file.exists() and "lexicon" not in exclude:
            self._use(check_lexicon(srsly.read_json(file), self.layer))
        return self
