/** Rows that people create, change, delete and restore, the same way in every table. Columns with secrets are never selected. */
package dev.clm.core.row;
