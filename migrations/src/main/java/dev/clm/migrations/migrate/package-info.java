/** The only code that creates or changes a schema. Passwords never leave it except to the server, as SCRAM verifiers. */
package dev.clm.migrations.migrate;
