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
    private static final BatchInsert INSERT = BatchInsert.into(
            CERTIFICATE_REQUESTS,
            CERTIFICATE_REQUESTS.ID,
            CERTIFICATE_REQUESTS.ORGANIZATION_ID,
            CERTIFICATE_REQUESTS.REQUEST_ID,
            CERTIFICATE_REQUESTS.PEM_ENCODED_CSR,
            CERTIFICATE_REQUESTS.DER_ENCODED_CSR,
            CERTIFICATE_REQUESTS.COMMON_NAME,
            CERTIFICATE_REQUESTS.SUBJECT_DN,
            CERTIFICATE_REQUESTS.SUBJECT_ALTERNATIVE_NAMES,
            CERTIFICATE_REQUESTS.KEY_ALGORITHM,
            CERTIFICATE_REQUESTS.KEY_SIZE,
            CERTIFICATE_REQUESTS.REQUESTED_VALIDITY_DAYS,
            CERTIFICATE_REQUESTS.CERTIFICATE_TYPE,
            CERTIFICATE_REQUESTS.STATUS,
            CERTIFICATE_REQUESTS.ISSUED_CERTIFICATE_ID,
            CERTIFICATE_REQUESTS.REQUESTER_USER_ID,
            CERTIFICATE_REQUESTS.POLICY_ID,
            CERTIFICATE_REQUESTS.WORKFLOW_ID,
            CERTIFICATE_REQUESTS.REQUESTED_AT,
            CERTIFICATE_REQUESTS.FULFILLED_AT);

    public int insertFulfilled(SecureTransaction tx, List<FulfilledRequest> requests) {
        return INSERT.execute(
                        tx.dsl(),
                        requests.stream()
                                .map(CertificateRequestRepository::values)
                                .toList())
                .length;
    }

    private static Object[] values(FulfilledRequest r) {
        return new Object[] {
            Identifiers.next(),
            r.organizationId().value(),
            DisplayName.of("request"),
            r.csr().pem(),
            r.csr().der(),
            r.content().commonName(),
            r.content().subjectDn(),
            JSONB.valueOf(r.content().subjectAlternativeNames()),
            r.csr().publicKey().algorithm().wireName(),
            r.csr().publicKey().size(),
            r.requestedDays(),
            r.type().value(),
            "fulfilled",
            r.certificateId(),
            r.requesterUserId(),
            r.policyId(),
            r.workflowId(),
            r.at(),
            r.at()
        };
    }
}
