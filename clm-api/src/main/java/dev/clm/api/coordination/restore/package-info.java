/** Notices that one database was restored to an older state than the other, and brings both together. Lost keys are reported, never made up. */
package dev.clm.api.coordination.restore;
