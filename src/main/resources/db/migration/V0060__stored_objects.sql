-- What clients left at an upstream and may come back for: who owns it and which channel has it, by
-- the upstream's id. Never any content. Not in the money path. tokens is what a request takes in by
-- continuing it; expires_at is null for what is kept until its owner deletes it.

CREATE TABLE stored_object (
    bucket smallint NOT NULL CHECK (bucket BETWEEN 0 AND 255),
    customer_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('response', 'item', 'file')),
    upstream_id text NOT NULL,
    channel_id uuid NOT NULL,
    tokens bigint NOT NULL CHECK (tokens >= 0),
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    PRIMARY KEY (bucket, customer_id, kind, upstream_id)
);

CREATE INDEX stored_object_expiring ON stored_object (expires_at) WHERE expires_at IS NOT NULL;

GRANT SELECT, INSERT, DELETE ON stored_object TO ${app};
GRANT UPDATE (channel_id, tokens, created_at, expires_at) ON stored_object TO ${app};
