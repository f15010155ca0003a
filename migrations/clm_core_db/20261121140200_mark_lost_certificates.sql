-- A certificate that a restore of clm_secure_db lost is still in somebody's hands: its metadata stay, and say so.

ALTER TABLE certificate_metadata ADD COLUMN IF NOT EXISTS secure_lost_at timestamptz;
