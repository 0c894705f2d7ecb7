-- Whose database this is, and which gateway nodes work on it.
-- The first row of installation is for good: it tells a demo's database from an operator's.

GRANT USAGE ON SCHEMA farebox TO ${app};

CREATE TABLE installation (
    single          boolean     PRIMARY KEY CHECK (single),
    installation_id uuid        NOT NULL,
    made_at         timestamptz NOT NULL,
    made_by         text        NOT NULL CHECK (made_by IN ('demo', 'serve'))
);
GRANT SELECT, INSERT ON installation TO ${app};

-- One row for each node, its last run. The epoch counts the runs.
CREATE TABLE node (
    node_id      uuid        PRIMARY KEY,
    epoch        bigint      NOT NULL CHECK (epoch > 0),
    name         text        NOT NULL,
    started_at   timestamptz NOT NULL,
    heartbeat_at timestamptz NOT NULL,
    stopped_at   timestamptz
);
GRANT SELECT, INSERT, UPDATE ON node TO ${app};
