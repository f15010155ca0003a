package dev.clm.common.coordination;

/**
 * How many rows of a range there are and the sum of their digests, whatever their order.
 *
 * @param sum as decimal text: a sum of 64-bit numbers may be longer
 */
public record RangeDigest(long rows, String sum) {}
