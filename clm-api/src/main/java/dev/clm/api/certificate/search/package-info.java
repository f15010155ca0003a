/** Reading, annotating, deleting and restoring certificates over REST. Private keys never pass through here. */
package dev.clm.api.certificate.search;
