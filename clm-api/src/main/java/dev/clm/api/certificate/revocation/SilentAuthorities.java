package dev.clm.api.certificate.revocation;

import dev.clm.common.database.Outage;
import dev.clm.common.error.ClmException;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.certificate.authority.CertificateAuthority;
import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.certificate.revocation.RevocableCertificate;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.privatekey.KeyOperation;
import dev.clm.secure.key.privatekey.PrivateKeyRepository;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import dev.clm.secure.key.privatekey.StoredPrivateKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        List<CertificateAuthority> silent = silent(listable);
        List<String> warnings = new ArrayList<>();
        silent.stream()
                .filter(authority -> authority.organizationId().equals(reader))
                .forEach(authority -> warnings.add("authority " + authority.name() + " does" + CONSEQUENCE));
        int ofOthers = silent.size() - warnings.size();
        if (ofOthers > 0) {
            warnings.add("authorities of other organizations, " + ofOthers + " in number, do" + CONSEQUENCE);
        }
        return warnings;
    }

    /** What is asked afterwards must not make a revocation that was committed look as if it had failed. */
    private List<CertificateAuthority> silent(Map<UUID, Boolean> listable) {
        if (listable.isEmpty()) {
            return List.of();
        }
        try {
            Signers signers = secure.inServiceRole(
                    "see whether authorities sign their lists", tx -> signers(tx, listable.keySet()));
            return signers.authorities().stream()
                    .filter(authority -> !listable.get(authority.id())
                            || signers.failed().contains(authority.id())
                            || !signs(signers.keys().get(authority.certificateId())))
                    .toList();
        } catch (ClmException unavailable) {
            if (!Outage.tells(unavailable)) {
                LOG.warn("whether authorities sign is not known now: {}", unavailable.code());
            }
            return List.of();
        }
    }

    private boolean signs(StoredPrivateKey key) {
        return key != null && key.attributes().accessPolicy().allows(KeyOperation.SIGN) && vault.opens(key.sealed());
    }

    private Signers signers(SecureTransaction tx, Collection<UUID> ids) {
        List<CertificateAuthority> found = authorities.findAll(tx, ids);
        Map<UUID, StoredPrivateKey> keys = new HashMap<>();
        for (CertificateAuthority authority : found) {
            key(tx, authority).ifPresent(key -> keys.put(authority.certificateId(), key));
        }
        return new Signers(found, keys, authorities.findUnableToSign(tx, ids));
    }

    /** One whose access policy cannot be read signs nothing, and says nothing of the others. */
    private Optional<StoredPrivateKey> key(SecureTransaction tx, CertificateAuthority authority) {
        try {
            return privateKeys.findByCertificateId(tx, authority.certificateId());
        } catch (ClmException unreadable) {
            LOG.warn("the key of authority {} cannot be used: {}", authority.id(), unreadable.code());
            return Optional.empty();
        }
    }

    /**
     * @param keys by the certificate of the authority
     * @param failed those that could not sign when they last had to
     */
    private record Signers(
            List<CertificateAuthority> authorities, Map<UUID, StoredPrivateKey> keys, Set<UUID> failed) {}
}
