/** Searching certificate_metadata page by page. It reads the live rows of one tenant and writes nothing. */
package dev.clm.core.inventory.search;
