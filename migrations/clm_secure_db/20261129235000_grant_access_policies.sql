-- The service changes the policy of a key when its tenant asks for it.

GRANT UPDATE (access_policy) ON private_keys TO clm_secure_user;
