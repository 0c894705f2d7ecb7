-- Every version of the prices that was ever published. The service may read and add, never change
-- or remove: a usage line names its version, and must rate the same for ever.
-- content is the canonical YAML text, hash its SHA-256; the effective date stands beside it.

CREATE TABLE price_book (
    version        integer     PRIMARY KEY CHECK (version > 0),
    effective_from timestamptz NOT NULL,
    title          text        NOT NULL,
    hash           text        NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    content        text        NOT NULL,
    published_at   timestamptz NOT NULL DEFAULT now(),
    published_by   text        NOT NULL
);

GRANT SELECT, INSERT ON price_book TO ${app};
