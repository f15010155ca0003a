/** The searchable half of every certificate. Public facts and annotations only, no key material. */
package dev.clm.core.inventory.metadata;
