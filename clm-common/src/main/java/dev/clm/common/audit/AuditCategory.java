package dev.clm.common.audit;

/** The values of event_category. Each database knows its own, and refuses the other's. */
public enum AuditCategory {
    // secure_audit_log
    KEY_ACCESS,
    CERT_ACCESS,
    KEY_ROTATION,
    REVOCATION,
    CSR,
    EXPORT,
    // audit_log
    AUTHENTICATION,
    AUTHORIZATION,
    CERTIFICATE,
    POLICY,
    WORKFLOW,
    USER_MANAGEMENT,
    SYSTEM
}
