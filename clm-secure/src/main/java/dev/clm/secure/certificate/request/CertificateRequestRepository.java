package dev.clm.secure.certificate.request;

import static dev.clm.secure.jooq.Tables.CERTIFICATE_REQUESTS;

import dev.clm.common.database.BatchInsert;
import dev.clm.common.identifier.DisplayName;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.pki.request.CertificateSigningRequest;
import dev.clm.secure.database.SecureTransaction;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/** Rows of certificate_requests. */
public final class CertificateRequestRepository {
    private static final BatchInsert<FulfilledRequest> INSERT = BatchInsert.<FulfilledRequest>into(CERTIFICATE_REQUESTS)
            .with(CERTIFICATE_REQUESTS.ID, r -> Identifiers.next())
            .with(CERTIFICATE_REQUESTS.ORGANIZATION_ID, r -> r.organizationId().value())
            .with(CERTIFICATE_REQUESTS.REQUEST_ID, r -> DisplayName.of("request"))
            .with(CERTIFICATE_REQUESTS.PEM_ENCODED_CSR, r -> r.csr().pem())
            .with(CERTIFICATE_REQUESTS.DER_ENCODED_CSR, r -> r.csr().der())
            .with(CERTIFICATE_REQUESTS.COMMON_NAME, r -> r.content().commonName())
            .with(CERTIFICATE_REQUESTS.SUBJECT_DN, r -> r.content().subjectDn())
            .with(
                    CERTIFICATE_REQUESTS.SUBJECT_ALTERNATIVE_NAMES,
                    r -> JSONB.valueOf(r.content().subjectAlternativeNames()))
            .with(
                    CERTIFICATE_REQUESTS.KEY_ALGORITHM,
                    r -> r.csr().publicKey().algorithm().wireName())
            .with(CERTIFICATE_REQUESTS.KEY_SIZE, r -> r.csr().publicKey().size())
            .with(CERTIFICATE_REQUESTS.REQUESTED_VALIDITY_DAYS, FulfilledRequest::requestedDays)
            .with(CERTIFICATE_REQUESTS.CERTIFICATE_TYPE, r -> r.type().value())
            .with(CERTIFICATE_REQUESTS.STATUS, r -> "fulfilled")
            .with(CERTIFICATE_REQUESTS.ISSUED_CERTIFICATE_ID, FulfilledRequest::certificateId)
            .with(CERTIFICATE_REQUESTS.REQUESTER_USER_ID, FulfilledRequest::requesterUserId)
            .with(CERTIFICATE_REQUESTS.POLICY_ID, FulfilledRequest::policyId)
            .with(CERTIFICATE_REQUESTS.WORKFLOW_ID, FulfilledRequest::workflowId)
            .with(CERTIFICATE_REQUESTS.REQUESTED_AT, FulfilledRequest::at)
            .with(CERTIFICATE_REQUESTS.FULFILLED_AT, FulfilledRequest::at);

    /** The signed part follows the header of the request's own sequence. */
    private static final String FIRST_SENDER = """
            select r.organization_id from certificate_requests r join certificates c on c.id = r.issued_certificate_id
            where c.public_key_sha256 = (select n.public_key_sha256 from certificates n where n.id = {0})
              and position({1} in r.der_encoded_csr) between 3 and 6
            order by r.created_at, r.id limit 1""";

    public int insertFulfilled(SecureTransaction tx, List<FulfilledRequest> requests) {
        return INSERT.execute(tx.dsl(), requests).length;
    }

    /**
     * Who was the first to send what the key signed in the request of a certificate; empty where no request led to it. Needs the
     * service role, and the key's lock.
     */
    public Optional<OrganizationId> firstSender(SecureTransaction tx, UUID certificateId) {
        return tx.dsl()
                .select(CERTIFICATE_REQUESTS.DER_ENCODED_CSR)
                .from(CERTIFICATE_REQUESTS)
                .where(CERTIFICATE_REQUESTS.ISSUED_CERTIFICATE_ID.eq(certificateId))
                .orderBy(CERTIFICATE_REQUESTS.CREATED_AT, CERTIFICATE_REQUESTS.ID)
                .limit(1)
                .fetchOptional(CERTIFICATE_REQUESTS.DER_ENCODED_CSR)
                .map(CertificateSigningRequest::signedPart)
                .flatMap(signed -> tx.dsl()
                        .fetchOptional(FIRST_SENDER, DSL.val(certificateId), DSL.val(signed))
                        .map(row -> OrganizationId.of(row.get(0, UUID.class))));
    }
}
