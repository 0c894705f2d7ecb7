-- Customers, their API keys, operator tokens. Secrets are stored as their SHA-256 alone, and neither
-- a hash nor the customer of a key can be changed by the service.
--
-- identity_version counts changes: whoever changes a row below first takes this row's lock, adds one,
-- and stamps the rows it changes with the new number, so that numbers become visible in order and a
-- node that has seen number n finds everything newer by "version > n".

CREATE TABLE identity_version (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version bigint NOT NULL
);

INSERT INTO identity_version (version) VALUES (0);

-- id is also the ledger account's; bucket is its shard key. No money table holds a name.
CREATE TABLE customer (
    id uuid PRIMARY KEY,
    bucket smallint NOT NULL CHECK (bucket BETWEEN 0 AND 255),
    name text NOT NULL,
    email text,
    service_group text NOT NULL,
    state text NOT NULL CHECK (state IN ('active', 'suspended', 'closed')),
    version bigint NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE INDEX customer_by_version ON customer (version);

-- A null cap is none; a null limit is the one in force for keys that name none, 0 is none.
CREATE TABLE api_key (
    id uuid PRIMARY KEY,
    bucket smallint NOT NULL CHECK (bucket BETWEEN 0 AND 255),
    customer_id uuid NOT NULL REFERENCES customer (id),
    name text NOT NULL,
    prefix text NOT NULL,
    sha256 bytea NOT NULL UNIQUE CHECK (octet_length(sha256) = 32),
    models text[] NOT NULL,
    cap_per_day bigint CHECK (cap_per_day >= 0),
    cap_per_month bigint CHECK (cap_per_month >= 0),
    cap_total bigint CHECK (cap_total >= 0),
    requests_per_minute bigint CHECK (requests_per_minute BETWEEN 0 AND 2147483647),
    tokens_per_minute bigint CHECK (tokens_per_minute BETWEEN 0 AND 2147483647),
    parallel_requests bigint CHECK (parallel_requests BETWEEN 0 AND 2147483647),
    expires_at timestamptz,
    revoked_at timestamptz,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE INDEX api_key_by_customer ON api_key (customer_id, id);
CREATE INDEX api_key_by_version ON api_key (version);

CREATE TABLE operator_token (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    prefix text NOT NULL,
    sha256 bytea NOT NULL UNIQUE CHECK (octet_length(sha256) = 32),
    role text NOT NULL CHECK (role IN ('admin', 'reader')),
    revoked_at timestamptz,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE INDEX operator_token_by_version ON operator_token (version);

GRANT SELECT, INSERT ON customer, api_key, operator_token TO ${app};
GRANT SELECT ON identity_version TO ${app};
GRANT UPDATE (version) ON identity_version TO ${app};
GRANT UPDATE (name, email, service_group, state, version) ON customer TO ${app};
GRANT UPDATE (
    name, models, cap_per_day, cap_per_month, cap_total, requests_per_minute, tokens_per_minute,
    parallel_requests, expires_at, revoked_at, version) ON api_key TO ${app};
GRANT UPDATE (revoked_at, version) ON operator_token TO ${app};
