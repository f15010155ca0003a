package dev.clm.secure.certificate.authority;

/**
 * Which authorities sign lists: every one whose certificate has not ended, deleted or not, for what it issued is in the hands of
 * others (requirement R2). One that was deleted or revoked ends with its key, whose destruction waits for the last of its
 * certificates (K7): then there is nothing to say, and nothing to sign with.
 */
public final class PublishingAuthorities {
    /** Of certificate_authorities as `a`, with its certificate as `ac`. */
    public static final String CONDITION = """
            ac.not_after > now() and ((a.deleted_at is null and ac.deleted_at is null and ac.status <> 'revoked') or not exists (
              select from private_keys k where k.certificate_id = ac.id and k.shredded_at is not null))""";

    private PublishingAuthorities() {}
}
