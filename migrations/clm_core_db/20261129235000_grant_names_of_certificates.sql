-- What the relay and the job tell of a certificate for its search.

GRANT UPDATE (certificate_name, thumbprint_sha256, thumbprint_sha1, issuer_dn, subject_key_identifier, authority_key_identifier,
    extended_key_usages)
    ON certificate_metadata TO clm_core_service;
