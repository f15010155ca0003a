package dev.clm.secure.key.keyrotation;

import java.time.Instant;
import java.util.UUID;

/** A private key that did not decrypt in a rotation, or that is not its certificate's. Why is not told (K1). */
public record QuarantinedKey(UUID id, UUID privateKeyId, UUID certificateId, String reason, Instant quarantinedAt) {}
