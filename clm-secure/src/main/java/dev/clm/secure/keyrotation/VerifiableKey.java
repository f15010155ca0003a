package dev.clm.secure.keyrotation;

import dev.clm.secure.privatekey.SealedPrivateKey;

/** A private key's row with the certificate that its key must fit. */
record VerifiableKey(SealedPrivateKey sealed, byte[] certificateDer) {
    @Override
    public String toString() {
        return "VerifiableKey[" + sealed.id() + "]";
    }
}
