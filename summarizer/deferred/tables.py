"""The tables of what waits for a batch.

DIR/.summarizer/batch/queue.sqlite

    settings    with what articles are made: one row for each set of settings
    articles    what was read of each source, until it has its brief: waiting, done, failed
    waits       which questions an article waits for
    questions   open (to be sent), sent, answered, failed; attempts, and the last error
    answers     every answer that ever came, with what it took; nothing is taken out
    batches     written (on this disk), uploaded, creating (asked for, not known whether it is there), created, ended
    forms       how each model is asked: what its server takes of the protocol
"""

from __future__ import annotations

__all__ = ["TABLES", "VERSION"]

VERSION = 1

TABLES = """
CREATE TABLE settings (id INTEGER PRIMARY KEY, json TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    stem TEXT NOT NULL,
    key TEXT NOT NULL,
    settings INTEGER NOT NULL REFERENCES settings (id),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
    status TEXT,
    code TEXT,
    message TEXT,
    taken_at REAL NOT NULL,
    article BLOB
) STRICT;
CREATE INDEX articles_by_state ON articles (state);

CREATE TABLE waits (
    article TEXT NOT NULL,
    question TEXT NOT NULL,
    PRIMARY KEY (article, question)
) STRICT, WITHOUT ROWID;

CREATE TABLE questions (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('open', 'sent', 'answered', 'failed')),
    tag TEXT NOT NULL,
    prompt_tokens INTEGER NOT NULL,
    most_tokens INTEGER NOT NULL,
    most_cost REAL,
    batch TEXT,
    form TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    status INTEGER,
    error TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX questions_by_batch ON questions (batch, state);
CREATE INDEX questions_by_state ON questions (state);

CREATE TABLE answers (
    id TEXT PRIMARY KEY,
    batch TEXT NOT NULL,
    prompt_tokens INTEGER NOT NULL,
    cached_tokens INTEGER NOT NULL,
    completion_tokens INTEGER NOT NULL,
    cost REAL,
    reply TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE batches (
    name TEXT PRIMARY KEY,
    endpoint TEXT NOT NULL,
    model TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('written', 'uploaded', 'creating', 'created', 'ended')),
    written_at REAL NOT NULL,
    questions INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    settings INTEGER NOT NULL REFERENCES settings (id),
    input_file TEXT,
    id TEXT,
    status TEXT,
    output_file TEXT,
    error_file TEXT,
    total INTEGER NOT NULL DEFAULT 0,
    completed INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    error TEXT
) STRICT;

CREATE TABLE forms (
    endpoint TEXT NOT NULL,
    model TEXT NOT NULL,
    form TEXT NOT NULL,
    PRIMARY KEY (endpoint, model)
) STRICT, WITHOUT ROWID;
"""
