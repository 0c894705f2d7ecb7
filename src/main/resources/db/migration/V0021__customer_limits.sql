-- Limits of a customer of its own, over all its keys together. Null: those of the customer's service
-- group, which are in the configuration; 0: no limit.

ALTER TABLE customer
    ADD COLUMN requests_per_minute bigint CHECK (requests_per_minute BETWEEN 0 AND 2147483647),
    ADD COLUMN tokens_per_minute bigint CHECK (tokens_per_minute BETWEEN 0 AND 2147483647),
    ADD COLUMN parallel_requests bigint CHECK (parallel_requests BETWEEN 0 AND 2147483647);

GRANT UPDATE (requests_per_minute, tokens_per_minute, parallel_requests) ON customer TO ${app};
