/** The typed way into clm_core_db. Connections and SQL stay inside this module. */
package dev.clm.core.database;
