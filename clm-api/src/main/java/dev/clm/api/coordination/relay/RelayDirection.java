package dev.clm.api.coordination.relay;

import java.util.Locale;

/** From which database to which a relay brings changes. The wire name is in metrics and in `GET /outbox`. */
public enum RelayDirection {
    SECURE_TO_CORE,
    CORE_TO_SECURE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
