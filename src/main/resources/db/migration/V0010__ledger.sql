-- The ledger. `entry`, `usage_line` and `ledger_tx` are what happened: insert-only, by privilege.
-- Everything else is a working row or a projection that `farebox books verify` recomputes from them.
-- Every key starts with the bucket (a stable hash of the account), so that the same statements run on
-- one PostgreSQL and on one that spreads buckets over machines. Nothing here refers to another
-- account's rows, and there are no triggers, sequences or foreign keys in the money path.

-- The lock row of an account's book. version counts the book's permanent transactions (usage lines
-- and ledger_tx rows): it is the position that quotes name; 0 is a book that is being opened.
-- counts_spend: some key of the account has spend counters.
CREATE TABLE account (
    account_id uuid NOT NULL,
    version bigint NOT NULL,
    owed bigint NOT NULL,
    owed_cap bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    bucket smallint NOT NULL,
    counts_spend boolean NOT NULL DEFAULT false,
    PRIMARY KEY (bucket, account_id),
    CONSTRAINT account_bucket_in_range CHECK (bucket BETWEEN 0 AND 255),
    CONSTRAINT account_owed_not_negative CHECK (owed >= 0 AND owed_cap >= 0 AND version >= 0)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 200);

-- Where credit sits and where it came from. The amounts stand in no index, so that changing them
-- touches no index. `open` is false once nothing is left in the lot: spent lots cost nothing.
CREATE TABLE lot (
    account_id uuid NOT NULL,
    lot_id uuid NOT NULL,
    granted bigint NOT NULL,
    available bigint NOT NULL,
    held bigint NOT NULL,
    frozen bigint NOT NULL,
    effective_at timestamptz NOT NULL,
    expires_at timestamptz,
    paid_minor bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    priority integer NOT NULL,
    bucket smallint NOT NULL,
    asset smallint NOT NULL,
    colour smallint NOT NULL,
    open boolean NOT NULL,
    credit_line boolean NOT NULL,
    refundable boolean NOT NULL,
    currency text,
    order_id uuid,
    payment_id uuid,
    parent_lot uuid,
    PRIMARY KEY (bucket, account_id, lot_id),
    CONSTRAINT lot_not_negative
        CHECK (granted >= 0 AND available >= 0 AND held >= 0 AND frozen >= 0 AND paid_minor >= 0),
    CONSTRAINT lot_open_while_anything_is_left
        CHECK (open OR (available = 0 AND held = 0 AND frozen = 0))
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 200);

CREATE INDEX lot_open ON lot (bucket, account_id) WHERE open;
-- For the sweeper: lots that can still expire.
CREATE INDEX lot_expiring ON lot (expires_at) WHERE open AND expires_at IS NOT NULL;

-- Credit set aside for one exchange that runs now: from which lots, and how much of each. Deleted
-- when the usage line that resolves it is written.
CREATE TABLE hold (
    account_id uuid NOT NULL,
    hold_id uuid NOT NULL,
    checkpoint bigint NOT NULL,
    placed_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    node_id uuid NOT NULL,
    key_id uuid NOT NULL,
    day date NOT NULL,
    bucket smallint NOT NULL,
    lots uuid[] NOT NULL,
    amounts bigint[] NOT NULL,
    PRIMARY KEY (bucket, account_id, hold_id),
    CONSTRAINT hold_amounts
        CHECK (checkpoint >= 0 AND cardinality(lots) = cardinality(amounts))
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);

-- What a key that has or had a cap has spent, and what its open holds set aside, by window: 0 day,
-- 1 month, 2 total. Made from the usage lines when the first cap comes.
CREATE TABLE spend (
    account_id uuid NOT NULL,
    key_id uuid NOT NULL,
    spent bigint NOT NULL,
    held bigint NOT NULL,
    starts date NOT NULL,
    bucket smallint NOT NULL,
    span smallint NOT NULL,
    PRIMARY KEY (bucket, account_id, key_id, span, starts),
    CONSTRAINT spend_not_negative CHECK (spent >= 0 AND held >= 0)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 200);

-- The balanced legs: amount leaves debit and arrives at credit, both within one account's book.
-- Partitioned by the month of the transaction's id; partitions are made by code, backwards too.
CREATE TABLE entry (
    account_id uuid NOT NULL,
    tx_id uuid NOT NULL,
    amount bigint NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    bucket smallint NOT NULL,
    leg smallint NOT NULL,
    debit smallint NOT NULL,
    credit smallint NOT NULL,
    asset smallint NOT NULL,
    lot_id uuid,
    PRIMARY KEY (bucket, account_id, tx_id, leg),
    CONSTRAINT entry_moves_something CHECK (amount > 0 AND debit <> credit AND leg >= 0)
) PARTITION BY RANGE (tx_id);

-- The permanent record of one exchange, and the resolution of its hold. `legs` and `seal` fix how
-- many entries belong to it and what they say; `version` is the position it took in the book.
CREATE TABLE usage_line (
    account_id uuid NOT NULL,
    hold_id uuid NOT NULL,
    key_id uuid NOT NULL,
    charge bigint NOT NULL,
    charged bigint NOT NULL,
    owed bigint NOT NULL,
    borne bigint NOT NULL,
    cost bigint NOT NULL,
    seal bigint NOT NULL,
    version bigint NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    local_day date NOT NULL,
    price_book integer NOT NULL,
    bucket smallint NOT NULL,
    legs smallint NOT NULL,
    estimated boolean NOT NULL,
    model text NOT NULL,
    channel text NOT NULL,
    outcome text NOT NULL,
    tier text NOT NULL,
    dimensions smallint[] NOT NULL,
    units bigint[] NOT NULL,
    detail text NOT NULL,
    PRIMARY KEY (bucket, account_id, hold_id),
    CONSTRAINT usage_line_amounts CHECK (
        charge >= 0 AND charged >= 0 AND owed >= 0 AND borne >= 0 AND cost >= 0
        AND owed <= charged AND charged + borne = charge AND legs >= 0
        AND cardinality(dimensions) = cardinality(units))
) PARTITION BY RANGE (hold_id);

-- A receipt asked for by its id alone: ids are made in the order of time, so a block range index
-- finds the few pages at next to no cost for the writer.
CREATE INDEX usage_line_by_id ON usage_line USING brin (hold_id)
    WITH (pages_per_range = 16, autosummarize = on);

-- The permanent record of every other transaction: what it was, who made it and why.
CREATE TABLE ledger_tx (
    account_id uuid NOT NULL,
    tx_id uuid NOT NULL,
    amount bigint NOT NULL,
    seal bigint NOT NULL,
    version bigint NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    bucket smallint NOT NULL,
    kind smallint NOT NULL,
    legs smallint NOT NULL,
    about uuid,
    fingerprint text NOT NULL,
    actor text NOT NULL,
    reason text NOT NULL,
    link text NOT NULL,
    PRIMARY KEY (bucket, account_id, tx_id),
    CONSTRAINT ledger_tx_amounts CHECK (amount >= 0 AND legs >= 0 AND version > 0)
);

-- What later transactions undid of an earlier one.
CREATE INDEX ledger_tx_about ON ledger_tx (bucket, account_id, about) WHERE about IS NOT NULL;

GRANT SELECT, INSERT ON entry, usage_line, ledger_tx TO ${app};
GRANT SELECT, INSERT, UPDATE ON account, lot, spend TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON hold TO ${app};
