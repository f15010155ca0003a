/** Finds and repairs what the relay did not keep true. Each side is read in a transaction of its own; nothing is ever deleted. */
package dev.clm.api.coordination.sweep;
