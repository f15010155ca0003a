/** Data keys over the API: what there is, what it protects and how it ends. Wrapped or plain, no material is shown. */
package dev.clm.api.key.encryptionkey;
