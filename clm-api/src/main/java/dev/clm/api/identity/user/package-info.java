/** Users over the API. Passwords come in and never leave. */
package dev.clm.api.identity.user;
