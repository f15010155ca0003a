/** The first administrator of an installation. The only secret that leaves is the new API key, once. */
package dev.clm.core.identity.administrator;
