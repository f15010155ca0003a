package dev.clm.api.process.embedded;

import dev.clm.api.certificate.authority.CheckedAuthority;
import dev.clm.api.certificate.authority.CreateAuthority;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.pki.publickey.KeySpec;
import dev.clm.pki.publickey.NamedCurve;
import dev.clm.pki.request.ConstrainedNames;
import dev.clm.pki.request.SubjectName;
import dev.clm.secure.certificate.authority.CertificateAuthority;
import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.database.SecureDatabase;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The root and the issuing authority that an embedded service begins with, so that the first request can be answered. */
@Component
class DevelopmentAuthorities implements FirstStartStep {
    private static final String ROOT = "development-root";
    private static final String ISSUING = "development-issuing";

    private final SecureDatabase secure;
    private final CertificateAuthorityRepository authorities;
    private final CreateAuthority creation;

    DevelopmentAuthorities(
            SecureDatabase secure, CertificateAuthorityRepository authorities, CreateAuthority creation) {
        this.secure = secure;
        this.authorities = authorities;
        this.creation = creation;
    }

    @Override
    public void run(OrganizationId organization) {
        Actor system = Actor.system(organization);
        UUID root = find(system, ROOT).orElseGet(() -> create(system, ROOT, "CLM Development Root", null, null));
        if (find(system, ISSUING).isEmpty()) {
            create(system, ISSUING, "CLM Development Issuing CA", root, 0);
        }
    }

    private Optional<UUID> find(Actor system, String name) {
        return secure.inTransaction(system, tx -> authorities.findByName(tx, name))
                .map(CertificateAuthority::certificateId);
    }

    private UUID create(Actor system, String name, String commonName, UUID issuer, Integer pathLength) {
        CheckedAuthority wanted = new CheckedAuthority(
                name,
                SubjectName.of(Map.of("common_name", commonName, "organization", "CLM Development")),
                KeySpec.ecdsa(NamedCurve.P_256),
                issuer,
                CheckedAuthority.type(issuer).defaultValidityDays(),
                pathLength,
                ConstrainedNames.NONE,
                false);
        return creation.create(system, wanted, created -> Optional.empty()).certificateId();
    }
}
