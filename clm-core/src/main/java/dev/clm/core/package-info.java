/** Everything that reads or writes clm_core_db. Knows nothing of the other database. */
package dev.clm.core;
