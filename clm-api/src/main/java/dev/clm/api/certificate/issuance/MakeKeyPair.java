package dev.clm.api.certificate.issuance;

import dev.clm.common.work.ProcessorWork;
import dev.clm.pki.publickey.KeyAlgorithm;
import dev.clm.pki.publickey.KeySpec;
import dev.clm.pki.publickey.SubjectKeyGenerator;
import dev.clm.pki.publickey.SubjectKeyPair;
import org.springframework.stereotype.Service;

/** Makes the key that the service is to keep: RSA keys, which take up to seconds, a few at a time. */
@Service
public class MakeKeyPair {
    private final ProcessorWork processors;

    public MakeKeyPair(ProcessorWork processors) {
        this.processors = processors;
    }

    /** @throws dev.clm.common.error.ClmException OVERLOADED where too many are asked for at once */
    public SubjectKeyPair make(KeySpec spec) {
        return spec.algorithm() == KeyAlgorithm.RSA
                ? processors.run(() -> SubjectKeyGenerator.generate(spec))
                : SubjectKeyGenerator.generate(spec);
    }
}
