package dev.clm.secure.certificate.authority;

import java.time.Duration;

/**
 * When lists are made.
 *
 * @param largeList from how many entries on a full list has a delta and waits for `fullInterval`
 * @param renewalMargin how long before its end a list is made again
 */
public record PublicationRules(int largeList, Duration fullInterval, Duration renewalMargin) {}
