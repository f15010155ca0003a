/** Lets the rows of one database follow deletes and restores in the other. Nothing here deletes a row for good. */
package dev.clm.api.coordination.cascade;
