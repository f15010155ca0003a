package dev.clm.api.coordination.relay;

import dev.clm.core.database.CoreDatabase;
import dev.clm.core.inventory.metadata.CertificateIdentifiers;
import dev.clm.core.inventory.metadata.CertificateMetadataRepository;
import dev.clm.secure.certificate.issued.Certificate;
import dev.clm.secure.certificate.issued.CertificateRepository;
import dev.clm.secure.database.SecureDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Names the rows of certificate_metadata that an event told of without what certificates are looked for by: those of an older
 * release, and those that were told again.
 */
@Component
public class UnnamedCertificates {
    private static final String REASON = "name what certificates are looked for by, of any tenant";
    private static final UUID BEFORE_ALL = new UUID(0, 0);
    private static final int PIECE = 500;

    private static final Logger LOG = LoggerFactory.getLogger(UnnamedCertificates.class);

    private final SecureDatabase secure;
    private final CoreDatabase core;
    private final CertificateRepository certificates;
    private final CertificateMetadataRepository metadata;

    public UnnamedCertificates(
            SecureDatabase secure,
            CoreDatabase core,
            CertificateRepository certificates,
            CertificateMetadataRepository metadata) {
        this.secure = secure;
        this.core = core;
        this.certificates = certificates;
        this.metadata = metadata;
    }

    /** Goes once through all of them; one whose certificate is not there is passed by. */
    public void name() {
        UUID last = BEFORE_ALL;
        while (last != null && !Thread.currentThread().isInterrupted()) {
            last = nameAfter(last);
        }
    }

    /** The last one of the piece, null where there is none. */
    private UUID nameAfter(UUID last) {
        List<UUID> unnamed = core.inServiceRole(REASON, tx -> metadata.findUnnamed(tx, last, PIECE));
        if (unnamed.isEmpty()) {
            return null;
        }
        Map<UUID, CertificateIdentifiers> found =
                identifiers(secure.inServiceRole(REASON, tx -> certificates.findIncludingDeleted(tx, unnamed)));
        return core.inServiceRole(REASON, tx -> {
            metadata.name(tx, found);
            return unnamed.get(unnamed.size() - 1);
        });
    }

    /** One that cannot be read keeps no other from its name. */
    private static Map<UUID, CertificateIdentifiers> identifiers(List<Certificate> certificates) {
        Map<UUID, CertificateIdentifiers> readable = new HashMap<>();
        for (Certificate certificate : certificates) {
            try {
                readable.put(certificate.id(), IssuedEvent.identifiers(certificate));
            } catch (IllegalArgumentException unreadable) {
                LOG.debug("certificate {} cannot be read", certificate.id(), unreadable);
            }
        }
        return readable;
    }
}
