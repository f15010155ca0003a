/** The typed way into clm_secure_db. Connections and SQL stay inside this module. */
package dev.clm.secure.database;
