-- How a channel shares the work (priority, budgets, probes) and what its provider does when a
-- stream is broken off. Header values are sealed like the credential: their names stay readable in
-- header_names, while header_values is empty in every row written from now on. revision is the
-- channel_version of the row's last change, so that a node forgets what it had learned of the
-- channel before.

ALTER TABLE channel
    ADD COLUMN priority integer NOT NULL DEFAULT 0 CHECK (priority >= 0),
    ADD COLUMN parallel integer CHECK (parallel > 0),
    ADD COLUMN per_minute integer CHECK (per_minute > 0),
    ADD COLUMN probe_millis bigint CHECK (probe_millis > 0),
    ADD COLUMN on_abort text CHECK (on_abort IN ('stops', 'bills_on')),
    ADD COLUMN headers_key bigint,
    ADD COLUMN headers bytea,
    ADD COLUMN revision bigint NOT NULL DEFAULT 0,
    ADD CONSTRAINT channel_headers_with_key CHECK ((headers_key IS NULL) = (headers IS NULL));

GRANT UPDATE (
    base_url, served_models, upstream_models, header_names, header_values, headers_key, headers,
    connect_millis, first_byte_millis, idle_millis, priority, weight, parallel, per_minute,
    probe_millis, on_abort, revision) ON channel TO ${app};
