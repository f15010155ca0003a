/** Runs of the sweep and what they found, over REST and on the command line. Ids and names of columns only: no row's content. */
package dev.clm.api.coordination.report;
