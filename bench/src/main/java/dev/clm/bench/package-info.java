/** Measures issuance over HTTP beside the same rows written by plain JDBC. Nothing of it is part of the service. */
package dev.clm.bench;
