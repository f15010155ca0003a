package dev.clm.api.certificate.revocation;

import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.certificate.authority.CertificateRevocationList;
import dev.clm.secure.certificate.authority.CertificateRevocationListRepository;
import dev.clm.secure.certificate.authority.CrlPublicationRepository;
import dev.clm.secure.certificate.authority.CrlScope;
import dev.clm.secure.certificate.authority.DeltaBaseRepository;
import dev.clm.secure.certificate.revocation.ListedRevocationRepository;
import dev.clm.secure.database.SecureTransaction;
import java.time.Duration;
import org.springframework.stereotype.Service;

/** Puts a signed list in the place of the one before, and marks what it says as listed. */
@Service
public class StoreCrl {
    /** Revocations that come within it share a list. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final int LISTS_KEPT = 3;

    private final CrlPublicationRepository publications;
    private final CertificateRevocationListRepository lists;
    private final ListedRevocationRepository revocations;
    private final int largeList;
    private final CertificateAuthorityRepository authorities = new CertificateAuthorityRepository();
    private final DeltaBaseRepository bases = new DeltaBaseRepository();

    public StoreCrl(
            CrlPublicationRepository publications,
            CertificateRevocationListRepository lists,
            ListedRevocationRepository revocations,
            RevocationSettings settings) {
        this.publications = publications;
        this.lists = lists;
        this.revocations = revocations;
        this.largeList = settings.largeList();
    }

    /**
     * Revocations are marked before the publication is locked, as those who revoke do.
     *
     * @throws LaterListStored and nothing is to be kept, where another instance was quicker: nobody would be served this list
     */
    void store(SecureTransaction tx, DraftCrl draft, CertificateRevocationList crl) {
        CrlScope scope = draft.scope();
        lists.insert(tx, draft.organization(), crl);
        lists.deleteAllBut(tx, scope, LISTS_KEPT);
        authorities.noteSigned(tx, scope.authorityId());
        revocations.mark(
                tx,
                scope.authorityId(),
                Math.max(0, scope.shard()),
                draft.state().coveredChange(),
                draft.state().changeNumber(),
                draft.number());
        if (scope.isShard()) {
            publications.openShard(tx, scope);
        }
        if (!publications.finish(tx, crl, draft.state(), INTERVAL)) {
            throw new LaterListStored();
        }
        if (scope.isFull() && crl.entryCount() >= largeList) {
            bases.noteFull(tx, draft.organization(), crl, draft.state().changeNumber());
        }
    }

    /** A later list of the same scope is there; it says all that this one does. */
    static final class LaterListStored extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private LaterListStored() {
            super("a later list was stored meanwhile");
        }
    }
}
