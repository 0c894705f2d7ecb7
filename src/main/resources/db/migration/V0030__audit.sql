-- The trail of who changed what and why. Insert-only, by privilege. Not part of the money path: it
-- may be read by subject, and old lines may be archived by the owner.

CREATE TABLE audit_entry (
    id uuid PRIMARY KEY,
    recorded_at timestamptz NOT NULL,
    actor_kind text NOT NULL CHECK (actor_kind IN ('operator', 'customer', 'system')),
    actor_id text NOT NULL,
    action text NOT NULL,
    subject_kind text NOT NULL,
    subject_id text NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    reason text NOT NULL
);

CREATE INDEX audit_entry_by_subject ON audit_entry (subject_kind, subject_id, id DESC);

GRANT SELECT, INSERT ON audit_entry TO ${app};
