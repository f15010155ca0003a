-- Each request looks up its credential and its roles: both are answered from the index of the UNIQUE alone.

ALTER TABLE api_keys DROP CONSTRAINT IF EXISTS uq_api_keys_key_hash;
ALTER TABLE api_keys ADD CONSTRAINT uq_api_keys_key_hash UNIQUE (key_hash)
    INCLUDE (id, user_id, organization_id, is_active, expires_at, revoked_at);

ALTER TABLE user_roles DROP CONSTRAINT IF EXISTS uq_user_roles_user_id_role_id;
ALTER TABLE user_roles ADD CONSTRAINT uq_user_roles_user_id_role_id UNIQUE (user_id, role_id)
    INCLUDE (valid_from, valid_until, revoked_at);
