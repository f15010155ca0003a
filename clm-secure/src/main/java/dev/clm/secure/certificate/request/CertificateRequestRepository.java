package dev.clm.secure.certificate.request;

import static dev.clm.secure.jooq.Tables.CERTIFICATE_REQUESTS;

import dev.clm.common.database.BatchInsert;
import dev.clm.common.identifier.DisplayName;
import dev.clm.common.identifier.Identifiers;
import dev.clm.secure.database.SecureTransaction;
import java.util.List;
import org.jooq.JSONB;

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

    public int insertFulfilled(SecureTransaction tx, List<FulfilledRequest> requests) {
        return INSERT.execute(tx.dsl(), requests).length;
    }
}
