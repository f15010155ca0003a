-- How long an answer is kept is counted by the clock that will find it expired.

ALTER TABLE idempotency_keys ALTER COLUMN expires_at SET DEFAULT now() + interval '24 hours';
