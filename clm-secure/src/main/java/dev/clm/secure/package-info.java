/** Everything that reads or writes clm_secure_db. Knows nothing of the other database. */
package dev.clm.secure;
