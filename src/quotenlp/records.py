"""The records that quotenlp returns: frozen pydantic models with closed enums.

Every offset is a Python string offset into the text that the user passed in, half-open (``start`` inclusive, ``end``
exclusive), and ``text == original[start:end]`` holds for every span. Records are views: components keep plain data on
the Doc, and `quotenlp.document` builds records from it when asked. This module knows nothing of spaCy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from enum import Enum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator
from spacy.tokens import Doc

from quotenlp.audit import Audit, audit
from quotenlp.errors import QuoteNLPError

SCHEMA_VERSION = "1"


class _Value(str, Enum):
    """A closed set of strings; prints and compares as the plain string."""

    def __str__(self) -> str:
        return str(self.value)


class Basis(_Value):
    """The evidence that a record rests on."""

    TOKEN = "token"
    PARSE = "parse"
    MODEL = "model"


class QuoteKind(_Value):
    """How much of the content stands inside quotation marks: all, some, or none of it."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class QuoteMode(_Value):
    """What the cue reports: an utterance, a text, or a state of mind (PolNeAR guideline, types of attribution)."""

    SPEECH = "speech"
    WRITING = "writing"
    THOUGHT = "thought"
    INTENTION = "intention"
    ATTITUDE = "attitude"
    EVIDENCE = "evidence"


class Entity(_Value):
    """What a source is."""

    PERSON = "person"
    GROUP = "group"
    ORGANIZATION = "organization"
    DOCUMENT = "document"
    POLL = "poll"
    UNKNOWN = "unknown"


class Naming(_Value):
    """Whether the text names the source."""

    NAMED = "named"
    OFFICE = "office"
    PARTIAL = "partial"
    PSEUDONYM = "pseudonym"
    UNNAMED = "unnamed"


class Anonymity(_Value):
    """How far a reader could narrow the source down; derived from the profile."""

    IDENTIFIED = "identified"
    PARTIAL = "partial"
    FULL = "full"
    DIFFUSE = "diffuse"


class Role(_Value):
    """In what capacity the source speaks."""

    OFFICIAL = "official"
    POLITICIAN = "politician"
    SPOKESPERSON = "spokesperson"
    AIDE = "aide"
    STAFF = "staff"
    EXPERT = "expert"
    LAWYER = "lawyer"
    ALLY = "ally"
    CRITIC = "critic"
    ADVOCATE = "advocate"
    WITNESS = "witness"
    INVOLVED = "involved"
    CITIZEN = "citizen"
    JOURNALIST = "journalist"
    UNSPECIFIED = "unspecified"


class Sector(_Value):
    """The part of society that the source belongs to."""

    GOVERNMENT = "government"
    LEGISLATURE = "legislature"
    PARTY = "party"
    JUDICIARY = "judiciary"
    LAW_ENFORCEMENT = "law_enforcement"
    MILITARY = "military"
    INTELLIGENCE = "intelligence"
    INTERNATIONAL = "international"
    BUSINESS = "business"
    LABOR = "labor"
    CIVIL_SOCIETY = "civil_society"
    ACADEMIA = "academia"
    MEDIA = "media"
    PUBLIC = "public"
    UNKNOWN = "unknown"


class Relation(_Value):
    """How a source is tied to a body or a principal."""

    BELONGS = "belongs"
    SERVES = "serves"
    NEAR = "near"
    AGAINST = "against"


class AffiliationKind(_Value):
    """What a source is tied to."""

    ORGANIZATION = "organization"
    PERSON = "person"
    PARTY = "party"
    PLACE = "place"


class Seniority(_Value):
    """Stated rank."""

    LEADER = "leader"
    SENIOR = "senior"
    MID = "mid"
    JUNIOR = "junior"
    UNSPECIFIED = "unspecified"


class Tenure(_Value):
    """Stated time in office."""

    CURRENT = "current"
    FORMER = "former"
    MIXED = "mixed"
    INCOMING = "incoming"
    UNSPECIFIED = "unspecified"


class Plurality(_Value):
    """One speaker, a bounded group, or people in general."""

    ONE = "one"
    SEVERAL = "several"
    GENERIC = "generic"


class Knowledge(_Value):
    """How the source is said to know, strongest first."""

    PARTICIPANT = "participant"
    PRESENT = "present"
    DIRECT = "direct"
    BRIEFED = "briefed"
    FAMILIAR = "familiar"
    UNSTATED = "unstated"


class GrantScope(_Value):
    """Whether anonymity was granted to this source or to all sources of the article."""

    THIS_SOURCE = "this_source"
    BLANKET = "blanket"


class GrantReason(_Value):
    """Stated reasons for anonymity."""

    NOT_AUTHORIZED = "not_authorized"
    FEAR_OF_CONSEQUENCES = "fear_of_consequences"
    CANDOR = "candor"
    PRIVATE_DELIBERATIONS = "private_deliberations"
    SENSITIVITY = "sensitivity"
    ONGOING_PROCESS = "ongoing_process"
    EMBARGO = "embargo"
    LEGAL_OR_CONTRACT = "legal_or_contract"
    IDENTITY_PROTECTION = "identity_protection"
    OTHER = "other"


class Event(_Value):
    """Whether the article says that the act of the cue took place."""

    ASSERTED = "asserted"
    NEGATED = "negated"
    WITHHELD = "withheld"
    IRREALIS = "irrealis"


class WithheldKind(_Value):
    """What was held back, where the event is withheld or negated."""

    DECLINED_COMMENT = "declined_comment"
    NO_RESPONSE = "no_response"
    WITHHELD_CONTENT = "withheld_content"
    WITHHELD_ACT = "withheld_act"
    OMITTED_TOPIC = "omitted_topic"
    RESTRAINED_ACT = "restrained_act"
    SILENCE = "silence"


class Act(_Value):
    """What the source does with the cue."""

    ASSERT = "assert"
    QUESTION = "question"
    DIRECT = "direct"
    COMMIT = "commit"
    WARN = "warn"
    PREDICT = "predict"
    CONCEDE = "concede"
    DENY = "deny"
    CRITICISE = "criticise"
    PRAISE = "praise"
    DECLARE = "declare"
    SHOW = "show"
    THINK = "think"
    WANT = "want"
    FEEL = "feel"
    WITHHOLD = "withhold"


class Engagement(_Value):
    """What the author does with the content by choosing this cue (Martin and White 2005)."""

    ACKNOWLEDGE = "acknowledge"
    ENDORSE = "endorse"
    DISTANCE = "distance"


class Polarity(_Value):
    """For or against a target."""

    FAVOUR = "favour"
    AGAINST = "against"
    NEUTRAL = "neutral"
    MIXED = "mixed"
    NONE = "none"


class MarkerKind(_Value):
    """The six kinds of stance marker."""

    CERTAINTY = "certainty"
    NECESSITY = "necessity"
    NEGATION = "negation"
    ATTITUDE = "attitude"
    POSITION = "position"
    SHIFT = "shift"


class Voice(_Value):
    """In whose words a marker stands."""

    QUOTED = "quoted"
    PARAPHRASED = "paraphrased"
    NARRATED = "narrated"


class HolderKind(_Value):
    """Who holds a stance: the author, a `Source`, whom the grammatical subject names, or nobody that can be told."""

    AUTHOR = "author"
    SOURCE = "source"
    SUBJECT = "subject"
    UNKNOWN = "unknown"


class SummaryLabel(_Value):
    """The verdict of a `StanceSummary`; insufficient evidence is an answer."""

    FAVOUR = "favour"
    AGAINST = "against"
    MIXED = "mixed"
    INSUFFICIENT = "insufficient"


class Record(BaseModel):
    """Base of all records: frozen, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class TextSpan(Record):
    """A stretch of the original text: ``text == original[start:end]``."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str

    @model_validator(mode="after")
    def _length(self) -> TextSpan:
        if self.end - self.start != len(self.text):
            raise ValueError(f"text has {len(self.text)} characters but the span [{self.start}, {self.end}) does not")
        return self


class CueStance(Record):
    """What a cue does: the event, the source's act, the author's engagement."""

    event: Event
    act: Act
    engagement: Engagement
    engagement_strength: int = Field(default=0, ge=0, le=2)
    withheld_kind: WithheldKind | None = None
    veridicality: str | None = None
    commitment: str | None = None
    polarity: Polarity = Polarity.NONE
    target: TextSpan | None = None
    force: int = Field(default=0, ge=0, le=3)
    hearsay: bool = False
    entries: tuple[str, ...] = Field(
        default=(),
        description="entries of the stance lexicon that this rests on, each as “section: key”; none for a cue that it "
        "does not list",
    )

    @property
    def neutral_quotative(self) -> bool:
        """Whether it is a plain *said*, which asserts, takes no side and raises no voice."""
        return self.act is Act.ASSERT and self.engagement is Engagement.ACKNOWLEDGE and self.force == 0


class Cue(TextSpan):
    """The reporting expression; ``stance`` is null until `stance_cues` has run."""

    lemma: str
    head: TextSpan = Field(
        description="the verb with its particle, the noun or the preposition; where attribution_tagger has run, the "
        "cue itself holds its auxiliaries, negation and adverbs too, as PolNeAR annotates it"
    )
    stance: CueStance | None = None

    @model_validator(mode="before")
    @classmethod
    def _head(cls, data: Any) -> Any:
        """Without a head of its own, a cue is its head."""
        if isinstance(data, dict) and "head" not in data:
            return {**data, "head": {key: data[key] for key in ("start", "end", "text") if key in data}}
        return data


class SourceMention(TextSpan):
    """The source noun phrase beside a cue; ``source_id`` is null until `source_classifier` has run."""

    source_id: str | None = None
    co_source_ids: tuple[str, ...] = Field(
        default=(),
        description="ids of the other Sources where the phrase joins several: the aides in “the senator and his aides”",
    )


class Quote(Record):
    """One attribution: content, cue and source."""

    id: str
    kind: QuoteKind
    mode: QuoteMode
    content: tuple[TextSpan, ...] = Field(min_length=1)
    cue: Cue | None = None
    source: SourceMention | None = None
    speaker_id: str | None = Field(
        default=None,
        description="id of the Source who speaks, also where the quotation stands without a source of its own",
    )
    nested_in: str | None = None
    closed: bool = True
    negated: bool = False
    basis: Basis = Basis.TOKEN
    score: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="how likely the quote is one that people would annotate, where attribution_tagger has run",
    )
    rule: str = ""

    @property
    def text(self) -> str:
        """All content fragments, joined by one space."""
        return " ".join(span.text for span in self.content)


class Affiliation(TextSpan):
    """A tie of a source to a body or principal, as written."""

    relation: Relation
    kind: AffiliationKind


class Grant(TextSpan):
    """A statement that anonymity was asked for or given."""

    scope: GrantScope = GrantScope.THIS_SOURCE
    reasons: tuple[GrantReason, ...] = ()
    reason_text: TextSpan | None = Field(default=None, description="the words that give the reasons")


class Disclosure(Record):
    """What the reader is told about a source: the five disclosures that newsroom standards share."""

    position: bool = False
    institution: bool = False
    basis: bool = False
    first_hand: bool = False
    reason: bool = False
    allegiance: bool = False
    count_known: bool = False


class Source(Record):
    """One speaker of the document with everything that the text says about who it is."""

    id: str
    name: str | None
    mentions: tuple[TextSpan, ...] = Field(min_length=1)
    entity: Entity
    naming: Naming
    anonymity: Anonymity | None
    is_anonymous_source: bool
    role: Role = Role.UNSPECIFIED
    sector: Sector = Sector.UNKNOWN
    affiliations: tuple[Affiliation, ...] = ()
    country: str | None = None
    seniority: Seniority = Seniority.UNSPECIFIED
    tenure: Tenure = Tenure.UNSPECIFIED
    plurality: Plurality | None = None
    count: int | None = None
    knowledge: Knowledge = Knowledge.UNSTATED
    topic: str | None = None
    grant: Grant | None = None
    disclosure: Disclosure = Disclosure()
    evidence: dict[str, TextSpan] = Field(
        default_factory=dict,
        description="by field, the words that its value rests on; affiliations and grant are such words themselves",
    )

    @property
    def text(self) -> str:
        """The name, or the words of the first mention."""
        return self.name or self.mentions[0].text


class Shift(Record):
    """A change of stance that the text itself reports."""

    direction: str
    away_from: TextSpan | None = None
    toward: TextSpan | None = None
    derived: bool = Field(default=False, description="not said in so many words: that one cannot persist in it")
    current: bool = Field(default=False, description="said to be so now")


class StanceMarker(TextSpan):
    """A word or phrase that marks certainty, necessity, negation, attitude, position or shift."""

    id: str
    kind: MarkerKind
    value: str
    level: int | str | None = None
    direction: str | None = Field(default=None, description="of certainty: up, down or hearsay")
    ambiguous: bool = Field(default=False, description="a modal verb whose reading is only the more frequent one")
    holder: str | None = Field(default=None, description="id of the Source whose words these are, or who holds it")
    holder_kind: HolderKind = HolderKind.UNKNOWN
    subject: TextSpan | None = Field(default=None, description="the words that name the holder within these words")
    scope: TextSpan | None = None
    target: TextSpan | None = None
    voice: Voice = Voice.NARRATED
    negated: bool = False
    event: Event | None = Field(default=None, description="of a position or shift: whether it is said to hold")
    withheld_kind: WithheldKind | None = None
    shift: Shift | None = None
    entry: str = Field(default="", description="entry of the stance lexicon, as “section: key”")
    basis: Basis = Basis.TOKEN


class Position(Record):
    """A holder for or against a target.

    The author of the text is the outermost holder of every position; then come the sources of `holder_chain`, and
    last, where it is none of these, the one whom `subject` names.
    """

    id: str
    holder_chain: tuple[str, ...] = Field(description="ids of the Sources, the outermost first")
    holder_kind: HolderKind = Field(default=HolderKind.SOURCE, description="who the innermost holder is")
    subject: TextSpan | None = Field(
        default=None, description="the words that name the holder, where they are no cue's"
    )
    target: TextSpan
    target_id: str | None = Field(default=None, description="id of the Source that the target is")
    polarity: Polarity
    event: Event
    force: int = Field(default=0, ge=0, le=3)
    certainty: str | None = Field(default=None, description="value of the certainty marker that it stands under")
    constraint: str | None = Field(default=None, description="value of the necessity marker that it stands under")
    shift: Shift | None = None
    exclusive: bool = Field(default=False, description="for this and nothing else")
    voice: Voice
    evidence: tuple[str, ...] = ()
    rule: str = ""
    basis: Basis = Basis.TOKEN


class SideCounts(Record):
    """Positions of one kind, counted."""

    favour: int = 0
    against: int = 0
    neutral: int = 0


class StanceSummary(Record):
    """The positions of one source on one target, counted.

    `favour`, `against` and `neutral` count what is asserted and free, and only they make the label.
    """

    source_id: str
    target: str
    target_id: str | None = None
    favour: int = 0
    against: int = 0
    neutral: int = 0
    constrained: SideCounts = Field(
        default=SideCounts(), description="held under compulsion, obligation or prohibition"
    )
    irrealis: SideCounts = Field(default=SideCounts(), description="that may not hold: planned, asked or conditional")
    shifts: tuple[Shift, ...] = Field(default=(), description="in text order")
    label: SummaryLabel = SummaryLabel.INSUFFICIENT
    evidence: tuple[str, ...] = ()


class Extraction(Record):
    """Everything found in one document; ``model_dump_json()`` is the wire format.

    It shows itself in a notebook and, with ``print``, in a terminal. The text that this takes is kept beside the
    fields: it is no part of the wire format, and equality does not look at it.
    """

    id: str | None = None
    schema_version: str = SCHEMA_VERSION
    lang: str
    translated: bool = Field(default=False, description="whether the user marked the text as translated")
    text_length: int = Field(ge=0)
    text_sha256: str
    quotes: tuple[Quote, ...] = ()
    mentions: tuple[TextSpan, ...] = ()
    sources: tuple[Source, ...] = ()
    markers: tuple[StanceMarker, ...] = ()
    positions: tuple[Position, ...] = ()
    summaries: tuple[StanceSummary, ...] = ()
    _text: str | None = PrivateAttr(default=None)

    def __eq__(self, other: object) -> bool:
        return self.__dict__ == other.__dict__ if isinstance(other, Extraction) else NotImplemented

    def __str__(self) -> str:
        from quotenlp.view.summary import plain

        return plain(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))

    def _repr_html_(self) -> str:
        from quotenlp.view.html import fragment

        return fragment(self, self._text)

    def with_text(self, text: str) -> Extraction:
        """The same records with the article at hand, so that a notebook shows it; for records read from JSON.

        Raises:
            QuoteNLPError: ``text`` is not the text that the records were made from.
        """
        if text_sha256(text) != self.text_sha256:
            raise QuoteNLPError(
                f"this is not the text of the records: they are of {self.text_length} characters, it has {len(text)} "
                "(text_length and text_sha256 must agree): pass the text that was extracted from, unchanged"
            )
        copy = self.model_copy()
        copy._text = text
        return copy

    def source_of(self, quote: Quote) -> Source | None:
        """The `Source` who speaks in ``quote``, or None if the text does not tell."""
        return next((source for source in self.sources if source.id == quote.speaker_id), None)

    @property
    def audit(self) -> Audit:
        """How the document rests on anonymous sources; derived, and no part of the wire format."""
        return audit(self.quotes, self.sources, self.id)


Records = Extraction | Doc | Iterable[Extraction | Doc]
"""What functions take that look at one or several documents."""


def text_sha256(text: str) -> str:
    """What `Extraction.text_sha256` holds: the digest of the UTF-8 bytes of ``text``, in hexadecimal."""
    return hashlib.sha256(text.encode("utf8", "surrogatepass")).hexdigest()


def json_schema() -> dict[str, Any]:
    """The JSON Schema of `Extraction`, as a plain dict."""
    return Extraction.model_json_schema()
