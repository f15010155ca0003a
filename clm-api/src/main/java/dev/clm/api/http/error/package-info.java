/** How refusals and failures look to HTTP clients (RFC 9457). HTTP status codes never leave this package, causes never reach a client. */
package dev.clm.api.http.error;
