/** Claims about the schema of both databases, proved on a real PostgreSQL. Every test rolls its rows back. */
package dev.clm.migrations.schema;
