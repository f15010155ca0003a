package dev.clm.secure.certificate.issued;

import dev.clm.common.coordination.IdempotentAnswer;
import dev.clm.common.coordination.OutboxEvent;
import dev.clm.common.tenant.Actor;
import dev.clm.pki.request.CertificateSigningRequest;
import dev.clm.secure.key.privatekey.StoredPrivateKey;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A certificate and everything that is stored with it. Until then nobody has seen it.
 *
 * @param actor who asked for it
 * @param request also where the service made the key
 * @param privateKey null where the key came in the request
 * @param event tells the other database of it
 * @param answer empty where the client sent no idempotency key
 * @param maximumCertificates how many live certificates the organization may have; empty where it may have any number
 */
public record NewCertificate(
        Actor actor,
        Certificate certificate,
        CertificateSigningRequest request,
        int requestedDays,
        StoredPrivateKey privateKey,
        OutboxEvent event,
        Optional<IdempotentAnswer> answer,
        OptionalInt maximumCertificates) {

    public NewCertificate answeredWith(Optional<IdempotentAnswer> first) {
        return new NewCertificate(
                actor, certificate, request, requestedDays, privateKey, event, first, maximumCertificates);
    }
}
