/** Reading one database for comparison with the other: digests, ids and public facts. No key material is ever read here. */
package dev.clm.common.integrity;
