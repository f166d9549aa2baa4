"""The network of `attribution_tagger`: embeddings of token features, a window encoder, an LSTM, three softmaxes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from spacy.tokens import Doc
from thinc.api import (
    LSTM,
    HashEmbed,
    Maxout,
    Model,
    Softmax,
    chain,
    concatenate,
    list2ragged,
    ragged2list,
    residual,
    with_array,
    with_padded,
)

from quotenlp.document import FRAGMENT_LABELS
from quotenlp.models.features import COLUMNS, WORDS
from quotenlp.models.fragments import TAGS

Features = Callable[[Doc], Any]


def build_tagger(tok2vec: Model[Any, Any]) -> Model[Any, Any]:
    """One softmax per role over the tags of a token.

    Args:
        tok2vec: vectors of the tokens of Docs.

    Returns:
        Model from Docs to arrays of shape (tokens, roles * tags).
    """
    width = tok2vec.get_dim("nO") if tok2vec.has_dim("nO") else None
    layers = [Softmax(nO=len(TAGS), nI=width) for _ in FRAGMENT_LABELS]
    model: Model[Any, Any] = chain(tok2vec, with_array(concatenate(*layers)))
    model.set_ref("tok2vec", tok2vec)
    return model


def build_tok2vec(
    rows: list[int], embed_width: int, width: int, depth: int, window_size: int, maxout_pieces: int, recurrent: bool
) -> Model[Any, Any]:
    """Embed every column of `token_features`, mix them, and let tokens see their neighbours.

    Args:
        rows: of the table of each column, in the order of `COLUMNS`.
        embed_width: of each table.
        width: of the vectors.
        depth: layers of the encoder.
        window_size: neighbours on either side that a layer sees.
        maxout_pieces: of every layer.
        recurrent: whether a bidirectional LSTM runs over the encoded Doc.
    """
    from spacy.ml.models.tok2vec import MaxoutWindowEncoder

    if len(rows) != len(COLUMNS):
        raise ValueError(
            f"quotenlp.Tok2Vec.v1: 'rows' needs {len(COLUMNS)} numbers, one for each of {', '.join(COLUMNS)}"
        )
    tables: list[Model[Any, Any]] = [
        HashEmbed(embed_width, count, column=i, seed=7 + i, dropout=0.0) for i, count in enumerate(rows)
    ]
    mixed = Maxout(width, embed_width * len(rows), nP=maxout_pieces, dropout=0.0, normalize=True)
    embed: Model[Any, Any] = chain(
        _extract(), list2ragged(), with_array(concatenate(*tables)), with_array(mixed), ragged2list()
    )
    encode = MaxoutWindowEncoder(width=width, window_size=window_size, maxout_pieces=maxout_pieces, depth=depth)
    model: Model[Any, Any] = chain(embed, encode)
    if recurrent:
        model = chain(model, residual(with_padded(LSTM(width, width, bi=True))))
    model.set_dim("nO", width, force=True)
    return model


def set_features(model: Model[Any, Any], features: Features) -> None:
    """Tell a network how to read Docs; this is no weight, so a component does it whenever it is made."""
    for node in model.walk():
        if node.name == _EXTRACT:
            node.attrs["features"] = features


_EXTRACT = "quotenlp_features"
_UNTOLD = 0.15  # share of words that the network is not told in training


def _extract() -> Model[list[Doc], list[Any]]:
    return Model(_EXTRACT, _forward)


def _forward(
    model: Model[list[Doc], list[Any]], docs: list[Doc], is_train: bool
) -> tuple[list[Any], Callable[..., Any]]:
    features = model.attrs["features"]
    arrays = [features(doc) for doc in docs]
    if is_train:
        for array in arrays:
            for column in WORDS:
                array[np.random.random(len(array)) < _UNTOLD, column] = 0
    return [model.ops.asarray(array, dtype="uint64") for array in arrays], lambda _: []
