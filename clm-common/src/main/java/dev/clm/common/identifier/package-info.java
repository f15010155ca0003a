/** Identifiers and names that the application makes, and digests that identify what it stores. */
package dev.clm.common.identifier;
