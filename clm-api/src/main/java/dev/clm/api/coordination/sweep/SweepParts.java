package dev.clm.api.coordination.sweep;

import dev.clm.common.audit.AuditCategory;
import dev.clm.common.coordination.DigestRepository;
import dev.clm.core.auditlog.CoreAuditLog;
import dev.clm.core.coordination.IntegrityFindingRepository;
import dev.clm.core.coordination.MetadataRepairRepository;
import dev.clm.core.coordination.UserOrganizationRepository;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.inventory.metadata.CertificateMetadataRepository;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.certificate.issued.CertificateRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** The sweep and the repair of what it finds, put together: the same in the service and on the command line. */
public record SweepParts(OrphanSweep sweep, FindingRepair repair) {

    /** `otherSide` lends the second thread of a comparison; `fenced` says that a restored database is not to be trusted yet. */
    public static SweepParts of(
            SecureDatabase secureDatabase,
            CoreDatabase coreDatabase,
            Duration grace,
            Executor otherSide,
            BooleanSupplier fenced) {
        DatabaseSide<SecureTransaction> secure = new DatabaseSide<>(
                secureDatabase::inServiceRole,
                new DigestRepository<>("certificates", "id"),
                new SecureAuditLog(),
                AuditCategory.CERT_ACCESS);
        DatabaseSide<CoreTransaction> core = new DatabaseSide<>(
                coreDatabase::inServiceRole,
                new DigestRepository<>("certificate_metadata", "certificate_id"),
                new CoreAuditLog(),
                AuditCategory.SYSTEM);
        ReferenceScan references =
                new ReferenceScan(secure, core, new TargetLookup(secure, core, new UserOrganizationRepository()));
        FaultCheck faults = new FaultCheck(new CertificatePairs(secure, core), references);
        IntegrityFindingRepository findings = new IntegrityFindingRepository();
        FindingRegister register = new FindingRegister(coreDatabase, findings, faults, grace);
        MetadataRepair metadata = new MetadataRepair(
                secure,
                core,
                new CertificateRepository(),
                new CertificateMetadataRepository(),
                new MetadataRepairRepository());
        FindingRepair repair =
                new FindingRepair(register, findings, faults, metadata, new RowRepair(secure, core), fenced);
        PairComparison pairs = new PairComparison(secure, core, otherSide);
        return new SweepParts(new OrphanSweep(pairs, references, faults, register, repair), repair);
    }
}
