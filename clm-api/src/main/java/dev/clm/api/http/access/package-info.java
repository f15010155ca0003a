/** Who calls, found from the credential of a request, and what a path asks of them. The credential never leaves the filter. */
package dev.clm.api.http.access;
