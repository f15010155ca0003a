/** The embedded PostgreSQL: default database, test server, source of generated code. Its superuser's password stays with the caller. */
package dev.clm.migrations.local;
