/** Identifiers that the application makes. */
package dev.clm.common.identifier;
