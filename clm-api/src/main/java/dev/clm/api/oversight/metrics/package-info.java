/** What databases are counted for, at intervals and apart from scrapes. Ids, states and numbers leave; names of organizations and of certificates never do. */
package dev.clm.api.oversight.metrics;
