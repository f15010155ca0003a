package dev.clm.api.certificate.search;

import dev.clm.common.database.Outage;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.field.Page;
import dev.clm.common.tenant.Actor;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.inventory.metadata.CertificateAnnotations;
import dev.clm.core.inventory.metadata.CertificateMetadata;
import dev.clm.core.inventory.metadata.CertificateMetadataRepository;
import dev.clm.core.inventory.search.CertificateSearch;
import dev.clm.core.inventory.search.CertificateSearchRepository;
import dev.clm.secure.certificate.authority.CertificateAuthority;
import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.certificate.issued.Certificate;
import dev.clm.secure.certificate.issued.CertificateRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Reads certificates: lists from core alone, a single one from both databases, one after the other. */
@Service
public class ReadCertificates {
    private static final Logger LOG = LoggerFactory.getLogger(ReadCertificates.class);

    private final SecureDatabase secure;
    private final CoreDatabase core;
    private final CertificateRepository certificates;
    private final CertificateAuthorityRepository authorities;
    private final CertificateMetadataRepository metadata;
    private final CertificateSearchRepository searches;

    public ReadCertificates(
            SecureDatabase secure,
            CoreDatabase core,
            CertificateRepository certificates,
            CertificateAuthorityRepository authorities,
            CertificateMetadataRepository metadata,
            CertificateSearchRepository searches) {
        this.secure = secure;
        this.core = core;
        this.certificates = certificates;
        this.authorities = authorities;
        this.metadata = metadata;
        this.searches = searches;
    }

    public Page<CertificateSummary> search(Actor actor, CertificateSearch search) {
        return core.inSearch(actor, tx -> searches.search(tx, search)).map(CertificateSummary::of);
    }

    public Certificate certificate(Actor actor, UUID id) {
        return secure.inTransaction(actor, tx -> certificates.find(tx, id)).orElseThrow(ReadCertificates::notFound);
    }

    public AnnotatedCertificate annotated(Actor actor, UUID id) {
        AnnotatedCertificate found = secure.inTransaction(actor, tx -> bare(tx, certificates.find(tx, id)));
        return new AnnotatedCertificate(
                found.certificate(), annotations(actor, tx -> metadata.findLive(tx, id)), found.issuerId());
    }

    /** As the transaction that has changed it leaves it, soft-deleted or not; without annotations, which are not in its database. */
    public AnnotatedCertificate changed(SecureTransaction tx, UUID id) {
        return bare(tx, certificates.findIncludingDeleted(tx, id));
    }

    private AnnotatedCertificate bare(SecureTransaction tx, Optional<Certificate> found) {
        Certificate certificate = found.orElseThrow(ReadCertificates::notFound);
        return new AnnotatedCertificate(certificate, CertificateAnnotations.NONE, issuerId(tx, certificate));
    }

    /** The same with its annotations; empty where they cannot be read now, which makes nothing undone. */
    public Optional<AnnotatedCertificate> withAnnotations(Actor actor, AnnotatedCertificate changed) {
        UUID id = changed.certificate().id();
        try {
            CertificateAnnotations annotations = annotations(
                    actor, tx -> metadata.find(tx, List.of(id)).stream().findFirst());
            return Optional.of(new AnnotatedCertificate(changed.certificate(), annotations, changed.issuerId()));
        } catch (RuntimeException unreadable) {
            if (!Outage.tells(unreadable)) {
                LOG.warn(
                        "annotations are not read now: {}",
                        unreadable.getClass().getSimpleName());
            }
            return Optional.empty();
        }
    }

    /** Metadata that the relay has still to bring are no reason to hide a certificate. */
    private CertificateAnnotations annotations(
            Actor actor, Function<CoreTransaction, Optional<CertificateMetadata>> described) {
        return core.inTransaction(actor, described::apply)
                .map(CertificateMetadata::annotations)
                .orElse(CertificateAnnotations.NONE);
    }

    private UUID issuerId(SecureTransaction tx, Certificate certificate) {
        return Optional.ofNullable(certificate.origin().issuerAuthorityId())
                .flatMap(authority -> authorities.find(tx, authority))
                .map(CertificateAuthority::certificateId)
                .orElse(null);
    }

    /** Missing, soft-deleted and another tenant's look the same. */
    public static ClmException notFound() {
        return ClmException.of(ErrorCode.NOT_FOUND, "there is no such certificate");
    }
}
