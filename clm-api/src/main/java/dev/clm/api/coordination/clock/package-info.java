/** Compares this machine's clock with those of both databases, and says when they differ too much to be trusted. Nothing is measured elsewhere. */
package dev.clm.api.coordination.clock;
