package dev.clm.pki.request;

import org.bouncycastle.asn1.x509.KeyUsage;

/** The key usages of RFC 5280, 4.2.1.3, in its order and spelling. */
public enum KeyUsageBit {
    DIGITAL_SIGNATURE("digitalSignature", KeyUsage.digitalSignature),
    NON_REPUDIATION("nonRepudiation", KeyUsage.nonRepudiation),
    KEY_ENCIPHERMENT("keyEncipherment", KeyUsage.keyEncipherment),
    DATA_ENCIPHERMENT("dataEncipherment", KeyUsage.dataEncipherment),
    KEY_AGREEMENT("keyAgreement", KeyUsage.keyAgreement),
    KEY_CERT_SIGN("keyCertSign", KeyUsage.keyCertSign),
    CRL_SIGN("cRLSign", KeyUsage.cRLSign),
    ENCIPHER_ONLY("encipherOnly", KeyUsage.encipherOnly),
    DECIPHER_ONLY("decipherOnly", KeyUsage.decipherOnly);

    private final String rfcName;
    private final int flag;

    KeyUsageBit(String rfcName, int flag) {
        this.rfcName = rfcName;
        this.flag = flag;
    }

    public String rfcName() {
        return rfcName;
    }

    /** The bit in Bouncy Castle's {@link KeyUsage}. */
    public int flag() {
        return flag;
    }
}
