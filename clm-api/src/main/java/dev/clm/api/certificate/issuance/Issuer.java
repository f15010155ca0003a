package dev.clm.api.certificate.issuance;

import dev.clm.pki.certificate.IssuerCertificate;
import dev.clm.secure.certificate.authority.CertificateAuthority;
import dev.clm.secure.key.privatekey.StoredPrivateKey;

/** An authority ready to issue: its decoded certificate, and its key as it rests, sealed. */
public record Issuer(CertificateAuthority authority, IssuerCertificate certificate, StoredPrivateKey key) {}
