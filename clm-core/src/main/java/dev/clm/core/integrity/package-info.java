/** Runs of the sweep, what they found, and this database's side of it. Findings hold ids; only the service role reads them. */
package dev.clm.core.integrity;
