package dev.clm.api.process.wiring;

import dev.clm.api.key.encryptionkey.EncryptionKeySettings;
import dev.clm.common.coordination.AppliedEventRepository;
import dev.clm.common.coordination.IdempotentAnswerRepository;
import dev.clm.common.coordination.Outbox;
import dev.clm.pki.certificate.CertificateBuilder;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.certificate.authority.CertificateRevocationListRepository;
import dev.clm.secure.certificate.authority.CrlPublicationRepository;
import dev.clm.secure.certificate.issued.CertificateRepository;
import dev.clm.secure.certificate.issued.IssuedCertificates;
import dev.clm.secure.certificate.revocation.ListedRevocationRepository;
import dev.clm.secure.certificate.revocation.RevocableCertificateRepository;
import dev.clm.secure.certificate.revocation.RevocationRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.DataKeyRing;
import dev.clm.secure.key.encryptionkey.EncryptionKeyRepository;
import dev.clm.secure.key.encryptionkey.MasterKeyRotation;
import dev.clm.secure.key.keydestruction.KeyDestructionRepository;
import dev.clm.secure.key.masterkey.MasterKeys;
import dev.clm.secure.key.privatekey.PrivateKeyRepository;
import dev.clm.secure.key.privatekey.PrivateKeyUses;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import java.security.SecureRandom;
import java.util.concurrent.ExecutorService;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** clm-secure: what needs no choice is imported. */
@Configuration(proxyBeanMethods = false)
@Import({
    CertificateAuthorityRepository.class,
    CertificateRepository.class,
    CertificateRevocationListRepository.class,
    CrlPublicationRepository.class,
    EncryptionKeyRepository.class,
    KeyDestructionRepository.class,
    ListedRevocationRepository.class,
    MasterKeyRotation.class,
    PrivateKeyRepository.class,
    PrivateKeyUses.class,
    PrivateKeyVault.class,
    RevocableCertificateRepository.class,
    RevocationRepository.class,
    SecureAuditLog.class
})
public class SecureParts {

    /** Closed with the context, which destroys the unwrapped data keys (K5). */
    @Bean
    DataKeyRing dataKeyRing(SecureDatabase secure, MasterKeys masterKeys, EncryptionKeySettings settings) {
        return new DataKeyRing(secure, masterKeys, settings.usageLimit());
    }

    @Bean
    CertificateBuilder certificateBuilder() {
        return new CertificateBuilder(new SecureRandom());
    }

    @Bean
    IssuedCertificates issuedCertificates(
            SecureDatabase secure, @Qualifier("backgroundWork") ExecutorService backgroundWork) {
        return new IssuedCertificates(secure, backgroundWork);
    }

    @Bean
    IdempotentAnswerRepository<SecureTransaction> secureIdempotencyKeys() {
        return new IdempotentAnswerRepository<>();
    }

    @Bean
    Outbox<SecureTransaction> secureOutbox() {
        return new Outbox<>();
    }

    @Bean
    AppliedEventRepository<SecureTransaction> secureAppliedEventRepository() {
        return new AppliedEventRepository<>();
    }
}
