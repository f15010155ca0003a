package dev.clm.api.coordination.relay;

import dev.clm.common.coordination.EventType;
import dev.clm.common.coordination.OutboxEvent;
import dev.clm.common.field.Json;
import dev.clm.common.identifier.Identifiers;
import dev.clm.core.inventory.metadata.CertificateAnnotations;
import dev.clm.core.inventory.metadata.CertificateEventPayload;
import dev.clm.core.inventory.metadata.CertificateIdentifiers;
import dev.clm.core.inventory.metadata.NewCertificateMetadata;
import dev.clm.core.inventory.metadata.SearchableName;
import dev.clm.pki.certificate.CertificateFacts;
import dev.clm.secure.certificate.issued.Certificate;
import java.util.List;

/** What clm_core_db is told of a new certificate, which owns every fact but the annotations. */
public final class IssuedEvent {
    private IssuedEvent() {}

    /** The event `certificate.issued`, to be stored with the certificate. */
    public static OutboxEvent of(Certificate certificate, CertificateAnnotations annotations) {
        return new OutboxEvent(
                Identifiers.next(),
                0,
                certificate.organizationId(),
                certificate.id(),
                EventType.CERTIFICATE_ISSUED.code(),
                CertificateEventPayload.issued(metadata(certificate, annotations)));
    }

    /** The row that the event leads to. */
    public static NewCertificateMetadata metadata(Certificate certificate, CertificateAnnotations annotations) {
        return new NewCertificateMetadata(
                certificate.id(),
                certificate.organizationId(),
                certificate.content().commonName(),
                certificate.type().value(),
                certificate.state().status(),
                certificate.content().notBefore(),
                certificate.content().notAfter(),
                certificate.origin().ownerUserId(),
                names(certificate.content().subjectAlternativeNames()),
                certificate.content().serialNumber(),
                certificate.content().subjectDn(),
                certificate.content().keyAlgorithm(),
                identifiers(certificate),
                annotations,
                0);
    }

    /** What the certificate is looked for by. */
    public static CertificateIdentifiers identifiers(Certificate certificate) {
        CertificateFacts content = certificate.content();
        return new CertificateIdentifiers(
                certificate.certificateId(),
                content.thumbprintSha256(),
                content.thumbprintSha1(),
                content.issuerDn(),
                content.subjectKeyIdentifier(),
                certificate.origin().issuerAuthorityId() == null ? null : content.authorityKeyIdentifier(),
                certificate.encoded().extendedKeyUsages());
    }

    private static List<SearchableName> names(String document) {
        return Json.read(document)
                .map(names -> names.valueStream()
                        .map(name -> new SearchableName(
                                name.path("type").asString(), name.path("value").asString()))
                        .toList())
                .orElse(List.of());
    }
}
