package dev.clm.secure.key.keyrotation;

import java.time.Instant;
import java.util.UUID;

/** A certificate whose private key was under a compromised data key: to be revoked and issued again. */
public record EndangeredCertificate(UUID id, String commonName, String serialNumber, String status, Instant notAfter) {}
