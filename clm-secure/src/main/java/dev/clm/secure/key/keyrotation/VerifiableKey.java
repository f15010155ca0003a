package dev.clm.secure.key.keyrotation;

import dev.clm.secure.key.privatekey.SealedPrivateKey;

/** A private key's row with the certificate that its key must fit. */
record VerifiableKey(SealedPrivateKey sealed, byte[] certificateDer) {
    @Override
    public String toString() {
        return "VerifiableKey[" + sealed.id() + "]";
    }
}
