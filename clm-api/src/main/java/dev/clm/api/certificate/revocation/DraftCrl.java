package dev.clm.api.certificate.revocation;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.pki.certificate.Signatures;
import dev.clm.pki.crl.CrlBuilder;
import dev.clm.secure.certificate.authority.CertificateRevocationList;
import dev.clm.secure.certificate.authority.CrlScope;
import dev.clm.secure.certificate.authority.PublicationState;
import dev.clm.secure.key.privatekey.PrivateKeyUses;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import dev.clm.secure.key.privatekey.StoredPrivateKey;
import java.time.Instant;

/** A list whose entries are read and which is not signed yet. */
record DraftCrl(
        CrlScope scope,
        OrganizationId organization,
        PublicationState state,
        CrlBuilder builder,
        StoredPrivateKey key,
        long number,
        Instant thisUpdate,
        Instant nextUpdate) {

    /** With the authority's key, which is plain only inside this call (K5). */
    CertificateRevocationList sign(PrivateKeyVault vault) {
        int entryCount = builder.entryCount();
        byte[] der = vault.use(
                PrivateKeyUses.ownSigning(key),
                pkcs8 -> builder.sign((algorithm, tbs) -> Signatures.sign(pkcs8, algorithm, tbs)));
        return new CertificateRevocationList(
                scope, builder.baseCrlNumber(), number, thisUpdate, nextUpdate, entryCount, der);
    }
}
