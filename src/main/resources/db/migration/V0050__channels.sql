-- Upstream endpoints. A credential is sealed for its row under a master key that is not in the
-- database; credential_key says which key of the master key set sealed it. Channels are few, so a
-- change bumps one version and every node reads them all anew.

CREATE TABLE channel_version (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version bigint NOT NULL
);

INSERT INTO channel_version (version) VALUES (0);

CREATE TABLE channel (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    provider text NOT NULL,
    base_url text NOT NULL,
    credential_key bigint,
    credential bytea,
    served_models text[] NOT NULL,
    upstream_models text[] NOT NULL,
    header_names text[] NOT NULL,
    header_values text[] NOT NULL,
    connect_millis bigint,
    first_byte_millis bigint,
    idle_millis bigint,
    weight integer NOT NULL CHECK (weight > 0),
    enabled boolean NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT channel_credential_with_key CHECK ((credential_key IS NULL) = (credential IS NULL)),
    CONSTRAINT channel_models_in_pairs CHECK (
        cardinality(served_models) = cardinality(upstream_models)
        AND cardinality(header_names) = cardinality(header_values))
);

GRANT SELECT, INSERT, DELETE ON channel TO ${app};
GRANT UPDATE (credential_key, credential, enabled) ON channel TO ${app};
GRANT SELECT ON channel_version TO ${app};
GRANT UPDATE (version) ON channel_version TO ${app};
