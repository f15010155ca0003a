package dev.clm.common.coordination;

import dev.clm.common.identifier.Coded;

/** Why nothing may be written: one database was restored to a state before the other's. */
public record Fence(OlderDatabase older, String reason) {

    /** The database that lacks what the other one has. */
    public enum OlderDatabase implements Coded {
        SECURE,
        CORE,
        /** Each has something that the other lacks. */
        BOTH
    }
}
