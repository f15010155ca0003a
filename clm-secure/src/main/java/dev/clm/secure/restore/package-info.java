/** What a restore took from clm_secure_db, and putting it back. Keys that were lost are lost: no key material is read or written here. */
package dev.clm.secure.restore;
