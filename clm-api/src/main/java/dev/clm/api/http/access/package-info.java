/** Who calls, found from the credential of a request. The credential itself never leaves the filter. */
package dev.clm.api.http.access;
