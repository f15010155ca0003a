package dev.clm.api.process.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import dev.clm.common.database.Outage;

/** Leaves out what a library says of a failure that comes of an outage: the log tells of that itself, and once a minute. */
public final class OutagesOnce extends Filter<ILoggingEvent> {

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return event.getThrowableProxy() instanceof ThrowableProxy thrown && Outage.tells(thrown.getThrowable())
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
