/** The REST service and the command line: use cases that need both databases, and nothing that holds SQL. */
package dev.clm.api;
