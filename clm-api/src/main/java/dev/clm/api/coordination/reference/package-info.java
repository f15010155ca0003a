/** The registry of references from one database to the other, what their targets tell, and the check before a row is written. It changes nothing. */
package dev.clm.api.coordination.reference;
