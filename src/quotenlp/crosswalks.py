"""What published schemes would call a source: derived from its profile, never stored.

Every function takes a `Source` and returns one of the scheme's own class names, or None where the scheme has no class
for such a source or the profile does not tell. docs/crosswalks.md compares them.
"""

from __future__ import annotations

from typing import Literal

from quotenlp.records import (
    AffiliationKind,
    Anonymity,
    Entity,
    Naming,
    Role,
    Sector,
    Seniority,
    Source,
    Tenure,
)

MarkkulaType = Literal[
    "Named Person", "Named Organization", "Document", "Anonymous Source", "Unnamed Person", "Unnamed Group of People"
]
SirClass = Literal["anonymous", "anonymous-partial", "unofficial", "official-non-political", "official-political"]
SpangherType = Literal[
    "Named Individual", "Unnamed Individual", "Named Group", "Unnamed Group", "Report/Document", "Vote/Poll"
]
SpangherAffiliation = Literal[
    "Government",
    "Corporate",
    "NGO",
    "Academic",
    "Media",
    "Political Group",
    "Union",
    "Other Group",
    "Actor",
    "Witness",
]
SpangherRole = Literal["Participant", "Representative", "Informational"]
SpangherStatus = Literal["Current", "Former", "Other"]

_PEOPLE = (Entity.PERSON, Entity.GROUP)

_POLITICAL = (Sector.GOVERNMENT, Sector.LEGISLATURE, Sector.PARTY, Sector.MILITARY)

_AFFILIATIONS: dict[Sector, SpangherAffiliation] = {
    Sector.GOVERNMENT: "Government",
    Sector.LEGISLATURE: "Government",
    Sector.JUDICIARY: "Government",
    Sector.LAW_ENFORCEMENT: "Government",
    Sector.MILITARY: "Government",
    Sector.INTELLIGENCE: "Government",
    Sector.PARTY: "Political Group",
    Sector.INTERNATIONAL: "Other Group",
    Sector.BUSINESS: "Corporate",
    Sector.LABOR: "Union",
    Sector.CIVIL_SOCIETY: "NGO",
    Sector.ACADEMIA: "Academic",
    Sector.MEDIA: "Media",
    Sector.PUBLIC: "Witness",
}
_INDIVIDUALS: dict[Role, SpangherAffiliation] = {
    Role.WITNESS: "Witness",
    Role.CITIZEN: "Witness",  # their examples of active witnesses are voters and protesters
    Role.INVOLVED: "Actor",
}
_ROLES: dict[Role, SpangherRole] = {
    Role.SPOKESPERSON: "Representative",
    Role.LAWYER: "Representative",
    Role.AIDE: "Representative",
    Role.EXPERT: "Informational",
    Role.JOURNALIST: "Informational",
    Role.WITNESS: "Informational",
    Role.ALLY: "Informational",
}
_STATUSES: dict[Tenure, SpangherStatus] = {
    Tenure.FORMER: "Former",
    Tenure.MIXED: "Other",
    Tenure.INCOMING: "Other",
}


def markkula(source: Source) -> MarkkulaType | None:
    """The source type of the Markkula Center's schema (Vincent et al. 2025).

    An unnamed spokesperson or official of a named organization stands for the organization. An Anonymous Source needs
    a statement in the text that anonymity was granted. None: polls, unnamed organizations, unknown entities.
    """
    if source.entity is Entity.DOCUMENT:
        return "Document"
    if source.entity is Entity.ORGANIZATION:
        return "Named Organization" if source.anonymity is Anonymity.IDENTIFIED else None
    if source.entity not in _PEOPLE:
        return None
    if source.naming is Naming.NAMED:
        return "Named Person"
    if source.grant is not None or source.naming is Naming.PSEUDONYM:
        return "Anonymous Source"
    if source.naming is Naming.PARTIAL:
        return "Named Person"
    if source.role in (Role.SPOKESPERSON, Role.OFFICIAL) and _of_named_body(source):
        return "Named Organization"
    return "Unnamed Person" if source.entity is Entity.PERSON else "Unnamed Group of People"


def sir(source: Source) -> SirClass | None:
    """The class of the SiR corpora of Czech news (Hladká et al. 2022).

    Official is who speaks with a mandate, an institution too: spokespersons are, named or not. None: documents, polls,
    unknown entities.
    """
    if source.entity not in (*_PEOPLE, Entity.ORGANIZATION):
        return None
    if _official(source):
        political = source.sector in _POLITICAL or source.role is Role.POLITICIAN
        return "official-political" if political else "official-non-political"
    if source.anonymity is Anonymity.IDENTIFIED:
        return "unofficial"
    return "anonymous" if source.anonymity is Anonymity.FULL else "anonymous-partial"


def spangher_type(source: Source) -> SpangherType | None:
    """The source type of Spangher et al. (2023). None: unknown entities. Nothing becomes their Database or Other."""
    identified = source.anonymity is Anonymity.IDENTIFIED
    if source.entity is Entity.PERSON:
        return "Named Individual" if identified else "Unnamed Individual"
    if source.entity in (Entity.GROUP, Entity.ORGANIZATION):
        return "Named Group" if identified else "Unnamed Group"
    if source.entity is Entity.DOCUMENT:
        return "Report/Document"
    return "Vote/Poll" if source.entity is Entity.POLL else None


def spangher_affiliation(source: Source) -> SpangherAffiliation | None:
    """The affiliation in Spangher et al. (2023): that of an institution by sector, that of an individual by role.

    None: no sector, and no role of a witness, citizen or one involved. Their Industry Group (here Corporate),
    Religious Group (here NGO) and Victim (here Actor) are finer than sectors and roles.
    """
    if source.sector in (Sector.PUBLIC, Sector.UNKNOWN) and source.role in _INDIVIDUALS:
        return _INDIVIDUALS[source.role]
    return _AFFILIATIONS.get(source.sector)


def spangher_role(source: Source) -> SpangherRole | None:
    """The role in Spangher et al. (2023).

    None: people of whom the text says no role, and unknown entities. Who decides alone (their Decision Maker, here
    Participant) does not follow from a description.
    """
    if source.entity in (Entity.DOCUMENT, Entity.POLL):
        return "Informational"
    if source.entity is Entity.UNKNOWN or (source.entity in _PEOPLE and source.role is Role.UNSPECIFIED):
        return None
    return _ROLES.get(source.role, "Participant")


def spangher_status(source: Source) -> SpangherStatus | None:
    """The status in Spangher et al. (2023): Current unless the text says otherwise. None: no person and no group."""
    return _STATUSES.get(source.tenure, "Current") if source.entity in _PEOPLE else None


def _of_named_body(source: Source) -> bool:
    """Whether the source belongs to or speaks for a body that the text writes with a capital."""
    bodies = (AffiliationKind.ORGANIZATION, AffiliationKind.PARTY)
    return any(tie.kind in bodies and tie.text != tie.text.lower() for tie in source.affiliations)


def _official(source: Source) -> bool:
    """Whether the source speaks with the mandate of an institution."""
    identified = source.anonymity is Anonymity.IDENTIFIED
    if source.entity is Entity.ORGANIZATION:
        return identified and source.sector is not Sector.MEDIA
    if source.grant is not None and not identified:
        return False
    leads = source.seniority is Seniority.LEADER and (identified or _of_named_body(source))
    return (
        source.role is Role.SPOKESPERSON
        or (source.role in (Role.OFFICIAL, Role.STAFF) and leads)
        or (source.role in (Role.OFFICIAL, Role.POLITICIAN) and identified)
    )
