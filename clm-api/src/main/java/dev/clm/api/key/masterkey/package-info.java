/** The rotation of the master key over the API. Key ids are named here; no key, and not where it is kept. */
package dev.clm.api.key.masterkey;
