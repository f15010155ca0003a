package dev.clm.api.certificate.revocation;

import dev.clm.common.error.ClmException;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.certificate.authority.CertificateAuthority;
import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.certificate.revocation.RevocableCertificate;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.privatekey.PrivateKeyRepository;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import dev.clm.secure.key.privatekey.StoredPrivateKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Which authorities cannot say on a list what was revoked (requirement R3). Those of other tenants are counted and never named. */
@Service
public class SilentAuthorities {
    private static final Logger LOG = LoggerFactory.getLogger(SilentAuthorities.class);
    private static final String CONSEQUENCE = " not sign: no list of revoked certificates will name what it issued";

    private final SecureDatabase secure;
    private final CertificateAuthorityRepository authorities;
    private final PrivateKeyRepository privateKeys;
    private final PrivateKeyVault vault;

    public SilentAuthorities(
            SecureDatabase secure,
            CertificateAuthorityRepository authorities,
            PrivateKeyRepository privateKeys,
            PrivateKeyVault vault) {
        this.secure = secure;
        this.authorities = authorities;
        this.privateKeys = privateKeys;
        this.vault = vault;
    }

    /** A sentence for each authority of the organization that signs no list for these certificates, and one for all others'. */
    List<String> warnings(OrganizationId reader, List<RevocableCertificate> changed) {
        Map<UUID, Boolean> listable = new LinkedHashMap<>();
        changed.forEach(one ->
                one.issuerAuthority().ifPresent(authority -> listable.merge(authority, one.isListable(), (a, b) -> a)));
        List<String> warnings = new ArrayList<>();
        int ofOthers = 0;
        for (Map.Entry<UUID, Boolean> one : listable.entrySet()) {
            Optional<CertificateAuthority> silent = silent(one.getKey(), one.getValue());
            if (silent.filter(authority -> authority.organizationId().equals(reader))
                    .isPresent()) {
                warnings.add("authority " + silent.get().name() + " does" + CONSEQUENCE);
            } else if (silent.isPresent()) {
                ofOthers++;
            }
        }
        if (ofOthers > 0) {
            warnings.add("authorities of other organizations, " + ofOthers + " in number, do" + CONSEQUENCE);
        }
        return warnings;
    }

    /** What is asked afterwards must not make a revocation that was committed look as if it had failed. */
    private Optional<CertificateAuthority> silent(UUID authorityId, boolean listable) {
        try {
            Signer signer =
                    secure.inServiceRole("see whether authorities sign their lists", tx -> signer(tx, authorityId));
            boolean signs = listable
                    && signer.key().filter(key -> vault.opens(key.sealed())).isPresent();
            return signs ? Optional.empty() : Optional.of(signer.authority());
        } catch (ClmException unavailable) {
            LOG.warn("whether authority {} signs is not known now: {}", authorityId, unavailable.code());
            return Optional.empty();
        }
    }

    private Signer signer(SecureTransaction tx, UUID authorityId) {
        CertificateAuthority authority = authorities
                .find(tx, authorityId)
                .orElseThrow(() -> new IllegalStateException("authority " + authorityId + " is gone"));
        return new Signer(authority, privateKeys.findByCertificateId(tx, authority.certificateId()));
    }

    private record Signer(CertificateAuthority authority, Optional<StoredPrivateKey> key) {}
}
