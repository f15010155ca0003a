/** Organizations over the API. Who is no system administrator sees the acting one only. */
package dev.clm.api.identity.organization;
