/** This database's side of the sweep: reading references and digests, and repairing rows. No key material is read. */
package dev.clm.secure.integrity;
