package dev.clm.common.database;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jooq.impl.AbstractConverter;

/** timestamptz as an Instant: PostgreSQL stores no offset, so none should seem to be there. */
public final class InstantConverter extends AbstractConverter<OffsetDateTime, Instant> {
    private static final long serialVersionUID = 1L;

    public InstantConverter() {
        super(OffsetDateTime.class, Instant.class);
    }

    @Override
    public Instant from(OffsetDateTime stored) {
        return stored == null ? null : stored.toInstant();
    }

    @Override
    public OffsetDateTime to(Instant value) {
        return value == null ? null : value.atOffset(ZoneOffset.UTC);
    }
}
