package dev.clm.api.coordination.relay;

import dev.clm.common.identifier.Coded;

/** From which database to which a relay brings changes. The wire name is in metrics and in `GET /outbox`. */
public enum RelayDirection implements Coded {
    SECURE_TO_CORE,
    CORE_TO_SECURE
}
