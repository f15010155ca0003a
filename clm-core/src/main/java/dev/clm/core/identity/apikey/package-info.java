/** API keys and the callers they stand for. The key itself leaves once, at creation; only its hash is stored. */
package dev.clm.core.identity.apikey;
