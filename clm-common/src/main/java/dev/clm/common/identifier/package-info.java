/** Identifiers and names that the application makes. */
package dev.clm.common.identifier;
