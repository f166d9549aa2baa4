"""Subject, object and scope of a word by the dependency parse, over the tokens of a Doc.

Without a parse nothing here is asked: the rules then keep to what stands next to a word.
"""

from __future__ import annotations

import numpy as np
from spacy.tokens import Doc

from quotenlp.quotes.tree import (
    ADJECTIVE,
    ADNOMINAL,
    ADVERBIAL,
    AUXILIARY,
    CLAUSE,
    CONJUNCT,
    NOUN,
    OBJECT,
    OBLIQUE,
    PARATAXIS,
    PASSIVE,
    POSSESSOR,
    PREDICATE,
    RELATIVE,
    SUBJECT,
    VERB,
    Tree,
    functions,
    parts_of_speech,
)
from quotenlp.stance.lookup import Grammar
from quotenlp.stance.words import CLAUSE_ENDS, CLOSING_MARKS, OPENING_MARKS, SENTENCE_ENDS, STRAIGHT_MARKS, Words

Range = tuple[int, int]

_DEPTH = 8
_DESCENT = 60  # a parse is deeper only where it is wrong
_MAX_PHRASE = 14
_SHARES_SUBJECT = CONJUNCT | CLAUSE | ADVERBIAL | OBLIQUE | ADNOMINAL | OBJECT | PREDICATE
_EDGES = CLAUSE_ENDS | SENTENCE_ENDS


def parse_of(doc: Doc) -> Tree | None:
    """The parse of ``doc`` over its tokens; None without one."""
    if not len(doc) or not doc.has_annotation("DEP"):
        return None
    columns = doc.to_array(["HEAD", "DEP", "TAG", "POS"]).reshape(len(doc), 4)
    heads = (np.arange(len(doc)) + columns[:, 0].astype(np.int64)).tolist()
    role = functions(doc, columns[:, 1].tolist())
    pos = parts_of_speech(doc, columns[:, 2].tolist(), columns[:, 3].tolist())
    none: list[int] = []  # most tokens govern nothing, and share this
    children = [none] * len(heads)
    for i, head in enumerate(heads):
        if head != i:
            if children[head] is none:
                children[head] = []
            children[head].append(i)
    return Tree(heads, role, pos, children, {}, {})


def main_verb(tree: Tree, at: int, end: int) -> int | None:
    """The first verb among tokens [at, end) that is no auxiliary, or None."""
    return next((i for i in range(at, end) if tree.pos[i] == VERB and not tree.role[i] & AUXILIARY), None)


def is_passive(tree: Tree, verb: int) -> bool:
    """Whether ``verb`` is passive: by its subject or auxiliary, or as a participle behind its noun."""
    if tree.child(verb, PASSIVE) is not None:
        return True
    return bool(tree.role[verb] & ADNOMINAL) and tree.pos[verb] == VERB and tree.child(verb, OBJECT | CLAUSE) is None


def agent_of(tree: Tree, verb: int, words: Words, grammar: Grammar) -> int | None:
    """The token that heads the agent of a passive, or None."""
    for child in tree.after(verb):
        if words.ids[child] in grammar.agents:
            return tree.child(child, OBLIQUE)
        marker = next(iter(tree.children[child]), child)
        if tree.role[child] & OBLIQUE and words.ids[marker] in grammar.agents:
            return child
    return None


def subject_of(tree: Tree, at: int, words: Words, grammar: Grammar) -> int | None:
    """The token that heads the subject of a verb, adjective or noun: its own, or one that it shares.

    A noun has the subject of the verb that governs it, unless it has a possessor; a relative pronoun stands for its
    antecedent. None where the parse does not tell.
    """
    for _ in range(_DEPTH):
        owner = tree.child(at, POSSESSOR) if tree.pos[at] == NOUN else None
        own = owner if owner is not None else tree.child(at, SUBJECT)
        role, above = tree.role[at], tree.head[at]
        if own is not None:
            return above if words.ids[own] in grammar.relatives and role & (RELATIVE | ADNOMINAL) else own
        if above == at:
            return None
        if role & (ADNOMINAL | RELATIVE) and tree.pos[above] != VERB and not _infinitive(tree, at, words, grammar):
            return above
        if role & (CLAUSE | ADNOMINAL):
            controller = above if tree.role[above] & OBJECT else tree.child(above, OBJECT)
            verb = tree.head[controller] if controller is not None else above
            holds = words.ids[verb] in grammar.subject_control
            if holds and is_passive(tree, verb):
                return None
            if controller is not None and controller < at and tree.pos[at] == VERB:
                return tree.child(verb, SUBJECT) if holds else controller
        if not role & _SHARES_SUBJECT:
            return None
        if role & ADVERBIAL and words.ids[above] in grammar.beneficiaries:  # "thanked them for supporting it"
            controller = tree.child(tree.head[above], OBJECT)
            if controller is not None and controller < above:
                return controller
        at = above
    return None


def object_of(tree: Tree, at: int, end: int, words: Words, grammar: Grammar) -> int | None:
    """The token that heads what the words [at, end) are for, against, or moving to.

    That is the object of their preposition or verb, the subject of a passive, the antecedent of a relative clause, or
    a verb in a complement.
    """
    last = end - 1
    if last > at or not tree.pos[last]:
        governed = tree.child(last, OBLIQUE | ADVERBIAL)
        if governed is not None and governed > last:
            return governed
        head = tree.head[last]
        if not tree.pos[last] and not tree.children[last] and head > last and tree.pos[head]:
            return head
    verb = main_verb(tree, at, end)
    if verb is None:
        return None
    if last == verb and is_passive(tree, verb):
        subject = tree.child(verb, SUBJECT)
        return tree.head[verb] if subject is None or words.ids[subject] in grammar.relatives else subject
    after = tree.after(verb)
    clause = next((child for child in after if tree.role[child] & CLAUSE and child >= end), None)
    thing = next((child for child in after if tree.role[child] & OBJECT), None)
    if clause is not None:  # "supports raising taxes"; of "agrees that …" and "likes you to …" nothing is supported
        plain = thing is None and tree.child(clause, SUBJECT) is None
        return clause if plain and not _infinitive(tree, clause, words, grammar) else None
    if thing is not None:
        return thing
    other = next((child for child in after if tree.role[child] & CONJUNCT and tree.pos[child] == VERB), None)
    shared = tree.child(other, OBJECT) if other is not None else None
    if other is not None and shared is not None and shared > other and tree.child(other, SUBJECT) is None:
        return shared  # "praised and endorsed the levy"
    gap = tree.child(verb, OBJECT)
    if gap is not None and words.ids[gap] not in grammar.relatives:
        return None
    if tree.role[verb] & RELATIVE:
        subject = tree.child(verb, SUBJECT)
        if subject is not None and words.ids[subject] not in grammar.relatives:
            return tree.head[verb]
    return None


def phrase(tree: Tree, head: int, words: Words, floor: int = 0) -> Range | None:
    """The tokens of the phrase that ``head`` heads: what it needs, without relative clauses and adjuncts.

    Args:
        tree: the parse.
        head: its head token: a noun, or the verb of a complement.
        words: the tokens.
        floor: token that the phrase may not begin before.

    Returns:
        The half-open token range, inside one clause; None if nothing is left of it.
    """
    first = max(left_edge(tree, head), floor, head - _MAX_PHRASE)
    last = _phrase_end(tree, head, words, _DEPTH)
    first = max([first, *(i + 1 for i in range(first, head) if words.ids[i] in SENTENCE_ENDS)])
    last = min([last, *(i for i in range(head + 1, last) if words.ids[i] in _EDGES)])
    while first < head and words.is_space(first):
        first += 1
    while last > head + 1 and words.is_space(last - 1):
        last -= 1
    return (first, last) if first <= head else None


def _phrase_end(tree: Tree, head: int, words: Words, depth: int) -> int:
    """Where a phrase ends: behind its objects or complement clause, or one prepositional phrase."""
    last, taken = head + 1, False
    for child in tree.after(head):
        role = tree.role[child]
        start, stop = left_edge(tree, child), _right_edge(tree, child)
        if start != last or role & (RELATIVE | PARATAXIS) or words.ids[start] in _EDGES or words.is_space(start):
            break
        needed = role & (OBJECT | CLAUSE | CONJUNCT)
        if not needed and tree.children[child]:
            if taken:
                break
            taken = bool(role & (OBLIQUE | ADVERBIAL))
        taken = taken or bool(role & OBJECT)
        if not tree.children[child]:
            last = child + 1
        elif stop - head > _MAX_PHRASE and depth:
            return max(last, _phrase_end(tree, child, words, depth - 1))
        else:
            last = stop
    return min(last, head + _MAX_PHRASE)


def scope_of(tree: Tree, end: int, last: int, words: Words) -> Range | None:
    """What the word before token ``end`` ranges over: the rest of the phrase or clause that it belongs to."""
    at = end - 1
    over = tree.head[at] if tree.role[at] & AUXILIARY or not tree.children[at] else at
    stop = min(_right_edge(tree, over), last)
    stop = next((i for i in range(end, stop) if words.ids[i] in SENTENCE_ENDS), stop)
    while stop > end and words.ids[stop - 1] in _TRIMMED:
        stop -= 1
    return (end, stop) if stop > end else None


_TRIMMED = _EDGES | OPENING_MARKS | CLOSING_MARKS | STRAIGHT_MARKS


def modified(tree: Tree, at: int) -> int:
    """The noun that an adjective or noun modifies; itself if it modifies none."""
    head = tree.head[at]
    plain = tree.pos[at] in (ADJECTIVE, NOUN) and not tree.role[at] & (
        OBJECT | OBLIQUE | SUBJECT | PREDICATE | CONJUNCT
    )
    return head if plain and tree.pos[head] == NOUN and head > at else at


def left_edge(tree: Tree, at: int) -> int:
    """The first token that ``at`` dominates, itself included, by the outermost children."""
    for _ in range(_DESCENT):
        children = tree.children[at]
        if not children or children[0] > at:
            break
        at = children[0]
    return at


def _right_edge(tree: Tree, at: int) -> int:
    """The token after the last one that ``at`` dominates, by the outermost children."""
    for _ in range(_DESCENT):
        children = tree.children[at]
        if not children or children[-1] < at:
            break
        at = children[-1]
    return at + 1


def _infinitive(tree: Tree, verb: int, words: Words, grammar: Grammar) -> bool:
    return any(words.ids[child] in grammar.infinitive for child in tree.children[verb][:_DEPTH] if child < verb)
