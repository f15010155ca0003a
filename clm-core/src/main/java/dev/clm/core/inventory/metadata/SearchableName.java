package dev.clm.core.inventory.metadata;

import java.util.Objects;

/** One name of a certificate as it is searched and shown (`{"type":"DNS","value":"a.example"}`). */
public record SearchableName(String type, String value) {
    public SearchableName {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(value, "value");
    }
}
