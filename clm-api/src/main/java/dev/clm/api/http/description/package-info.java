/** What the code says of itself for the description of the API, beside what a signature tells. Nothing here decides how a request is served. */
package dev.clm.api.http.description;
